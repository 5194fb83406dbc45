// Keeper: the house-keeping of the traffic log. Once a day, at the settings' minute, days of a class
// that are older than its retention are removed: the journal says so first, then they go. A whole day
// at once where nothing of it is to stay; else the class within it. Watches the log's size. Never
// touches the journal. Thread-safe.
#pragma once

#include <array>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "engine/base/clock.h"
#include "engine/traffic/store.h"

namespace stele::traffic {

// From the settings, each time anew.
struct Policy {
  bool cleanup = true;
  std::uint32_t minute = 150;                             // of the day, UTC
  std::array<std::uint32_t, kClasses.size()> days{};      // kept, before today
  std::uint64_t alarm_bytes = 0;                          // 0: none
};

struct Purged {
  Class log = Class::epp;
  Instant day;
  std::uint64_t count = 0;
};

struct Cleaned {
  std::vector<Purged> purged;
  std::uint64_t freed_bytes = 0;
  std::vector<std::string> problems;
};

class Keeper {
 public:
  struct Ports {
    std::function<Policy()> policy;
    // The journal says so, durably; a fault (the server is read-only, the clock in doubt): nothing is
    // removed.
    std::function<Done(const Purged&)> record;
    Clock* clock = nullptr;
  };
  Keeper(Store& store, Ports ports);
  ~Keeper() { stop(); }
  void start();               // the daily schedule
  void stop();

  // Now, whether cleanup is on or not: somebody asks for it.
  Cleaned clean();
  // Of the last run; 0: none since the start.
  Instant cleaned_at() const;

 private:
  void run(const std::stop_token& stop);
  void watch_size(const Policy& policy);
  bool expire(const DayUsage& day, const std::vector<Class>& expired, bool whole, Cleaned& cleaned);

  Store& store_;
  Ports ports_;
  std::mutex cleaning_;             // one run at a time
  mutable std::mutex mutex_;        // guards cleaned_at_
  std::condition_variable_any wake_;
  Instant cleaned_at_;
  bool alarmed_ = false;            // the thread's own
  std::jthread thread_;             // last
};

}  // namespace stele::traffic
