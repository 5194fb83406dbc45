// SHA-256, HMAC-SHA-256 and -512, CRC32C. OpenSSL behind the wall.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "engine/base/bytes.h"

namespace stele::crypto {

Digest sha256(std::string_view bytes);
// Of the concatenation, without building it.
Digest sha256(std::initializer_list<std::string_view> parts);
Digest hmac_sha256(std::string_view key, std::string_view bytes);
std::string hmac_sha512(std::string_view key, std::string_view bytes);  // 64 bytes
// Castagnoli polynomial, as RFC 3720 §B.4 uses it; hardware instruction where the CPU has it.
std::uint32_t crc32c(std::string_view bytes, std::uint32_t seed = 0);
// SHA-384 of what comes in parts.
class Sha384 {
 public:
  Sha384();
  ~Sha384();
  Sha384(const Sha384&) = delete;
  Sha384& operator=(const Sha384&) = delete;
  void add(std::string_view bytes);
  std::string finish();  // 48 bytes; nothing may be added after

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

// Compares secrets without telling where they differ.
bool equal_constant_time(std::string_view a, std::string_view b);

}  // namespace stele::crypto
