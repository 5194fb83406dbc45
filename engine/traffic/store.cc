#include "engine/traffic/store.h"

#include <algorithm>
#include <filesystem>

#include "engine/base/bytes.h"
#include "engine/runtime/log.h"
#include "events/values/ip_prefix.h"

namespace stele::traffic {

namespace fs = std::filesystem;

namespace {

using runtime::LogLevel;

constexpr std::size_t kMostOpen = 2;       // today, and the day before for what comes late
constexpr std::string_view kDamaged = ".damaged-";
constexpr int kMostSetAside = 100;         // of one day

std::uint64_t size_of_directory(const fs::path& path) {
  std::uint64_t bytes = 0;
  std::error_code error;
  for (fs::directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
    std::error_code gone;  // files come and go while a day is written
    const auto size = at->file_size(gone);
    if (!gone) bytes += size;
  }
  return bytes;
}

// What can be looked up; the rest is compared row by row. The most telling first.
struct Way {
  Field field = Field::record;
  std::string value;
};
Way way_of(const Query& query) {
  if (!query.server_trid.empty()) return {Field::server_trid, query.server_trid};
  if (!query.client_trid.empty()) return {Field::client_trid, query.client_trid};
  if (!query.object.empty()) return {Field::object, query.object};
  if (!query.address.empty() && query.address.find('/') == std::string::npos)
    return {Field::address, query.address};
  if (!query.registrar.empty()) return {Field::registrar, query.registrar};
  return {};
}

bool matches_address(const std::string& wanted, const std::string& address) {
  if (wanted.empty() || wanted == address) return true;
  if (wanted.find('/') == std::string::npos) return false;
  const auto range = parse_ip_prefix(wanted);
  const auto ip = parse_ip_address(address);
  return range && ip && range->contains(*ip);
}

bool matches(const Query& query, const Record& record) {
  const auto same = [](const std::string& wanted, const std::string& value) {
    return wanted.empty() || wanted == value;
  };
  return same(query.server_trid, record.server_trid) &&
         same(query.client_trid, record.client_trid) && same(query.registrar, record.registrar) &&
         matches_address(query.address, record.address) &&
         (query.object.empty() || std::ranges::find(record.objects, query.object) != record.objects.end());
}

Query normal(Query query) {
  query.object = normal_object(query.object);
  if (query.address.find('/') == std::string::npos) query.address = normal_address(query.address);
  return query;
}

}  // namespace

std::optional<DayName> parse_day_name(std::string_view name) {
  constexpr std::size_t kDate = 10;
  const std::string_view date = name.substr(0, kDate);
  const std::string_view rest = name.substr(date.size());
  const auto day = parse_instant(date);
  if (date.size() != kDate || !day || to_date_text(*day) != date) return std::nullopt;
  if (!rest.empty() && !rest.starts_with(kDamaged)) return std::nullopt;
  return DayName{*day, !rest.empty()};
}

std::string Store::path_of(Instant day) const { return options_.dir + "/" + to_date_text(day); }

// ---- writing

// The directory is moved, and with it what can still be read of it; it goes when its day is past.
void Store::set_aside(Instant day, const Error& why) {
  std::error_code error;
  for (int n = 1; n <= kMostSetAside; ++n) {
    const std::string to = path_of(day) + std::string(kDamaged) + std::to_string(n);
    if (fs::exists(to, error)) continue;
    fs::rename(path_of(day), to, error);
    runtime::log(LogLevel::error, "traffic.day_set_aside",
                 why.what + "; moved to " + to + (error ? ", which failed: " + error.message() : ""));
    return;
  }
}

Result<std::shared_ptr<Day>> Store::day_to_write(Instant day) {
  if (const auto at = open_.find(day); at != open_.end()) {
    at->second.used = ++uses_;
    return at->second.day;
  }
  std::error_code error;
  fs::create_directories(options_.dir, error);
  fs::permissions(options_.dir, fs::perms::owner_all, error);
  const DayOptions wanted{.dir = path_of(day), .compression = options_.compression,
                          .buffer_bytes = options_.buffer_bytes};
  auto opened = Day::open(wanted);
  // Whatever is wrong with it, but for a full disk and another writer, is in the directory.
  if (!opened && opened.error().fault != Fault::disk_low && opened.error().fault != Fault::busy &&
      fs::exists(wanted.dir, error)) {
    set_aside(day, opened.error());
    opened = Day::open(wanted);
  }
  if (!opened) return std::unexpected(opened.error());
  if (open_.size() >= kMostOpen) {
    const auto oldest = std::ranges::min_element(
        open_, {}, [](const auto& entry) { return entry.second.used; });
    if (Done flushed = oldest->second.day->flush(); !flushed)
      runtime::log(LogLevel::warning, "traffic.not_flushed", flushed.error().what);
    open_.erase(oldest);
  }
  counted_.erase(day);
  open_[day] = {*opened, ++uses_};
  return opened;
}

Done Store::append(std::vector<Record> records) {
  std::map<Instant, std::vector<std::pair<std::uint64_t, Record>>> by_day;
  const std::lock_guard lock(mutex_);
  for (Record& record : records) {
    normalise(record);
    const std::uint64_t id = std::uint64_t{options_.boot} << 32 | next_id_++;
    by_day[day_of(record.at)].emplace_back(id, std::move(record));
  }
  std::optional<Error> failed;
  for (const auto& [day, rows] : by_day) {
    auto to = day_to_write(day);
    if (!to) {
      failed = to.error();
      continue;
    }
    Done written = (*to)->append(rows);
    if (written) continue;
    // RocksDB takes no more writes after one has failed: the next ones open the day anew.
    open_.erase(day);
    failed = written.error();
  }
  if (failed) return std::unexpected(*failed);
  return {};
}

void Store::close() {
  const std::lock_guard lock(mutex_);
  for (auto& [day, open] : open_)
    if (Done flushed = open.day->flush(); !flushed)
      runtime::log(LogLevel::warning, "traffic.not_flushed", flushed.error().what);
  open_.clear();
}

// ---- reading

std::vector<Instant> Store::days() const {
  std::vector<Instant> out;
  std::error_code error;
  for (fs::directory_iterator at(options_.dir, error), end; !error && at != end; at.increment(error)) {
    const auto name = parse_day_name(at->path().filename().string());
    if (name && !name->set_aside) out.push_back(name->day);
  }
  std::ranges::sort(out);
  return out;
}

Result<std::shared_ptr<Day>> Store::day_to_read(Instant day) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto at = open_.find(day); at != open_.end()) return at->second.day;
  }
  return Day::open({.dir = path_of(day), .read_only = true, .compression = options_.compression});
}

