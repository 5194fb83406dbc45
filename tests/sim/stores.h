// What a registry stands on while its power fails: a state store in memory that may lose the end of
// what was written to it. The vault outlives the registry (shared_parts.h); the journal is real.
#pragma once

#include <memory>
#include <vector>

#include "projections/registry/store.h"

namespace stele::sim {

// Every batch of rows in order; the state of a registry may be built from any number of the first.
using Batches = std::vector<std::vector<registry::RowChange>>;

// Keeps what it is given in `batches` too, which outlive it.
class NotedStore final : public registry::Store {
 public:
  explicit NotedStore(std::shared_ptr<Batches> batches)
      : inner_(registry::memory_store()), batches_(std::move(batches)) {}

  std::shared_ptr<const registry::Snapshot> snapshot() override { return inner_->snapshot(); }
  Done write(const std::vector<registry::RowChange>& changes) override {
    batches_->push_back(changes);
    return inner_->write(changes);
  }
  Done flush() override { return inner_->flush(); }

 private:
  std::unique_ptr<registry::Store> inner_;
  std::shared_ptr<Batches> batches_;
};

// What a disk that never syncs the state still has after the power is back.
inline std::unique_ptr<registry::Store> store_of_first(const Batches& batches, std::size_t count) {
  auto store = registry::memory_store();
  for (std::size_t n = 0; n < count; ++n)
    if (!store->write(batches[n])) return nullptr;
  return store;
}

}  // namespace stele::sim
