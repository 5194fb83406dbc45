// TransferMarket: names on their way between the registrars of one run. A session offers a name, one
// of another registrar asks for it, a third of the first approves, and whoever gained it gives it up
// at last: a step each, in whatever session comes to it. Thread-safe.
#pragma once

#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace stele::bench {

class TransferMarket {
 public:
  // A name and the registrar a step of it is for: who offers it, who is to approve, who gained it.
  struct Item {
    std::string name;
    std::string registrar;
    std::string gainer;   // once it has been asked for
  };

  // False: there are enough, and the caller keeps the name.
  bool offer(std::string name, std::string registrar) {
    const std::lock_guard lock(mutex_);
    if (offered_.size() >= kMostOffered) return false;
    offered_.push_back({std::move(name), std::move(registrar), {}});
    return true;
  }
  std::optional<Item> take_offer_of_other(const std::string& registrar) {
    return take(offered_, [&](const Item& item) { return item.registrar != registrar; });
  }

  void asked(Item item) { put(asked_, std::move(item)); }
  std::optional<Item> take_to_approve(const std::string& registrar) {
    return take(asked_, [&](const Item& item) { return item.registrar == registrar; });
  }

  void gained(Item item) { put(gained_, std::move(item)); }
  std::optional<Item> take_gained(const std::string& registrar) {
    return take(gained_, [&](const Item& item) { return item.gainer == registrar; });
  }

 private:
  static constexpr std::size_t kMostOffered = 256;

  void put(std::deque<Item>& items, Item item) {
    const std::lock_guard lock(mutex_);
    items.push_back(std::move(item));
  }
  template <class Fits>
  std::optional<Item> take(std::deque<Item>& items, Fits fits) {
    const std::lock_guard lock(mutex_);
    for (auto at = items.begin(); at != items.end(); ++at) {
      if (!fits(*at)) continue;
      Item found = std::move(*at);
      items.erase(at);
      return found;
    }
    return std::nullopt;
  }

  std::mutex mutex_;
  std::deque<Item> offered_, asked_, gained_;
};

}  // namespace stele::bench
