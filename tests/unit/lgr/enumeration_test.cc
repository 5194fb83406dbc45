// Random small tables, held against an enumeration of everything as RFC 7940 §8 words it: the search
// finds the same allocatable variants, and the index label is one for exactly the labels that
// variants connect.
#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <set>

#include "tests/unit/lgr/tables.h"

namespace stele::idn::lgr {
namespace {

using Random = std::mt19937_64;

std::size_t below(Random& random, std::size_t n) { return static_cast<std::size_t>(random() % n); }

// A rule in both languages; `at` and `length` are its anchor.
struct PlainRule {
  const char* name;
  const char* xml;
  std::function<bool(std::string_view label, std::size_t at, std::size_t length)> matches;
};

const std::vector<PlainRule>& rules() {
  static const std::vector<PlainRule> all = {
      {"has-bb", "<char cp=\"0062 0062\"/>", [](auto l, auto, auto) { return l.find("bb") != l.npos; }},
      {"begins-a", "<start/><char cp=\"0061\"/>", [](auto l, auto, auto) { return l.starts_with("a"); }},
      {"ends-c-or-e", "<class>0063 0065</class><end/>", [](auto l, auto, auto) { return l.ends_with("c") || l.ends_with("e"); }},
      {"a-then-d", "<char cp=\"0061\"/><any count=\"0+\"/><char cp=\"0064\"/>",
       [](auto l, auto, auto) { return l.find('a') != l.npos && l.find('d', l.find('a')) != l.npos; }},
      {"first", "<look-behind><start/></look-behind><anchor/>", [](auto, auto at, auto) { return at == 0; }},
      {"before-b", "<anchor/><look-ahead><char cp=\"0062\"/></look-ahead>",
       [](auto l, auto at, auto length) { return l.substr(at + length).starts_with("b"); }},
      {"last", "<anchor/><look-ahead><end/></look-ahead>", [](auto l, auto at, auto length) { return at + length == l.size(); }},
  };
  return all;
}
constexpr std::size_t kWithoutAnchor = 4;

struct PlainCondition {
  int rule = -1;
  bool negated = false;
  bool holds(std::string_view label, std::size_t at, std::size_t length) const {
    return rule < 0 || rules()[static_cast<std::size_t>(rule)].matches(label, at, length) != negated;
  }
  std::string xml() const {
    if (rule < 0) return "";
    return std::string(negated ? " not-when=\"" : " when=\"") + rules()[static_cast<std::size_t>(rule)].name + "\"";
  }
};

struct PlainMapping {
  std::string to, type;
  PlainCondition condition;
};
struct PlainEntry {
  PlainCondition condition;
  std::vector<PlainMapping> mappings;
};
struct PlainAction {
  std::string disposition, trigger;  // "", any, all, only
  std::set<std::string> types;
  int rule = -1;
  bool negated = false;
};

struct PlainTable {
  std::map<std::string, PlainEntry> entries;
  std::vector<PlainAction> actions;

