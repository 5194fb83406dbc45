// Writer: the one thread that changes the registry. A batch: take what waits, decide each request
// against the published state plus the batch so far, seal, chain, append with one sync, destroy keys
// whose erasure is now durable, publish, answer everyone. Nothing of a batch is visible before it is
// durable, refusals included: they may rest on an earlier command of the same batch.
//
// Time is a writer too: before anything is decided at a moment, all work due by then is done
// (core/clock/due_work.h), in order of its time, one transaction each, also when nobody asks.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <expected>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "engine/base/random.h"
#include "engine/crypto/vault.h"
#include "engine/runtime/clock_guard.h"
#include "engine/runtime/load.h"
#include "engine/runtime/outcome.h"
#include "engine/runtime/serving.h"
#include "engine/runtime/settled.h"
#include "events/journal/journal.h"
#include "events/journal/transaction.h"
#include "projections/registry/registry_state.h"

namespace stele::runtime {

struct WriterOptions {
  std::size_t mailbox = 4096;
  std::size_t most_per_batch = 1024;
  std::size_t largest_transaction = journal::kMaxTransaction;  // in bytes
  // How often it looks at clock and disk, and for due work, when nobody asks it anything.
  std::chrono::milliseconds idle_look{1000};
  std::function<bool()> disk_has_room;                       // asked while read-only for disk_low
  std::function<void(const Error&)> on_journal_failure;      // the journal cannot be written
};

class Writer {
 public:
  Writer(WriterOptions options, journal::Journal& journal, registry::RegistryState& state,
         crypto::KeyVault& vault, ClockGuard clock, Random& random);
  ~Writer();  // stop()

  void submit(core::Request request, Answered answered);
  Serving serving() const;
  Load load() const;
  // The time as it is believed: nullopt while the clock is in doubt. Any thread.
  std::optional<Instant> believed_time() const;
  // What is settled of the past, by now. Any thread.
  Settled settled();
  // Read-only from now on, until a restart.
  void close(ReadOnlyCause cause, std::string why);
  void stop();

 private:
  struct Waiting {
    core::Request request;
    Answered answered;
  };
  struct Answer {
    Answered answered;
    Outcome outcome;
  };

  // Transactions that become durable, and then visible, together.
  struct Group;

  void run();
  std::vector<Waiting> take_batch();
  void work(std::vector<Waiting> batch);
  void decide(Group& group, Waiting& request);
  // Adds a transaction to the group; a refusal leaves it as it was.
  std::expected<Position, core::Reason> add(Group& group, events::Transaction& transaction,
                                            Instant now);
  bool make_durable(Group& group);
  // Does what is due, as many groups as it takes. False: not all of it could be done.
  bool do_due_work();
  void add_due(Group& group, core::Due& from, Instant now, std::size_t most);
  bool stopping() const;
  void begin_round();
  void end_round();
  Done destroy_keys(const std::vector<KeySlot>& slots);
  void answer(std::vector<Answer>& answers);
  void refuse_all(std::vector<Answer>& answers);
  void watch_clock_and_disk();
  void set_serving(Serving serving);
  void stop_writing(const Error& error);
  void fail_journal(const Error& error);

  const WriterOptions options_;
  journal::Journal& journal_;
  registry::RegistryState& state_;
  crypto::KeyVault& vault_;
  ClockGuard clock_;
  Random& random_;
  std::atomic<std::uint64_t> overloaded_{0}, refused_{0}, transactions_{0}, appends_{0};
  std::atomic<std::int64_t> wall_offset_;  // wall clock less monotonic; kNoTime: in doubt

  std::mutex settled_mutex_;
  bool in_round_ = false;  // transactions may be under way
  Instant settled_;        // every transaction that is not published is of that time or later
  std::int64_t settled_asked_ms_;  // monotonic

  mutable std::mutex mutex_;
  std::condition_variable waiting_changed_;
  std::deque<Waiting> waiting_;
  bool stop_ = false;
  Serving serving_;
  bool told_clock_behind_ = false;
  std::string encoded_;   // reused
  std::thread thread_;    // last: runs on all of the above
};

}  // namespace stele::runtime
