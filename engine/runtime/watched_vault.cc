#include "engine/runtime/watched_vault.h"

#include "engine/runtime/log.h"

namespace stele::runtime {

namespace {

// A disk that is gone fails every slot: a thousand lines say as much as a million.
constexpr std::size_t kMostTold = 1000;

}  // namespace

Result<std::optional<std::string>> WatchedVault::unseal(KeySlot slot, std::string_view context,
                                                        std::string_view sealed) {
  auto clear = vault_->unseal(slot, context, sealed);
  if (!clear && is_first_of(slot))
    log(LogLevel::error, "vault.unreadable",
        clear.error().what + "; personal data under it is answered as not readable until the vault is "
                             "restored from its back-up");
  return clear;
}

Done WatchedVault::destroy(KeySlot slot) {
  Done done = vault_->destroy(slot);
  destroyed_.fetch_add(1, std::memory_order_release);
  return done;
}

bool WatchedVault::is_first_of(KeySlot slot) {
  const std::lock_guard lock(mutex_);
  return told_.size() < kMostTold && told_.insert(slot).second;
}

}  // namespace stele::runtime
