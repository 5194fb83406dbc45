// What is known of the certificate a TLS client has shown.
#pragma once

#include <string>

#include "engine/base/bytes.h"
#include "engine/base/instant.h"

namespace stele::net {

struct PeerCertificate {
  Digest fingerprint{};     // SHA-256 of its DER
  std::string common_name;  // of the subject; empty where there is none or more than one
  Instant valid_until;
  bool issued = false;      // signed by the listener's client CA, for clients, and valid then
};

}  // namespace stele::net
