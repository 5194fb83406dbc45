// WatchedVault: a key vault whose read faults reach the operator's log, one line a key slot. Readers
// answer "cannot be read at the moment" and know nothing more; without the line nobody would look.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <unordered_set>

#include "engine/crypto/vault.h"

namespace stele::runtime {

class WatchedVault final : public crypto::KeyVault {
 public:
  explicit WatchedVault(std::unique_ptr<crypto::KeyVault> vault) : vault_(std::move(vault)) {}

  Result<KeySlot> allocate() override { return vault_->allocate(); }
  Result<std::string> seal(KeySlot slot, std::string_view context,
                           std::string_view clear) override {
    return vault_->seal(slot, context, clear);
  }
  Result<std::optional<std::string>> unseal(KeySlot slot, std::string_view context,
                                            std::string_view sealed) override;
  Done destroy(KeySlot slot) override;
  bool destroyed(KeySlot slot) override { return vault_->destroyed(slot); }
  Done reserve_up_to(KeySlot highest_used) override { return vault_->reserve_up_to(highest_used); }

  std::uint64_t destroyed_keys() const { return destroyed_.load(std::memory_order_acquire); }

 private:
  bool is_first_of(KeySlot slot);

  std::unique_ptr<crypto::KeyVault> vault_;
  std::atomic<std::uint64_t> destroyed_ = 0;
  std::mutex mutex_;  // guards told_
  std::unordered_set<KeySlot> told_;
};

}  // namespace stele::runtime
