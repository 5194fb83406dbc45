// What a domain says in the DNS besides host objects: host attributes (RFC 5731 §1.1), DNSSEC data
// (RFC 5910) and TTLs (RFC 9803). Binary values are held as the text of zone files.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "events/values/domain_name.h"
#include "events/values/ip_address.h"

namespace stele {

struct HostAttribute {
  HostName name;
  std::vector<IpAddress> addresses;  // sorted
  auto operator<=>(const HostAttribute&) const = default;
};

// RFC 5910 §4.2; protocol is always 3.
struct DnsKey {
  std::uint16_t flags = 257;
  std::uint8_t protocol = 3;
  std::uint8_t algorithm = 0;
  std::string public_key;  // base64 without white space
  auto operator<=>(const DnsKey&) const = default;
};

// RFC 5910 §4.1; the digest in capital hex.
struct DsRecord {
  std::uint16_t key_tag = 0;
  std::uint8_t algorithm = 0;
  std::uint8_t digest_type = 0;
  std::string digest;
  std::optional<DnsKey> key;  // that it was made of, where the client gave it
  auto operator<=>(const DsRecord&) const = default;
};

// RFC 9803 §1.2: of the domain's NS, DS and glue records in the zone. Types are DNS numbers.
struct RecordTtl {
  std::uint16_t type = 0;
  std::uint32_t seconds = 0;
  auto operator<=>(const RecordTtl&) const = default;
};

}  // namespace stele
