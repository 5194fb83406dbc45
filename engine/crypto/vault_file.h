// The bytes of keys.vault: slot 0 is the header, slot n (64 bytes at n * 64) holds one subject key.
//
//   header  "STELEVLT" · format u32 · kek id [16] · slots u64 · zeros · crc32c u32
//   slot    "KEY1" · nonce [12] · AES-256-GCM(kek, subject key) [32] · tag [16]
//   erased  64 zero bytes
//
// The header counts only slots that are durable, so a file shorter than it says was truncated. A
// slot's number is authenticated with it: slots cannot be exchanged.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/random.h"
#include "engine/base/result.h"
#include "engine/base/strong.h"
#include "engine/crypto/aead.h"

namespace stele::crypto {

constexpr std::size_t kSlotBytes = 64;

struct VaultHeader {
  std::string kek_id;
  std::uint64_t slots = 0;  // 1 … slots exist
};

// Names a key-encryption key without telling anything about it.
std::string kek_id(const SecretKey& kek);

std::string encode_header(const VaultHeader& header);
Result<VaultHeader> decode_header(std::string_view bytes);

// A fresh subject key, wrapped.
std::string make_slot(const SecretKey& kek, KeySlot slot, Random& random);
bool is_erased(std::string_view slot_bytes);
Result<SecretKey> open_slot(const SecretKey& kek, KeySlot slot, std::string_view slot_bytes);

}  // namespace stele::crypto
