#include "frontends/gateway/lockout.h"

namespace stele::gateway {

bool Lockout::is_locked(const std::string& key, std::int64_t now_ms) const {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(key);
  return found != entries_.end() && now_ms < found->second.locked_until;
}

Lockout::Failed Lockout::fail(const std::string& key, const Rules& rules, std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  if (!entries_.contains(key) && entries_.size() >= most_) make_room(now_ms);
  Entry& entry = entries_[key];
  if (now_ms < entry.locked_until) return {entry.failures, false};
  if (now_ms >= entry.over()) entry = {.window_ends = now_ms + rules.window_ms};
  const bool locks = ++entry.failures >= rules.failures;
  const std::uint32_t failures = entry.failures;
  // The count begins anew when the lock is over.
  if (locks) entry = {.failures = failures, .locked_until = now_ms + rules.lock_ms};
  return {failures, locks};
}

void Lockout::forget(const std::string& key) {
  const std::lock_guard lock(mutex_);
  entries_.erase(key);
}

std::size_t Lockout::forget_all(std::string_view start, std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  std::size_t were_locked = 0;
  std::erase_if(entries_, [&](const auto& item) {
    if (!item.first.starts_with(start)) return false;
    were_locked += now_ms < item.second.locked_until;
    return true;
  });
  return were_locked;
}

std::vector<Lockout::Locked> Lockout::locked(std::int64_t now_ms) const {
  std::vector<Locked> out;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [key, entry] : entries_)
      if (now_ms < entry.locked_until) out.push_back({key, entry.locked_until - now_ms});
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  return out;
}

void Lockout::sweep(std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  std::erase_if(entries_, [&](const auto& item) { return now_ms >= item.second.over(); });
}

std::size_t Lockout::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

// What would be over first goes first, and what is over goes with it.
void Lockout::make_room(std::int64_t now_ms) {
  std::erase_if(entries_, [&](const auto& item) { return now_ms >= item.second.over(); });
  if (entries_.size() < most_) return;
  entries_.erase(std::min_element(
      entries_.begin(), entries_.end(),
      [](const auto& a, const auto& b) { return a.second.over() < b.second.over(); }));
}

}  // namespace stele::gateway