  std::string xml() const;
  bool eligible(std::string_view label) const;
  std::string disposition(std::string_view label, const std::set<std::string>& types, bool original) const;
  // Of every label that the mappings make: all dispositions it is given.
  std::map<std::string, std::set<std::string>> variants(std::string_view label) const;
};

std::string code_points_of(std::string_view text) {
  std::string out;
  for (const char c : text) out += (out.empty() ? "" : " ") + std::string("00") + (c < 'j' ? "6" : "7") + static_cast<char>('1' + (c - 'a'));
  return out;
}

std::string PlainTable::xml() const {
  std::string data, rest;
  for (const auto& [source, entry] : entries) {
    data += "<char cp=\"" + code_points_of(source) + "\"" + entry.condition.xml() + ">";
    for (const PlainMapping& mapping : entry.mappings)
      data += "<var cp=\"" + code_points_of(mapping.to) + "\"" + (mapping.type.empty() ? "" : " type=\"" + mapping.type + "\"") + mapping.condition.xml() + "/>";
    data += "</char>\n";
  }
  for (const PlainRule& rule : rules()) rest += std::string("<rule name=\"") + rule.name + "\">" + rule.xml + "</rule>\n";
  for (const PlainAction& action : actions) {
    rest += "<action disp=\"" + action.disposition + "\"";
    if (action.rule >= 0) rest += std::string(action.negated ? " not-match=\"" : " match=\"") + rules()[static_cast<std::size_t>(action.rule)].name + "\"";
    if (!action.trigger.empty()) {
      rest += " " + action.trigger + (action.trigger == "any" ? "-variant=\"" : "-variants=\"");
      for (const std::string& type : action.types) rest += type + " ";
      rest += "\"";
    }
    rest += "/>\n";
  }
  return lgr::xml(data, rest);
}

bool PlainTable::eligible(std::string_view label) const {
  for (std::size_t at = 0; at < label.size();) {
    std::size_t taken = 0;
    for (std::size_t length = std::min<std::size_t>(3, label.size() - at); length > 0 && taken == 0; --length) {
      const auto found = entries.find(std::string(label.substr(at, length)));
      if (found != entries.end() && found->second.condition.holds(label, at, length)) taken = length;
    }
    if (taken == 0) return false;
    at += taken;
  }
  return true;
}

std::string PlainTable::disposition(std::string_view label, const std::set<std::string>& types, bool original) const {
  std::vector<PlainAction> all = actions;
  all.push_back({"invalid", "any", {"invalid"}});
  all.push_back({"blocked", "any", {"blocked"}});
  all.push_back({"allocatable", "any", {"allocatable"}});
  all.push_back({"activated", "all", {"activated"}});
  for (const PlainAction& action : all) {
    std::size_t inside = 0;
    for (const std::string& type : types) inside += action.types.count(type);
    if (action.trigger == "any" && inside == 0) continue;
    if ((action.trigger == "all" || action.trigger == "only") && (types.empty() || inside != types.size())) continue;
    if (action.trigger == "only" && original) continue;
    if (action.rule >= 0 && rules()[static_cast<std::size_t>(action.rule)].matches(label, 0, 0) == action.negated) continue;
    return action.disposition;
  }
  return "valid";
}

std::map<std::string, std::set<std::string>> PlainTable::variants(std::string_view label) const {
  std::map<std::string, std::set<std::string>> out;
  struct Placed {
    const PlainMapping* mapping;
    std::size_t at;
  };
  std::vector<Placed> placed;
  std::string made;
  std::function<void(std::size_t, std::set<std::string>, bool)> go = [&](std::size_t at, std::set<std::string> types, bool original) {
    if (at == label.size()) {
      for (const Placed& one : placed)
        if (!one.mapping->condition.holds(made, one.at, one.mapping->to.size())) return;
      out[made].insert(disposition(made, types, original));
      return;
    }
    for (std::size_t length = 1; length <= 3 && at + length <= label.size(); ++length) {
      const std::string source(label.substr(at, length));
      const auto found = entries.find(source);
      if (found == entries.end()) continue;
      const PlainMapping* reflexive = nullptr;
      for (const PlainMapping& mapping : found->second.mappings)
        if (mapping.to == source) reflexive = &mapping;
      const auto step = [&](const std::string& to, const std::string& type, bool is_original) {
        std::set<std::string> more = types;
        if (!type.empty()) more.insert(type);
        const std::size_t before = made.size();
        made += to;
        go(at + length, std::move(more), original || is_original);
        made.resize(before);
      };
      step(source, reflexive ? reflexive->type : "", reflexive == nullptr);
      if (!found->second.condition.holds(label, at, length)) continue;
      for (const PlainMapping& mapping : found->second.mappings) {
        if (mapping.to == source || mapping.type == "invalid") continue;
        placed.push_back({&mapping, made.size()});
        step(mapping.to, mapping.type, false);
        placed.pop_back();
      }
    }
  };
  go(0, {}, false);
  return out;
}

PlainCondition any_condition(Random& random) {
  if (below(random, 4) != 0) return {};
  return {static_cast<int>(below(random, rules().size())), below(random, 2) == 0};
}

// Sets of variants, symmetric and transitive; types, conditions and actions as they come.
PlainTable any_table(Random& random, bool with_conditions) {
  static const std::vector<std::string> kTypes = {"blocked", "allocatable", "activated", "simp", "trad", "", "invalid"};
  PlainTable table;
  std::map<std::size_t, std::vector<std::string>> sets;
  std::vector<std::string> strings = {"a", "b", "c", "d", "e"};
  for (const char* sequence : {"ab", "cd", "ee", "abe", "bc"})
    if (below(random, 3) == 0) strings.emplace_back(sequence);
  for (const std::string& text : strings) sets[below(random, 5)].push_back(text);
  for (const auto& [number, members] : sets)
    for (const std::string& source : members) {
      PlainEntry& entry = table.entries[source];
      if (with_conditions) entry.condition = any_condition(random);
      for (const std::string& to : members)
        if (to != source || below(random, 3) == 0)
          entry.mappings.push_back({to, kTypes[below(random, kTypes.size())], with_conditions && to != source ? any_condition(random) : PlainCondition{}});
    }
  static const std::vector<std::string> kDispositions = {"invalid", "blocked", "allocatable", "activated", "valid"};
  static const std::vector<std::string> kTriggers = {"", "any", "all", "only", "any"};
  for (std::size_t n = below(random, 5); n > 0; --n) {
    PlainAction action{kDispositions[below(random, kDispositions.size())], kTriggers[below(random, kTriggers.size())], {}, -1, false};
    for (const std::string& type : kTypes)
      if (!type.empty() && below(random, 3) == 0) action.types.insert(type);
    if (action.types.empty()) action.types.insert("simp");
    if (below(random, 2) == 0) action.rule = static_cast<int>(below(random, kWithoutAnchor));
    action.negated = below(random, 2) == 0;
    table.actions.push_back(std::move(action));
  }
  return table;
}

std::string any_label(Random& random) {
  std::string out(1 + below(random, 5), 'a');
  for (char& c : out) c = static_cast<char>('a' + below(random, 5));
  return out;
}

TEST(Enumeration, FindsWhatTheSearchFinds) {
  Random random(7);
  std::size_t labels_with_variants = 0, refused = 0, too_many = 0;
  for (int n = 0; n < 300; ++n) {
    const PlainTable plain = any_table(random, true);
    const Table table = table_of(plain.xml());
    for (int m = 0; m < 12; ++m) {
      const std::string label = any_label(random);
      std::set<std::string> expected;
      if (!evaluate(table, u(label)).valid()) {
        ++refused;
      } else {
        for (const auto& [variant, dispositions] : plain.variants(label)) {
          const bool one = dispositions.size() == 1 && plain.eligible(variant);
          if (one && variant != label && (*dispositions.begin() == "allocatable" || *dispositions.begin() == "activated"))
            expected.insert(variant);
          EXPECT_EQ(disposition_of(table, u(label), u(variant)), one ? *dispositions.begin() : "invalid")
              << label << " " << variant << "\n" << plain.xml();
        }
      }
      const auto found = allocatable(table, u(label), 10'000);
      std::set<std::string> labels;
      for (const VariantLabel& variant : found.variants) labels.insert(to_utf8(variant.label));
      if (found.too_many) {  // the work ran out: nothing wrong is there, and something is missing
        ++too_many;
        EXPECT_TRUE(std::includes(expected.begin(), expected.end(), labels.begin(), labels.end())) << label << "\n" << plain.xml();
        EXPECT_LT(labels.size(), expected.size()) << label << "\n" << plain.xml();
      } else {
        EXPECT_EQ(labels, expected) << label << "\n" << plain.xml();
      }
      labels_with_variants += expected.empty() ? 0 : 1;
      if (HasFailure()) return;
    }
  }
  EXPECT_GT(labels_with_variants, 300U);
  EXPECT_GT(refused, 300U);
  EXPECT_LT(too_many, 100U);
}

TEST(Enumeration, AgreesOnWhatIsValid) {
  Random random(11);
  for (int n = 0; n < 300; ++n) {
    PlainTable plain = any_table(random, true);
    for (auto& [source, entry] : plain.entries)  // the label's own mappings are judged elsewhere
      std::erase_if(entry.mappings, [source = source](const PlainMapping& mapping) { return mapping.to == source; });
    const Table table = table_of(plain.xml());
    for (int m = 0; m < 20; ++m) {
      const std::string label = any_label(random);
      const std::string expected = plain.eligible(label) ? plain.disposition(label, {}, true) : "invalid";
      ASSERT_EQ(evaluate(table, u(label)).disposition, expected) << label << "\n" << plain.xml();
    }
  }
}

// Every label of up to four letters, and its variants of up to four.
TEST(Enumeration, ConnectsTheLabelsOfOneIndexLabel) {
  Random random(13);
  std::vector<std::string> all;
  for (std::size_t begin = 0, length = 0; length < 4; ++length) {
    const std::size_t end = length == 0 ? 1 : all.size();
    const std::vector<std::string> before = length == 0 ? std::vector<std::string>{""} : std::vector<std::string>(all.begin() + static_cast<std::ptrdiff_t>(begin), all.begin() + static_cast<std::ptrdiff_t>(end));
    begin = all.size();
    for (const std::string& text : before)
      for (const char c : {'a', 'b', 'c', 'd', 'e'}) all.push_back(text + c);
  }
  std::size_t compared = 0;
  for (int n = 0; n < 15; ++n) {
    PlainTable plain = any_table(random, false);
    for (auto& [source, entry] : plain.entries)
      for (PlainMapping& mapping : entry.mappings)
        if (mapping.type == "invalid") mapping.type = "blocked";
    const Table table = table_of(plain.xml());
    bool overlapping = false;
    for (const Problem& problem : check(table)) overlapping |= problem.what.starts_with("overlapping");
    if (overlapping) continue;
    const TableSet set({table});
    std::map<std::string, std::string> index;
    for (const std::string& label : all) index[label] = to_utf8(set.index_label(u(label)));
    for (std::size_t i = 0; i < all.size(); i += 3)
      for (const auto& [variant, dispositions] : plain.variants(all[i]))
        if (const auto found = index.find(variant); found != index.end()) {
          ASSERT_EQ(found->second, index.at(all[i])) << all[i] << " " << variant << "\n" << plain.xml();
          ++compared;
        }
    // The other way round: an index label is a variant of all its labels, through however many others.
    for (std::size_t i = 0; i < all.size(); i += 61) {
      std::set<std::string> reached{all[i]};
      std::vector<std::string> open{all[i]};
      bool cut = false;  // the way may lead through longer labels
      while (!open.empty()) {
        const std::string next = open.back();
        open.pop_back();
        for (const auto& [variant, dispositions] : plain.variants(next))
          if (variant.size() > 5)
            cut = true;
          else if (reached.insert(variant).second)
            open.push_back(variant);
        if (reached.contains(index.at(all[i]))) break;
      }
      ASSERT_TRUE(cut || reached.contains(index.at(all[i]))) << all[i] << " " << index.at(all[i]) << "\n" << plain.xml();
    }
  }
  EXPECT_GT(compared, 5'000U);
}

}  // namespace
}  // namespace stele::idn::lgr
