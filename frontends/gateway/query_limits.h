// QueryLimits: how much the public may ask. Token buckets by kind of query, for the address (a /32 or
// a /64) and, with more in them, for the wider range around it, so that a network full of addresses
// is no way around the limit. The memory is bounded: where made-up addresses fill it, the ones that
// have been idle make room. Allow-lists are not counted at all. All numbers are settings.
// Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/core/objects.h"
#include "events/values/ip_prefix.h"
#include "frontends/gateway/token_bucket.h"

namespace stele::gateway {

enum class QueryKind : std::uint8_t { whois, rdap_lookup, rdap_search, availability };
inline constexpr std::size_t kQueryKinds = 4;
std::string_view to_text(QueryKind kind);

struct QueryAdmission {
  bool admitted = true;
  std::uint32_t retry_seconds = 0;  // until there is room again: Retry-After
  std::string range;                // what was counted: "192.0.2.1/32"
};

class QueryLimits {
 public:
  // `most`: ranges counted at once.
  explicit QueryLimits(std::size_t most = 65'536);
  ~QueryLimits();

  // `address` without a port; what is none (a Unix socket) is not limited.
  QueryAdmission admit(std::string_view address, QueryKind kind, const core::Settings& settings,
                       std::int64_t now_ms);
  std::size_t size() const;

 private:
  struct Key {
    IpPrefix range;
    QueryKind kind = QueryKind::whois;
    bool operator==(const Key&) const = default;
  };
  struct HashKey {
    HashKey() : secret(0) {}
    std::uint64_t secret;       // addresses are chosen by strangers
    std::size_t operator()(const Key& key) const;
  };
  struct Entry {
    Key key;
    TokenBucket bucket{60'000};
    bool used = false;          // since the clock's hand passed
  };
  // One of several, so that threads seldom meet. A ring of entries with a hand that goes round.
  struct Shard {
    mutable std::mutex mutex;
    std::vector<Entry> ring;
    std::unordered_map<Key, std::size_t, HashKey> at;
    std::size_t hand = 0;
  };
  TokenBucket& bucket(Shard& shard, const Key& key, std::int64_t now_ms);
  bool take(const Key& key, std::uint32_t rate, std::int64_t now_ms, std::uint32_t& wait_seconds);
  bool is_exempt(const core::Settings& settings, const IpAddress& address);

  static constexpr std::size_t kShards = 16;
  const std::size_t most_of_shard_;
  HashKey hash_;
  std::array<std::unique_ptr<Shard>, kShards> shards_;

  // The allow-list as last read; settings change seldom.
  struct Exempt {
    std::string text;
    std::vector<IpPrefix> ranges;
  };
  std::mutex exempt_mutex_;
  std::shared_ptr<const Exempt> exempt_;
};

}  // namespace stele::gateway
