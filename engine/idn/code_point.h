// The IDNA2008 property of code points (RFC 5892), derived from the Unicode properties that ICU has;
// never from a copy of the table.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace stele::idn {

enum class Property : std::uint8_t { pvalid, context_j, context_o, disallowed, unassigned };
std::string_view to_text(Property property);  // as the IANA registry spells it: "CONTEXTJ"

// RFC 5892 §3.
Property property_of(char32_t code_point);

// The contextual rule of a code point whose property is CONTEXTJ or CONTEXTO, at its place in a
// label (RFC 5892 appendix A). False for one that has no rule.
bool context_allows(std::u32string_view label, std::size_t at);

// RFC 5893 §2, conditions 1 to 6. A label without right-to-left characters passes as long as the
// names it is part of have none.
bool has_right_to_left(std::u32string_view label);
bool keeps_bidi_rule(std::u32string_view label);

bool is_mark(char32_t code_point);             // general category M
bool is_nfc(std::u32string_view text);

std::string unicode_version();                 // "15.0"

}  // namespace stele::idn
