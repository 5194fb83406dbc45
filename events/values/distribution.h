// Distribution: to whom a zone is given. Secondaries are the name servers (or signers) that fetch it;
// TSIG keys (RFC 8945) are what they prove themselves with. A secret is sealed as personal data are:
// journal and state never hold it clear.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "events/values/ip_address.h"
#include "events/values/personal.h"

namespace stele {

// RFC 8945 §6, those worth using. Append-only.
enum class TsigAlgorithm : std::uint8_t { hmac_sha256, hmac_sha512 };
std::string_view to_text(TsigAlgorithm algorithm);  // "hmac-sha256": as DNS and every server name it
std::optional<TsigAlgorithm> parse_tsig_algorithm(std::string_view text);

struct TsigSecret {
  std::string bytes;
  auto operator<=>(const TsigSecret&) const = default;
};
// Bytes that are sealed; see encode(ContactData).
std::string encode(const TsigSecret& secret);
Result<TsigSecret> decode_tsig_secret(std::string_view bytes);

struct TsigKey {
  std::string name;  // a domain name in lower case, without the final dot
  TsigAlgorithm algorithm = TsigAlgorithm::hmac_sha256;
  Personal<TsigSecret> secret;
  bool operator==(const TsigKey&) const = default;
};

// Where it asks from, on any port, and where it is told of a new serial. Port 0: 53.
struct SecondaryAddress {
  IpAddress address;
  std::uint16_t port = 0;
  auto operator<=>(const SecondaryAddress&) const = default;
};
std::string to_text(const SecondaryAddress& address);  // "192.0.2.1", "[2001:db8::1]:5353"
std::optional<SecondaryAddress> parse_secondary_address(std::string_view text);

struct Secondary {
  std::string name;      // what staff call it
  std::string contact;   // e-mail of those who run it: a role's address, not a person's
  std::vector<SecondaryAddress> addresses;  // sorted, at least one
  std::string key;       // name of the TSIG key it must use; empty: none, its address is enough
  bool xot = false;      // transfers only over TLS (RFC 9103)
  bool notify = true;
  auto operator<=>(const Secondary&) const = default;
};

struct Distribution {
  std::vector<TsigKey> keys;           // sorted by name
  std::vector<Secondary> secondaries;  // sorted by name
  bool operator==(const Distribution&) const = default;
};

}  // namespace stele
