// The variants of a label that a registrant may have (RFC 7940 §8.2 and §8.3), without making the
// others. Mappings are chosen from left to right. After each, every action is asked whether it can
// still decide: the types used so far, the types still to come, and the rules run on the beginning
// that is there. A beginning that no allocating action can reach any more is dropped, and states that
// came to nothing are remembered. What is found is judged as a whole, so pruning can only cost
// work, never the answer; when the work runs out, the answer is "too many".
#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_set>

#include "engine/idn/label.h"
#include "engine/idn/lgr/evaluate.h"

namespace stele::idn::lgr {

namespace {

constexpr std::uint64_t kWorkOfState = 20;
// A variant mapping may lengthen a label; one of more code points cannot be a label.
constexpr std::size_t kMaxVariantLabel = kMaxLabel;

// One way to go on at a place of the label.
struct Step {
  std::size_t length = 0;  // of the label's code points it stands for; 0: inserted there
  std::u32string to;
  TypeSet type = 0;
  bool original = false;
  Condition condition;  // of the mapping, in the label that comes out
};

// The steps of a whole label, by place.
class Steps {
 public:
  Steps(const TableData& data, std::u32string_view label, Scratch& scratch);

  const std::vector<Step>& at(std::size_t place) const { return steps_[place]; }
  TypeSet types_from(std::size_t place) const { return types_[place]; }
  bool reaches_end(std::size_t place) const { return reaches_end_[place]; }
  bool keeps_original(std::size_t place) const { return keeps_original_[place]; }

 private:
  void add(const Entry& entry, std::size_t place);
  void add_insertions(std::size_t place);

  const TableData& data_;
  std::u32string_view label_;
  Scratch& scratch_;
  std::vector<std::vector<Step>> steps_;
  std::vector<TypeSet> types_;          // that steps at the place or later may use
  std::vector<bool> reaches_end_;
  std::vector<bool> keeps_original_;  // every way from there has a code point without a mapping
};

Steps::Steps(const TableData& data, std::u32string_view label, Scratch& scratch)
    : data_(data), label_(label), scratch_(scratch), steps_(label.size() + 1), types_(label.size() + 1),
      reaches_end_(label.size() + 1, false), keeps_original_(label.size() + 1, true) {
  const std::size_t end = label.size();
  for (std::size_t place = 0; place < end; ++place) {
    for (const Entry& entry : data.starting_with(label[place]))
      if (label.substr(place).starts_with(entry.source)) add(entry, place);
    if (data.find_range(label[place]))
      steps_[place].push_back({1, std::u32string(1, label[place]), 0, true, {}});
  }
  for (std::size_t place = 0; place <= end; ++place) add_insertions(place);

  reaches_end_[end] = true;
  keeps_original_[end] = false;
  for (const Step& step : steps_[end]) types_[end] |= step.type;
  for (std::size_t place = end; place-- > 0;)
    for (const Step& step : steps_[place]) {
      types_[place] |= step.type | types_[place + step.length];
      if (step.length == 0 || !reaches_end_[place + step.length]) continue;
      reaches_end_[place] = true;
      if (!step.original && !keeps_original_[place + step.length]) keeps_original_[place] = false;
    }
}

void Steps::add(const Entry& entry, std::size_t place) {
  const Span span{place, entry.source.size()};
  const Variant* reflexive = nullptr;
  const bool in_context = holds(data_, entry.condition, label_, span, scratch_);
  for (const Variant& variant : entry.variants) {
    if (variant.to == entry.source) {
      if (!reflexive && holds(data_, variant.condition, label_, span, scratch_)) reflexive = &variant;
    } else if (in_context && (variant.type == 0 || variant.type != data_.invalid_type)) {
      steps_[place].push_back({span.length, variant.to, variant.type, false, variant.condition});
    }
  }
  steps_[place].push_back({span.length, entry.source, reflexive ? reflexive->type : 0, reflexive == nullptr, {}});
}

// A null variant the other way round (§5.3.3).
void Steps::add_insertions(std::size_t place) {
  const Entry* const entry = data_.null_source();
  if (!entry) return;
  for (const Variant& variant : entry->variants)
    if (!variant.to.empty() && (variant.type == 0 || variant.type != data_.invalid_type))
      steps_[place].push_back({0, variant.to, variant.type, false, variant.condition});
}

// All ways to make one label of another, for the dispositions they give.
class Derivations {
 public:
  Derivations(const TableData& data, const Steps& steps, std::size_t end, std::u32string_view to, Scratch& scratch)
      : data_(data), steps_(steps), end_(end), to_(to), scratch_(scratch) {}

