// AuthInfoHash: authorization information as it is stored: SHA-256 over a 128-bit salt and the
// password (RFC 9154 §4.3). All zero: none is set, and no value matches.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "engine/base/random.h"

namespace stele {

struct AuthInfoHash {
  std::array<std::uint8_t, 16> salt{};
  std::array<std::uint8_t, 32> hash{};
  bool is_set() const { return *this != AuthInfoHash{}; }
  auto operator<=>(const AuthInfoHash&) const = default;
};

}  // namespace stele
