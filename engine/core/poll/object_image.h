// A domain or host as its sponsor sees it, kept in a message (RFC 8590): numbers become names, since
// what they name may be gone when the message is read.
#pragma once

#include "engine/core/state.h"
#include "events/values/notice.h"

namespace stele::core {

ObjectImage image_of(const State& state, const Domain& domain);
ObjectImage image_of(const State& state, const Host& host);

}  // namespace stele::core
