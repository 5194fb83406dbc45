// Clock: wall time and a monotonic counter, a parameter wherever it is used. Tests step it by hand.
#pragma once

#include <cstdint>

#include "engine/base/instant.h"

namespace stele {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() = 0;               // UTC
  virtual std::int64_t monotonic_ms() = 0;  // never steps back; arbitrary origin
};

class SystemClock final : public Clock {
 public:
  Instant now() override;
  std::int64_t monotonic_ms() override;
};

}  // namespace stele
