#include "engine/idn/lgr/index_map.h"

#include <algorithm>
#include <map>

#include "engine/idn/lgr/table_data.h"

namespace stele::idn::lgr {

namespace {

// Sequences that appear once something was rewritten or removed are rewritten in their turn. A sane
// table is done in two rounds; one that takes a code point away in each, in as many as a label has.
constexpr std::size_t kMaxRounds = kMaxLabel + 1;
constexpr int kMaxJoins = 8;
constexpr std::size_t kMaxPairs = 200'000;
constexpr std::size_t kMaxIndexLabel = 16 * kMaxLabel;  // where rewriting lengthens

// Strings in disjoint sets.
class Union {
 public:
  std::size_t number_of(const std::u32string& text) {
    const auto [found, fresh] = numbers_.emplace(text, parents_.size());
    if (fresh) parents_.push_back(parents_.size());
    return found->second;
  }
  void join(const std::u32string& a, const std::u32string& b) {
    const std::size_t first = root(number_of(a)), second = root(number_of(b));
    parents_[std::max(first, second)] = std::min(first, second);
  }
  // Those of more than one member; members rise.
  std::vector<std::vector<std::u32string>> sets() {
    std::map<std::size_t, std::vector<std::u32string>> by_root;
    for (const auto& [text, number] : numbers_) by_root[root(number)].push_back(text);
    std::vector<std::vector<std::u32string>> out;
    for (auto& [number, members] : by_root)
      if (members.size() > 1) out.push_back(std::move(members));
    return out;
  }

 private:
  std::size_t root(std::size_t of) {
    while (parents_[of] != of) of = parents_[of] = parents_[parents_[of]];
    return of;
  }
  std::map<std::u32string, std::size_t> numbers_;
  std::vector<std::size_t> parents_;
};

// The least member; but none that has another member inside, or rewriting would never end: where b is
// a variant of abc, the index is b. Nothing comes before all.
const std::u32string& index_of(const std::vector<std::u32string>& members) {
  for (const std::u32string& candidate : members) {
    const bool holds_other = std::any_of(members.begin(), members.end(), [&](const std::u32string& other) {
      return other.size() < candidate.size() && !other.empty() && candidate.find(other) != std::u32string::npos;
    });
    if (!holds_other) return candidate;
  }
  return members.front();
}

}  // namespace

IndexMap::IndexMap(std::span<const Table> tables) {
  Sets sets = sets_of(tables);
  use(sets);
  for (int round = 0; round < kMaxJoins && join_overlaps(sets); ++round) use(sets);
}

IndexMap::Sets IndexMap::sets_of(std::span<const Table> tables) {
  Union strings;
  for (const Table& table : tables)
    for (const Entry& entry : table.data().entries)
      for (const Variant& variant : entry.variants)
        if (variant.to != entry.source) strings.join(entry.source, variant.to);
  return strings.sets();
}

void IndexMap::use(const Sets& sets) {
  mappings_.clear();
  for (const auto& members : sets) {
    const std::u32string& index = index_of(members);
    for (const std::u32string& member : members)
      if (!member.empty() && member != index) mappings_[member[0]].push_back({member, index});
  }
  for (auto& [first, list] : mappings_)
    std::sort(list.begin(), list.end(), [](const Mapping& a, const Mapping& b) {
      return a.from.size() != b.from.size() ? a.from.size() > b.from.size() : a.from < b.from;
    });
}

// A label with sequences can be divided in several ways, and each has its variants (§8.2). So what one
// division comes to is a variant of what another does: where a sequence has another inside, or ends as
// another begins. This is the completion of a rewriting system (Knuth and Bendix), cut off after a few
// rounds. True when a set has grown.
bool IndexMap::join_overlaps(Sets& sets) const {
  Union strings;
  bool grown = false;
  std::size_t pairs = 0;
  const auto join = [&](const std::u32string& a, const std::u32string& b) {
    const std::u32string first = index_label(a), second = index_label(b);
    if (first == second || first.size() > kMaxSequence || second.size() > kMaxSequence) return;
    strings.join(first, second);
    grown = true;
  };
  for (const auto& members : sets) {
    const std::u32string& index = index_of(members);
    for (const std::u32string& member : members) {
      strings.join(index, member);
      if (member == index) continue;
      for (std::size_t at = 0; at < member.size(); ++at) {
        const std::u32string head = member.substr(0, at), tail = member.substr(at);
        const auto list = mappings_.find(tail[0]);
        if (list == mappings_.end()) continue;
        for (const Mapping& other : list->second) {
          if (++pairs > kMaxPairs) return false;
          if (other.from == member) continue;
          if (tail.starts_with(other.from))
            join(index, head + other.to + tail.substr(other.from.size()));
          else if (at > 0 && other.from.starts_with(tail))
            join(index + other.from.substr(tail.size()), head + other.to);
        }
        if (at > 0 && member.starts_with(tail))  // it overlaps with itself
          join(index + member.substr(tail.size()), head + index);
      }
    }
  }
  if (grown) sets = strings.sets();
  return grown;
}

std::u32string IndexMap::rewrite(std::u32string_view label) const {
  std::u32string out;
  out.reserve(label.size());
  for (std::size_t at = 0; at < label.size();) {
    const auto list = mappings_.find(label[at]);
    const Mapping* found = nullptr;
    if (list != mappings_.end())
      for (const Mapping& mapping : list->second)
        if (label.substr(at).starts_with(mapping.from)) {
          found = &mapping;
          break;
        }
    if (found)
      out += found->to;
    else
      out.push_back(label[at]);
    at += found ? found->from.size() : 1;
  }
  return out;
}

std::u32string IndexMap::index_label(std::u32string_view label) const {
  std::u32string out(label);
  for (std::size_t round = 0; round < kMaxRounds && out.size() <= kMaxIndexLabel; ++round) {
    std::u32string next = rewrite(out);
    if (next == out) break;
    out = std::move(next);
  }
  return out;
}

}  // namespace stele::idn::lgr
