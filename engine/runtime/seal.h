// Sealing: between decide and append, every piece of personal data and every secret in a
// transaction's events is encrypted under its subject's key. What leaves here may be stored for ever.
#pragma once

#include <span>

#include "engine/base/result.h"
#include "engine/crypto/vault.h"
#include "events/event.h"

namespace stele::runtime {

// `events` are those of one transaction: what a message shows of a contact or
// organisation that they make or change is sealed once, with it.
Done seal(std::span<events::Event> events, crypto::KeyVault& vault);

// The key that is to be destroyed once the event is durable; 0: none.
KeySlot ended_slot(const events::Event& event);

}  // namespace stele::runtime
