// Verification: walks a whole journal and reports the first thing that is not as it was written.
// Above the port, so the same for every store; table files are the store's own matter.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "events/journal/checkpoint.h"
#include "events/journal/genesis.h"
#include "events/journal/journal.h"
#include "events/journal/transaction.h"

namespace stele::journal {

struct VerifyOptions {
  // The journal must contain this one's tree: same root at its size. Its signature is the caller's
  // matter (open_checkpoint with the genesis' key).
  std::optional<Checkpoint> saved;
  // Called for every transaction after the genesis; a fault it returns is reported as damage. The
  // command line decodes events here.
  std::function<Done(const StoredTransaction&)> transaction;
  std::function<void(Position)> progress;  // after each `progress_step` records
  std::uint64_t progress_step = 10'000;
};

struct BadRecord {
  Position position{};
  std::string what;  // begins with the position
};

struct VerifyReport {
  std::uint64_t records = 0;       // that passed
  std::uint64_t transactions = 0;  // whole ones among them, the genesis not counted
  Digest root{};                   // of the tree over them
  std::optional<Genesis> genesis;
  std::optional<BadRecord> first_bad;
};

VerifyReport verify(Journal& journal, const VerifyOptions& options = {});

}  // namespace stele::journal
