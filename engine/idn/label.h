// Labels by IDNA2008 (RFC 5890 to 5893): from what a person writes to what stands in the DNS and
// back. Nothing is mapped: a label that IDNA2008 would not take as it stands is refused.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace stele::idn {

enum class LabelProblem {
  empty,
  not_text,          // not UTF-8
  too_long,          // more than 63 octets as an A-label
  hyphen,            // first or last, or in places 3 and 4 (RFC 5891 §4.2.3.1)
  not_nfc,           // RFC 5891 §5.4
  leading_mark,      // RFC 5891 §4.2.3.2
  disallowed,        // RFC 5892
  unassigned,
  context,           // a contextual rule of RFC 5892 appendix A is not met
  bidi,              // RFC 5893 §2
  bad_punycode,      // an A-label that is none (RFC 3492)
  not_round_trip,    // an A-label that is not the one of its U-label (RFC 5891 §5.3)
};
std::string_view to_text(LabelProblem problem);

struct LabelFault {
  LabelProblem problem = LabelProblem::empty;
  std::optional<std::size_t> at;         // place of the code point in the label, from 1
  std::optional<char32_t> code_point;
};
std::string to_text(const LabelFault& fault);  // "U+0640 at place 3 is DISALLOWED by IDNA2008"

struct Label {
  std::string ascii;        // in lower case; "xn--…" when it is an A-label
  std::u32string unicode;
  bool is_idn() const { return ascii.starts_with("xn--"); }
  bool operator==(const Label&) const = default;
};

// A U-label or LDH label in UTF-8.
Result<Label, LabelFault> parse_u_label(std::string_view utf8);
// An A-label or LDH label, in any case.
Result<Label, LabelFault> parse_a_label(std::string_view ascii);

// The fault of the first label of a name that begins as an A-label and is none; nullopt when there
// is no such label. `name` is in lower case.
std::optional<LabelFault> find_false_a_label(std::string_view name);

std::string to_utf8(std::u32string_view text);
std::optional<std::u32string> from_utf8(std::string_view text);

}  // namespace stele::idn
