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
  if (Done written = store_->write(pending.take_changes(progress)); !written) return written;
  publish(pending.shared_hot(), progress, nothing_due_before);
  return {};
}

void RegistryState::publish(std::shared_ptr<const HotObjects> hot, const Progress& progress,
                            Instant nothing_due_before) {
  std::shared_ptr<const PublishedState> next =
      std::make_shared<PublishedState>(store_->snapshot(), std::move(hot), progress, vault_,
                                       nothing_due_before);
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
