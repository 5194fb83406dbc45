// The registry the random commands are given to: a journal in memory under a real state store, a
// clock and random bytes in the test's hand. It can lose its power: two state stores take turns, so
// that every start finds one that is as old as the power cut before.
#pragma once

#include <memory>
#include <string>

#include "engine/crypto/vault.h"
#include "engine/runtime/registry.h"
#include "events/journal/memory_journal.h"
#include "projections/registry/store.h"
#include "tests/support/scenario/world.h"
#include "tests/support/temporary_directory.h"

namespace stele::sim {

class RandomWorld {
 public:
  RandomWorld();
  ~RandomWorld();

  test::StoryClock& clock() { return clock_; }
  runtime::Registry& registry() { return *registry_; }
  const std::shared_ptr<crypto::KeyVault>& vault() const { return vault_; }

  // `words` as a command line would take them, by "registry" or a registrar. A line that is no
  // command is a fault of the caller: CHECK.
  runtime::Outcome act(const std::string& who, const std::string& words);

  // The power goes and comes back. A problem: the state that was, the one brought up to date from an
  // older one and the recount of its rows are not the same.
  std::optional<std::string> crash();
  // A state built from nothing but the journal is the one there is.
  std::optional<std::string> replay();

 private:
  std::shared_ptr<registry::Store> new_store();
  void open();

  test::TemporaryDirectory directory_;
  int stores_made_ = 0;
  test::StoryClock clock_;
  test::StoryRandom random_;
  std::shared_ptr<journal::MemoryJournal> journal_;
  std::shared_ptr<registry::Store> store_, older_;
  std::shared_ptr<crypto::KeyVault> vault_;
  std::unique_ptr<runtime::Registry> registry_;
};

}  // namespace stele::sim
