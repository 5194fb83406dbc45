// The rules element of RFC 7940: classes (§6.2), rules (§6.3) made into automata, actions (§7).
#include <algorithm>
#include <map>

#include "engine/base/bytes.h"
#include "engine/idn/lgr/reader.h"

namespace stele::idn::lgr {

namespace {

bool is_set_operator(std::string_view name) {
  return name == "union" || name == "intersection" || name == "difference" ||
         name == "symmetric-difference" || name == "complement";
}
bool is_class(std::string_view name) { return name == "class" || is_set_operator(name); }
bool is_contextual(std::string_view name) {
  return name == "anchor" || name == "look-behind" || name == "look-ahead";
}
bool is_positional(std::string_view name) {
  return name == "start" || name == "end" || is_contextual(name);
}

// Times an operator matches; no maximum: as often as it likes. More than a label can have is as good
// as one more than it can have.
struct Count {
  std::size_t least = 1;
  std::optional<std::size_t> most = 1;
};

std::optional<std::size_t> parse_number(std::string_view digits) {
  if (digits.empty() || digits.size() > 6) return std::nullopt;
  std::size_t out = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    out = out * 10 + static_cast<std::size_t>(c - '0');
  }
  return out;
}

// §6.3.3: "n" from 1, "n+" and "n:m" from 0.
std::optional<Count> parse_count(std::string_view text) {
  const auto bounded = [](std::size_t n) { return std::min(n, kMaxLabel + 1); };
  if (text.ends_with('+')) {
    const auto least = parse_number(text.substr(0, text.size() - 1));
    if (!least) return std::nullopt;
    return Count{bounded(*least), std::nullopt};
  }
  const std::size_t colon = text.find(':');
  const auto least = parse_number(text.substr(0, colon));
  const auto most = colon == std::string_view::npos ? least : parse_number(text.substr(colon + 1));
  if (!least || !most || *most < *least || *most == 0) return std::nullopt;
  return Count{bounded(*least), bounded(*most)};
}

class RuleReader {
 public:
  RuleReader(const Tags& tags, Reader& reader) : tags_(tags), reader_(reader) {}
  void read(const Element& rules);

 private:
  struct Named {
    const Element* element = nullptr;
    bool positional = false;  // holds a start, end, anchor or look-around, itself or by reference
    bool anchored = false;
    std::size_t index = 0;
  };

  void bad(const Element& element, const std::string& what) { reader_.bad(element.line, what); }
  bool check_name(const Element& element, bool wanted);
  void read_class(const Element& element);
  void read_rule(const Element& element);
  void read_action(const Element& element);

  std::optional<CodePointSet> class_of(const Element& element, bool in_operator);
  std::optional<CodePointSet> declared_class(const Element& element);
  std::optional<CodePointSet> listed_class(const Element& element);
  std::optional<CodePointSet> combined_class(const Element& element);

  void check_operator(const Element& element);
  void check_reference(const Element& element);
  void check_count(const Element& element);
  void check_list(const Element& element);
  bool any_inside(const Element& element, bool (*test)(std::string_view), bool Named::*flag) const;

  void emit(const Element& element);
  void emit_once(const Element& element);
  void emit_choice(const Element& element);
  void emit_set(const CodePointSet& set);
  void push(Op op, std::uint32_t other = 0);
  std::uint32_t here() const { return static_cast<std::uint32_t>(program_.nodes.size()); }
  bool too_large() const { return program_.nodes.size() >= kMaxNodes; }

