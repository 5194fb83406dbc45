// Random: the source of unpredictable bytes, a parameter wherever it is used.
#pragma once

#include <cstddef>
#include <span>

namespace stele {

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<unsigned char> out) = 0;
};

}  // namespace stele
