#include "engine/crypto/hash.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <memory>

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

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

EVP_MD_CTX* thread_context() {
  thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  CHECK(context != nullptr, "no memory for a hash context");
  return context.get();
}

}  // namespace

Digest sha256(std::string_view bytes) { return sha256({bytes}); }

Digest sha256(std::initializer_list<std::string_view> parts) {
  EVP_MD_CTX* const context = thread_context();
  bool ok = EVP_DigestInit_ex2(context, sha256_method(), nullptr) == 1;
  for (const std::string_view part : parts)
    ok = ok && EVP_DigestUpdate(context, part.data(), part.size()) == 1;
  Digest out;
  ok = ok && EVP_DigestFinal_ex(context, out.data(), nullptr) == 1;
  CHECK(ok, "SHA-256 failed");
  return out;
}

Digest hmac_sha256(std::string_view key, std::string_view bytes) {
  Digest out;
  const auto* const done =
      HMAC(sha256_method(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), out.data(), nullptr);
  CHECK(done != nullptr, "HMAC-SHA-256 failed");
  return out;
}

bool equal_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace stele::crypto
