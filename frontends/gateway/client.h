// Who is at the other end of a session before and beside its password: where it comes from and
// which certificate it has shown, and whether a registrar's access allows both.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/instant.h"
#include "engine/core/objects.h"
#include "engine/net/peer_certificate.h"
#include "events/values/registrar_access.h"

namespace stele::gateway {

struct Client {
  std::string peer;      // "192.0.2.1:50000", for log lines
  std::string address;   // the same without the port
  std::optional<net::PeerCertificate> certificate;
  CertificateMode mode = CertificateMode::own;  // what the server asks of all
};

// The stricter of the two.
CertificateMode certificate_mode(const core::Registrar& registrar, const Client& client);

// One word for the log when the client may not be this registrar: "certificate",
// "certificate_expired", "network".
std::optional<std::string_view> why_not(const core::Registrar& registrar, const Client& client,
                                        Instant now);

// Without networks it may come from everywhere.
bool may_come_from(const core::Registrar& registrar, const std::string& address);

// The client shows what a stranger could not: the registrar's certificate, or one of its networks.
// Precondition: why_not() has nothing against it.
bool is_distinguished(const core::Registrar& registrar, const Client& client);

// "192.0.2.1:50000", "[2001:db8::1]:50000"; 0 where there is none.
std::uint16_t port_of(std::string_view peer);

// What is counted and locked as one address: an IPv4 address or an IPv6 /64.
std::string address_range(const std::string& address);

}  // namespace stele::gateway
