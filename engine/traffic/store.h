// Store: the days of the traffic log in one directory. Days are opened when they are needed and only
// a few stay open. A day that is damaged is set aside (renamed, with a line in the log) and a new one
// begun: the traffic log never keeps a server from starting or answering. Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/base/result.h"
#include "engine/traffic/day.h"

namespace stele::traffic {

struct StoreOptions {
  std::string dir;            // holds 2026-11-29 and so on, and may hold other things
  bool compression = true;
  std::uint64_t buffer_bytes = 64ULL << 20;
  std::uint32_t boot = 0;     // chance, for the rows' ids
};

// What is looked for; all that is given must hold.
struct Query {
  std::optional<Class> log;
  std::string client_trid, server_trid, registrar, object;
  std::string address;        // or a range, "192.0.2.0/24"
  Instant from, until{std::int64_t{10'000} * 366 * kDay};  // [from, until)
  std::uint64_t most = 0;     // rows; 0: all
  bool newest_first = false;
};

struct DayUsage {
  Instant day;                // its first moment
  std::uint64_t disk_bytes = 0;
  std::array<Counts, kClasses.size()> counts;
  std::string problem;        // it cannot be read, or was set aside; then without counts
  std::string name;           // of the directory
};

class Store {
 public:
  explicit Store(StoreOptions options) : options_(std::move(options)) {}

  // Normalised records, each to the day of its time. What is lost is in the fault's text.
  Done append(std::vector<Record> records);
  // Everything handed over so far is in files.
  void close();

  // In order of time; `visit` ends the walk by false. A day that cannot be read is passed over and
  // named in `problems`.
  struct Found {
    std::uint64_t rows = 0;
    std::vector<std::string> problems;
  };
  using Visit = std::function<bool(const RowId&, const Record&)>;
  Result<Found> search(const Query& query, const Visit& visit, std::stop_token stop = {});
  Result<std::optional<Record>> find(const RowId& row);

  std::vector<DayUsage> usage();              // oldest first
  // Of a day that is there. Removes the class; removes the directory when nothing is left in it.
  Done purge(Instant day, Class log);
  Done remove(const DayUsage& day);           // the whole directory
  std::uint64_t disk_bytes() const;

 private:
  struct Open {
    std::shared_ptr<Day> day;
    std::uint64_t used = 0;
  };
  Result<std::shared_ptr<Day>> day_to_write(Instant day);
  Result<std::shared_ptr<Day>> day_to_read(Instant day);
  void set_aside(Instant day, const Error& why);
  std::string path_of(Instant day) const;
  std::vector<Instant> days() const;

  const StoreOptions options_;
  mutable std::mutex mutex_;                  // guards all below
  std::map<Instant, Open> open_;              // those that are written to
  std::map<Instant, std::array<Counts, kClasses.size()>> counted_;  // of days that are over
  std::uint64_t uses_ = 0;
  std::uint32_t next_id_ = 0;
};

// "2026-11-29" of the directory's name; set_aside: "2026-11-29.damaged-1".
struct DayName {
  Instant day;
  bool set_aside = false;
};
std::optional<DayName> parse_day_name(std::string_view name);
inline Instant day_of(Instant at) { return Instant{at.ms - at.ms % kDay}; }

}  // namespace stele::traffic
