// Ed25519 (RFC 8032) for checkpoints of the journal.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "engine/base/random.h"

namespace stele::crypto {

// 32-byte seed; the public key is derived. Kept in a 0600 file of the data directory.
class SigningKey {
 public:
  static SigningKey generate(Random& random);
  static Result<SigningKey> from_seed(std::string_view seed);
  const std::string& seed() const { return seed_; }
  const std::string& public_key() const { return public_key_; }  // 32 bytes
  std::string sign(std::string_view message) const;              // 64 bytes

 private:
  std::string seed_;
  std::string public_key_;
};

bool verify(std::string_view public_key, std::string_view message, std::string_view signature);

}  // namespace stele::crypto
