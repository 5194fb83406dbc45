// Lru: what was used lately, by key, up to a weight; what was not used for longest goes first. Not
// thread-safe.
#pragma once

#include <cstddef>
#include <list>
#include <unordered_map>
#include <utility>

namespace stele {

template <class Key, class Value>
class Lru {
 public:
  explicit Lru(std::size_t most_weight) : most_weight_(most_weight) {}

  // Null when it is not there; good until the next call.
  const Value* find(const Key& key) {
    const auto found = index_.find(key);
    if (found == index_.end()) return nullptr;
    order_.splice(order_.begin(), order_, found->second);
    return &found->second->value;
  }

  void insert(const Key& key, Value value, std::size_t weight = 1) {
    erase(key);
    order_.push_front({key, std::move(value), weight});
    index_.emplace(key, order_.begin());
    weight_ += weight;
    while (weight_ > most_weight_) erase(order_.back().key);
  }

  void erase(const Key& key) {
    const auto found = index_.find(key);
    if (found == index_.end()) return;
    const auto at = found->second;
    weight_ -= at->weight;
    index_.erase(found);
    order_.erase(at);
  }

  void clear() {
    index_.clear();
    order_.clear();
    weight_ = 0;
  }

  std::size_t size() const { return order_.size(); }
  std::size_t weight() const { return weight_; }

 private:
  struct Entry {
    Key key;
    Value value;
    std::size_t weight;
  };

  std::size_t most_weight_;
  std::size_t weight_ = 0;
  std::list<Entry> order_;
  std::unordered_map<Key, typename std::list<Entry>::iterator> index_;
};

}  // namespace stele
