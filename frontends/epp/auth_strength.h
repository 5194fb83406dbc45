// How much chance an authInfo can hold (RFC 9154 §4.1).
#pragma once

#include <cstdint>
#include <string_view>

namespace stele::epp {

bool is_printable_ascii(std::string_view text);

// The bits of chance a secret can hold at most, rounded down: its length by the number of characters
// of the kinds it is made of (lower case, upper case, digits, the rest of printable ASCII). Whether
// they were left to chance nobody can measure. Precondition: printable ASCII.
std::uint32_t auth_info_bits(std::string_view text);

}  // namespace stele::epp
