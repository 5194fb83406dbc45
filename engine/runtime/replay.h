// Replay: from the journal to the registry state, many transactions a write. Used at start for the
// tail, by `stele replay` for everything, and by the tests after every crash.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>

#include "engine/base/result.h"
#include "engine/crypto/vault.h"
#include "events/journal/journal.h"
#include "projections/registry/registry_state.h"

namespace stele::runtime {

struct ReplayOptions {
  std::optional<Position> until;      // stop before the transaction that begins at or after it
  std::optional<Instant> until_time;  // stop before the first transaction later than this
  std::function<void(std::uint64_t done, std::uint64_t of)> progress;
  std::stop_token stop;               // Fault::closed; what was written stays
  // Repeats the destruction of keys whose erasure is durable; null for replays elsewhere.
  crypto::KeyVault* vault = nullptr;
};

struct Replayed {
  std::uint64_t records = 0;
  std::uint64_t transactions = 0;
};

// From the state's position. Faults: regressed (the state is ahead of the journal or of another
// journal; nothing was written), corrupt and unsupported name the position.
Result<Replayed> replay(journal::Journal& journal, registry::RegistryState& state, const ReplayOptions& options);

}  // namespace stele::runtime
