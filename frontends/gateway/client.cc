#include "frontends/gateway/client.h"

#include <algorithm>
#include <charconv>

#include "engine/base/bytes.h"
#include "events/values/ip_prefix.h"

namespace stele::gateway {

namespace {

std::optional<std::string_view> why_not(const core::Registrar& registrar,
                                        const std::optional<net::PeerCertificate>& shown,
                                        CertificateMode mode, Instant now) {
  if (mode == CertificateMode::none) return std::nullopt;
  if (!shown) return "certificate";
  const bool expired = shown->valid_until < now;
  if (mode == CertificateMode::issued) {
    // An expired one is not `issued`, whoever signed it: it is only named more exactly.
    if (shown->common_name == registrar.id && expired) return "certificate_expired";
    if (shown->issued && shown->common_name == registrar.id) return std::nullopt;
    return "certificate";
  }
  const std::string fingerprint = to_hex(view(shown->fingerprint));
  if (!std::binary_search(registrar.fingerprints.begin(), registrar.fingerprints.end(), fingerprint))
    return "certificate";
  if (expired) return "certificate_expired";
  return std::nullopt;
}

}  // namespace

bool may_come_from(const core::Registrar& registrar, const std::string& address) {
  const std::vector<std::string>& networks = registrar.access.networks;
  if (networks.empty()) return true;
  const auto from = parse_ip_address(address);
  if (!from) return false;
  return std::any_of(networks.begin(), networks.end(), [&](const std::string& network) {
    const auto prefix = parse_ip_prefix(network);
    return prefix && prefix->contains(*from);
  });
}

CertificateMode certificate_mode(const core::Registrar& registrar, const Client& client) {
  return std::min(registrar.access.certificate, client.mode);
}

std::optional<std::string_view> why_not(const core::Registrar& registrar, const Client& client,
                                        Instant now) {
  const auto certificate =
      why_not(registrar, client.certificate, certificate_mode(registrar, client), now);
  if (certificate) return certificate;
  if (!may_come_from(registrar, client.address)) return "network";
  return std::nullopt;
}

bool is_distinguished(const core::Registrar& registrar, const Client& client) {
  return certificate_mode(registrar, client) != CertificateMode::none ||
         !registrar.access.networks.empty();
}

std::uint16_t port_of(std::string_view peer) {
  const std::size_t colon = peer.rfind(':');
  std::uint16_t port = 0;
  if (colon != std::string_view::npos)
    std::from_chars(peer.data() + colon + 1, peer.data() + peer.size(), port);
  return port;
}

std::string address_range(const std::string& address) {
  const auto ip = parse_ip_address(address);
  if (!ip) return address;
  if (ip->version == IpVersion::v4) return address;
  return to_text(prefix_of(*ip, 64));
}

}  // namespace stele::gateway
