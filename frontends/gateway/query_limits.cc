#include "frontends/gateway/query_limits.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "engine/crypto/system_random.h"

namespace stele::gateway {

namespace {

constexpr std::size_t kLook = 8;  // entries the hand passes at most for one newcomer

std::uint32_t rate_of(QueryKind kind, const core::Settings& settings) {
  switch (kind) {
    case QueryKind::whois: return settings.whois_per_minute;
    case QueryKind::rdap_lookup: return settings.rdap_per_minute;
    case QueryKind::rdap_search: return settings.rdap_searches_per_minute;
    case QueryKind::availability: return settings.das_per_minute;
  }
  std::unreachable();
}

// Of a client that comes over IPv6 with an IPv4 address in it (RFC 4291 §2.5.5.2), the latter.
IpAddress counted(const IpAddress& address) {
  static constexpr std::string_view kMapped("\0\0\0\0\0\0\0\0\0\0\xff\xff", 12);
  if (address.version == IpVersion::v6 && address.bytes().starts_with(kMapped))
    return ip_address_from_bytes(address.bytes().substr(12)).value_or(address);
  return address;
}

}  // namespace

std::string_view to_text(QueryKind kind) {
  switch (kind) {
    case QueryKind::whois: return "whois";
    case QueryKind::rdap_lookup: return "rdap_lookup";
    case QueryKind::rdap_search: return "rdap_search";
    case QueryKind::availability: return "availability";
  }
  return "";
}

std::size_t QueryLimits::HashKey::operator()(const Key& key) const {
  std::uint64_t words[2] = {};
  std::memcpy(words, key.range.address.octets.data(), sizeof words);
  std::uint64_t mix = secret ^ (std::uint64_t{key.range.bits} << 8) ^ static_cast<std::uint64_t>(key.kind);
  for (const std::uint64_t word : words) {
    mix = (mix ^ word) * 0x9e3779b97f4a7c15ULL;
    mix ^= mix >> 29;
    mix = (mix + secret) * 0xbf58476d1ce4e5b9ULL;
    mix ^= mix >> 32;
  }
  return mix;
}

QueryLimits::QueryLimits(std::size_t most) : most_of_shard_(std::max<std::size_t>(1, most / kShards)) {
  crypto::SystemRandom random;
  random.fill({reinterpret_cast<unsigned char*>(&hash_.secret), sizeof hash_.secret});
  for (auto& shard : shards_) {
    shard = std::make_unique<Shard>();
    shard->at = decltype(shard->at)(0, hash_);
  }
}

QueryLimits::~QueryLimits() = default;

std::size_t QueryLimits::size() const {
  std::size_t size = 0;
  for (const auto& shard : shards_) {
    const std::lock_guard lock(shard->mutex);
    size += shard->ring.size();
  }
  return size;
}

// A newcomer takes the place of the first entry the hand finds that is as good as new; failing that
// of the first that was not asked for since the last round. So a flood of addresses that come once
// passes through few places, and who keeps asking keeps its count.
TokenBucket& QueryLimits::bucket(Shard& shard, const Key& key, std::int64_t now_ms) {
  if (const auto at = shard.at.find(key); at != shard.at.end()) {
    shard.ring[at->second].used = true;
    return shard.ring[at->second].bucket;
  }
  std::size_t place = shard.ring.size();
  if (place < most_of_shard_) {
    shard.ring.emplace_back();
  } else {
    place = shard.hand % shard.ring.size();
    for (std::size_t looked = 0; looked < kLook; ++looked) {
      Entry& entry = shard.ring[shard.hand % shard.ring.size()];
      place = shard.hand++ % shard.ring.size();
      if (entry.bucket.is_idle(now_ms) || !std::exchange(entry.used, false)) break;
    }
    shard.at.erase(shard.ring[place].key);
    shard.ring[place] = Entry{};
  }
  shard.ring[place].key = key;
  shard.at.emplace(key, place);
  return shard.ring[place].bucket;
}

bool QueryLimits::take(const Key& key, std::uint32_t rate, std::int64_t now_ms,
                       std::uint32_t& wait_seconds) {
  Shard& shard = *shards_[hash_(key) % kShards];
  const std::lock_guard lock(shard.mutex);
  TokenBucket& of = bucket(shard, key, now_ms);
  if (of.take(1, rate, now_ms)) return true;
  wait_seconds = std::max<std::uint32_t>(
      wait_seconds, static_cast<std::uint32_t>((of.wait_ms(1, rate) + 999) / 1000));
  return false;
}

bool QueryLimits::is_exempt(const core::Settings& settings, const IpAddress& address) {
  if (settings.query_exempt.empty()) return false;
  std::shared_ptr<const Exempt> exempt;
  {
    const std::lock_guard lock(exempt_mutex_);
    if (!exempt_ || exempt_->text != settings.query_exempt) {
      auto read = std::make_shared<Exempt>(Exempt{settings.query_exempt, {}});
      std::string_view rest = read->text;
      while (!rest.empty()) {
        const std::string_view range = rest.substr(0, rest.find(','));
        if (const auto parsed = parse_ip_prefix(range)) read->ranges.push_back(*parsed);
        rest.remove_prefix(std::min(range.size() + 1, rest.size()));
      }
      exempt_ = std::move(read);
    }
    exempt = exempt_;
  }
  return std::ranges::any_of(exempt->ranges, [&](const IpPrefix& range) { return range.contains(address); });
}

QueryAdmission QueryLimits::admit(std::string_view address, QueryKind kind,
                                  const core::Settings& settings, std::int64_t now_ms) {
  const auto parsed = parse_ip_address(address);
  if (!parsed) return {};
  const IpAddress ip = counted(*parsed);
  if (is_exempt(settings, ip)) return {};
  const bool v4 = ip.version == IpVersion::v4;
  const auto bits = static_cast<std::uint8_t>(v4 ? settings.query_prefix_v4 : settings.query_prefix_v6);
  const auto wide = static_cast<std::uint8_t>(v4 ? settings.query_wide_v4 : settings.query_wide_v6);
  const std::uint32_t rate = rate_of(kind, settings);
  QueryAdmission out;
  const Key narrow{prefix_of(ip, bits), kind};
  // The narrow one first: one address that is over its limit takes nothing from its neighbours.
  if (!take(narrow, rate, now_ms, out.retry_seconds)) {
    out.admitted = false;
    out.range = stele::to_text(narrow.range);
    return out;
  }
  if (settings.query_wide_factor == 0 || wide >= bits) return out;
  const Key around{prefix_of(ip, wide), kind};
  const auto more = static_cast<std::uint32_t>(
      std::min<std::uint64_t>(std::uint64_t{rate} * settings.query_wide_factor, 100'000'000));
  if (!take(around, more, now_ms, out.retry_seconds)) {
    out.admitted = false;
    out.range = stele::to_text(around.range);
  }
  return out;
}

}  // namespace stele::gateway
