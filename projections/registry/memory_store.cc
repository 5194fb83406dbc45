// The store in memory: a persistent map would be faster, a copied one is simple; tests are small.
#include <map>
#include <memory>
#include <mutex>

#include "projections/registry/store.h"

namespace stele::registry {

namespace {

using Rows = std::map<std::string, std::string, std::less<>>;

class MemorySnapshot final : public Snapshot {
 public:
  explicit MemorySnapshot(std::shared_ptr<const Rows> rows) : rows_(std::move(rows)) {}

  bool get(std::string_view key, std::string& value) const override {
    const auto it = rows_->find(key);
    if (it == rows_->end()) return false;
    value = it->second;
    return true;
  }

  void scan(std::string_view prefix, std::string_view start, const Visit& visit) const override {
    for (auto it = rows_->lower_bound(start.empty() ? prefix : start);
         it != rows_->end() && it->first.starts_with(prefix); ++it)
      if (!visit(it->first, it->second)) return;
  }

 private:
  std::shared_ptr<const Rows> rows_;
};

class MemoryStore final : public Store {
 public:
  std::shared_ptr<const Snapshot> snapshot() override {
    const std::lock_guard lock(mutex_);
    return std::make_shared<MemorySnapshot>(rows_);
  }

  Done write(const std::vector<RowChange>& changes) override {
    auto next = std::make_shared<Rows>(*rows_);
    for (const RowChange& change : changes) {
      if (change.value)
        (*next)[change.key] = *change.value;
      else
        next->erase(change.key);
    }
    const std::lock_guard lock(mutex_);
    rows_ = std::move(next);
    return {};
  }

  Done flush() override { return {}; }

 private:
  std::mutex mutex_;
  std::shared_ptr<const Rows> rows_ = std::make_shared<Rows>();
};

}  // namespace

std::unique_ptr<Store> memory_store() { return std::make_unique<MemoryStore>(); }

}  // namespace stele::registry
