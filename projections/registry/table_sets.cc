#include "projections/registry/table_sets.h"

#include <algorithm>
#include <set>

#include "engine/base/check.h"

namespace stele::registry {

namespace {

// Beyond, the one not asked for the longest goes: dry runs leave theirs behind.
constexpr std::size_t kMostSets = 256;

}  // namespace

std::shared_ptr<const idn::lgr::TableSet> TableSets::find(const std::vector<TableUse>& tables,
                                                          const Text& text) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto known = sets_.find(tables); known != sets_.end()) {
      known->second.asked = ++asked_;
      return known->second.set;
    }
  }
  auto made = std::make_shared<const idn::lgr::TableSet>(read(tables, text));
  const std::lock_guard lock(mutex_);
  make_room();
  Kept& kept = sets_[tables];
  if (!kept.set) kept.set = std::move(made);  // else another thread was faster
  kept.asked = ++asked_;
  return kept.set;
}

std::shared_ptr<TableSets> TableSets::copy() const {
  auto out = std::make_shared<TableSets>();
  const std::lock_guard lock(mutex_);
  out->tables_ = tables_;
  out->sets_ = sets_;
  out->asked_ = asked_;
  return out;
}

std::vector<idn::lgr::Table> TableSets::read(const std::vector<TableUse>& tables, const Text& text) {
  std::vector<idn::lgr::Table> out;
  for (const TableUse use : tables) {
    {
      const std::lock_guard lock(mutex_);
      if (const auto known = tables_.find(use); known != tables_.end()) {
        out.push_back(known->second);
        continue;
      }
    }
    auto table = idn::lgr::read_table(text(use));
    CHECK(table, "an IDN table in the journal was read when it was loaded, and this program cannot "
                 "read it; use a version that can");
    out.push_back(*table);
    const std::lock_guard lock(mutex_);
    tables_.emplace(use, std::move(*table));
  }
  return out;
}

void TableSets::make_room() {
  if (sets_.size() < kMostSets) return;
  sets_.erase(std::ranges::min_element(sets_, {}, [](const auto& one) { return one.second.asked; }));
  std::set<TableUse> used;
  for (const auto& [tables, kept] : sets_) used.insert(tables.begin(), tables.end());
  std::erase_if(tables_, [&](const auto& one) { return !used.contains(one.first); });
}

}  // namespace stele::registry