  const Tags& tags_;
  Reader& reader_;
  std::map<std::string, CodePointSet, std::less<>> classes_;
  std::map<std::string, Named, std::less<>> rules_;
  std::map<const Element*, CodePointSet> sets_;               // of the classes inside a rule
  std::map<const CodePointSet*, std::uint32_t> set_numbers_;  // in the program being made
  Program program_;
  std::size_t depth_ = 0;  // of references
};

void RuleReader::read(const Element& rules) {
  has_only(rules, {}, reader_);
  for (const Element& child : rules.children) {
    if (reader_.full()) return;
    if (child.foreign)
      bad(child, "rules has an element " + child.name + " of another namespace");
    else if (is_class(child.name))
      read_class(child);
    else if (child.name == "rule")
      read_rule(child);
    else if (child.name == "action")
      read_action(child);
    else
      bad(child, "rules has an element " + child.name + "; it may have classes, rules and actions");
  }
}

bool RuleReader::check_name(const Element& element, bool wanted) {
  const std::string* const name = element.find("name");
  if (!wanted) {
    if (name) bad(element, "only what stands directly in rules has a name: " + to_printable(*name));
    return !name;
  }
  if (!name || words_of(*name).size() != 1 || words_of(*name)[0] != *name) {
    bad(element, element.name + " needs a name of one word");
    return false;
  }
  return true;
}

void RuleReader::read_class(const Element& element) {
  if (!check_name(element, true)) return;
  const std::string& name = *element.find("name");
  if (element.find("by-ref")) return bad(element, "the class " + name + " has by-ref besides its name");
  if (element.find("count")) bad(element, "the class " + name + " has a count; only its use may");
  if (classes_.contains(name)) return bad(element, "the class " + name + " is defined twice");
  const auto set = class_of(element, true);
  classes_.emplace(name, set ? *set : CodePointSet());
}

std::optional<CodePointSet> RuleReader::class_of(const Element& element, bool in_operator) {
  if (element.foreign || !is_class(element.name)) {
    bad(element, element.name + " is no class");
    return std::nullopt;
  }
  if (in_operator && element.find("count")) bad(element, "a class inside a class has a count");
  if (is_set_operator(element.name)) return combined_class(element);
  if (const std::string* const name = element.find("by-ref")) {
    has_only(element, {"by-ref", "count", "comment"}, reader_);
    const auto found = classes_.find(*name);
    if (found != classes_.end()) return found->second;
    bad(element, "the class " + to_printable(*name) + " is not defined before");
    return std::nullopt;
  }
  return declared_class(element);
}

std::optional<CodePointSet> RuleReader::declared_class(const Element& element) {
  has_only(element, {"name", "from-tag", "property", "count", "comment", "ref"}, reader_);
  for (const Element& child : element.children)
    bad(child, "class has an element " + child.name + "; set operators stand by themselves");
  const std::string* const tag = element.find("from-tag");
  const std::string* const property = element.find("property");
  const bool listed = !words_of(element.text).empty();
  if ((tag ? 1 : 0) + (property ? 1 : 0) + (listed ? 1 : 0) > 1) {
    bad(element, "class has more than one of from-tag, property and a list");
    return std::nullopt;
  }
  if (tag) {
    const auto found = tags_.find(*tag);
    if (found != tags_.end()) return found->second;
    reader_.warn(element.line, "no code point has the tag " + to_printable(*tag) + ": the class is empty");
    return CodePointSet();
  }
  if (!property) return listed_class(element);
  if (reader_.data.metadata.unicode_version.empty())
    bad(element, "a class by property needs unicode-version in meta (RFC 7940 §6.2.3)");
  auto set = property_set(*property);
  if (set) return std::move(*set);
  bad(element, set.error());
  return std::nullopt;
}

std::optional<CodePointSet> RuleReader::listed_class(const Element& element) {
  std::vector<CodePointSet::Range> ranges;
  for (const std::string_view word : words_of(element.text)) {
    const std::size_t hyphen = word.find('-');
    const auto first = parse_code_point(word.substr(0, hyphen));
    const auto last = hyphen == std::string_view::npos ? first : parse_code_point(word.substr(hyphen + 1));
    if (!first || !last || *first > *last) {
      bad(element, "class lists no code point or range such as 0628 or 0030-0039: " + to_printable(word));
      return std::nullopt;
    }
    ranges.push_back({*first, *last});
  }
  if (ranges.empty()) {
    bad(element, "class is empty; it has by-ref, from-tag, property or a list");
    return std::nullopt;
  }
  return CodePointSet(std::move(ranges));
}

std::optional<CodePointSet> RuleReader::combined_class(const Element& element) {
  has_only(element, {"name", "count", "comment", "ref"}, reader_);
  std::vector<CodePointSet> parts;
  for (const Element& child : element.children) {
    check_name(child, false);
    if (auto part = class_of(child, true)) parts.push_back(std::move(*part));
  }
  if (parts.size() != element.children.size()) return std::nullopt;  // told already
  const std::string& name = element.name;
  if (name == "complement" ? parts.size() != 1 : name == "union" ? parts.size() < 2 : parts.size() != 2) {
    bad(element, name + (name == "complement" ? " takes one class"
                         : name == "union"    ? " takes two classes or more"
                                              : " takes two classes"));
    return std::nullopt;
  }
  if (name == "complement") return complement(parts[0]);
  if (name == "intersection") return intersect(parts[0], parts[1]);
  if (name == "difference") return subtract(parts[0], parts[1]);
  if (name == "symmetric-difference") return symmetric_difference(parts[0], parts[1]);
  std::vector<CodePointSet::Range> all;
  for (const CodePointSet& part : parts) all.insert(all.end(), part.ranges().begin(), part.ranges().end());
  return CodePointSet(std::move(all));
}

// --- rules ---

void RuleReader::read_rule(const Element& element) {
  if (!check_name(element, true)) return;
  const std::string& name = *element.find("name");
  has_only(element, {"name", "comment", "ref"}, reader_);
  if (rules_.contains(name)) return bad(element, "the rule " + name + " is defined twice");
  if (rules_.size() == kMaxRules) return bad(element, "there are more than " + std::to_string(kMaxRules) + " rules");
  check_list(element);

  Named named{&element, any_inside(element, is_positional, &Named::positional),
              any_inside(element, [](std::string_view n) { return n == "anchor"; }, &Named::anchored),
              reader_.data.rules.size()};
  program_ = {};
  set_numbers_.clear();
  program_.has_anchor = named.anchored;
  if (reader_.problems.empty()) {  // else a rule referred to may be no rule; the table is refused anyway
    for (const Element& child : element.children) emit(child);
    if (too_large())
      bad(element, "the rule " + name + " is larger than " + std::to_string(kMaxNodes) + " steps");
  }
  push(Op::match);
  reader_.data.rules.push_back({name, std::move(program_), element.line});
  rules_.emplace(name, named);
}

// §6.4.2 and the schema: either start, operators, end; or look-behind, anchor, look-ahead.
void RuleReader::check_list(const Element& element) {
  const auto& list = element.children;
  if (list.empty()) bad(element, element.name + " has no match operator");
  const bool contextual = std::any_of(list.begin(), list.end(), [](const Element& e) { return is_contextual(e.name); });
  bool anchor = false;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string& name = list[i].name;
    const bool last = i + 1 == list.size();
    if (name == "start" && i != 0) bad(list[i], "start is not the first operator");
    if (name == "end" && !last) bad(list[i], "end is not the last operator");
    if (contextual && !is_contextual(name))
      bad(list[i], name + " stands beside look-behind, anchor or look-ahead; it belongs inside one");
    if (name == "look-behind" && (last || list[i + 1].name != "anchor"))
      bad(list[i], "look-behind is not followed by anchor");
    if (name == "look-ahead" && (i == 0 || list[i - 1].name != "anchor"))
      bad(list[i], "look-ahead does not follow anchor");
    if (name == "anchor" && anchor) bad(list[i], "anchor stands twice");
    anchor |= name == "anchor";
    if (is_contextual(name) && element.name != "rule")
      bad(list[i], name + " stands inside " + element.name);
    check_operator(list[i]);
  }
}

