// DomainName: a fully qualified name as the registry stores it — lower-case LDH labels (A-labels for
// IDN), no trailing dot, at least one label, RFC 1035 §2.3.4 lengths. HostName: the same shape with
// at least two labels. IDNA rules and zone tables are engine/idn's business, not this type's.
#pragma once

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace stele {

enum class NameProblem {
  empty,
  too_long,         // more than 253 octets
  label_empty,
  label_too_long,   // more than 63 octets
  bad_character,    // not a letter, digit or hyphen
  hyphen,           // first or last in a label, or in places 3 and 4 of a label that is not xn--
  too_few_labels,
  numeric_top_level,  // the last label is all digits: it would read as an address
};
const char* to_text(NameProblem problem);

class DomainName {
 public:
  DomainName() = default;
  static Result<DomainName, NameProblem> parse(std::string_view text);
  // For text that was parsed before it was stored (state rows, events).
  static DomainName trusted(std::string text) { return DomainName(std::move(text)); }
  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  std::size_t label_count() const;
  std::string_view first_label() const;
  // Everything after the first label; empty for a single label.
  std::string_view parent() const;
  // True when this name lies under `ancestor` (not when equal).
  bool is_below(const DomainName& ancestor) const;
  auto operator<=>(const DomainName&) const = default;

 private:
  explicit DomainName(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

class HostName {
 public:
  HostName() = default;
  static Result<HostName, NameProblem> parse(std::string_view text);
  static HostName trusted(std::string text) { return HostName(DomainName::trusted(std::move(text))); }
  const DomainName& name() const { return name_; }
  const std::string& text() const { return name_.text(); }
  auto operator<=>(const HostName&) const = default;

 private:
  explicit HostName(DomainName name) : name_(std::move(name)) {}
  DomainName name_;
};

}  // namespace stele
