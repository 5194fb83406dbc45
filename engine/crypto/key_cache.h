// KeyCache: subject keys taken from the vault lately, least recently used out first. Not
// thread-safe; FileVault's lock covers it.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <unordered_map>
#include <utility>

#include "engine/base/strong.h"
#include "engine/crypto/aead.h"

namespace stele::crypto {

class KeyCache {
 public:
  explicit KeyCache(std::size_t capacity) : capacity_(capacity) {}

  // Null when the slot is not cached.
  std::shared_ptr<const SecretKey> find(KeySlot slot) {
    const auto found = index_.find(slot);
    if (found == index_.end()) return nullptr;
    order_.splice(order_.begin(), order_, found->second);
    return found->second->second;
  }

  void insert(KeySlot slot, std::shared_ptr<const SecretKey> key) {
    const auto [at, is_new] = index_.try_emplace(slot);
    if (!is_new) order_.erase(at->second);
    order_.emplace_front(slot, std::move(key));
    at->second = order_.begin();
    if (order_.size() <= capacity_) return;
    index_.erase(order_.back().first);
    order_.pop_back();
  }

  void erase(KeySlot slot) {
    const auto found = index_.find(slot);
    if (found == index_.end()) return;
    order_.erase(found->second);
    index_.erase(found);
  }

 private:
  using Entry = std::pair<KeySlot, std::shared_ptr<const SecretKey>>;

  std::size_t capacity_;
  std::list<Entry> order_;
  std::unordered_map<KeySlot, std::list<Entry>::iterator> index_;
};

}  // namespace stele::crypto
