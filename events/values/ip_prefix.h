// IpPrefix: a range of addresses, "192.0.2.0/24" or "2001:db8::/48"; one address is a range of one.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/values/ip_address.h"

namespace stele {

struct IpPrefix {
  IpAddress address;      // the first of the range: bits beyond `bits` are zero
  std::uint8_t bits = 0;  // 0 to 32 or 128
  auto operator<=>(const IpPrefix&) const = default;

  bool contains(const IpAddress& other) const;
};

// The range of this length that an address lies in.
IpPrefix prefix_of(const IpAddress& address, std::uint8_t bits);

// "192.0.2.0/24", or an address alone. Nothing with bits set beyond its length: "192.0.2.7/24" is
// more likely a slip than a wish. No v4-mapped IPv6: such peers are known by their IPv4 address.
std::optional<IpPrefix> parse_ip_prefix(std::string_view text);
// The length is always written: "192.0.2.7/32".
std::string to_text(const IpPrefix& prefix);

}  // namespace stele
