#include "frontends/epp/auth_strength.h"

#include <algorithm>
#include <array>

namespace stele::epp {
namespace {

// Thousandths of the logarithm to base 2 of how many characters the kinds have together; by kinds
// (1 lower case, 2 upper case, 4 digits, 8 the rest, which is 32 without the space). A table: no
// floating point decides whether a command is accepted.
constexpr std::array<std::uint32_t, 16> kMillibits{
    0,    4700, 4700, 5700, 3321, 5169, 5169, 5954,   // none, a, A, aA, 0, a0, A0, aA0
    5000, 5857, 5857, 6392, 5392, 6087, 6087, 6554};  // the same with the rest

}  // namespace

bool is_printable_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7f; });
}

std::uint32_t auth_info_bits(std::string_view text) {
  unsigned kinds = 0;
  for (const char c : text) {
    if (c >= 'a' && c <= 'z') kinds |= 1U;
    else if (c >= 'A' && c <= 'Z') kinds |= 2U;
    else if (c >= '0' && c <= '9') kinds |= 4U;
    else kinds |= 8U;
  }
  return static_cast<std::uint32_t>(text.size()) * kMillibits[kinds] / 1000;
}

}  // namespace stele::epp
