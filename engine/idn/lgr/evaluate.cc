#include "engine/idn/lgr/evaluate.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace stele::idn::lgr {

namespace {

Failure context_failure(const TableData& data, const Condition& condition, std::u32string_view label, std::size_t at, int line) {
  Failure failure;
  failure.kind = Failure::Kind::context;
  failure.place = at + 1;
  failure.code_point = label[at];
  failure.rule = data.rules[static_cast<std::size_t>(condition.rule)].name;
  failure.line = line;
  failure.what = to_text(label[at]) + " at place " + std::to_string(at + 1) +
                 (condition.negated ? " is not allowed where the rule " : " is allowed only where the rule ") +
                 failure.rule + " matches";
  return failure;
}

Failure outside_failure(std::u32string_view label, std::size_t at) {
  Failure failure;
  failure.kind = Failure::Kind::code_point;
  failure.place = at + 1;
  failure.code_point = label[at];
  failure.rule = "repertoire";
  failure.what = to_text(label[at]) + " at place " + std::to_string(at + 1) + " is not in the repertoire";
  return failure;
}

Failure action_failure(const Action& action) {
  Failure failure;
  failure.kind = Failure::Kind::action;
  failure.rule = action.text;
  failure.line = action.line;
  const std::string cause = action.rule < 0  ? action.text
                            : action.negated ? "not matching the rule " + action.text
                                             : "the rule " + action.text;
  failure.what = "the label is " + action.disposition + " by " + cause;
  return failure;
}

// The reflexive mappings of the label itself (§8.1.1).
Used reflexive(const TableData& data, std::u32string_view label, const std::vector<Segment>& parts, Scratch& scratch) {
  Used used;
  for (const Segment& part : parts) {
    const Variant* found = nullptr;
    if (part.entry)
      for (const Variant& variant : part.entry->variants)
        if (!found && variant.to == part.entry->source &&
            holds(data, variant.condition, label, {part.at, part.length}, scratch))
          found = &variant;
    if (found)
      used.types |= found->type;
    else
      used.original = true;
  }
  return used;
}

}  // namespace

Result<std::vector<Segment>, Failure> segments(const TableData& data, std::u32string_view label, Scratch& scratch) {
  std::vector<Segment> out;
  for (std::size_t at = 0; at < label.size();) {
    const std::span<const Entry> candidates = data.starting_with(label[at]);
    const Entry* taken = nullptr;
    const EntryRange* range = nullptr;
    std::optional<Failure> out_of_context;
    // Those that fit lie in each other, so the longer stand behind.
    for (std::size_t i = candidates.size(); i-- > 0 && !taken;) {
      const Entry& entry = candidates[i];
      if (!label.substr(at).starts_with(entry.source)) continue;
      if (holds(data, entry.condition, label, {at, entry.source.size()}, scratch))
        taken = &entry;
      else
        out_of_context = context_failure(data, entry.condition, label, at, entry.line);
    }
    if (!taken && (range = data.find_range(label[at])) && !holds(data, range->condition, label, {at, 1}, scratch)) {
      out_of_context = context_failure(data, range->condition, label, at, range->line);
      range = nullptr;
    }
    if (!taken && !range)
      return std::unexpected(out_of_context ? *out_of_context : outside_failure(label, at));
    out.push_back({at, taken ? taken->source.size() : 1, taken});
    at += out.back().length;
  }
  return out;
}

// A label that no mapping made triggers no action about mappings (§7.2.1).
bool triggers(const Action& action, const Used& used) {
  switch (action.trigger) {
    case Action::Trigger::none: return true;
    case Action::Trigger::any_variant: return (used.types & action.types) != 0;
    case Action::Trigger::all_variants: return used.types != 0 && (used.types & ~action.types) == 0;
    case Action::Trigger::only_variants:
      return used.types != 0 && (used.types & ~action.types) == 0 && !used.original;
  }
  std::unreachable();
}

const Action& first_action(const TableData& data, std::u32string_view label, const Used& used, Scratch& scratch) {
  for (const Action& action : data.actions) {
    if (!triggers(action, used)) continue;
    if (action.rule < 0) return action;
    const Program& program = data.rules[static_cast<std::size_t>(action.rule)].program;
    if (matches(program, label, std::nullopt, scratch) != action.negated) return action;
  }
  std::unreachable();  // `complete` added an action without conditions
}

Evaluation evaluate(const Table& table, std::u32string_view label) {
  if (label.empty() || label.size() > kMaxLabel) {
    Failure failure;
    failure.kind = Failure::Kind::empty_or_too_long;
    failure.rule = "length";
    failure.what = label.empty() ? "the label is empty" : "the label has more than 63 code points";
    return {"invalid", std::move(failure)};
  }
  Scratch scratch;
  const TableData& data = table.data();
  const auto parts = segments(data, label, scratch);
  if (!parts) return {"invalid", parts.error()};
  const Action& action = first_action(data, label, reflexive(data, label, *parts, scratch), scratch);
  if (action.disposition == "invalid" || action.disposition == "blocked")
    return {action.disposition, action_failure(action)};
  return {action.disposition, std::nullopt};
}

}  // namespace stele::idn::lgr
