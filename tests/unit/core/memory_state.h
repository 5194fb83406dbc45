// MemoryState: the registry state in memory, which takes events at once. What core decides is tested
// on the projection that serves it.
#pragma once

#include <memory>

#include "engine/crypto/vault.h"
#include "events/event.h"
#include "projections/registry/pending.h"

namespace stele::core {

class MemoryState {
 public:
  MemoryState();
  ~MemoryState();

  // Precondition: the event was decided on this state.
  void apply(const events::Event& event);
  void set_time(Instant time) { time_ = time; }
  // While it is, nothing sealed can be read.
  void set_vault_broken(bool broken);

  const State& operator*() const { return *pending_; }
  const State* operator->() const { return pending_.get(); }
  operator const State&() const { return *pending_; }

 private:
  class Vault;

  Instant time_;
  Position next_{1};
  std::unique_ptr<Vault> vault_;
  std::unique_ptr<registry::Pending> pending_;
};

}  // namespace stele::core
