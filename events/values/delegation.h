// What a domain says in the DNS besides host objects: host attributes (RFC 5731 §1.1), DNSSEC data
// (RFC 5910) and TTLs (RFC 9803). Binary values are held as the text of zone files; a DS record and
// a key are written as such a file has them: "12345 13 2 49FD…" and "257 3 13 mdsswUyr3…".
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/values/domain_name.h"
#include "events/values/ip_address.h"
#include "events/values/record_type.h"

namespace stele {

struct HostAttribute {
  HostName name;
  std::vector<IpAddress> addresses;  // sorted
  auto operator<=>(const HostAttribute&) const = default;
};
std::string to_text(const HostAttribute& host);  // "ns1.shop.example 192.0.2.1 2001:db8::1"

// RFC 5910 §4.2; protocol is always 3.
struct DnsKey {
  std::uint16_t flags = 257;
  std::uint8_t protocol = 3;
  std::uint8_t algorithm = 0;
  std::string public_key;  // base64 without white space
  auto operator<=>(const DnsKey&) const = default;
};
std::string to_text(const DnsKey& key);
// One blank between the parts. Only the numbers are judged: whether it is a key is for the core.
std::optional<DnsKey> parse_dns_key(std::string_view text);

// RFC 5910 §4.1; the digest in capital hex.
struct DsRecord {
  std::uint16_t key_tag = 0;
  std::uint8_t algorithm = 0;
  std::uint8_t digest_type = 0;
  std::string digest;
  std::optional<DnsKey> key;  // that it was made of, where the client gave it
  auto operator<=>(const DsRecord&) const = default;
};
std::string to_text(const DsRecord& ds);  // without the key
// May go on with the key, "12345 13 2 49FD… 257 3 13 mdss…"; hexadecimal of either case.
std::optional<DsRecord> parse_ds_record(std::string_view text);

// What a client sends of one interface (RFC 5910 §4): one of `ds` and `keys` is empty.
struct DnssecData {
  std::optional<std::uint32_t> max_sig_life;  // seconds
  std::vector<DsRecord> ds;
  std::vector<DnsKey> keys;
  bool empty() const { return !max_sig_life && ds.empty() && keys.empty(); }
  bool operator==(const DnssecData&) const = default;
};

// RFC 5910 §5.2.5: what is removed goes first, then comes what is added.
struct DnssecChange {
  bool urgent = false;
  bool all_removed = false;
  std::vector<DsRecord> ds_removed;
  std::vector<DnsKey> keys_removed;
  DnssecData added;
  std::optional<std::uint32_t> max_sig_life;
  bool empty() const {
    return !urgent && !all_removed && ds_removed.empty() && keys_removed.empty() &&
           added.empty() && !max_sig_life;
  }
  bool operator==(const DnssecChange&) const = default;
};

// RFC 9803 §1.2: of the domain's NS, DS and glue records in the zone. Types are DNS numbers.
struct RecordTtl {
  std::uint16_t type = 0;
  std::uint32_t seconds = 0;
  auto operator<=>(const RecordTtl&) const = default;
};
std::string to_text(const RecordTtl& ttl);  // "NS:3600"

// Of the record types that TTLs are for; nullopt for all others.
std::optional<std::uint16_t> parse_ttl_type(std::string_view word);

// What a client wants of one record type (RFC 9803 §2.2).
struct TtlSetting {
  std::uint16_t type = 0;                // 0: a custom type, named in `custom`
  std::string custom;
  std::optional<std::uint32_t> seconds;  // none: back to the registry's default
  bool operator==(const TtlSetting&) const = default;
};
std::string to_text(const TtlSetting& setting);  // "NS:3600", "NS:" for the default
std::optional<TtlSetting> parse_ttl_setting(std::string_view text);

}  // namespace stele
