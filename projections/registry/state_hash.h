// StateHash: the sum modulo 2^256 of SHA-256(key length ‖ key ‖ value) over all rows. It does not
// depend on the order of changes, so it is kept up to date row by row.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/base/bytes.h"

namespace stele::registry {

class StateHash {
 public:
  StateHash() = default;
  explicit StateHash(const Digest& sum) : sum_(sum) {}
  void add(std::string_view key, std::string_view value);
  void remove(std::string_view key, std::string_view value);
  const Digest& sum() const { return sum_; }
  bool operator==(const StateHash&) const = default;

 private:
  Digest sum_{};  // big-endian
};

}  // namespace stele::registry
