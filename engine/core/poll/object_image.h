// A domain, host, contact or organisation as its sponsor sees it, kept in a message (RFC 8590): numbers become
// names, since what they name may be gone when the message is read.
#pragma once

#include "engine/core/state.h"
#include "events/values/notice.h"

namespace stele::core {

ObjectImage image_of(const State& state, const Domain& domain);
ObjectImage image_of(const State& state, const Host& host);
// The data are as they are sealed in the state; those that the decision itself brings are sealed with
// its events, and stand in the image then (runtime/seal.h).
ContactImage image_of(const State& state, const Contact& contact);
OrganisationImage image_of(const State& state, const Organisation& organisation);

}  // namespace stele::core
