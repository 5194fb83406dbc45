#include "tests/unit/core/memory_state.h"

#include "engine/base/check.h"
#include "engine/base/random.h"
#include "engine/runtime/seal.h"

namespace stele::core {

// A vault in memory that can be told to fail.
class MemoryState::Vault final : public crypto::KeyVault {
 public:
  void set_broken(bool broken) { broken_ = broken; }

  Result<KeySlot> allocate() override { return inner_->allocate(); }
  Result<std::string> seal(KeySlot slot, std::string_view context, std::string_view clear) override {
    return inner_->seal(slot, context, clear);
  }
  Result<std::optional<std::string>> unseal(KeySlot slot, std::string_view context,
                                            std::string_view sealed) override {
    if (broken_) return fail(Fault::io, "the vault is broken");
    return inner_->unseal(slot, context, sealed);
  }
  Done destroy(KeySlot slot) override { return inner_->destroy(slot); }
  bool destroyed(KeySlot slot) override { return inner_->destroyed(slot); }
  Done reserve_up_to(KeySlot highest_used) override { return inner_->reserve_up_to(highest_used); }

 private:
  // Its own bytes: those of the world are counted by the tests.
  class Bytes final : public Random {
   public:
    void fill(std::span<unsigned char> out) override {
      for (unsigned char& byte : out) byte = ++last_;
    }

   private:
    unsigned char last_ = 0;
  };
  Bytes random_;
  std::unique_ptr<crypto::KeyVault> inner_ = crypto::memory_vault(random_);
  bool broken_ = false;
};

MemoryState::MemoryState() : vault_(std::make_unique<Vault>()) {
  auto store = registry::memory_store();
  const registry::PublishedState empty(store->snapshot(), std::make_shared<registry::HotObjects>(), {},
                                       vault_.get());
  pending_ = std::make_unique<registry::Pending>(empty, vault_.get());
}

MemoryState::~MemoryState() = default;

void MemoryState::apply(const events::Event& event) {
  events::Transaction transaction;
  transaction.events = {event};
  CHECK(runtime::seal(transaction.events, *vault_), "a vault in memory seals");
  if (const KeySlot slot = runtime::ended_slot(event))
    CHECK(vault_->destroy(slot), "a vault in memory destroys");
  next_.value += 1;
  pending_->apply(transaction, next_, {}, time_);
}

void MemoryState::set_vault_broken(bool broken) { vault_->set_broken(broken); }

}  // namespace stele::core
