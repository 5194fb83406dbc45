// Whatever bytes lie in the store, decoding neither crashes nor accepts what it would not write:
// an accepted record encodes to the same bytes.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/bytes.h"
#include "engine/base/check.h"
#include "engine/crypto/hash.h"
#include "events/journal/genesis.h"
#include "events/journal/head_file.h"
#include "events/journal/record.h"

using namespace stele::journal;

static void decode(std::string_view bytes) {
  const auto record = decode_record(bytes);
  if (!record) return;
  CHECK(encode_record(record->envelope, record->payload).bytes == bytes, "record round trip");
  CHECK(!to_text(record->envelope).empty(), "an envelope has a text");
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  decode(bytes);
  if (bytes.size() >= kCrcSize) {  // else the CRC would stop nearly every input at the door
    std::string sealed;
    stele::put_big_endian(sealed, stele::crypto::crc32c(bytes.substr(kCrcSize)));
    decode(sealed + std::string(bytes.substr(kCrcSize)));
  }
  if (const auto genesis = decode_genesis(bytes))
    CHECK(encode(*genesis) == bytes, "genesis round trip");
  if (const auto head = decode_slot(bytes)) CHECK(encode_slot(*head) == bytes, "slot round trip");
  return 0;
}
