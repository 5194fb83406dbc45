#include "engine/idn/lgr/index_map.h"

#include <algorithm>
#include <map>

#include "engine/idn/lgr/table_data.h"

namespace stele::idn::lgr {

namespace {

// Sequences that appear once something was rewritten or removed are rewritten in their turn. A sane
// table is done in two rounds; one that takes a code point away in each, in as many as a label has.
constexpr std::size_t kMaxRounds = kMaxLabel + 1;
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

}  // namespace

IndexMap::IndexMap(std::span<const Table> tables) {
  Sets sets = sets_of(tables);
  use(sets);
  for (std::size_t round = 0; round < kMaxRounds && join_partitions(sets); ++round) use(sets);
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
  longest_ = 0;
  for (const auto& members : sets)
    for (const std::u32string& member : members) {
      if (member.empty()) continue;
      mappings_[member[0]].push_back({member, members.front()});
      longest_ = std::max(longest_, member.size());
    }
  for (auto& [first, list] : mappings_)
    std::sort(list.begin(), list.end(), [](const Mapping& a, const Mapping& b) {
      return a.from.size() != b.from.size() ? a.from.size() > b.from.size() : a.from < b.from;
    });
}

// A label with a sequence has variants by its parts as well (§8.2 evaluates all partitions), so what
// the parts come to belongs to the sequence's set. True when a set has grown.
bool IndexMap::join_partitions(Sets& sets) const {
  Union strings;
  bool grown = false;
  for (const auto& members : sets)
    for (const std::u32string& member : members) {
      strings.join(members.front(), member);
      if (member.size() < 2) continue;
      const std::u32string parts = rewrite(member, member.size() - 1);
      if (!std::binary_search(members.begin(), members.end(), parts)) {
        strings.join(members.front(), parts);
        grown = true;
      }
    }
  if (grown) sets = strings.sets();
  return grown;
}

std::u32string IndexMap::rewrite(std::u32string_view label, std::size_t longest) const {
  std::u32string out;
  out.reserve(label.size());
  for (std::size_t at = 0; at < label.size();) {
    const auto list = mappings_.find(label[at]);
    const Mapping* found = nullptr;
    if (list != mappings_.end())
      for (const Mapping& mapping : list->second)
        if (mapping.from.size() <= longest && label.substr(at).starts_with(mapping.from)) {
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
    std::u32string next = rewrite(out, longest_);
    if (next == out) break;
    out = std::move(next);
  }
  return out;
}

}  // namespace stele::idn::lgr
