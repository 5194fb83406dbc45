#include "engine/crypto/dnssec.h"

#include <openssl/evp.h>

#include <array>

#include "engine/base/check.h"

namespace stele::crypto {
namespace {

const EVP_MD* method_of(std::uint8_t type) {
  switch (type) {
    case 1: return EVP_sha1();
    case 2: return EVP_sha256();
    case 4: return EVP_sha384();
    case 6: return EVP_sm3();
    default: return nullptr;
  }
}

}  // namespace

std::uint16_t key_tag(std::string_view dnskey) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < dnskey.size(); ++i) {
    const auto byte = static_cast<unsigned char>(dnskey[i]);
    sum += i % 2 == 0 ? static_cast<std::uint32_t>(byte) << 8 : byte;
  }
  return static_cast<std::uint16_t>(sum + (sum >> 16));
}

std::size_t ds_digest_size(std::uint8_t type) {
  const EVP_MD* const method = method_of(type);
  return method ? static_cast<std::size_t>(EVP_MD_get_size(method)) : 0;
}

std::string ds_digest(std::uint8_t type, std::string_view owner, std::string_view dnskey) {
  const EVP_MD* const method = method_of(type);
  CHECK(method != nullptr, "a DS digest of this type cannot be computed");
  std::string input(owner);
  input += dnskey;
  std::array<unsigned char, EVP_MAX_MD_SIZE> out;
  unsigned size = 0;
  CHECK(EVP_Digest(input.data(), input.size(), out.data(), &size, method, nullptr) == 1,
        "OpenSSL cannot compute a digest");
  return {reinterpret_cast<const char*>(out.data()), size};
}

}  // namespace stele::crypto
