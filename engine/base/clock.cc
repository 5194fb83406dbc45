#include "engine/base/clock.h"

#include <time.h>

#include <chrono>

namespace stele {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

Instant SystemClock::now() {
  return Instant{duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

std::int64_t SystemClock::monotonic_ms() {
  // Not steady_clock: it stands still while the machine sleeps, and waking would look like a clock
  // that jumped.
  timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return std::int64_t{now.tv_sec} * kSecond + now.tv_nsec / 1'000'000;
}

}  // namespace stele
