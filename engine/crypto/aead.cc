#include "engine/crypto/aead.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <cstring>
#include <memory>

#include "engine/base/check.h"

namespace stele::crypto {

namespace {

const EVP_CIPHER* aes_256_gcm() {
  static const EVP_CIPHER* const method = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  CHECK(method != nullptr, "OpenSSL has no AES-256-GCM");
  return method;
}

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

// Reused per thread; reset after each use, so that no key stays in it.
class Context {
 public:
  Context() {
    thread_local const std::unique_ptr<EVP_CIPHER_CTX, FreeContext> shared(EVP_CIPHER_CTX_new());
    CHECK(shared != nullptr, "no memory for a cipher context");
    context_ = shared.get();
  }
  ~Context() { EVP_CIPHER_CTX_reset(context_); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  EVP_CIPHER_CTX* get() const { return context_; }

 private:
  EVP_CIPHER_CTX* context_;
};

const unsigned char* data(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* data(std::string& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

}  // namespace

SecretKey SecretKey::generate(Random& random) {
  std::array<unsigned char, kBytes> bytes;
  random.fill(bytes);
  SecretKey key({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  OPENSSL_cleanse(bytes.data(), bytes.size());
  return key;
}

SecretKey::SecretKey(std::string_view bytes) {
  CHECK(bytes.size() == kBytes, "a key has 32 bytes");
  std::memcpy(bytes_.data(), bytes.data(), kBytes);
}

SecretKey::~SecretKey() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

std::string aead_seal(const SecretKey& key, std::string_view context, std::string_view clear,
                      Random& random) {
  std::string out(kNonceBytes + clear.size() + kTagBytes, '\0');
  unsigned char* const nonce = data(out);
  unsigned char* const body = nonce + kNonceBytes;
  unsigned char* const tag = body + clear.size();
  random.fill({nonce, kNonceBytes});

  const Context cipher;
  int n = 0;
  const bool ok =
      EVP_EncryptInit_ex2(cipher.get(), aes_256_gcm(), key.data(), nonce, nullptr) == 1 &&
      EVP_EncryptUpdate(cipher.get(), nullptr, &n, data(context),
                        static_cast<int>(context.size())) == 1 &&
      EVP_EncryptUpdate(cipher.get(), body, &n, data(clear), static_cast<int>(clear.size())) == 1 &&
      EVP_EncryptFinal_ex(cipher.get(), tag, &n) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, kTagBytes, tag) == 1;
  CHECK(ok, "AES-256-GCM failed to seal");
  return out;
}

std::optional<std::string> aead_open(const SecretKey& key, std::string_view context,
                                     std::string_view sealed) {
  if (sealed.size() < kNonceBytes + kTagBytes) return std::nullopt;
  const std::string_view nonce = sealed.substr(0, kNonceBytes);
  const std::string_view body =
      sealed.substr(kNonceBytes, sealed.size() - kNonceBytes - kTagBytes);
  std::string tag(sealed.substr(sealed.size() - kTagBytes));
  std::string out(body.size(), '\0');

  const Context cipher;
  int n = 0;
  const bool ok =
      EVP_DecryptInit_ex2(cipher.get(), aes_256_gcm(), key.data(), data(nonce), nullptr) == 1 &&
      EVP_DecryptUpdate(cipher.get(), nullptr, &n, data(context),
                        static_cast<int>(context.size())) == 1 &&
      EVP_DecryptUpdate(cipher.get(), data(out), &n, data(body),
                        static_cast<int>(body.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_TAG, kTagBytes, data(tag)) == 1;
  // The tag is checked here; nothing decrypted leaves this function before.
  if (!ok || EVP_DecryptFinal_ex(cipher.get(), data(tag), &n) != 1) {
    wipe(out);
    return std::nullopt;
  }
  return out;
}

void wipe(std::string& secret) {
  OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

}  // namespace stele::crypto
