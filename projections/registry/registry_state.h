// RegistryState: the projection every answer comes from. One thread begins and commits batches;
// any thread takes the published state.
#pragma once

#include <memory>
#include <mutex>

#include "projections/registry/pending.h"

namespace stele::registry {

class RegistryState {
 public:
  // An empty store begins at position 0 with nothing in it. `vault` may be null (replay).
  RegistryState(std::unique_ptr<Store> store, crypto::KeyVault* vault);

  std::shared_ptr<const PublishedState> published() const;
  // A batch over the published state. One at a time.
  std::unique_ptr<Pending> begin() const;
  // Writes the batch, which it empties, and publishes it. A fault leaves the old state published.
  Done commit(Pending& pending);
  Store& store() { return *store_; }

 private:
  void publish(std::shared_ptr<const HotObjects> hot, const Progress& progress, Instant nothing_due_before);

  std::unique_ptr<Store> store_;
  crypto::KeyVault* vault_;
  std::shared_ptr<RowTimes> times_ = std::make_shared<RowTimes>();
  mutable std::mutex mutex_;
  std::shared_ptr<const PublishedState> published_;
};

// Recomputes the hash over all rows; what `stele state hash` compares with the recorded one.
StateHash hash_of_rows(const Snapshot& rows);

}  // namespace stele::registry