void RuleReader::check_operator(const Element& element) {
  const std::string& name = element.name;
  if (element.foreign) return bad(element, name + " is of another namespace");
  if (is_class(name)) {
    check_name(element, false);
    auto set = class_of(element, false);
    if (set) sets_.emplace(&element, std::move(*set));
  } else if (name == "rule") {
    check_name(element, false);
    if (element.find("by-ref"))
      check_reference(element);
    else if (has_only(element, {"name", "count", "comment", "ref"}, reader_))
      check_list(element);
  } else if (name == "choice") {
    has_only(element, {"count", "comment"}, reader_);
    if (element.children.size() < 2) bad(element, "choice needs two alternatives or more");
    for (const Element& child : element.children) {
      if (is_contextual(child.name)) bad(child, child.name + " is an alternative; wrap it in a rule");
      check_operator(child);
    }
  } else if (name == "char") {
    has_only(element, {"cp", "count", "comment", "ref"}, reader_);
    const std::string* const cp = element.find("cp");
    const auto text = cp ? parse_code_points(*cp) : std::nullopt;
    if (!text || text->empty()) bad(element, "char needs a cp of code points such as 0628 or 006C 00B7");
    if (!element.children.empty()) bad(element, "char has elements; in a rule it is empty");
  } else if (name == "any") {
    has_only(element, {"count", "comment"}, reader_);
    if (!element.children.empty()) bad(element, "any has elements; it is empty");
  } else if (name == "start" || name == "end" || name == "anchor") {
    has_only(element, {"comment"}, reader_);
    if (!element.children.empty()) bad(element, name + " has elements; it is empty");
  } else if (name == "look-behind" || name == "look-ahead") {
    if (has_only(element, {"comment"}, reader_)) check_list(element);
  } else {
    bad(element, name + " is no match operator");
  }
  check_count(element);
}

