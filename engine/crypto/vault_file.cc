#include "engine/crypto/vault_file.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/crypto/hash.h"

namespace stele::crypto {

namespace {

constexpr std::string_view kMagic = "STELEVLT";
constexpr std::string_view kSlotMark = "KEY1";
constexpr std::uint32_t kFormat = 0;
constexpr std::size_t kKekIdBytes = 16;
constexpr std::size_t kKekIdAt = kMagic.size() + 4;
constexpr std::size_t kSlotsAt = kKekIdAt + kKekIdBytes;
constexpr std::size_t kCrcAt = kSlotBytes - 4;
static_assert(kSlotMark.size() + kNonceBytes + SecretKey::kBytes + kTagBytes == kSlotBytes);

std::string slot_context(KeySlot slot) {
  std::string context = "stele vault slot ";
  put_big_endian(context, slot.value);
  return context;
}

}  // namespace

std::string kek_id(const SecretKey& kek) {
  return std::string(view(hmac_sha256(kek.view(), "stele vault kek id")).substr(0, kKekIdBytes));
}

std::string encode_header(const VaultHeader& header) {
  std::string out(kMagic);
  put_big_endian(out, kFormat);
  out += header.kek_id;
  put_big_endian(out, header.slots);
  out.resize(kCrcAt, '\0');
  put_big_endian(out, crc32c(out));
  return out;
}

Result<VaultHeader> decode_header(std::string_view bytes) {
  if (!bytes.starts_with(kMagic)) return fail(Fault::corrupt, "not a key vault");
  if (get_big_endian<std::uint32_t>(bytes.substr(kCrcAt)) != crc32c(bytes.substr(0, kCrcAt)))
    return fail(Fault::corrupt, "the header's checksum does not match");
  const auto format = get_big_endian<std::uint32_t>(bytes.substr(kMagic.size()));
  if (format != kFormat)
    return fail(Fault::unsupported, "vault format " + std::to_string(format) + " is not known");
  return VaultHeader{.kek_id = std::string(bytes.substr(kKekIdAt, kKekIdBytes)),
                     .slots = get_big_endian<std::uint64_t>(bytes.substr(kSlotsAt))};
}

std::string make_slot(const SecretKey& kek, KeySlot slot, Random& random) {
  const SecretKey subject = SecretKey::generate(random);
  return std::string(kSlotMark) + aead_seal(kek, slot_context(slot), subject.view(), random);
}

bool is_erased(std::string_view slot_bytes) {
  return std::ranges::all_of(slot_bytes, [](char c) { return c == '\0'; });
}

Result<SecretKey> open_slot(const SecretKey& kek, KeySlot slot, std::string_view slot_bytes) {
  std::optional<std::string> clear;
  if (slot_bytes.starts_with(kSlotMark))
    clear = aead_open(kek, slot_context(slot), slot_bytes.substr(kSlotMark.size()));
  if (!clear)
    return fail(Fault::corrupt, "key slot " + std::to_string(slot.value) + " is damaged");
  const SecretKey key(*clear);
  wipe(*clear);
  return key;
}

}  // namespace stele::crypto
