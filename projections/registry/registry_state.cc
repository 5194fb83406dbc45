#include "projections/registry/registry_state.h"

#include <algorithm>

#include "projections/registry/rows.h"

namespace stele::registry {

RegistryState::RegistryState(std::unique_ptr<Store> store, crypto::KeyVault* vault)
    : store_(std::move(store)), vault_(vault) {
  const auto rows = store_->snapshot();
  publish(load_hot_objects(*rows), read_progress(*rows).value_or(Progress{}), {});
}

std::shared_ptr<const PublishedState> RegistryState::published() const {
  const std::lock_guard lock(mutex_);
  return published_;
}

std::unique_ptr<Pending> RegistryState::begin() const { return std::make_unique<Pending>(*published(), vault_); }

Done RegistryState::commit(Pending& pending) {
  Progress progress;
  Instant nothing_due_before = pending.earliest_due_set();
  if (const auto due = published()->first_due()) nothing_due_before = std::min(nothing_due_before, due->at);
  const std::vector<RowChange> changes = pending.take_changes(progress);
  if (Done written = store_->write(changes); !written) return written;
  for (const RowChange& change : changes) times_->changed(change.key, progress.position);
  publish(pending.shared_hot(), progress, nothing_due_before);
  return {};
}

void RegistryState::publish(std::shared_ptr<const HotObjects> hot, const Progress& progress,
                            Instant nothing_due_before) {
  const auto before = published();
  const Position hot_since =
      before && before->shared_hot() == hot ? before->hot_since() : progress.position;
  std::shared_ptr<const PublishedState> next =
      std::make_shared<PublishedState>(store_->snapshot(), std::move(hot), progress, vault_,
                                       nothing_due_before, times_, hot_since);
  const std::lock_guard lock(mutex_);
  published_.swap(next);
}

StateHash hash_of_rows(const Snapshot& rows) {
  StateHash hash;
  rows.scan({}, {}, [&](std::string_view key, std::string_view value) {
    if (key != kMetaKey) hash.add(key, value);
    return true;
  });
  return hash;
}

}  // namespace stele::registry
