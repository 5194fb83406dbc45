#include "engine/traffic/keeper.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/runtime/log.h"

namespace stele::traffic {

namespace {

using runtime::LogLevel;

constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::chrono::seconds kLook{5};
constexpr std::int64_t kWatchSizeEveryMs = 60 * kMinute;

}  // namespace

Keeper::Keeper(Store& store, Ports ports) : store_(store), ports_(std::move(ports)) {
  CHECK(ports_.clock != nullptr && ports_.policy && ports_.record, "a keeper needs all its ports");
}

void Keeper::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Keeper::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

Instant Keeper::cleaned_at() const {
  const std::lock_guard lock(mutex_);
  return cleaned_at_;
}

// A start after the minute cleans at once: where nothing is too old, that is nothing.
void Keeper::run(const std::stop_token& stop) {
  Instant done_for;
  std::int64_t size_seen = ports_.clock->monotonic_ms() - kWatchSizeEveryMs;
  std::mutex own;
  std::unique_lock lock(own);
  while (!stop.stop_requested()) {
    wake_.wait_for(lock, stop, kLook, [] { return false; });
    if (stop.stop_requested()) return;
    const Policy policy = ports_.policy();
    const Instant now = ports_.clock->now();
    const Instant today = day_of(now);
    if (policy.cleanup && today != done_for && now - today >= policy.minute * kMinute) {
      done_for = today;
      const Cleaned cleaned = clean();
      for (const std::string& problem : cleaned.problems) {
        runtime::log(LogLevel::warning, "traffic.cleanup_failed", problem);
        done_for = Instant{};  // again
      }
      if (!cleaned.problems.empty()) wake_.wait_for(lock, stop, std::chrono::minutes(1), [] { return false; });
    }
    if (ports_.clock->monotonic_ms() - size_seen >= kWatchSizeEveryMs) {
      size_seen = ports_.clock->monotonic_ms();
      watch_size(policy);
    }
  }
}

void Keeper::watch_size(const Policy& policy) {
  const std::uint64_t bytes = policy.alarm_bytes == 0 ? 0 : store_.disk_bytes();
  const bool large = policy.alarm_bytes != 0 && bytes >= policy.alarm_bytes;
  if (large && !alarmed_)
    runtime::log(LogLevel::warning, "traffic.large",
                 "bytes=" + std::to_string(bytes) + " alarm=" + std::to_string(policy.alarm_bytes) +
                     "; see stele logs status, and the settings traffic_days_*");
  alarmed_ = large;
}

// Day by day, the journal first: what a crash leaves behind is found again by the next run, and then
// stands in the journal a second time.
bool Keeper::expire(const DayUsage& day, const std::vector<Class>& expired, bool whole, Cleaned& cleaned) {
  const auto failed = [&](const Error& error) {
    cleaned.problems.push_back(error.what);
    return false;
  };
  std::vector<Class> with_rows;
  for (const Class log : expired)
    if (day.counts[index_of(log)].rows > 0) with_rows.push_back(log);
  for (const Class log : with_rows) {
    const Purged purged{log, day.day, day.counts[index_of(log)].rows};
    if (Done recorded = ports_.record(purged); !recorded) return failed(recorded.error());
    if (!whole)
      if (Done done = store_.purge(day.day, log); !done) return failed(done.error());
    cleaned.purged.push_back(purged);
    runtime::log(LogLevel::info, "traffic.purged",
                 "log=" + std::string(to_text(log)) + " day=" + to_date_text(day.day) +
                     " count=" + std::to_string(purged.count));
  }
  if (whole)
    if (Done done = store_.remove(day); !done) return failed(done.error());
  if (!day.problem.empty())  // nobody knows what was in it
    runtime::log(LogLevel::info, "traffic.damaged_day_removed", "directory=" + day.name);
  return true;
}

Cleaned Keeper::clean() {
  const std::lock_guard cleaning(cleaning_);
  const Policy policy = ports_.policy();
  const Instant today = day_of(ports_.clock->now());
  Cleaned cleaned;
  const std::uint64_t before = store_.disk_bytes();
  for (const DayUsage& day : store_.usage()) {
    const std::int64_t age = (today - day.day) / kDay;
    std::vector<Class> expired;
    bool whole = true;  // nothing of the day is to stay
    for (const Class log : kClasses) {
      const bool over = age > policy.days[index_of(log)];
      if (over) expired.push_back(log);
      // What cannot be read may hold anything: it stays as long as the class that is kept longest.
      else if (day.counts[index_of(log)].rows > 0 || !day.problem.empty()) whole = false;
    }
    if (expired.empty() || (!day.problem.empty() && !whole)) continue;
    // An empty directory of a day that is not over for every class may still be written to.
    if (whole && expired.size() < kClasses.size() && age <= 1) continue;
    if (!expire(day, expired, whole, cleaned)) break;
  }
  const std::uint64_t after = store_.disk_bytes();
  cleaned.freed_bytes = before > after ? before - after : 0;
  const std::lock_guard lock(mutex_);
  cleaned_at_ = ports_.clock->now();
  return cleaned;
}

}  // namespace stele::traffic
