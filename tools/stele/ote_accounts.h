// What the sandbox remembers beside its registry: the passwords it made up. DIR/ote.json, mode 0600;
// certificates and keys are files under DIR/tls.
#pragma once

#include <string>
#include <vector>

#include "engine/base/random.h"
#include "engine/base/result.h"
#include "engine/net/certificate.h"

namespace stele::cli {

struct OteRegistrar {
  std::string id;
  std::string password;
  std::string certificate, key;  // paths
};

// What the sandbox's zones are fetched with.
constexpr const char* kOteTsigKey = "ote-transfer";

struct OteAccounts {
  std::string ca;                         // path
  std::string server_certificate, server_key;
  std::vector<OteRegistrar> registrars;   // reg-a, reg-b, reg-c
  std::string administrator, administrator_password;
  std::string tsig_secret;                // base64; empty in a sandbox of before there were any
  std::string tsig_key;                   // path: the key as BIND's tools read it (dig -k)
};

// Reads what an earlier start made, or makes it: a certificate authority, the server's certificate,
// a password and a client certificate for each registrar, with keys of this kind.
Result<OteAccounts> open_ote_accounts(const std::string& dir, net::KeyKind keys, Random& random);
bool has_ote_accounts(const std::string& dir);

}  // namespace stele::cli
