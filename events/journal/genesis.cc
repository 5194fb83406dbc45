#include "events/journal/genesis.h"

#include <algorithm>

#include "engine/base/check.h"
#include "events/journal/chain.h"

namespace stele::journal {

namespace {
// magic, format, UUID, public key, origin: the origin is the rest and needs no length.
constexpr std::string_view kGenesisMagic = "STLG";
constexpr std::uint16_t kGenesisFormat = 0;
constexpr std::size_t kKeySize = 32;
constexpr std::size_t kMaxOrigin = 255;
constexpr std::size_t kFixedSize = kGenesisMagic.size() + 2 + sizeof(Uuid) + kKeySize;
}  // namespace

Uuid make_uuid(Random& random) {
  Uuid out;
  random.fill(out);
  out[6] = static_cast<std::uint8_t>((out[6] & 0x0f) | 0x40);
  out[8] = static_cast<std::uint8_t>((out[8] & 0x3f) | 0x80);
  return out;
}

std::string to_text(const Uuid& uuid) {
  std::string out = to_hex({reinterpret_cast<const char*>(uuid.data()), uuid.size()});
  for (const std::size_t at : {8U, 13U, 18U, 23U}) out.insert(at, 1, '-');
  return out;
}

bool is_origin(std::string_view text) {
  return !text.empty() && text.size() <= kMaxOrigin &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f && c != '+'; });
}

std::string encode(const Genesis& genesis) {
  CHECK(is_origin(genesis.origin), "the origin names the signing key");
  CHECK(genesis.public_key.size() == kKeySize, "Ed25519 keys have 32 bytes");
  std::string out(kGenesisMagic);
  put_big_endian(out, kGenesisFormat);
  out.append(genesis.uuid.begin(), genesis.uuid.end());
  out.append(genesis.public_key);
  out.append(genesis.origin);
  return out;
}

Result<Genesis> decode_genesis(std::string_view payload) {
  if (payload.size() < kFixedSize || !payload.starts_with(kGenesisMagic))
    return fail(Fault::corrupt, "is not a genesis record");
  payload.remove_prefix(kGenesisMagic.size());
  const auto format = get_big_endian<std::uint16_t>(payload);
  if (format != kGenesisFormat)
    return fail(Fault::unsupported, "genesis format " + std::to_string(format) + " is not known");
  payload.remove_prefix(2);
  Genesis out;
  std::copy_n(payload.begin(), out.uuid.size(), out.uuid.begin());
  payload.remove_prefix(out.uuid.size());
  out.public_key = payload.substr(0, kKeySize);
  out.origin = payload.substr(kKeySize);
  if (!is_origin(out.origin))
    return fail(Fault::corrupt, "origin '" + to_printable(out.origin) + "' cannot name a key");
  return out;
}

std::string to_text(const Genesis& genesis) {
  return "genesis uuid " + to_text(genesis.uuid) + " origin " + genesis.origin + " key " +
         to_base64(genesis.public_key);
}

EncodedRecord genesis_record(const Genesis& genesis, Instant time) {
  return encode_record({.time = time}, encode(genesis));
}

Result<Genesis> read_genesis(Journal& journal) {
  auto chain = ChainReader::from_start(journal);
  if (!chain) return std::unexpected(chain.error());
  const auto record = chain->next();
  if (!record) return std::unexpected(record.error());
  auto genesis = decode_genesis(record->payload);
  if (!genesis) return fail_at(Position(0), genesis.error().fault, genesis.error().what);
  return genesis;
}

}  // namespace stele::journal
