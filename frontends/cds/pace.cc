#include "frontends/cds/pace.h"

#include <algorithm>
#include <chrono>

namespace stele::cds {
namespace {

constexpr unsigned kFailures = 3;                // in a row, then it is left alone
constexpr std::int64_t kAloneMs = 30'000;        // doubled with each failure more
constexpr std::int64_t kLongestAloneMs = 600'000;
constexpr std::size_t kMostServers = 100'000;

std::int64_t now_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace

Pace::Turn Pace::take(const std::string& address, std::stop_token stop) {
  std::unique_lock lock(mutex_);
  if (servers_.size() >= kMostServers) forget_some(now_us() / 1000);
  if (servers_[address].alone_until > now_us() / 1000) return Turn::left_alone;
  if (!changed_.wait(lock, stop, [&] { return servers_[address].at_once < limits_.per_server; }))
    return Turn::stopped;
  Seen& seen = servers_[address];
  ++seen.at_once;
  seen.touched = now_us() / 1000;
  const std::int64_t at = std::max(next_us_, now_us());
  next_us_ = at + 1'000'000 / static_cast<std::int64_t>(limits_.per_second);
  // Nobody wakes it but the end.
  const auto until = std::chrono::steady_clock::time_point(std::chrono::microseconds(at));
  changed_.wait_until(lock, stop, until, [] { return false; });
  if (!stop.stop_requested()) return Turn::taken;
  --servers_[address].at_once;
  return Turn::stopped;
}

void Pace::give_back(const std::string& address, bool answered) {
  {
    const std::lock_guard lock(mutex_);
    Seen& seen = servers_[address];
    if (seen.at_once > 0) --seen.at_once;
    seen.failures = answered ? 0 : seen.failures + 1;
    if (seen.failures >= kFailures)
      seen.alone_until =
          now_us() / 1000 +
          std::min(kLongestAloneMs, kAloneMs << std::min(seen.failures - kFailures, 8U));
  }
  changed_.notify_all();
}

void Pace::forget_some(std::int64_t now) {
  std::erase_if(servers_, [&](const auto& entry) {
    return entry.second.at_once == 0 && entry.second.alone_until <= now;
  });
}

}  // namespace stele::cds