Result<Store::Found> Store::search(const Query& wanted, const Visit& visit, std::stop_token stop) {
  const Query query = normal(wanted);
  if (query.address.find('/') != std::string::npos && !parse_ip_prefix(query.address))
    return fail(Fault::invalid, "no range of addresses: " + to_printable(query.address));
  const Way way = way_of(query);
  Found found;
  std::vector<Instant> all = days();
  if (query.newest_first) std::ranges::reverse(all);
  for (const Instant day : all) {
    if (day + kDay <= query.from || day >= query.until) continue;
    auto opened = day_to_read(day);
    if (!opened) {
      found.problems.push_back(opened.error().what);
      continue;
    }
    struct Lane {
      Day::Walk walk;
      std::optional<RowId> row;
    };
    std::vector<Lane> lanes;
    for (const Class log : kClasses)
      if (!query.log || *query.log == log)
        lanes.push_back({(*opened)->walk(log, way.field, way.value, query.from, query.until,
                                         query.newest_first), {}});
    std::optional<Error> broken;
    const auto step = [&](Lane& lane) {
      auto row = lane.walk.next();
      lane.row = row ? *row : std::nullopt;
      if (!row) broken = row.error();
    };
    for (Lane& lane : lanes) step(lane);
    while (!broken) {
      if (stop.stop_requested()) return fail(Fault::closed, "cut off");
      Lane* next = nullptr;
      for (Lane& lane : lanes)
        if (lane.row && (next == nullptr || (query.newest_first ? next->row->at < lane.row->at
                                                                : lane.row->at < next->row->at)))
          next = &lane;
      if (next == nullptr) break;
      auto record = (*opened)->find(*next->row);
      if (!record) {
        broken = record.error();
        break;
      }
      if (*record && matches(query, **record)) {
        ++found.rows;
        if (!visit(*next->row, **record) || found.rows == query.most) return found;
      }
      step(*next);
    }
    if (broken) found.problems.push_back(broken->what);
  }
  return found;
}

Result<std::optional<Record>> Store::find(const RowId& row) {
  std::error_code error;
  if (!fs::exists(path_of(day_of(row.at)), error)) return std::optional<Record>();
  auto day = day_to_read(day_of(row.at));
  if (!day) return std::unexpected(day.error());
  return (*day)->find(row);
}

// ---- house-keeping

std::vector<DayUsage> Store::usage() {
  std::vector<DayUsage> out;
  std::error_code error;
  for (fs::directory_iterator at(options_.dir, error), end; !error && at != end; at.increment(error)) {
    DayUsage usage{.name = at->path().filename().string()};
    const auto name = parse_day_name(usage.name);
    if (!name) continue;
    usage.day = name->day;
    usage.disk_bytes = size_of_directory(at->path());
    if (name->set_aside) usage.problem = "set aside as damaged";
    out.push_back(std::move(usage));
  }
  std::ranges::sort(out, {}, [](const DayUsage& usage) { return std::pair(usage.day, usage.name); });
  for (DayUsage& usage : out) {
    if (!usage.problem.empty()) continue;
    {
      const std::lock_guard lock(mutex_);
      const auto known = counted_.find(usage.day);
      if (known != counted_.end()) {
        usage.counts = known->second;
        continue;
      }
    }
    const auto day = day_to_read(usage.day);
    if (!day) {
      usage.problem = day.error().what;
      continue;
    }
    for (const Class log : kClasses) usage.counts[index_of(log)] = (*day)->counts(log);
    const std::lock_guard lock(mutex_);
    if (!open_.contains(usage.day)) counted_[usage.day] = usage.counts;
  }
  return out;
}

std::uint64_t Store::disk_bytes() const {
  std::uint64_t bytes = 0;
  std::error_code error;
  for (fs::directory_iterator at(options_.dir, error), end; !error && at != end; at.increment(error))
    if (parse_day_name(at->path().filename().string())) bytes += size_of_directory(at->path());
  return bytes;
}

Done Store::purge(Instant day, Class log) {
  std::shared_ptr<Day> opened;
  {
    const std::lock_guard lock(mutex_);
    auto to = day_to_write(day);
    if (!to) return std::unexpected(to.error());
    opened = *to;
  }
  return opened->purge(log);  // takes as long as it takes: nobody waits for it
}

Done Store::remove(const DayUsage& day) {
  const std::lock_guard lock(mutex_);
  // Whoever still reads it reads files without names; their space is free when it is done.
  if (day.name == to_date_text(day.day)) open_.erase(day.day);
  counted_.erase(day.day);
  std::error_code error;
  fs::remove_all(options_.dir + "/" + day.name, error);
  if (error) return fail(Fault::io, "cannot remove " + options_.dir + "/" + day.name + ": " + error.message());
  return {};
}

}  // namespace stele::traffic
