// Sealing: between decide and append, every piece of personal data in a transaction's events is
// encrypted under its subject's key. What leaves here may be stored for ever.
#pragma once

#include "engine/base/result.h"
#include "engine/crypto/vault.h"
#include "events/event.h"

namespace stele::runtime {

Done seal(events::Event& event, crypto::KeyVault& vault);

}  // namespace stele::runtime
