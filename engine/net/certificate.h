// Making certificates: a certificate authority and what it issues. The sandbox makes its own at first
// start; tests make theirs in memory.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/bytes.h"
#include "engine/base/instant.h"
#include "engine/base/result.h"

namespace stele::net {

struct Identity {
  std::string certificate_pem;
  std::string key_pem;  // PKCS#8, not encrypted: the caller keeps the file's mode at 0600
};

enum class CertificateUse { server, client };

// Of the key. RSA (2048 bits) for clients that know no elliptic curves.
enum class KeyKind { ecdsa_p256, rsa };

struct CertificateRequest {
  std::string common_name;
  std::vector<std::string> names;  // subjectAltName: DNS names and IP addresses
  CertificateUse use = CertificateUse::client;
  int days = 365;
  KeyKind key = KeyKind::ecdsa_p256;
};

// Valid from a day before `now`, for clocks that differ.
Result<Identity> make_ca(std::string_view common_name, int days, Instant now,
                         KeyKind key = KeyKind::ecdsa_p256);
Result<Identity> issue_certificate(const Identity& ca, const CertificateRequest& request,
                                   Instant now);

// SHA-256 of the first certificate's DER: what PeerCertificate::fingerprint is for it.
Result<Digest> certificate_fingerprint(std::string_view certificate_pem);

}  // namespace stele::net
