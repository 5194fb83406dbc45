#include "engine/idn/label.h"

#include <unicode/uidna.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/letters.h"
#include "engine/idn/code_point.h"

namespace stele::idn {

namespace {

constexpr std::size_t kMaxLabel = 63;

struct CloseIdna {
  void operator()(UIDNA* idna) const { uidna_close(idna); }
};

// Only its Punycode is used: what may stand in a label is decided here. Immutable, so one for all.
const UIDNA* converter() {
  static const std::unique_ptr<UIDNA, CloseIdna> idna = [] {
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<UIDNA, CloseIdna> opened(
        uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE, &error));
    CHECK(U_SUCCESS(error), "ICU has no IDNA data");
    return opened;
  }();
  return idna.get();
}

using Convert = std::int32_t (*)(const UIDNA*, const char*, std::int32_t, char*, std::int32_t,
                                 UIDNAInfo*, UErrorCode*);

// nullopt when ICU finds a fault in the form.
std::optional<std::string> convert(Convert function, std::string_view in) {
  char out[1024];
  UIDNAInfo info = UIDNA_INFO_INITIALIZER;
  UErrorCode error = U_ZERO_ERROR;
  const std::int32_t length =
      function(converter(), in.data(), static_cast<std::int32_t>(in.size()), out, sizeof out, &info, &error);
  if (U_FAILURE(error) || info.errors != 0) return std::nullopt;
  return std::string(out, static_cast<std::size_t>(length));
}

Result<Label, LabelFault> refuse(LabelProblem problem) {
  return std::unexpected(LabelFault{problem, std::nullopt, std::nullopt});
}

std::optional<LabelFault> code_point_fault(std::u32string_view label) {
  for (std::size_t i = 0; i < label.size(); ++i) {
    const auto fault = [&](LabelProblem problem) { return LabelFault{problem, i + 1, label[i]}; };
    switch (property_of(label[i])) {
      case Property::pvalid: break;
      case Property::disallowed: return fault(LabelProblem::disallowed);
      case Property::unassigned: return fault(LabelProblem::unassigned);
      case Property::context_j:
      case Property::context_o:
        if (!context_allows(label, i)) return fault(LabelProblem::context);
    }
  }
  return std::nullopt;
}

bool has_bad_hyphen(std::u32string_view label) {
  return label.front() == '-' || label.back() == '-' || label.substr(2, 2) == U"--";
}

// RFC 5891 §4.2.3, and §5.4 for what is looked up.
std::optional<LabelFault> fault_of(std::u32string_view label) {
  if (label.empty()) return LabelFault{LabelProblem::empty, std::nullopt, std::nullopt};
  if (label.size() > 2 && has_bad_hyphen(label)) return LabelFault{LabelProblem::hyphen, std::nullopt, std::nullopt};
  if (label.front() == '-' || label.back() == '-') return LabelFault{LabelProblem::hyphen, std::nullopt, std::nullopt};
  if (auto fault = code_point_fault(label)) return fault;
  if (!is_nfc(label)) return LabelFault{LabelProblem::not_nfc, std::nullopt, std::nullopt};
  if (is_mark(label.front())) return LabelFault{LabelProblem::leading_mark, 1, label.front()};
  if (has_right_to_left(label) && !keeps_bidi_rule(label))
    return LabelFault{LabelProblem::bidi, std::nullopt, std::nullopt};
  return std::nullopt;
}

bool is_ascii(std::u32string_view label) {
  return std::all_of(label.begin(), label.end(), [](char32_t c) { return c < 0x80; });
}

}  // namespace

std::string_view to_text(LabelProblem problem) {
  switch (problem) {
    case LabelProblem::empty: return "the label is empty";
    case LabelProblem::not_text: return "the label is not UTF-8";
    case LabelProblem::too_long: return "the label has more than 63 octets";
    case LabelProblem::hyphen: return "a hyphen stands first, last or in places 3 and 4";
    case LabelProblem::not_nfc: return "the label is not in normalization form C";
    case LabelProblem::leading_mark: return "a combining mark stands first";
    case LabelProblem::disallowed: return "is DISALLOWED by IDNA2008";
    case LabelProblem::unassigned: return "is not assigned in Unicode";
    case LabelProblem::context: return "is not allowed in this context";
    case LabelProblem::bidi: return "the label breaks the Bidi rule";
    case LabelProblem::bad_punycode: return "the label is no valid A-label";
    case LabelProblem::not_round_trip: return "the A-label is not the one of its U-label";
  }
  std::unreachable();
}

std::string to_text(const LabelFault& fault) {
  if (!fault.at || !fault.code_point) return std::string(to_text(fault.problem));
  char where[48];
  std::snprintf(where, sizeof where, "U+%04X at place %zu ", static_cast<unsigned>(*fault.code_point), *fault.at);
  return where + std::string(to_text(fault.problem));
}

std::optional<std::u32string> from_utf8(std::string_view text) {
  std::u32string out;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto length = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < length;) {
    UChar32 c = 0;
    U8_NEXT(bytes, i, length, c);
    if (c < 0) return std::nullopt;
    out.push_back(static_cast<char32_t>(c));
  }
  return out;
}

std::string to_utf8(std::u32string_view text) {
  icu::UnicodeString joined;
  for (const char32_t c : text) joined.append(static_cast<UChar32>(c));
  std::string out;
  return joined.toUTF8String(out);
}

Result<Label, LabelFault> parse_u_label(std::string_view utf8) {
  if (utf8.empty()) return refuse(LabelProblem::empty);
  if (utf8.size() > 4 * kMaxLabel) return refuse(LabelProblem::too_long);
  auto unicode = from_utf8(utf8);
  if (!unicode) return refuse(LabelProblem::not_text);
  if (auto fault = fault_of(*unicode)) return std::unexpected(*fault);
  Label out;
  out.unicode = std::move(*unicode);
  if (is_ascii(out.unicode)) {
    out.ascii = utf8;
  } else {
    const auto ascii = convert(uidna_labelToASCII_UTF8, utf8);
    if (!ascii) return refuse(LabelProblem::too_long);
    out.ascii = *ascii;
  }
  if (out.ascii.size() > kMaxLabel) return refuse(LabelProblem::too_long);
  return out;
}

Result<Label, LabelFault> parse_a_label(std::string_view ascii) {
  if (ascii.size() > kMaxLabel) return refuse(LabelProblem::too_long);
  const std::string lower = lower_case(ascii);
  if (!lower.starts_with("xn--")) {
    auto label = parse_u_label(lower);
    if (label && label->is_idn()) return refuse(LabelProblem::disallowed);
    return label;
  }
  const auto unicode = convert(uidna_labelToUnicodeUTF8, lower);
  if (!unicode || unicode->starts_with("xn--")) return refuse(LabelProblem::bad_punycode);
  auto label = parse_u_label(*unicode);
  if (label && label->ascii != lower) return refuse(LabelProblem::not_round_trip);
  return label;
}

std::optional<LabelFault> find_false_a_label(std::string_view name) {
  for (;;) {
    const std::size_t dot = name.find('.');
    const std::string_view label = name.substr(0, dot);
    if (label.starts_with("xn--"))
      if (const auto parsed = parse_a_label(label); !parsed) return parsed.error();
    if (dot == std::string_view::npos) return std::nullopt;
    name.remove_prefix(dot + 1);
  }
}

}  // namespace stele::idn
