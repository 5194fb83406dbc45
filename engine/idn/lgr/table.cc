#include "engine/idn/lgr/table.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"
#include "engine/idn/lgr/index_map.h"
#include "engine/idn/lgr/table_data.h"

namespace stele::idn::lgr {

std::string to_text(const Problem& problem) {
  std::string out = problem.line > 0 ? "line " + std::to_string(problem.line) + ": " : "";
  return out + (problem.severity == Severity::error ? "error: " : "warning: ") + problem.what;
}

std::string to_text(const TableFault& fault) {
  std::string out;
  for (const Problem& problem : fault.problems) out += (out.empty() ? "" : "\n") + to_text(problem);
  return out;
}

std::string_view to_text(Format format) {
  switch (format) {
    case Format::lgr_xml: return "RFC 7940";
    case Format::rfc4290: return "RFC 4290";
    case Format::rfc3743: return "RFC 3743";
  }
  std::unreachable();
}

const Metadata& Table::metadata() const { return data_->metadata; }

std::span<const Entry> TableData::starting_with(char32_t code_point) const {
  const auto first_of = [](const Entry& entry) { return entry.source.empty() ? 0 : entry.source[0]; };
  const auto begin = std::lower_bound(
      entries.begin(), entries.end(), code_point,
      [&](const Entry& entry, char32_t c) { return entry.source.empty() || first_of(entry) < c; });
  auto end = begin;
  while (end != entries.end() && first_of(*end) == code_point) ++end;
  return {begin, end};
}

const Entry* TableData::find(std::u32string_view source) const {
  const auto found = std::lower_bound(
      entries.begin(), entries.end(), source,
      [](const Entry& entry, std::u32string_view text) { return entry.source < text; });
  return found != entries.end() && found->source == source ? &*found : nullptr;
}

const EntryRange* TableData::find_range(char32_t code_point) const {
  const auto after = std::upper_bound(
      ranges.begin(), ranges.end(), code_point,
      [](char32_t c, const EntryRange& range) { return c < range.first; });
  if (after == ranges.begin() || code_point > std::prev(after)->last) return nullptr;
  return &*std::prev(after);
}

void complete(TableData& data) {
  std::sort(data.entries.begin(), data.entries.end(),
            [](const Entry& a, const Entry& b) { return a.source < b.source; });
  for (Entry& entry : data.entries)
    std::stable_sort(entry.variants.begin(), entry.variants.end(),
                     [](const Variant& a, const Variant& b) { return a.to < b.to; });
  std::sort(data.ranges.begin(), data.ranges.end(),
            [](const EntryRange& a, const EntryRange& b) { return a.first < b.first; });

  const auto type_of = [&](std::string_view name) -> TypeSet {
    const auto found = std::find(data.types.begin(), data.types.end(), name);
    return found == data.types.end() ? 0 : TypeSet{1} << (found - data.types.begin());
  };
  data.invalid_type = type_of("invalid");
  // RFC 7940 §7.6.
  using Trigger = Action::Trigger;
  const auto add = [&](const char* disposition, Trigger trigger, const char* text) {
    Action action;
    action.disposition = disposition;
    action.trigger = trigger;
    if (trigger != Trigger::none) action.types = type_of(disposition);
    action.text = text;
    data.actions.push_back(std::move(action));
  };
  add("invalid", Trigger::any_variant, "any-variant=\"invalid\"");
  add("blocked", Trigger::any_variant, "any-variant=\"blocked\"");
  add("allocatable", Trigger::any_variant, "any-variant=\"allocatable\"");
  add("activated", Trigger::all_variants, "all-variants=\"activated\"");
  add("valid", Trigger::none, "");
}

bool holds(const TableData& data, const Condition& condition, std::u32string_view label, Span span,
           Scratch& scratch) {
  if (!condition.exists()) return true;
  const Program& program = data.rules[static_cast<std::size_t>(condition.rule)].program;
  return matches(program, label, span, scratch) != condition.negated;
}

bool is_allocatable(std::string_view disposition) {
  return disposition == "allocatable" || disposition == "activated";
}

TableSet::TableSet(std::vector<Table> tables)
    : tables_(std::move(tables)), index_(std::make_shared<const IndexMap>(tables_)) {}

TableSet::Verdict TableSet::evaluate(std::u32string_view label) const {
  CHECK(!tables_.empty(), "a label is evaluated by a table");
  std::optional<Verdict> told;
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    Verdict verdict{i, lgr::evaluate(tables_[i], label)};
    if (verdict.evaluation.valid()) return verdict;
    const bool outside = verdict.evaluation.failure->kind == Failure::Kind::code_point;
    const bool told_outside =
        told && told->evaluation.failure->kind == Failure::Kind::code_point;
    if (!told || (told_outside && !outside)) told = std::move(verdict);
  }
  return *told;
}

std::u32string TableSet::index_label(std::u32string_view label) const {
  return index_ ? index_->index_label(label) : std::u32string(label);
}

AllocatableVariants TableSet::allocatable(std::u32string_view label, std::size_t cap) const {
  if (tables_.empty()) return {};
  const Verdict verdict = evaluate(label);
  if (!verdict.evaluation.valid()) return {};
  return lgr::allocatable(tables_[verdict.table], label, cap);
}

}  // namespace stele::idn::lgr
