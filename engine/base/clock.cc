#include "engine/base/clock.h"

#include <chrono>

namespace stele {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

Instant SystemClock::now() {
  return Instant{duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

std::int64_t SystemClock::monotonic_ms() {
  return duration_cast<milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace stele
