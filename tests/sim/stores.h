// What a registry stands on while its power fails: a state store that may lose the end of what was
// written to it, and a vault that outlives the registry. Both are memory; the journal is real.
#pragma once

#include <memory>
#include <vector>

#include "engine/crypto/vault.h"
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

class SharedVault final : public crypto::KeyVault {
 public:
  explicit SharedVault(std::shared_ptr<crypto::KeyVault> vault) : vault_(std::move(vault)) {}

  Result<KeySlot> allocate() override { return vault_->allocate(); }
  Result<std::string> seal(KeySlot slot, std::string_view context,
                           std::string_view clear) override {
    return vault_->seal(slot, context, clear);
  }
  Result<std::optional<std::string>> unseal(KeySlot slot, std::string_view context,
                                            std::string_view sealed) override {
    return vault_->unseal(slot, context, sealed);
  }
  Done destroy(KeySlot slot) override { return vault_->destroy(slot); }
  bool destroyed(KeySlot slot) override { return vault_->destroyed(slot); }
  Done reserve_up_to(KeySlot highest_used) override { return vault_->reserve_up_to(highest_used); }

 private:
  std::shared_ptr<crypto::KeyVault> vault_;
};

}  // namespace stele::sim
