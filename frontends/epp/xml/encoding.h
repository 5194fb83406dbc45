// What a frame's bytes are: UTF-8, checked strictly, or UTF-16, turned into UTF-8 (RFC 5730 §5).
// libxml2 is not asked: it lets some overlong forms pass, carries on in Latin-1 after others, and
// stops reading without a word at broken UTF-16.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace stele::epp::xml {

// By byte order mark, or by the zero beside the first "<".
bool looks_like_utf16(std::string_view bytes);

// Both refuse U+FFFE and U+FFFF too: they are no characters of XML (§2.2).

// Position of the first byte that is not UTF-8, or npos.
std::size_t find_bad_utf8(std::string_view bytes);

// Replaces `out`. Returns the position of the first bad unit, or npos.
std::size_t utf16_to_utf8(std::string_view bytes, std::string& out);

}  // namespace stele::epp::xml
