// Lockout: who has failed too often is not listened to for a while. Counts in memory, so a restart
// forgets; bounded, so that made-up names cannot fill it. Thread-safe; the clock is the caller's.
#pragma once

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace stele::gateway {

class Lockout {
 public:
  // `failures` within the window lock for `lock_ms`.
  struct Rules {
    std::uint32_t failures = 0;
    std::int64_t window_ms = 0;
    std::int64_t lock_ms = 0;
  };
  struct Failed {
    std::uint32_t failures = 0;  // in this window, this one included
    bool locks = false;          // this one did it
  };

  explicit Lockout(std::size_t most = 16'384) : most_(most) {}

  bool is_locked(const std::string& key, std::int64_t now_ms) const;
  // A failure while the key is locked does not prolong it: a lock ends for a client that goes on.
  Failed fail(const std::string& key, const Rules& rules, std::int64_t now_ms);
  void forget(const std::string& key);
  // Everything whose key begins so; how many of them were locked.
  std::size_t forget_all(std::string_view start, std::int64_t now_ms);

  struct Locked {
    std::string key;
    std::int64_t left_ms = 0;
  };
  std::vector<Locked> locked(std::int64_t now_ms) const;  // sorted by key
  void sweep(std::int64_t now_ms);                        // drops what is over
  std::size_t size() const;

 private:
  struct Entry {
    std::uint32_t failures = 0;
    std::int64_t window_ends = 0;
    std::int64_t locked_until = 0;
    std::int64_t over() const { return std::max(window_ends, locked_until); }
  };
  void make_room(std::int64_t now_ms);

  const std::size_t most_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Entry> entries_;
};

}  // namespace stele::gateway
