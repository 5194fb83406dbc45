#include "events/values/distribution.h"

#include <charconv>

namespace stele {
namespace {

constexpr char kSecretFormat = 1;

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

}  // namespace

std::string_view to_text(TsigAlgorithm algorithm) {
  switch (algorithm) {
    case TsigAlgorithm::hmac_sha256: return "hmac-sha256";
    case TsigAlgorithm::hmac_sha512: return "hmac-sha512";
  }
  return "";
}

std::optional<TsigAlgorithm> parse_tsig_algorithm(std::string_view text) {
  for (const TsigAlgorithm algorithm : {TsigAlgorithm::hmac_sha256, TsigAlgorithm::hmac_sha512})
    if (text == to_text(algorithm)) return algorithm;
  return std::nullopt;
}

std::string encode(const TsigSecret& secret) { return kSecretFormat + secret.bytes; }

Result<TsigSecret> decode_tsig_secret(std::string_view bytes) {
  if (bytes.size() < 2 || bytes.front() != kSecretFormat)
    return fail(Fault::corrupt, "a TSIG secret in a form this build does not know");
  return TsigSecret{std::string(bytes.substr(1))};
}

std::string to_text(const SecondaryAddress& address) {
  const std::string ip = to_text(address.address);
  if (address.port == 0) return ip;
  const bool v6 = address.address.version == IpVersion::v6;
  return (v6 ? "[" + ip + "]" : ip) + ":" + std::to_string(address.port);
}

std::optional<SecondaryAddress> parse_secondary_address(std::string_view text) {
  SecondaryAddress out;
  std::string_view ip = text;
  std::string_view port;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    ip = text.substr(1, end - 1);
    port = text.substr(end + 1);
  } else if (const std::size_t colon = text.find(':');
             colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos) {
    ip = text.substr(0, colon);
    port = text.substr(colon);
  }
  const auto address = parse_ip_address(ip);
  if (!address) return std::nullopt;
  out.address = *address;
  if (port.empty()) return out;
  const auto number = port.front() == ':' ? parse_port(port.substr(1)) : std::nullopt;
  if (!number) return std::nullopt;
  out.port = *number;
  return out;
}

}  // namespace stele
