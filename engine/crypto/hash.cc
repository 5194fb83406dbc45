#include "engine/crypto/hash.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include "engine/base/check.h"

namespace stele::crypto {

namespace {

// Fetching costs as much as hashing 200 bytes, so it is done once; never freed, as threads may
// still hash while the process ends.
const EVP_MD* sha256_method() {
  static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  CHECK(method != nullptr, "OpenSSL has no SHA-256");
  return method;
}

}  // namespace

Digest sha256(std::string_view bytes) { return sha256({bytes}); }

// The low-level calls: the EVP ones free and allocate a context for every hash, which costs more than
// hashing a row of the registry state does. OpenSSL marks them deprecated, so that users think of
// providers; the algorithm here is fixed by the journal's format.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
Digest sha256(std::initializer_list<std::string_view> parts) {
  SHA256_CTX context;
  Digest out;
  bool ok = SHA256_Init(&context) == 1;
  for (const std::string_view part : parts)
    ok = ok && SHA256_Update(&context, part.data(), part.size()) == 1;
  ok = ok && SHA256_Final(out.data(), &context) == 1;
  CHECK(ok, "SHA-256 failed");
  return out;
}
#pragma GCC diagnostic pop

Digest hmac_sha256(std::string_view key, std::string_view bytes) {
  Digest out;
  const auto* const done =
      HMAC(sha256_method(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), out.data(), nullptr);
  CHECK(done != nullptr, "HMAC-SHA-256 failed");
  return out;
}

std::string hmac_sha512(std::string_view key, std::string_view bytes) {
  std::string out(SHA512_DIGEST_LENGTH, '\0');
  const auto* const done =
      HMAC(EVP_sha512(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
           reinterpret_cast<unsigned char*>(out.data()), nullptr);
  CHECK(done != nullptr, "HMAC-SHA-512 failed");
  return out;
}

struct Sha384::Context {
  EVP_MD_CTX* evp = EVP_MD_CTX_new();
  ~Context() { EVP_MD_CTX_free(evp); }
};

Sha384::Sha384() : context_(std::make_unique<Context>()) {
  CHECK(context_->evp != nullptr && EVP_DigestInit_ex(context_->evp, EVP_sha384(), nullptr) == 1,
        "OpenSSL has no SHA-384");
}

Sha384::~Sha384() = default;

void Sha384::add(std::string_view bytes) {
  CHECK(EVP_DigestUpdate(context_->evp, bytes.data(), bytes.size()) == 1, "SHA-384 failed");
}

std::string Sha384::finish() {
  std::string out(48, '\0');
  CHECK(EVP_DigestFinal_ex(context_->evp, reinterpret_cast<unsigned char*>(out.data()), nullptr) == 1,
        "SHA-384 failed");
  return out;
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace stele::crypto
