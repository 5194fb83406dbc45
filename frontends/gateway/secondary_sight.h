// SecondarySight: what was seen of each secondary of each zone since the start: its questions, its
// transfers, whether it heard of the news, and who was turned away. Kept in memory and bounded;
// written by frontends/dns, read by the control socket. Thread-safe.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "engine/base/instant.h"

namespace stele::gateway {

struct SecondarySeen {
  Instant soa_at;                        // 0: never, as all here
  Instant transfer_at;                   // the last one that was complete
  std::string transfer_kind;             // "axfr", "ixfr"; "current" when there was nothing new
  std::optional<std::uint32_t> serial;   // that it has, as far as is known
  std::uint64_t transfers = 0, broken = 0;  // how many came to their end, and did not
  std::uint64_t messages = 0, octets = 0;
  std::int64_t milliseconds = 0;         // that it took
  Instant broken_at;                     // a transfer that did not come to its end
  std::string broken_why;
  Instant notified_at;
  std::uint32_t notified_serial = 0;
  Instant notify_answered_at;
  std::string notify_outcome;            // "NOERROR", "no answer"
  std::uint64_t refused = 0;
  Instant refused_at;
  std::string refused_why;
};

// A zone as it is now, where it is published: lag is counted from there.
struct ZoneSerial {
  std::uint32_t serial = 0;
  Instant made_at;
};
// For how long a newer serial has been there than the one it is known to have; nullopt: none is known.
inline std::optional<std::int64_t> lag_seconds(const SecondarySeen& seen, const ZoneSerial& current, Instant now) {
  if (!seen.serial) return std::nullopt;
  if (*seen.serial == current.serial) return 0;
  return std::max<std::int64_t>(0, (now.ms - current.made_at.ms) / 1000);
}

class SecondarySight {
 public:
  // `secondary` empty: everyone who asked for the zone and is none of its secondaries.
  template <class Change>
  void change(const std::string& zone, const std::string& secondary, const Change& change) {
    const std::lock_guard lock(mutex_);
    const Key key(zone, secondary);
    // Zones and secondaries are staff's and few; a name that a stranger made up is not kept.
    if (seen_.size() >= kMost && !seen_.contains(key)) return;
    change(seen_[key]);
  }

  SecondarySeen of(const std::string& zone, const std::string& secondary) const {
    const std::lock_guard lock(mutex_);
    const auto at = seen_.find(Key(zone, secondary));
    return at == seen_.end() ? SecondarySeen{} : at->second;
  }

 private:
  static constexpr std::size_t kMost = 100'000;
  using Key = std::pair<std::string, std::string>;
  mutable std::mutex mutex_;
  std::map<Key, SecondarySeen> seen_;
};

}  // namespace stele::gateway