  std::set<std::string> dispositions() {
    follow({0, 0, false, {}});
    std::set<std::string> out;
    for (const Used& used : made_) out.insert(first_action(data_, to_, used, scratch_).disposition);
    return out;
  }

 private:
  struct State {
    std::size_t place = 0, made = 0;
    bool inserted = false;
    Used used;
    auto operator<=>(const State&) const = default;
  };

  void follow(const State& state) {
    if (scratch_.work > 2 * kSearchWork || !seen_.insert(state).second) return;
    scratch_.work += kWorkOfState;
    if (state.place == end_ && state.made == to_.size()) made_.insert(state.used);
    for (const Step& step : steps_.at(state.place)) {
      const bool insertion = step.length == 0;
      if ((insertion && state.inserted) || !to_.substr(state.made).starts_with(step.to)) continue;
      if (!holds(data_, step.condition, to_, {state.made, step.to.size()}, scratch_)) continue;
      follow({state.place + step.length, state.made + step.to.size(), insertion,
              {state.used.types | step.type, state.used.original || step.original}});
    }
  }

  const TableData& data_;
  const Steps& steps_;
  std::size_t end_;
  std::u32string_view to_;
  Scratch& scratch_;
  std::set<State> seen_;
  std::set<Used> made_;
};

class Search {
 public:
  Search(const TableData& data, std::u32string_view label, std::size_t cap)
      : data_(data), label_(label), cap_(cap), steps_(data, label, scratch_) {
    for (const Action& action : data.actions)
      if (action.rule >= 0 && run_of_rule_.emplace(action.rule, rules_.size()).second)
        rules_.push_back(&data.rules[static_cast<std::size_t>(action.rule)].program);
  }

  AllocatableVariants run();

 private:
  struct State {
    std::size_t place = 0;
    bool inserted = false;
    Used used;
    std::u32string made;
    std::vector<Run> runs;  // of the rules of actions, on `made`
  };
  // What following a state has shown.
  struct Outcome {
    bool found = false;
    bool exact = true;  // false: something was refused that states like this one may allow
  };

  Outcome follow(const State& state);
  Outcome try_step(const State& state, const Step& step);
  Outcome judge(const std::u32string& made);
  bool can_be_allocated(const State& state) const;
  bool is_allocated(const State& state);
  Verdict outlook(const Action& action, const State& state) const;
  std::string key(const State& state) const;

