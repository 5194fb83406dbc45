// Sessions of the API: who holds a token has the seat of a registrar. A token is 256 bits of chance and
// bound to nothing else; kept is its digest, by which it is found (docs/architecture.md says why that
// needs no salt), and only in memory. A session ends when nobody used it for a while, when it is as old
// as it may get, or when it is said to. Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/bytes.h"
#include "engine/base/random.h"
#include "frontends/gateway/seat.h"

namespace stele::api {

struct SessionLimits {
  std::size_t sessions = 10'000;                 // of all registrars
  std::chrono::milliseconds idle = std::chrono::minutes(10);
  std::chrono::milliseconds lifetime = std::chrono::hours(24);
};

struct Session {
  explicit Session(gateway::SeatHandle of) : seat(std::move(of)) {}
  std::mutex mutex;            // requests of one session may come at once
  gateway::SeatHandle seat;    // guarded
};

class Sessions {
 public:
  explicit Sessions(SessionLimits limits) : limits_(limits) {}

  const SessionLimits& limits() const { return limits_; }
  // The token, in hexadecimal; nullopt: there are as many as may be.
  std::optional<std::string> begin(gateway::SeatHandle seat, Random& random, std::int64_t now_ms);
  // Null: unknown, or over. Found, it was used now.
  std::shared_ptr<Session> find(std::string_view token, std::int64_t now_ms);
  void end(std::string_view token);
  // Drops what is over, and what the registry's state has ended: a seat is somebody's who waits for it.
  void sweep(std::int64_t now_ms, const core::State& state);
  std::size_t size() const;

 private:
  struct Entry {
    std::shared_ptr<Session> session;
    std::int64_t began_ms = 0, used_ms = 0;
  };
  bool is_over(const Entry& entry, std::int64_t now_ms) const;

  const SessionLimits limits_;
  mutable std::mutex mutex_;         // guards entries_
  std::map<Digest, Entry> entries_;  // by the token's
};

}  // namespace stele::api
