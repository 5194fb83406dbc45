#include "engine/idn/code_point.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace stele::idn {

namespace {

UChar32 as_icu(char32_t c) { return static_cast<UChar32>(c); }

icu::UnicodeString as_icu(std::u32string_view text) {
  icu::UnicodeString out;
  for (const char32_t c : text) out.append(as_icu(c));
  return out;
}

// RFC 5892 §2.6.
std::optional<Property> exception_of(char32_t c) {
  switch (c) {
    case 0x00DF: case 0x03C2: case 0x06FD: case 0x06FE: case 0x0F0B: case 0x3007:
      return Property::pvalid;
    case 0x00B7: case 0x0375: case 0x05F3: case 0x05F4: case 0x30FB:
      return Property::context_o;
    case 0x0640: case 0x07FA: case 0x302E: case 0x302F: case 0x3031: case 0x3032: case 0x3033:
    case 0x3034: case 0x3035: case 0x303B:
      return Property::disallowed;
    default: break;
  }
  const bool arabic_digit = c >= 0x0660 && c <= 0x0669;
  const bool extended_arabic_digit = c >= 0x06F0 && c <= 0x06F9;
  if (arabic_digit || extended_arabic_digit) return Property::context_o;
  return std::nullopt;
}

bool is_ldh(char32_t c) {
  return c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

// §2.2: it does not survive NFKC, case folding, NFKC.
bool is_unstable(char32_t c) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(error);
  const icu::UnicodeString original(as_icu(c));
  icu::UnicodeString text = nfkc->normalize(original, error);
  text.foldCase(U_FOLD_CASE_DEFAULT);
  return U_FAILURE(error) || nfkc->normalize(text, error) != original || U_FAILURE(error);
}

// §2.3 and §2.4.
bool is_ignorable(char32_t c) {
  const UChar32 cp = as_icu(c);
  if (u_hasBinaryProperty(cp, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
      u_hasBinaryProperty(cp, UCHAR_WHITE_SPACE) ||
      u_hasBinaryProperty(cp, UCHAR_NONCHARACTER_CODE_POINT))
    return true;
  switch (ublock_getCode(cp)) {
    case UBLOCK_COMBINING_MARKS_FOR_SYMBOLS:
    case UBLOCK_MUSICAL_SYMBOLS:
    case UBLOCK_ANCIENT_GREEK_MUSICAL_NOTATION: return true;
    default: return false;
  }
}

// §2.9.
bool is_old_hangul_jamo(char32_t c) {
  switch (u_getIntPropertyValue(as_icu(c), UCHAR_HANGUL_SYLLABLE_TYPE)) {
    case U_HST_LEADING_JAMO:
    case U_HST_VOWEL_JAMO:
    case U_HST_TRAILING_JAMO: return true;
    default: return false;
  }
}

constexpr std::uint32_t kLetterDigits = U_GC_LL_MASK | U_GC_LU_MASK | U_GC_LO_MASK | U_GC_ND_MASK |
                                        U_GC_LM_MASK | U_GC_MN_MASK | U_GC_MC_MASK;

bool is_letter_digit(char32_t c) { return (U_GET_GC_MASK(as_icu(c)) & kLetterDigits) != 0; }

bool is_script(char32_t c, UScriptCode script) {
  return u_getIntPropertyValue(as_icu(c), UCHAR_SCRIPT) == script;
}

bool follows_virama(std::u32string_view label, std::size_t at) {
  constexpr int kVirama = 9;
  return at > 0 && u_getCombiningClass(as_icu(label[at - 1])) == kVirama;
}

int joining_type(char32_t c) { return u_getIntPropertyValue(as_icu(c), UCHAR_JOINING_TYPE); }

// Appendix A.1: between a letter that joins to the left of the mark and one that joins to its right.
bool breaks_a_joining(std::u32string_view label, std::size_t at) {
  std::size_t before = at;
  while (before > 0 && joining_type(label[before - 1]) == U_JT_TRANSPARENT) --before;
  if (before == 0) return false;
  const int left = joining_type(label[before - 1]);
  if (left != U_JT_LEFT_JOINING && left != U_JT_DUAL_JOINING) return false;
  std::size_t after = at + 1;
  while (after < label.size() && joining_type(label[after]) == U_JT_TRANSPARENT) ++after;
  if (after == label.size()) return false;
  const int right = joining_type(label[after]);
  return right == U_JT_RIGHT_JOINING || right == U_JT_DUAL_JOINING;
}

bool any_in(std::u32string_view label, char32_t first, char32_t last) {
  return std::any_of(label.begin(), label.end(),
                     [&](char32_t c) { return c >= first && c <= last; });
}

UCharDirection direction(char32_t c) { return u_charDirection(as_icu(c)); }

bool is_one_of(UCharDirection d, std::initializer_list<UCharDirection> list) {
  return std::find(list.begin(), list.end(), d) != list.end();
}

}  // namespace

std::string_view to_text(Property property) {
  switch (property) {
    case Property::pvalid: return "PVALID";
    case Property::context_j: return "CONTEXTJ";
    case Property::context_o: return "CONTEXTO";
    case Property::disallowed: return "DISALLOWED";
    case Property::unassigned: return "UNASSIGNED";
  }
  std::unreachable();
}

Property property_of(char32_t c) {
  if (const auto exception = exception_of(c)) return *exception;
  const UChar32 cp = as_icu(c);
  if (u_charType(cp) == U_UNASSIGNED && !u_hasBinaryProperty(cp, UCHAR_NONCHARACTER_CODE_POINT))
    return Property::unassigned;
  if (is_ldh(c)) return Property::pvalid;
  if (u_hasBinaryProperty(cp, UCHAR_JOIN_CONTROL)) return Property::context_j;
  if (is_unstable(c) || is_ignorable(c) || is_old_hangul_jamo(c)) return Property::disallowed;
  return is_letter_digit(c) ? Property::pvalid : Property::disallowed;
}

bool context_allows(std::u32string_view label, std::size_t at) {
  const char32_t c = label[at];
  const bool last = at + 1 == label.size();
  switch (c) {
    case 0x200C: return follows_virama(label, at) || breaks_a_joining(label, at);
    case 0x200D: return follows_virama(label, at);
    case 0x00B7: return at > 0 && !last && label[at - 1] == 'l' && label[at + 1] == 'l';
    case 0x0375: return !last && is_script(label[at + 1], USCRIPT_GREEK);
    case 0x05F3:
    case 0x05F4: return at > 0 && is_script(label[at - 1], USCRIPT_HEBREW);
    case 0x30FB:
      return std::any_of(label.begin(), label.end(), [](char32_t other) {
        return is_script(other, USCRIPT_HIRAGANA) || is_script(other, USCRIPT_KATAKANA) ||
               is_script(other, USCRIPT_HAN);
      });
    default: break;
  }
  if (c >= 0x0660 && c <= 0x0669) return !any_in(label, 0x06F0, 0x06F9);
  if (c >= 0x06F0 && c <= 0x06F9) return !any_in(label, 0x0660, 0x0669);
  return false;
}

bool has_right_to_left(std::u32string_view label) {
  return std::any_of(label.begin(), label.end(), [](char32_t c) {
    return is_one_of(direction(c), {U_RIGHT_TO_LEFT, U_RIGHT_TO_LEFT_ARABIC, U_ARABIC_NUMBER});
  });
}

bool keeps_bidi_rule(std::u32string_view label) {
  if (label.empty()) return true;
  const UCharDirection first = direction(label.front());
  const bool right_to_left = is_one_of(first, {U_RIGHT_TO_LEFT, U_RIGHT_TO_LEFT_ARABIC});
  if (!right_to_left && first != U_LEFT_TO_RIGHT) return false;  // 1

  bool european = false, arabic = false;
  for (const char32_t c : label) {
    const UCharDirection d = direction(c);
    const bool neutral =
        is_one_of(d, {U_EUROPEAN_NUMBER, U_EUROPEAN_NUMBER_SEPARATOR, U_COMMON_NUMBER_SEPARATOR,
                      U_EUROPEAN_NUMBER_TERMINATOR, U_OTHER_NEUTRAL, U_BOUNDARY_NEUTRAL,
                      U_DIR_NON_SPACING_MARK});
    const bool of_side = right_to_left
                             ? is_one_of(d, {U_RIGHT_TO_LEFT, U_RIGHT_TO_LEFT_ARABIC, U_ARABIC_NUMBER})
                             : d == U_LEFT_TO_RIGHT;
    if (!neutral && !of_side) return false;  // 2 and 5
    european |= d == U_EUROPEAN_NUMBER;
    arabic |= d == U_ARABIC_NUMBER;
  }
  if (right_to_left && european && arabic) return false;  // 4

  auto end = label.rbegin();
  while (end != label.rend() && direction(*end) == U_DIR_NON_SPACING_MARK) ++end;
  if (end == label.rend()) return false;
  const UCharDirection last = direction(*end);
  return right_to_left  // 3 and 6
             ? is_one_of(last, {U_RIGHT_TO_LEFT, U_RIGHT_TO_LEFT_ARABIC, U_EUROPEAN_NUMBER, U_ARABIC_NUMBER})
             : is_one_of(last, {U_LEFT_TO_RIGHT, U_EUROPEAN_NUMBER});
}

bool is_mark(char32_t c) { return (U_GET_GC_MASK(as_icu(c)) & U_GC_M_MASK) != 0; }

bool is_nfc(std::u32string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(error);
  const bool same = U_SUCCESS(error) && nfc->isNormalized(as_icu(text), error);
  return same && U_SUCCESS(error);
}

std::string unicode_version() {
  UVersionInfo version;
  u_getUnicodeVersion(version);
  return std::to_string(version[0]) + "." + std::to_string(version[1]);
}

}  // namespace stele::idn
