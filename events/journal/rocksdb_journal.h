// The embedded journal: records under big-endian positions in a RocksDB, and HEAD beside it.
//
//   DIR/HEAD       two slots (head_file.h), and the lock of the whole journal
//   DIR/records/   RocksDB; its own info log lives elsewhere
//
// RocksDB alone does not notice a lost tail (measured on 7.8: one flipped bit in the write-ahead
// log opens with nothing, a deleted log opens, a writable open replaces the damaged file). So it is
// judged through a read-only open first (recovery.h), and a refusal leaves DIR as it was, byte
// for byte. An I/O error on a write aborts the process: what a failed sync left on the disk cannot
// be known, and the next start finds out.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "events/journal/journal.h"
#include "events/journal/recovery.h"

namespace stele::journal {

struct RocksdbJournalEnv;  // rocksdb_journal_env.h: a disk for tests

struct RocksdbJournalOptions {
  std::string dir;
  bool read_only = false;    // shared lock: many may read a journal that nobody writes
  bool sync = true;          // off only for measurements
  bool compression = true;   // of table files (ZSTD)
  std::uint64_t min_free_bytes = 256ULL * 1024 * 1024;  // below it: Fault::disk_low
  std::string info_log_dir;  // RocksDB's own log; empty: none is kept
  std::function<std::uint64_t()> free_bytes;         // default: statvfs of `dir`
  std::function<void(const Error&)> on_write_error;  // default: abort
  std::shared_ptr<RocksdbJournalEnv> env;
};

class RocksdbJournal final : public Journal {
 public:
  // A new journal holding `first` (the genesis record). `dir` must not exist or be empty; it
  // appears whole or not at all. Leaves nothing open.
  static Done create(const RocksdbJournalOptions& options, std::span<const EncodedRecord> first);
  // Faults: not_found (no journal there), busy (another process has it), regressed and corrupt
  // (refused: names the first position that is gone or bad, nothing was touched), io.
  static Result<std::unique_ptr<RocksdbJournal>> open(const RocksdbJournalOptions& options);
  ~RocksdbJournal() override;

  Head head() const override;
  Result<Head> append(std::uint32_t epoch, Position expected,
                      std::span<const EncodedRecord> records) override;
  // Readers must be gone before the journal is.
  Result<std::unique_ptr<Reader>> read(Position from) override;
  bool wait(Position beyond, std::int64_t timeout_ms) override;

  // What opening found; `dropped` deserves one log line.
  const Recovered& recovered() const;
  // Reads every table file whole and compares its CRC32C with the one noted when it was written, so
  // that a flip anywhere in it is found, also outside the records. Names the file's positions.
  Done verify_files();

 private:
  struct Impl;
  explicit RocksdbJournal(std::unique_ptr<Impl> impl);
  Result<Head> fail_write(Error error);
  std::unique_ptr<Impl> impl_;
};

}  // namespace stele::journal
