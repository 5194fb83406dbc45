#include "projections/registry/table_sets.h"

#include "engine/base/check.h"

namespace stele::registry {

namespace {

// More than zones have at a time; beyond, dry runs have left theirs behind.
constexpr std::size_t kMostSets = 64;

}  // namespace

std::shared_ptr<const idn::lgr::TableSet> TableSets::find(const std::vector<TableUse>& tables,
                                                          const Text& text) {
  const std::lock_guard lock(mutex_);
  if (const auto known = sets_.find(tables); known != sets_.end()) return known->second;
  if (sets_.size() >= kMostSets) {
    sets_.clear();
    tables_.clear();
  }
  std::vector<idn::lgr::Table> read;
  for (const TableUse use : tables) {
    auto known = tables_.find(use);
    if (known == tables_.end()) {
      auto table = idn::lgr::read_table(text(use));
      CHECK(table, "an IDN table in the journal was read when it was loaded, and this program cannot "
                   "read it; use a version that can");
      known = tables_.emplace(use, std::move(*table)).first;
    }
    read.push_back(known->second);
  }
  return sets_[tables] = std::make_shared<const idn::lgr::TableSet>(std::move(read));
}

}  // namespace stele::registry
