#include "events/values/domain_name.h"

#include <algorithm>

#include "engine/base/letters.h"

namespace stele {

namespace {

constexpr std::size_t kMaxName = 253;  // RFC 1035 §2.3.4: 255 octets on the wire
constexpr std::size_t kMaxLabel = 63;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_ldh(char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-'; }

// What is wrong with one label (already lower case), or nothing: Result<void> keeps the reason.
Result<void, NameProblem> check_label(std::string_view label) {
  const auto problem = [](NameProblem p) { return std::unexpected(p); };
  if (label.empty()) return problem(NameProblem::label_empty);
  if (!std::all_of(label.begin(), label.end(), is_ldh)) return problem(NameProblem::bad_character);
  if (label.size() > kMaxLabel) return problem(NameProblem::label_too_long);
  if (label.front() == '-' || label.back() == '-') return problem(NameProblem::hyphen);
  // RFC 5891 §4.2.3.1; "xn--" is the only prefix in use.
  if (label.size() >= 4 && label.substr(2, 2) == "--" && !label.starts_with("xn--"))
    return problem(NameProblem::hyphen);
  return {};
}

}  // namespace

const char* to_text(NameProblem problem) {
  switch (problem) {
    case NameProblem::empty: return "the name is empty";
    case NameProblem::too_long: return "the name is longer than 253 octets";
    case NameProblem::label_empty: return "a label is empty";
    case NameProblem::label_too_long: return "a label is longer than 63 octets";
    case NameProblem::bad_character: return "a character is not a letter, digit or hyphen";
    case NameProblem::hyphen:
      return "a label begins or ends with a hyphen, or has two in places 3 and 4 and is not xn--";
    case NameProblem::too_few_labels: return "the name has fewer than two labels";
    case NameProblem::numeric_top_level: return "the last label is all digits";
  }
  return "the name is bad";
}

Result<DomainName, NameProblem> DomainName::parse(std::string_view text) {
  if (text.empty()) return std::unexpected(NameProblem::empty);
  if (text.size() > kMaxName) return std::unexpected(NameProblem::too_long);
  std::string name = lower_case(text);
  std::string_view rest = name;
  std::string_view label;
  for (bool more = true; more;) {
    const std::size_t dot = rest.find('.');
    label = rest.substr(0, dot);
    if (const auto checked = check_label(label); !checked) return std::unexpected(checked.error());
    more = dot != std::string_view::npos;
    if (more) rest.remove_prefix(dot + 1);
  }
  if (std::all_of(label.begin(), label.end(), is_digit))
    return std::unexpected(NameProblem::numeric_top_level);
  return DomainName(std::move(name));
}

std::size_t DomainName::label_count() const {
  if (text_.empty()) return 0;
  return static_cast<std::size_t>(std::count(text_.begin(), text_.end(), '.')) + 1;
}

std::string_view DomainName::first_label() const {
  return std::string_view(text_).substr(0, text_.find('.'));
}

std::string_view DomainName::parent() const {
  const std::size_t dot = text_.find('.');
  if (dot == std::string::npos) return {};
  return std::string_view(text_).substr(dot + 1);
}

bool DomainName::is_below(const DomainName& ancestor) const {
  const std::string& above = ancestor.text_;
  if (above.empty() || text_.size() <= above.size() + 1) return false;
  return text_.ends_with(above) && text_[text_.size() - above.size() - 1] == '.';
}

Result<HostName, NameProblem> HostName::parse(std::string_view text) {
  auto name = DomainName::parse(text);
  if (!name) return std::unexpected(name.error());
  if (name->label_count() < 2) return std::unexpected(NameProblem::too_few_labels);
  return HostName(std::move(*name));
}

}  // namespace stele