void RuleReader::check_reference(const Element& element) {
  has_only(element, {"by-ref", "count", "comment"}, reader_);
  const std::string& name = *element.find("by-ref");
  if (!element.children.empty()) bad(element, "a rule has both by-ref and elements");
  if (!rules_.contains(name))  // a rule is known once it is complete, so none can hold itself
    bad(element, "the rule " + to_printable(name) + " is not defined before");
}

// §6.3.3 forbids a count around start and end. Published tables have it, and it does no harm.
void RuleReader::check_count(const Element& element) {
  const std::string* const count = element.find("count");
  if (!count) return;
  if (!parse_count(*count))
    return bad(element, "count is not n, n+ or n:m: " + to_printable(*count));
  if (any_inside(element, [](std::string_view n) { return n == "anchor"; }, &Named::anchored))
    return bad(element, element.name + " has a count around an anchor");
  if (any_inside(element, is_positional, &Named::positional))
    reader_.warn(element.line, element.name + " has a count around start or end (RFC 7940 §6.3.3)");
}

bool RuleReader::any_inside(const Element& element, bool (*test)(std::string_view), bool Named::*flag) const {
  if (element.name == "rule")
    if (const std::string* const name = element.find("by-ref")) {
      const auto found = rules_.find(*name);
      return found != rules_.end() && found->second.*flag;
    }
  return std::any_of(element.children.begin(), element.children.end(), [&](const Element& child) {
    return test(child.name) || any_inside(child, test, flag);
  });
}

// --- the automaton ---

void RuleReader::push(Op op, std::uint32_t other) {
  program_.nodes.push_back({op, here() + 1, other});
}

void RuleReader::emit(const Element& element) {
  const std::string* const text = element.find("count");
  const Count count = text ? parse_count(*text).value_or(Count{}) : Count{};
  for (std::size_t i = 0; i < count.least && !too_large(); ++i) emit_once(element);
  if (too_large()) return;
  if (!count.most) {
    const std::uint32_t loop = here();
    push(Op::split);
    emit_once(element);
    push(Op::jump);
    program_.nodes.back().next = loop;
    program_.nodes[loop].other = here();
    return;
  }
  std::vector<std::uint32_t> ways_out;
  for (std::size_t i = count.least; i < *count.most && !too_large(); ++i) {
    ways_out.push_back(here());
    push(Op::split);
    emit_once(element);
  }
  for (const std::uint32_t way : ways_out) program_.nodes[way].other = here();
}

