// A journal in memory, for tests and simulations. It models a disk: an append is a series of
// steps (each record written, sync, HEAD written, HEAD synced), the power can go or an I/O error
// can come at any one of them, and crash() gives the journal as it would be found afterwards, by
// the same opening rules as a real store. Deterministic for a seed. Thread-safe like any Journal.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "events/journal/journal.h"
#include "events/journal/recovery.h"

namespace stele::journal {

struct MemoryFaults {
  std::uint64_t seed = 1;
  // Steps are counted from 1 over the journal's life; 0 = never.
  std::uint64_t power_cut_at = 0;  // append returns Fault::closed, and so does everything after it
  std::uint64_t io_error_at = 0;   // the same with Fault::io: a real store aborts the process here
};

class MemoryJournal final : public Journal {
 public:
  explicit MemoryJournal(MemoryFaults faults = {});

  Head head() const override;
  Result<Head> append(std::uint32_t epoch, Position expected,
                      std::span<const EncodedRecord> records) override;
  Result<std::unique_ptr<Reader>> read(Position from) override;
  bool wait(Position beyond, std::int64_t timeout_ms) override;

  std::uint64_t steps() const;
  // The journal as it is found after a power cut now, or why it may not be opened. Unsynced records
  // are lost, kept, torn or flipped, an unsynced HEAD slot is old, new or torn, as the seed says.
  Result<std::unique_ptr<MemoryJournal>> crash(MemoryFaults next = {}) const;
  const Recovered& recovered() const { return recovered_; }  // by the crash() that made this one

  // Damage at rest, noticed by readers or by the next crash().
  void flip_bit(Position position, std::size_t bit);
  void lose_from(Position position);
  void damage_head_slot(int slot);

 private:
  class MemoryReader;
  using Bytes = std::shared_ptr<const std::string>;
  Done step();  // counts one step and fails when its time has come
  std::pair<std::string, std::string> slots_after_crash(std::mt19937_64& random) const;
  std::optional<Bytes> find(Position position) const;

  mutable std::mutex mutex_;
  std::condition_variable grown_;
  MemoryFaults faults_;
  std::uint64_t steps_ = 0;
  std::optional<Error> dead_;
  std::vector<Bytes> records_;  // synced
  std::vector<Bytes> unsynced_;
  std::string slots_[2];        // synced
  std::optional<std::string> unsynced_slot_;
  int slot_ = 0;
  Head head_{};
  Recovered recovered_;
};

}  // namespace stele::journal
