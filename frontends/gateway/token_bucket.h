// TokenBucket: so much per period, all of it at once if nothing was taken for a period. The clock is
// the caller's; integers only.
#pragma once

#include <algorithm>
#include <cstdint>

namespace stele::gateway {

class TokenBucket {
 public:
  explicit TokenBucket(std::int64_t period_ms) : period_ms_(period_ms) {}

  // False, and nothing taken, when there is not enough. More than a whole bucket costs a whole one:
  // it would never fit.
  bool take(std::uint32_t amount, std::uint32_t rate, std::int64_t now_ms) {
    const std::int64_t full = std::int64_t{rate} * period_ms_;
    const std::int64_t passed = std::clamp<std::int64_t>(now_ms - at_ms_, 0, period_ms_);
    level_ = fresh_ ? full : std::min(full, level_ + passed * rate);
    fresh_ = false;
    at_ms_ = now_ms;
    const std::int64_t cost = std::min(full, std::int64_t{amount} * period_ms_);
    if (cost > level_) return false;
    level_ -= cost;
    return true;
  }

  // How long until take() of so much would do, as of the last take().
  std::int64_t wait_ms(std::uint32_t amount, std::uint32_t rate) const {
    const std::int64_t cost =
        std::min(std::int64_t{rate} * period_ms_, std::int64_t{amount} * period_ms_);
    if (fresh_ || rate == 0 || cost <= level_) return 0;
    return (cost - level_ + rate - 1) / rate;
  }

  // Nothing was taken for a period: it is as good as new.
  bool is_idle(std::int64_t now_ms) const { return fresh_ || now_ms - at_ms_ >= period_ms_; }

 private:
  std::int64_t period_ms_;
  std::int64_t at_ms_ = 0;
  std::int64_t level_ = 0;  // in amounts of 1/period_ms
  bool fresh_ = true;
};

}  // namespace stele::gateway
