#include "engine/crypto/sign.h"

#include <openssl/evp.h>

#include <array>
#include <memory>

#include "engine/base/check.h"

namespace stele::crypto {

namespace {

constexpr std::size_t kSeedBytes = 32;
constexpr std::size_t kPublicKeyBytes = 32;
constexpr std::size_t kSignatureBytes = 64;

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

const unsigned char* data(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

Key private_key(std::string_view seed) {
  Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, data(seed), seed.size()));
  CHECK(key != nullptr, "OpenSSL has no Ed25519");
  return key;
}

}  // namespace

SigningKey SigningKey::generate(Random& random) {
  std::array<unsigned char, kSeedBytes> seed;
  random.fill(seed);
  return *from_seed({reinterpret_cast<const char*>(seed.data()), seed.size()});
}

Result<SigningKey> SigningKey::from_seed(std::string_view seed) {
  if (seed.size() != kSeedBytes)
    return fail(Fault::invalid, "an Ed25519 seed has 32 bytes, not " + std::to_string(seed.size()));
  const Key key = private_key(seed);
  std::array<unsigned char, kPublicKeyBytes> public_key;
  std::size_t length = public_key.size();
  CHECK(EVP_PKEY_get_raw_public_key(key.get(), public_key.data(), &length) == 1,
        "deriving an Ed25519 public key failed");
  SigningKey out;
  out.seed_ = seed;
  out.public_key_.assign(reinterpret_cast<const char*>(public_key.data()), length);
  return out;
}

std::string SigningKey::sign(std::string_view message) const {
  const Key key = private_key(seed_);
  const Context context(EVP_MD_CTX_new());
  std::array<unsigned char, kSignatureBytes> signature;
  std::size_t length = signature.size();
  CHECK(context != nullptr &&
            EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
            EVP_DigestSign(context.get(), signature.data(), &length, data(message),
                           message.size()) == 1,
        "signing with Ed25519 failed");
  return {reinterpret_cast<const char*>(signature.data()), length};
}

bool verify(std::string_view public_key, std::string_view message, std::string_view signature) {
  if (public_key.size() != kPublicKeyBytes || signature.size() != kSignatureBytes) return false;
  const Key key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, data(public_key),
                                            public_key.size()));
  const Context context(EVP_MD_CTX_new());
  return key != nullptr && context != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), data(signature), signature.size(), data(message),
                          message.size()) == 1;
}

}  // namespace stele::crypto
