// TSIG (RFC 8945): who may sign, whether a message is signed right, and signing, of one message or of
// a whole stream. ldns signs packets that it holds as objects, does not look at the clock and can tell
// no BADTIME; a transfer is signed here message by message, as it leaves. The HMAC is OpenSSL's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/values/distribution.h"
#include "frontends/dns/query.h"

namespace stele::dns {

constexpr std::uint16_t kFudge = 300;  // seconds that clocks may differ (§10)

// A key as it is used; wiped from memory by nobody, so it lives for one exchange only.
struct SigningKey {
  std::string name;  // wire form
  TsigAlgorithm algorithm = TsigAlgorithm::hmac_sha256;
  std::string secret;
};

std::string to_wire(TsigAlgorithm algorithm);
// Octets that sign() adds at most, `other` data included.
std::size_t signature_size(const SigningKey& key);

// How a signed request was found. An error is answered with NOTAUTH and a TSIG that names it; only
// BADTIME and BADTRUNC are signed, the others have nothing to sign with (§5.2).
struct Verdict {
  bool malformed = false;  // a MAC that no algorithm makes: FORMERR (§5.2.2.1)
  TsigError error = TsigError::none;
};
// Precondition: query.tsig. `key` null: nobody here has that key, or it is of another algorithm.
Verdict verify(std::string_view message, const Query& query, const SigningKey* key,
               std::uint64_t now_seconds);

// Signs what goes out in one exchange: each message over the MAC of the one before it (§5.3.1).
class Signer {
 public:
  // For the answers to a request that was signed with this MAC; empty: for a request of our own.
  Signer(SigningKey key, std::string mac) : key_(std::move(key)), mac_(std::move(mac)) {}

  // The message with its TSIG record, signed now.
  std::string sign(std::string message, std::uint64_t now_seconds);
  // An error the asker is told with a signature. BADTIME shows both clocks (§5.2.3).
  std::string sign_error(std::string message, const TsigRecord& request, TsigError error,
                         std::uint64_t now_seconds);
  const SigningKey& key() const { return key_; }
  const std::string& mac() const { return mac_; }  // of the last message signed

 private:
  struct Times {
    std::uint64_t signed_at;
    std::uint16_t fudge;
  };
  std::string sign_with(std::string message, Times times, TsigError error, std::string_view other);

  SigningKey key_;
  std::string mac_;
  bool first_ = true;
};

// The answer to a request of ours, which was signed with `mac`: signed right, and in time.
bool verify_answer(std::string_view message, const Query& answer, const SigningKey& key,
                   std::string_view mac, std::uint64_t now_seconds);

// An unsigned TSIG record that tells what was wrong with the request's (§5.3.2).
std::string tell_unsigned(std::string message, const TsigRecord& request, TsigError error);

}  // namespace stele::dns
