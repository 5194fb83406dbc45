#include "frontends/api/sessions.h"

#include <array>
#include <utility>
#include <vector>

#include "engine/crypto/hash.h"

namespace stele::api {

bool Sessions::is_over(const Entry& entry, std::int64_t now_ms) const {
  return now_ms - entry.used_ms > limits_.idle.count() || now_ms - entry.began_ms > limits_.lifetime.count();
}

std::optional<std::string> Sessions::begin(gateway::SeatHandle seat, Random& random, std::int64_t now_ms) {
  std::array<unsigned char, 32> secret;
  random.fill(secret);
  std::string token = to_hex({reinterpret_cast<const char*>(secret.data()), secret.size()});
  auto session = std::make_shared<Session>(std::move(seat));
  const std::lock_guard lock(mutex_);
  if (entries_.size() >= limits_.sessions) return std::nullopt;
  entries_.insert_or_assign(crypto::sha256(token), Entry{std::move(session), now_ms, now_ms});
  return token;
}

std::shared_ptr<Session> Sessions::find(std::string_view token, std::int64_t now_ms) {
  const Digest digest = crypto::sha256(token);
  const std::lock_guard lock(mutex_);
  const auto at = entries_.find(digest);
  if (at == entries_.end()) return nullptr;
  if (is_over(at->second, now_ms)) {
    entries_.erase(at);
    return nullptr;
  }
  at->second.used_ms = now_ms;
  return at->second.session;
}

void Sessions::end(std::string_view token) {
  const Digest digest = crypto::sha256(token);
  const std::lock_guard lock(mutex_);
  entries_.erase(digest);
}

// Of a session's lock and this one's, the session's is taken first.
void Sessions::sweep(std::int64_t now_ms, const core::State& state) {
  std::vector<std::pair<Digest, std::shared_ptr<Session>>> ended;
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(entries_, [&](const auto& item) { return is_over(item.second, now_ms); });
    for (const auto& [digest, entry] : entries_) ended.emplace_back(digest, entry.session);
  }
  std::erase_if(ended, [&](const auto& item) {
    const std::lock_guard lock(item.second->mutex);
    return !item.second->seat->ended_because(state);
  });
  const std::lock_guard lock(mutex_);
  for (const auto& [digest, session] : ended) entries_.erase(digest);
}

std::size_t Sessions::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace stele::api
