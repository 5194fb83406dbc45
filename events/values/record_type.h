// The DNS record types that somebody here has to do with, by their numbers and words (IANA's registry
// of resource record types).
#pragma once

#include <cstdint>
#include <string_view>

namespace stele {

namespace record_type {
inline constexpr std::uint16_t kA = 1, kNs = 2, kCname = 5, kSoa = 6, kPtr = 12, kMx = 15, kTxt = 16,
                               kAaaa = 28, kDname = 39, kOpt = 41, kDs = 43, kZonemd = 63,
                               kTsig = 250, kIxfr = 251, kAxfr = 252, kCaa = 257;
}

std::string_view record_type_word(std::uint16_t type);  // "NS"; "" for none of them

}  // namespace stele
