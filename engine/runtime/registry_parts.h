// Parts: what a Registry stands on, so that tests and simulations can hand in stores that fail.
#pragma once

#include <memory>

#include "engine/crypto/vault.h"
#include "events/journal/journal.h"
#include "projections/registry/store.h"

namespace stele::runtime {

struct Parts {
  std::unique_ptr<journal::Journal> journal;       // with its genesis
  std::unique_ptr<registry::Store> store;
  std::unique_ptr<crypto::KeyVault> vault;
};

// A journal that begins with a genesis record and the first transaction (repository 1), in memory.
Parts memory_parts(Random& random);

}  // namespace stele::runtime
