// The operating system's random source, by OpenSSL's generator. Safe from any thread.
#pragma once

#include "engine/base/random.h"

namespace stele::crypto {

class SystemRandom final : public Random {
 public:
  void fill(std::span<unsigned char> out) override;
};

}  // namespace stele::crypto
