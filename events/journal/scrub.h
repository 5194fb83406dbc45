// The scrub: reads old records over and over in the background, slowly, so that damage at rest is
// found while a good copy still exists. It reports the first bad position once and stops; what to
// do about it (read-only, alarm) is the caller's. It reads through the operating system's cache, so
// it finds a bad disk block only once that block has left the cache.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

#include "events/journal/journal.h"

namespace stele::journal {

struct ScrubOptions {
  std::uint64_t slice_records = 500;     // read in one go
  std::int64_t slice_pause_ms = 100;     // 5,000 records a second at most
  std::int64_t pass_pause_ms = 3'600'000;  // between two walks over the whole journal
};

// Owns its thread; stops within one slice. The journal must outlive it.
class Scrub {
 public:
  // `on_bad` is called on the scrub's thread, at most once.
  Scrub(Journal& journal, ScrubOptions options,
        std::function<void(Position, const Error&)> on_bad);
  ~Scrub();
  Scrub(const Scrub&) = delete;
  Scrub& operator=(const Scrub&) = delete;

  std::uint64_t passes() const;  // whole walks done
  // Blocks until `n` walks are done, the scrub has found damage, or the time is over.
  bool wait_for_passes(std::uint64_t n, std::int64_t timeout_ms);

 private:
  void run();
  bool pause(std::int64_t ms);  // false when it is time to stop
  Done read_slice(Position& at, Position end) const;

  Journal& journal_;
  const ScrubOptions options_;
  std::function<void(Position, const Error&)> on_bad_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool stop_ = false;
  bool found_ = false;
  std::uint64_t passes_ = 0;
  std::thread thread_;  // last: runs on all of the above
};

}  // namespace stele::journal
