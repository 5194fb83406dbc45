#include "engine/idn/lgr/code_points.h"

#include <unicode/uchar.h>
#include <unicode/uset.h>

#include <algorithm>
#include <cstdio>
#include <memory>

namespace stele::idn::lgr {

namespace {

struct CloseSet {
  void operator()(USet* set) const { uset_close(set); }
};

CodePointSet from_icu(const USet* set) {
  std::vector<CodePointSet::Range> ranges;
  const std::int32_t count = uset_getItemCount(set);
  for (std::int32_t i = 0; i < count; ++i) {
    UChar32 first = 0, last = 0;
    UErrorCode error = U_ZERO_ERROR;
    if (uset_getItem(set, i, &first, &last, nullptr, 0, &error) == 0)
      ranges.push_back({static_cast<char32_t>(first), static_cast<char32_t>(last)});
  }
  return CodePointSet(std::move(ranges));
}

// ICU matches names loosely; the format does not (RFC 7940 §6.2.3).
bool is_exact_name(UProperty property, const std::string& name) {
  for (const UPropertyNameChoice choice : {U_SHORT_PROPERTY_NAME, U_LONG_PROPERTY_NAME}) {
    const char* const known = u_getPropertyName(property, choice);
    if (known && name == known) return true;
  }
  return false;
}

bool is_exact_value(UProperty property, std::int32_t value, const std::string& name) {
  for (int choice = U_SHORT_PROPERTY_NAME;; ++choice) {
    const char* const known =
        u_getPropertyValueName(property, value, static_cast<UPropertyNameChoice>(choice));
    if (known && name == known) return true;
    if (!known && choice > U_LONG_PROPERTY_NAME) return false;
  }
}

std::optional<std::int32_t> number_of(const std::string& digits) {
  if (digits.empty() || digits.size() > 3) return std::nullopt;
  std::int32_t value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

CodePointSet::CodePointSet(std::vector<Range> ranges) {
  std::sort(ranges.begin(), ranges.end(),
            [](const Range& a, const Range& b) { return a.first < b.first; });
  for (const Range& range : ranges) {
    if (!ranges_.empty() && range.first <= ranges_.back().last + 1)
      ranges_.back().last = std::max(ranges_.back().last, range.last);
    else
      ranges_.push_back(range);
  }
}

bool CodePointSet::contains(char32_t code_point) const {
  const auto after = std::upper_bound(ranges_.begin(), ranges_.end(), code_point,
                                      [](char32_t c, const Range& range) { return c < range.first; });
  return after != ranges_.begin() && code_point <= std::prev(after)->last;
}

CodePointSet unite(const CodePointSet& a, const CodePointSet& b) {
  std::vector<CodePointSet::Range> all = a.ranges();
  all.insert(all.end(), b.ranges().begin(), b.ranges().end());
  return CodePointSet(std::move(all));
}

CodePointSet complement(const CodePointSet& a) {
  std::vector<CodePointSet::Range> gaps;
  char32_t next = 0;
  for (const CodePointSet::Range& range : a.ranges()) {
    if (range.first > next) gaps.push_back({next, range.first - 1});
    next = range.last + 1;
  }
  if (next <= kLastCodePoint) gaps.push_back({next, kLastCodePoint});
  return CodePointSet(std::move(gaps));
}

CodePointSet intersect(const CodePointSet& a, const CodePointSet& b) {
  return complement(unite(complement(a), complement(b)));
}

CodePointSet subtract(const CodePointSet& a, const CodePointSet& b) {
  return intersect(a, complement(b));
}

CodePointSet symmetric_difference(const CodePointSet& a, const CodePointSet& b) {
  return unite(subtract(a, b), subtract(b, a));
}

Result<CodePointSet, std::string> property_set(std::string_view property) {
  const std::size_t colon = property.find(':');
  if (colon == std::string_view::npos)
    return std::unexpected("a property is written name:value, such as gc:Mn");
  const std::string name(property.substr(0, colon));
  const std::string value(property.substr(colon + 1));

  UProperty key = u_getPropertyEnum(name.c_str());
  const bool is_binary = key >= UCHAR_BINARY_START && key < UCHAR_BINARY_LIMIT;
  const bool is_listed = key >= UCHAR_INT_START && key < UCHAR_INT_LIMIT;
  if ((!is_binary && !is_listed) || !is_exact_name(key, name))
    return std::unexpected("the Unicode property " + name + " is not known");

  // With it a group such as gc:L is a value too.
  if (key == UCHAR_GENERAL_CATEGORY) key = UCHAR_GENERAL_CATEGORY_MASK;
  std::int32_t number = u_getPropertyValueEnum(key, value.c_str());
  const auto combining_class =
      key == UCHAR_CANONICAL_COMBINING_CLASS ? number_of(value) : std::nullopt;
  if (combining_class)
    number = *combining_class;
  else if (number == UCHAR_INVALID_CODE || !is_exact_value(key, number, value))
    return std::unexpected("the Unicode property " + name + " has no value " + value);

  const std::unique_ptr<USet, CloseSet> set(uset_openEmpty());
  UErrorCode error = U_ZERO_ERROR;
  uset_applyIntPropertyValue(set.get(), key, number, &error);
  if (U_FAILURE(error))
    return std::unexpected("the Unicode property " + name + " is not known");
  return from_icu(set.get());
}

std::optional<char32_t> parse_code_point(std::string_view text) {
  if (text.size() < 4 || text.size() > 6) return std::nullopt;
  char32_t out = 0;
  for (const char c : text) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit && (c < 'A' || c > 'F')) return std::nullopt;
    out = out * 16 + static_cast<char32_t>(digit ? c - '0' : c - 'A' + 10);
  }
  const bool surrogate = out >= 0xD800 && out <= 0xDFFF;
  if (out > kLastCodePoint || surrogate) return std::nullopt;
  return out;
}

std::optional<std::u32string> parse_code_points(std::string_view text) {
  std::u32string out;
  for (const std::string_view word : words_of(text)) {
    const auto code_point = parse_code_point(word);
    if (!code_point) return std::nullopt;
    out.push_back(*code_point);
  }
  return out;
}

std::string to_text(char32_t code_point) {
  char out[16];
  std::snprintf(out, sizeof out, "U+%04X", static_cast<unsigned>(code_point));
  return out;
}

std::string to_text(std::u32string_view code_points) {
  if (code_points.empty()) return "nothing";
  std::string out;
  for (const char32_t c : code_points) out += (out.empty() ? "" : " ") + to_text(c);
  return out;
}

std::vector<std::string_view> words_of(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  std::vector<std::string_view> out;
  for (std::size_t at = text.find_first_not_of(kSpace); at != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kSpace, at), text.size());
    out.push_back(text.substr(at, end - at));
    at = text.find_first_not_of(kSpace, end);
  }
  return out;
}

}  // namespace stele::idn::lgr