void RuleReader::emit_once(const Element& element) {
  if (too_large()) return;
  const std::string& name = element.name;
  if (name == "any") return push(Op::any);
  if (name == "start") return push(Op::start);
  if (name == "end") return push(Op::end);
  if (name == "anchor") return push(Op::anchor);
  if (name == "choice") return emit_choice(element);
  if (is_class(name)) return emit_set(sets_.at(&element));
  if (name == "char") {
    for (const char32_t c : parse_code_points(*element.find("cp")).value_or(U"")) {
      program_.sets.push_back(CodePointSet({{c, c}}));
      push(Op::one_of, static_cast<std::uint32_t>(program_.sets.size() - 1));
    }
    return;
  }
  const Element* list = &element;  // rule, look-behind, look-ahead
  if (const std::string* const reference = element.find("by-ref")) {
    list = rules_.find(*reference)->second.element;
    if (depth_ == kMaxDepth) {
      bad(element, "rules refer to each other more than " + std::to_string(kMaxDepth) + " deep");
      program_.nodes.resize(kMaxNodes);
      return;
    }
  }
  ++depth_;
  for (const Element& child : list->children) emit(child);
  --depth_;
}

void RuleReader::emit_choice(const Element& element) {
  std::vector<std::uint32_t> ends;
  for (std::size_t i = 0; i < element.children.size() && !too_large(); ++i) {
    const bool last = i + 1 == element.children.size();
    const std::uint32_t fork = here();
    if (!last) push(Op::split);
    emit(element.children[i]);
    if (last) break;
    ends.push_back(here());
    push(Op::jump);
    program_.nodes[fork].other = here();
  }
  for (const std::uint32_t end : ends) program_.nodes[end].next = here();
}

void RuleReader::emit_set(const CodePointSet& set) {
  const auto [number, fresh] = set_numbers_.emplace(&set, static_cast<std::uint32_t>(program_.sets.size()));
  if (fresh) program_.sets.push_back(set);
  push(Op::one_of, number->second);
}

// --- actions ---

void RuleReader::read_action(const Element& element) {
  has_only(element, {"disp", "match", "not-match", "any-variant", "all-variants", "only-variants", "comment", "ref"}, reader_);
  if (!element.children.empty()) bad(element, "action has elements; it is empty");
  Action action;
  action.line = element.line;
  const std::string* const disposition = element.find("disp");
  if (!disposition || words_of(*disposition).size() != 1) return bad(element, "action needs a disp of one word");
  action.disposition = *disposition;

  const std::string* const match = element.find("match");
  const std::string* const not_match = element.find("not-match");
  if (match && not_match) bad(element, "action has both match and not-match");
  if (const std::string* const name = match ? match : not_match) {
    const auto rule = rules_.find(*name);
    if (rule == rules_.end()) return bad(element, "action names the rule " + to_printable(*name) + ", which is not defined before");
    if (rule->second.anchored)
      return bad(element, "action names the rule " + *name + ", which has an anchor and so no place in a label");
    action.rule = static_cast<int>(rule->second.index);
    action.negated = match == nullptr;
    action.text = *name;
  }

  using Trigger = Action::Trigger;
  const std::pair<const char*, Trigger> triggers[] = {{"any-variant", Trigger::any_variant},
                                                      {"all-variants", Trigger::all_variants},
                                                      {"only-variants", Trigger::only_variants}};
  for (const auto& [name, trigger] : triggers) {
    const std::string* const types = element.find(name);
    if (!types) continue;
    if (action.trigger != Trigger::none) bad(element, "action has more than one of any-, all- and only-variants");
    action.trigger = trigger;
    if (words_of(*types).empty()) bad(element, std::string(name) + " names no type");
    for (const std::string_view type : words_of(*types))
      action.types |= reader_.type_of(std::string(type), element.line);
    if (action.rule < 0) action.text = std::string(name) + "=\"" + *types + "\"";
  }
  reader_.data.actions.push_back(std::move(action));
}

}  // namespace

void read_rules(const Element& rules, const Tags& tags, Reader& reader) {
  RuleReader(tags, reader).read(rules);
}

std::optional<int> find_rule(const TableData& data, std::string_view name) {
  for (std::size_t i = 0; i < data.rules.size(); ++i)
    if (data.rules[i].name == name) return static_cast<int>(i);
  return std::nullopt;
}

}  // namespace stele::idn::lgr
