// Day: the traffic log of one UTC day, a RocksDB of its own in `logs/2026-11-29`. Written without
// syncs and never compacted: a row is written once, and goes with the whole day. Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "engine/base/result.h"
#include "engine/traffic/keys.h"
#include "engine/traffic/record.h"

namespace rocksdb {
class DB;
class Iterator;
}  // namespace rocksdb

namespace stele::traffic {

struct DayOptions {
  std::string dir;
  bool read_only = false;     // another holder may be writing: what it has written so far
  bool compression = true;
  std::uint64_t buffer_bytes = 64ULL << 20;
};

struct Counts {
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;    // of records, before compression
  bool operator==(const Counts&) const = default;
};

class Day : public std::enable_shared_from_this<Day> {
 public:
  // Fault::corrupt when what lies there is damaged, Fault::busy when another process writes to it.
  static Result<std::shared_ptr<Day>> open(DayOptions options);
  ~Day();
  Day(const Day&) = delete;
  Day& operator=(const Day&) = delete;

  // One write. Records are normalised; all or none are there afterwards.
  Done append(std::span<const std::pair<std::uint64_t, Record>> records);
  Done flush();               // into files: the next open has nothing to repeat
  Result<std::optional<Record>> find(const RowId& row);
  Counts counts(Class log);
  // Removes a class and gives its space back.
  Done purge(Class log);

  // The rows of a class under one value in time order, from `from` on (or from before `until`
  // backwards). Holds the day open.
  class Walk {
   public:
    ~Walk();
    Walk(Walk&&) noexcept;
    Walk& operator=(Walk&&) = delete;
    // nullopt at the end. Fault::corrupt or io when it cannot be read further.
    Result<std::optional<RowId>> next();

   private:
    friend class Day;
    Walk() = default;
    std::shared_ptr<Day> day_;
    std::unique_ptr<rocksdb::Iterator> at_;
    Class log_ = Class::epp;
    std::string prefix_;
    Instant from_, until_;
    bool backwards_ = false;
    bool begun_ = false;
  };
  Walk walk(Class log, Field field, std::string_view value, Instant from, Instant until,
            bool backwards);

 private:
  Day(DayOptions options, rocksdb::DB* db);
  const DayOptions options_;
  std::unique_ptr<rocksdb::DB> db_;
  std::mutex mutex_;                       // of writers, who keep counts_
  std::array<Counts, kClasses.size()> counts_;
};

}  // namespace stele::traffic
