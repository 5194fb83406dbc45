// ClockGuard: from the machine's clock to transaction time, which never goes back. A clock that jumps
// against the monotonic one, or that is far past the last record at start, is not believed until an
// operator accepts it: one bad clock must not renew or purge a TLD.
#pragma once

#include <optional>
#include <string>

#include "engine/base/clock.h"

namespace stele::runtime {

class ClockGuard {
 public:
  static constexpr std::int64_t kLargestStepMs = 60 * kSecond;

  // `last`: time of the last record. Not thread-safe; the writer's.
  ClockGuard(Clock& clock, Instant last, std::int64_t longest_silence_ms);

  void look();
  // Why the clock is not to be believed; stays until accept().
  const std::optional<std::string>& doubt() const { return doubt_; }
  // Transaction time for what is decided now: the clock's, or the last one when that is later.
  Instant transaction_time();
  // No transaction time before it is given from now on.
  void not_before(Instant floor);
  Instant floor() const { return floor_; }
  // Wall clock less monotonic clock when last looked at.
  std::int64_t wall_offset() const { return seen_.ms - seen_monotonic_ms_; }
  std::int64_t monotonic_ms() const { return clock_.monotonic_ms(); }
  // The clock is behind the last record, by more than a start or a promise may have gone ahead.
  bool standing_still() const { return behind_; }
  void accept();

 private:
  Clock& clock_;
  Instant last_;           // last transaction time given
  Instant floor_;          // none is given before it
  Instant seen_;           // clock and monotonic clock when last looked at
  std::int64_t seen_monotonic_ms_;
  bool behind_ = false;
  std::optional<std::string> doubt_;
};

}  // namespace stele::runtime
