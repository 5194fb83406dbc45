// AES-256-GCM with a random 96-bit nonce in front: nonce ‖ ciphertext ‖ tag. Inside engine/crypto
// only; everybody else seals through KeyVault.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/random.h"

namespace stele::crypto {

constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;

// A 256-bit key, wiped when it goes.
class SecretKey {
 public:
  static constexpr std::size_t kBytes = 32;

  static SecretKey generate(Random& random);
  // Precondition: kBytes bytes.
  explicit SecretKey(std::string_view bytes);
  SecretKey(const SecretKey&) = default;
  SecretKey& operator=(const SecretKey&) = default;
  ~SecretKey();
  std::string_view view() const {
    return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
  }
  const unsigned char* data() const { return bytes_.data(); }

 private:
  std::array<unsigned char, kBytes> bytes_;
};

// Precondition: clear.size() below 2 GiB, a random nonce less than 2^32 times per key.
std::string aead_seal(const SecretKey& key, std::string_view context, std::string_view clear,
                      Random& random);
// nullopt when the bytes are not what was sealed under this key and context.
std::optional<std::string> aead_open(const SecretKey& key, std::string_view context,
                                     std::string_view sealed);

void wipe(std::string& secret);

}  // namespace stele::crypto
