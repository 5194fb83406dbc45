// IpAddress: an IPv4 or IPv6 address in network order. Text per RFC 5952.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stele {

enum class IpVersion : std::uint8_t { v4 = 4, v6 = 6 };

struct IpAddress {
  IpVersion version = IpVersion::v4;
  std::array<std::uint8_t, 16> octets{};  // v4 uses the first four
  auto operator<=>(const IpAddress&) const = default;

  std::string_view bytes() const {
    return {reinterpret_cast<const char*>(octets.data()), version == IpVersion::v4 ? 4U : 16U};
  }
  // May stand as glue in the public DNS: not unspecified, loopback, link-local, multicast, private
  // (RFC 6890) or a v4-mapped form. Documentation ranges count as usable (test beds need them).
  bool usable_as_glue() const;
};

std::optional<IpAddress> parse_ip_address(std::string_view text, IpVersion version);
std::optional<IpAddress> parse_ip_address(std::string_view text);  // either version
std::optional<IpAddress> ip_address_from_bytes(std::string_view bytes);  // 4 or 16 octets
std::string to_text(const IpAddress& address);

}  // namespace stele
