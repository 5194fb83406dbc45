#include "events/values/ip_prefix.h"

#include <algorithm>
#include <charconv>

namespace stele {

namespace {

unsigned width(IpVersion version) { return version == IpVersion::v4 ? 32 : 128; }

// The bits of octet `i` that a prefix of this length looks at.
std::uint8_t mask(std::size_t i, unsigned bits) {
  const unsigned before = static_cast<unsigned>(i) * 8;
  if (bits <= before) return 0;
  const unsigned wanted = std::min(8U, bits - before);
  return static_cast<std::uint8_t>(0xffU << (8 - wanted));
}

bool is_v4_mapped(const IpAddress& address) {
  static constexpr std::string_view kStart("\0\0\0\0\0\0\0\0\0\0\xff\xff", 12);
  return address.bytes().starts_with(kStart);
}

}  // namespace

bool IpPrefix::contains(const IpAddress& other) const {
  return other.version == address.version && prefix_of(other, bits).address == address;
}

IpPrefix prefix_of(const IpAddress& address, std::uint8_t bits) {
  IpPrefix out{address, bits};
  for (std::size_t i = 0; i < out.address.octets.size(); ++i) {
    std::uint8_t& octet = out.address.octets[i];
    octet = static_cast<std::uint8_t>(octet & mask(i, bits));
  }
  return out;
}

std::optional<IpPrefix> parse_ip_prefix(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = parse_ip_address(text.substr(0, slash));
  if (!address || is_v4_mapped(*address)) return std::nullopt;
  unsigned bits = width(address->version);
  if (slash != std::string_view::npos) {
    const std::string_view length = text.substr(slash + 1);
    const bool padded = length.size() > 1 && length.front() == '0';
    const char* const end = length.data() + length.size();
    const auto [stop, error] = std::from_chars(length.data(), end, bits);
    if (error != std::errc{} || stop != end || padded || bits > width(address->version))
      return std::nullopt;
  }
  const IpPrefix prefix = prefix_of(*address, static_cast<std::uint8_t>(bits));
  if (prefix.address != *address) return std::nullopt;
  return prefix;
}

std::string to_text(const IpPrefix& prefix) {
  return to_text(prefix.address) + "/" + std::to_string(prefix.bits);
}

}  // namespace stele
