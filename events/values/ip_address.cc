#include "events/values/ip_address.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#include <algorithm>

#include "events/values/ip_prefix.h"

namespace stele {

namespace {

// RFC 6890 and its registry, as far as an address there can never answer the public DNS.
constexpr IpPrefix kUnusable[] = {
    {{IpVersion::v4, {0}}, 8},           // this network
    {{IpVersion::v4, {10}}, 8},          // private
    {{IpVersion::v4, {100, 64}}, 10},    // shared address space
    {{IpVersion::v4, {127}}, 8},         // loopback
    {{IpVersion::v4, {169, 254}}, 16},   // link-local
    {{IpVersion::v4, {172, 16}}, 12},    // private
    {{IpVersion::v4, {192, 168}}, 16},   // private
    {{IpVersion::v4, {224}}, 4},         // multicast
    {{IpVersion::v4, {240}}, 4},         // reserved, and broadcast
    {{IpVersion::v6, {0xfc}}, 7},        // unique local
    {{IpVersion::v6, {0xfe, 0x80}}, 10}, // link-local
    {{IpVersion::v6, {0xfe, 0xc0}}, 10}, // site-local (RFC 3879: never again)
    {{IpVersion::v6, {0xff}}, 8},        // multicast
};

// ::, ::1, v4-compatible and v4-mapped: the first ten octets are zero.
bool embeds_v4(const IpAddress& address) {
  if (address.version != IpVersion::v6) return false;
  const auto& o = address.octets;
  if (std::any_of(o.begin(), o.begin() + 10, [](std::uint8_t b) { return b != 0; })) return false;
  return (o[10] == 0 && o[11] == 0) || (o[10] == 0xff && o[11] == 0xff);
}

}  // namespace

bool IpAddress::usable_as_glue() const {
  if (embeds_v4(*this)) return false;
  return std::none_of(std::begin(kUnusable), std::end(kUnusable),
                      [this](const IpPrefix& prefix) { return prefix.contains(*this); });
}

std::optional<IpAddress> parse_ip_address(std::string_view text, IpVersion version) {
  char buffer[INET6_ADDRSTRLEN];
  if (text.size() >= sizeof buffer) return std::nullopt;
  if (text.find('\0') != std::string_view::npos) return std::nullopt;
  *std::copy(text.begin(), text.end(), buffer) = '\0';
  IpAddress out;
  out.version = version;
  const int family = version == IpVersion::v4 ? AF_INET : AF_INET6;
  if (::inet_pton(family, buffer, out.octets.data()) != 1) return std::nullopt;
  return out;
}

std::optional<IpAddress> parse_ip_address(std::string_view text) {
  const bool v6 = text.find(':') != std::string_view::npos;
  return parse_ip_address(text, v6 ? IpVersion::v6 : IpVersion::v4);
}

std::optional<IpAddress> ip_address_from_bytes(std::string_view bytes) {
  if (bytes.size() != 4 && bytes.size() != 16) return std::nullopt;
  IpAddress out;
  out.version = bytes.size() == 4 ? IpVersion::v4 : IpVersion::v6;
  std::transform(bytes.begin(), bytes.end(), out.octets.begin(),
                 [](char c) { return static_cast<std::uint8_t>(c); });
  return out;
}

std::string to_text(const IpAddress& address) {
  char buffer[INET6_ADDRSTRLEN];
  const int family = address.version == IpVersion::v4 ? AF_INET : AF_INET6;
  const char* text = ::inet_ntop(family, address.octets.data(), buffer, sizeof buffer);
  return text ? text : "";
}

}  // namespace stele
