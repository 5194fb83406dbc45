#include "frontends/epp/extensions/source.h"

#include <charconv>

#include "frontends/epp/xml/fragment.h"

namespace stele::epp {

using xml::Index;
using xml::kNoElement;

std::optional<std::string> Source::optional_text(Index parent, std::string_view name) const {
  const Index at = tree_.find(parent, name);
  if (at == kNoElement) return std::nullopt;
  return text(at);
}

std::string Source::mixed(Index parent, std::string_view name) const {
  const Index at = tree_.find(parent, name);
  if (at == kNoElement) return {};
  return tree_[at].first_child == kNoElement ? text(at) : tree_.standalone(at);
}

std::uint32_t Source::number(Index at) const {
  std::string_view digits = tree_[at].text;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  std::uint32_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

Instant Source::instant(Index at) {
  std::string moment(tree_[at].text);
  // XML Schema lets the offset be left out; times of EPP are UTC (RFC 5731 §2.4).
  const std::size_t time = moment.find('T');
  if (time != std::string::npos && moment.find_first_of("Z+-", time) == std::string::npos)
    moment += 'Z';
  if (const auto parsed = parse_instant(moment)) return *parsed;
  refuse(2004, at, "is not a moment this registry can keep");
  return {};
}

Amount Source::amount(Index at) {
  std::string_view digits = tree_[at].text;
  const bool negative = digits.starts_with('-');
  if (negative || digits.starts_with('+')) digits.remove_prefix(1);
  // "0012.5000000", "5." and ".5" are decimals of XML Schema, too.
  std::string plain(digits.find('.') == 0 ? "0" : "");
  plain += digits;
  if (plain.find('.') != std::string::npos)
    while (plain.ends_with('0')) plain.pop_back();
  if (plain.ends_with('.')) plain.pop_back();
  if (const auto parsed = parse_amount((negative ? "-" : "") + plain, true)) return *parsed;
  refuse(2004, at, "is not an amount of at most four decimals");
  return {};
}

std::optional<Period> Source::period(Index parent) const {
  const Index at = tree_.find(parent, "period");
  if (at == kNoElement) return std::nullopt;
  return Period{static_cast<std::uint8_t>(number(at)),
                tree_.attribute(at, "unit") == "m" ? PeriodUnit::months : PeriodUnit::years};
}

void Source::refuse(int code, Index at, std::string_view reason) {
  if (problems_.size() >= grammar::kMaxProblems) return;
  problems_.push_back(
      {code, xml::fragment(tree_, at), tree_.path(at) + ": " + std::string(reason)});
}

bool is_true(std::string_view boolean) { return boolean == "true" || boolean == "1"; }

}  // namespace stele::epp
