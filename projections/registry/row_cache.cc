#include "projections/registry/row_cache.h"

#include <utility>

namespace stele::registry {

bool RowCache::find(std::string_view key, std::string& value) {
  if (const auto it = young_.find(key); it != young_.end()) {
    value = it->second;
    return true;
  }
  const auto it = old_.find(key);
  if (it == old_.end()) return false;
  value = it->second;
  keep(key, value);
  return true;
}

void RowCache::keep(std::string_view key, std::string_view value) {
  if (young_.size() >= kMost) {
    old_ = std::move(young_);
    young_.clear();
  }
  young_.insert_or_assign(std::string(key), std::string(value));
}

void RowCache::follow(const RowChange& change) {
  for (auto* rows : {&young_, &old_}) {
    const auto it = rows->find(change.key);
    if (it == rows->end()) continue;
    if (change.value)
      it->second = *change.value;
    else
      rows->erase(it);
  }
}

}  // namespace stele::registry
