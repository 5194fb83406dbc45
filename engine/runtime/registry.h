// Registry: a running registry over a data directory. One writer thread takes batches of waiting
// requests, decides each against the published state plus the batch so far, seals, appends with one
// sync, publishes, then answers every caller of the batch. Reads take a State and never meet the
// writer. Owned by the composition root; submit() and state() are for any thread.
//
// Data directory:
//   journal/            the truth (RocksDB), journal/HEAD
//   state/registry-vN/  the registry state (RocksDB), disposable
//   zones/              the zone projection (RocksDB), disposable; ledger/ that of accounts
//   shadow/             while projections are verified
//   state.hash          what the state's hash was at the last clean stop
//   keys.vault          per-subject keys;  keys.kek their wrapping key (or where the options say)
//   log.key             seed of the key that signs checkpoints
//   logs/               RocksDB's own info logs
//   unfinished          while create() is under way; see create.cc
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "engine/base/clock.h"
#include "engine/base/random.h"
#include "engine/base/result.h"
#include "engine/crypto/vault.h"
#include "engine/runtime/load.h"
#include "engine/runtime/outcome.h"
#include "engine/runtime/serving.h"
#include "engine/runtime/settled.h"
#include "events/journal/journal.h"

namespace stele::registry {
class Snapshot;
}

namespace stele::runtime {

class Reading;  // reading.h
struct Parts;  // journal, state store, vault: registry_parts.h; tests hand in faulty ones

struct Options {
  std::string dir;
  std::string kek_path;                 // empty: DIR/keys.kek
  std::size_t mailbox = 4096;           // waiting requests; more are refused as overloaded
  std::size_t most_per_batch = 1024;
  std::size_t largest_transaction = 256ULL << 20;  // in bytes; the journal takes no more
  std::int64_t idle_look_ms = 1000;     // for due work, when nobody asks for anything
  bool compression = true;
  std::uint64_t least_free_bytes = 512ULL << 20;  // below it: read only
  std::uint64_t cache_bytes = 256ULL << 20;       // block cache of the state
  bool scrub = true;
  std::int64_t longest_silence_ms = 7 * kDay;      // since the last record, at start
  // The second of the last record is over: who has read the journal of an earlier process to its end
  // may have made what is made of a whole second.
  bool new_second = false;
  Clock* clock = nullptr;               // null: the system's
  Random* random = nullptr;             // null: the system's
  // What a journal that cannot be written means. Default: log and abort (DESIGN §3).
  std::function<void(const Error&)> on_journal_failure;
  // Long starts report progress: records replayed, records to replay.
  std::function<void(std::uint64_t, std::uint64_t)> progress;
};

class Registry {
 public:
  // An empty registry: genesis, vault, keys, repository 1. Refuses a directory that is not empty,
  // unless all it holds is what an earlier create() left that was interrupted: that is finished. A
  // directory with a journal is never touched.
  static Done create(const Options& options, const std::string& origin, const std::string& roid_suffix);
  // Recovers: opens the journal by its rules, replays the tail into the state, repeats unfinished
  // erasures, checks the clock. Refusals name the position and what to do; nothing was touched then.
  static Result<std::unique_ptr<Registry>> open(const Options& options);
  static Result<std::unique_ptr<Registry>> open(const Options& options, Parts parts);
  ~Registry();  // stop()

  // Never blocks. A full mailbox answers `overloaded` at once, a read-only server `read_only`.
  void submit(core::Request request, Answered answered);
  // For callers that may wait (command line, tests).
  Outcome execute(core::Request request);

  // The published state as it is by the believed time: what is due and not written down yet shows as
  // done. Cheap, any thread. It stays valid and unchanged while held.
  std::shared_ptr<const core::State> state() const;
  // The same, for who keeps answers.
  Reading reading() const;

  // The rows of the published state, for who compares or copies them whole. They hold back what the
  // store would clear away as long as they are held.
  std::shared_ptr<const registry::Snapshot> rows() const;

  // How much of the past is over: cheap, any thread. Asked for again and again it reaches every moment.
  Settled settled() const;
  Serving serving() const;
  Load load() const;
  // A record of the journal was found to be not what was written: read only until a restart.
  void report_damage(Position position, const Error& error);
  journal::Journal& journal();
  std::string state_hash() const;    // hex, of the published position
  std::uint64_t replayed_at_start() const;  // records

  // Refuses what comes from now on, carries out what waits, flushes the state.
  void stop();

 private:
  struct Impl;
  explicit Registry(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace stele::runtime
