// How a contact comes to another sponsor (RFC 5733 §3.2.4). It costs nothing and adds nothing.
#pragma once

#include "engine/core/decide.h"

namespace stele::core {

// Approves the pending transfer at `at`, or cancels it when the gainer may not work any more.
// Precondition: a transfer is pending.
events::Event approve_transfer(const Context& context, const Contact& contact,
                               TransferStatus status, ObjectNumber acted_by, Instant at);

}  // namespace stele::core
