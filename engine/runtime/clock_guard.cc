#include "engine/runtime/clock_guard.h"

#include <algorithm>

namespace stele::runtime {

ClockGuard::ClockGuard(Clock& clock, Instant last, std::int64_t longest_silence_ms)
    : clock_(clock), last_(last), seen_(clock.now()), seen_monotonic_ms_(clock.monotonic_ms()) {
  if (last_.ms > 0 && seen_ - last_ > longest_silence_ms)
    doubt_ = "the clock says " + to_text(seen_) + " and the last record is of " + to_text(last_) +
             "; check the clock, then run: stele clock accept";
}

void ClockGuard::look() {
  const Instant now = clock_.now();
  const std::int64_t monotonic = clock_.monotonic_ms();
  const std::int64_t step = (now - seen_) - (monotonic - seen_monotonic_ms_);
  if (!doubt_ && step > kLargestStepMs)
    doubt_ = "the clock jumped by " + std::to_string(step / kSecond) + " s to " + to_text(now) +
             "; check the clock, then run: stele clock accept";
  seen_ = now;
  seen_monotonic_ms_ = monotonic;
  behind_ = now + kSecond < last_;
}

Instant ClockGuard::transaction_time() {
  last_ = std::max({last_, seen_, floor_});
  return last_;
}

void ClockGuard::not_before(Instant floor) { floor_ = std::max(floor_, floor); }

void ClockGuard::accept() { doubt_.reset(); }

}  // namespace stele::runtime
