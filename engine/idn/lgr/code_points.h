// Sets of code points, as the classes of a label generation ruleset are (RFC 7940 §6.2), and code
// points as such a table writes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace stele::idn::lgr {

constexpr char32_t kLastCodePoint = 0x10FFFF;

// A value; its ranges rise and never touch.
class CodePointSet {
 public:
  struct Range {
    char32_t first = 0;
    char32_t last = 0;
    bool operator==(const Range&) const = default;
  };

  CodePointSet() = default;
  explicit CodePointSet(std::vector<Range> ranges);  // in any order, may overlap

  bool contains(char32_t code_point) const;
  bool empty() const { return ranges_.empty(); }
  const std::vector<Range>& ranges() const { return ranges_; }
  bool operator==(const CodePointSet&) const = default;

 private:
  std::vector<Range> ranges_;
};

CodePointSet unite(const CodePointSet& a, const CodePointSet& b);
CodePointSet intersect(const CodePointSet& a, const CodePointSet& b);
CodePointSet complement(const CodePointSet& a);
CodePointSet subtract(const CodePointSet& a, const CodePointSet& b);
CodePointSet symmetric_difference(const CodePointSet& a, const CodePointSet& b);

// All code points with a Unicode property: "gc:Mn", "jt:D", "ccc:9", "Dep:Y" (RFC 7940 §6.2.3). Names
// are compared exactly. The error says what is unknown.
Result<CodePointSet, std::string> property_set(std::string_view property);

// "0628": four to six upper-case hexadecimal digits, no surrogate.
std::optional<char32_t> parse_code_point(std::string_view text);
// "006C 00B7 006C"; empty text is the empty sequence.
std::optional<std::u32string> parse_code_points(std::string_view text);

std::string to_text(char32_t code_point);             // "U+0628"
std::string to_text(std::u32string_view code_points);  // "U+0628 U+0644"; "nothing" for none

// The words of a list that white space separates.
std::vector<std::string_view> words_of(std::string_view text);

}  // namespace stele::idn::lgr