  const TableData& data_;
  std::u32string_view label_;
  std::size_t cap_;
  Scratch scratch_;
  Steps steps_;
  std::vector<const Program*> rules_;        // of actions
  std::map<int, std::size_t> run_of_rule_;  // place in rules_
  std::unordered_set<std::string> barren_;
  std::map<std::u32string, std::string> found_;  // label to disposition
  std::set<std::u32string> refused_;
  bool stopped_ = false;
};

AllocatableVariants Search::run() {
  State first;
  for (const Program* rule : rules_) first.runs.emplace_back(*rule, scratch_);
  if (steps_.reaches_end(0)) follow(first);
  AllocatableVariants out;
  out.too_many = stopped_ || found_.size() > cap_;
  for (const auto& [label, disposition] : found_)
    if (out.variants.size() < cap_) out.variants.push_back({label, disposition});
  out.work = scratch_.work;
  return out;
}

Search::Outcome Search::follow(const State& state) {
  scratch_.work += kWorkOfState;
  if (scratch_.work > kSearchWork || found_.size() > cap_) stopped_ = true;
  if (stopped_) return {false, false};
  if (!can_be_allocated(state)) return {};
  const std::string name = key(state);
  if (barren_.contains(name)) return {};

  Outcome all;
  const auto note = [&](Outcome one) {
    all.found |= one.found;
    all.exact &= one.exact;
  };
  if (state.place == label_.size() && is_allocated(state)) note(judge(state.made));
  for (const Step& step : steps_.at(state.place)) {
    if (stopped_) return {all.found, false};
    note(try_step(state, step));
  }
  if (!all.found && all.exact) barren_.insert(name);
  return all;
}

Search::Outcome Search::try_step(const State& state, const Step& step) {
  const bool insertion = step.length == 0;
  const std::size_t place = state.place + step.length;
  if ((insertion && state.inserted) || !steps_.reaches_end(place)) return {};
  if (state.made.size() + step.to.size() > kMaxVariantLabel) return {false, false};
  State next = state;
  next.place = place;
  next.inserted = insertion;
  next.used.types |= step.type;
  next.used.original |= step.original;
  const std::size_t at = next.made.size();
  next.made += step.to;
  if (step.condition.exists()) {
    const Program& program = data_.rules[static_cast<std::size_t>(step.condition.rule)].program;
    const Verdict so_far = matches_so_far(program, next.made, Span{at, step.to.size()}, scratch_);
    if (so_far == (step.condition.negated ? Verdict::yes : Verdict::no)) return {false, false};
  }
  for (const char32_t c : step.to)
    for (Run& run : next.runs) run.feed(c, scratch_);
  return follow(next);
}

// The label as a whole: the repertoire and its contexts, every way to make it, IDNA2008.
Search::Outcome Search::judge(const std::u32string& made) {
  if (made == label_ || refused_.contains(made)) return {false, false};
  if (found_.contains(made)) return {true, true};
  const auto refuse = [&]() -> Outcome {
    refused_.insert(made);
    return {false, false};
  };
  if (made.empty() || !segments(data_, made, scratch_)) return refuse();
  const auto dispositions = Derivations(data_, steps_, label_.size(), made, scratch_).dispositions();
  if (dispositions.size() != 1 || !is_allocatable(*dispositions.begin())) return refuse();
  if (!parse_u_label(to_utf8(made))) return refuse();
  found_.emplace(made, *dispositions.begin());
  return {true, true};
}

// Whether an action that allocates may still be the first to be triggered.
bool Search::can_be_allocated(const State& state) const {
  bool possible = false;
  for (const Action& action : data_.actions) {
    const Verdict verdict = outlook(action, state);
    if (verdict == Verdict::no) continue;
    possible |= is_allocatable(action.disposition);
    if (verdict == Verdict::yes) break;
  }
  return possible;
}

// The same for the label as it is.
bool Search::is_allocated(const State& state) {
  for (const Action& action : data_.actions) {
    if (!triggers(action, state.used)) continue;
    if (action.rule >= 0 && state.runs[run_of_rule_.at(action.rule)].matches(scratch_) == action.negated) continue;
    return is_allocatable(action.disposition);
  }
  return false;
}

// Yes and no are for every label that begins like this one; open is the safe answer.
Verdict Search::outlook(const Action& action, const State& state) const {
  const TypeSet to_come = steps_.types_from(state.place);
  const TypeSet strange = state.used.types & ~action.types;
  Verdict verdict = Verdict::open;
  switch (action.trigger) {
    case Action::Trigger::none: verdict = Verdict::yes; break;
    case Action::Trigger::any_variant:
      if (state.used.types & action.types)
        verdict = Verdict::yes;
      else if ((to_come & action.types) == 0)
        verdict = Verdict::no;
      break;
    case Action::Trigger::only_variants:
      if (state.used.original || steps_.keeps_original(state.place)) verdict = Verdict::no;
      [[fallthrough]];
    case Action::Trigger::all_variants:
      if (strange || ((state.used.types | to_come) & action.types) == 0) verdict = Verdict::no;
      break;
  }
  if (verdict == Verdict::no || action.rule < 0) return verdict;
  const Verdict rule = state.runs[run_of_rule_.at(action.rule)].verdict();
  if (rule == Verdict::open) return Verdict::open;
  return (rule == Verdict::yes) != action.negated ? verdict : Verdict::no;
}

std::string Search::key(const State& state) const {
  std::string out;
  const auto add = [&](std::uint64_t number, int octets) {
    for (int i = 0; i < octets; ++i) out.push_back(static_cast<char>(number >> (8 * i)));
  };
  add(state.place * 4 + (state.inserted ? 2 : 0) + (state.used.original ? 1 : 0), 2);
  add(state.used.types, 8);
  add(state.made.size(), 1);
  for (const Run& run : state.runs) {
    add(run.matched() ? 0xFFFF : run.threads().size(), 2);
    if (!run.matched())
      for (const std::uint32_t thread : run.threads()) add(thread, 2);
  }
  return out;
}

}  // namespace

AllocatableVariants allocatable(const Table& table, std::u32string_view label, std::size_t cap) {
  if (!evaluate(table, label).valid()) return {};
  return Search(table.data(), label, cap).run();
}

std::optional<std::string> disposition_of(const Table& table, std::u32string_view label, std::u32string_view variant) {
  if (!evaluate(table, label).valid() || variant.size() > kMaxVariantLabel) return std::nullopt;
  Scratch scratch;
  const TableData& data = table.data();
  const Steps steps(data, label, scratch);
  const auto dispositions = Derivations(data, steps, label.size(), variant, scratch).dispositions();
  if (dispositions.empty()) return std::nullopt;
  if (dispositions.size() > 1 || !segments(data, variant, scratch)) return "invalid";
  return *dispositions.begin();
}

}  // namespace stele::idn::lgr
