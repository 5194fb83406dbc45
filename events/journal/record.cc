#include "events/journal/record.h"

#include <algorithm>
#include <cstdio>

#include "engine/base/check.h"
#include "engine/crypto/hash.h"

namespace stele::journal {

namespace {

constexpr std::size_t kPositionOffset = 6;  // after magic and format

std::string hex32(std::uint32_t v) {
  char out[16];
  std::snprintf(out, sizeof out, "%08x", v);
  return out;
}

void put_digest(std::string& out, const Digest& digest) { out.append(view(digest)); }

// Takes fields off the front of an envelope whose size has been checked.
class Fields {
 public:
  explicit Fields(std::string_view in) : in_(in) {}
  template <class Int>
  Int integer() {
    const Int v = get_big_endian<Int>(in_);
    in_.remove_prefix(sizeof(Int));
    return v;
  }
  Digest digest() {
    Digest out;
    std::copy_n(in_.begin(), out.size(), out.begin());
    in_.remove_prefix(out.size());
    return out;
  }
  std::string_view bytes(std::size_t n) {
    const std::string_view out = in_.substr(0, n);
    in_.remove_prefix(n);
    return out;
  }

 private:
  std::string_view in_;
};

void put_envelope(std::string& out, const Envelope& envelope) {
  out.append(kRecordMagic);
  put_big_endian(out, kRecordFormat);
  put_big_endian(out, envelope.position.value);
  put_big_endian(out, envelope.epoch);
  put_big_endian(out, static_cast<std::uint64_t>(envelope.time.ms));
  put_big_endian(out, envelope.part);
  put_big_endian(out, envelope.parts);
  put_digest(out, envelope.prev);
  put_digest(out, envelope.payload_hash);
}

}  // namespace

std::string encode(const Envelope& envelope) {
  std::string out;
  out.reserve(kEnvelopeSize);
  put_envelope(out, envelope);
  return out;
}

Digest leaf_hash(std::string_view encoded_envelope) {
  return crypto::sha256({std::string_view("\0", 1), encoded_envelope});
}

EncodedRecord encode_record(Envelope envelope, std::string_view payload) {
  CHECK(payload.size() <= kMaxRecordPayload, "a record's payload is bounded");
  CHECK(envelope.part >= 1 && envelope.part <= envelope.parts && envelope.parts <= kMaxParts,
        "part k of n");
  envelope.payload_hash = crypto::sha256(payload);
  EncodedRecord out;
  out.bytes.reserve(kRecordOverhead + payload.size());
  out.bytes.resize(kCrcSize);
  put_envelope(out.bytes, envelope);
  out.leaf = leaf_hash(std::string_view(out.bytes).substr(kCrcSize));
  out.bytes.append(payload);
  std::string crc;
  put_big_endian(crc, crypto::crc32c(std::string_view(out.bytes).substr(kCrcSize)));
  std::copy(crc.begin(), crc.end(), out.bytes.begin());
  return out;
}

Result<Record> decode_record(std::string_view stored) {
  if (stored.size() < kRecordOverhead)
    return fail(Fault::corrupt, "record of " + std::to_string(stored.size()) +
                                    " bytes is shorter than its envelope");
  if (stored.size() > kRecordOverhead + kMaxRecordPayload)
    return fail(Fault::corrupt,
                "record of " + std::to_string(stored.size()) + " bytes is too long");
  const std::string_view encoded = stored.substr(kCrcSize, kEnvelopeSize);
  Fields fields(encoded);
  if (fields.bytes(kRecordMagic.size()) != kRecordMagic)
    return fail(Fault::corrupt,
                "magic is '" + to_printable(encoded.substr(0, kRecordMagic.size())) + "'");
  const auto format = fields.integer<std::uint16_t>();
  const auto crc_stored = get_big_endian<std::uint32_t>(stored);
  const std::uint32_t crc = crypto::crc32c(stored.substr(kCrcSize));
  if (crc != crc_stored)
    return fail(Fault::corrupt, "CRC32C is " + hex32(crc) + ", stored is " + hex32(crc_stored));
  if (format != kRecordFormat)
    return fail(Fault::unsupported, "record format " + std::to_string(format) + " is not known");

  Record out;
  out.envelope.position = Position(fields.integer<std::uint64_t>());
  out.envelope.epoch = fields.integer<std::uint32_t>();
  out.envelope.time = Instant{static_cast<std::int64_t>(fields.integer<std::uint64_t>())};
  out.envelope.part = fields.integer<std::uint32_t>();
  out.envelope.parts = fields.integer<std::uint32_t>();
  out.envelope.prev = fields.digest();
  out.envelope.payload_hash = fields.digest();
  if (out.envelope.part < 1 || out.envelope.part > out.envelope.parts ||
      out.envelope.parts > kMaxParts)
    return fail(Fault::corrupt, "part " + std::to_string(out.envelope.part) + " of " +
                                    std::to_string(out.envelope.parts) + " cannot be");
  out.payload = stored.substr(kRecordOverhead);
  if (crypto::sha256(out.payload) != out.envelope.payload_hash)
    return fail(Fault::corrupt, "payload does not have the SHA-256 of its envelope");
  out.leaf = leaf_hash(encoded);
  return out;
}

std::optional<Position> stored_position(std::string_view stored) {
  if (stored.size() < kRecordOverhead) return std::nullopt;
  return Position(get_big_endian<std::uint64_t>(stored.substr(kCrcSize + kPositionOffset)));
}

std::string to_text(const Envelope& envelope) {
  return "position " + std::to_string(envelope.position.value) + " epoch " +
         std::to_string(envelope.epoch) + " " + stele::to_text(envelope.time) + " part " +
         std::to_string(envelope.part) + "/" + std::to_string(envelope.parts) + " prev " +
         to_hex(view(envelope.prev)) + " payload " + to_hex(view(envelope.payload_hash));
}

}  // namespace stele::journal
