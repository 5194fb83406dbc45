// The record codec: what the journal stores under one position (docs/formats/journal.md).
//   stored = CRC32C(envelope ‖ payload) ‖ envelope ‖ payload       all integers big-endian
//   leaf   = SHA-256(0x00 ‖ envelope)
// The leaf covers the payload through its hash, so proofs outlive the payload. Stored bytes are
// never encoded again: what was written is what is checked, sent and proved.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/bytes.h"
#include "engine/base/instant.h"
#include "engine/base/result.h"
#include "engine/base/strong.h"
#include "events/journal/journal.h"

namespace stele::journal {

constexpr std::string_view kRecordMagic = "STLR";
constexpr std::uint16_t kRecordFormat = 0;
constexpr std::size_t kEnvelopeSize = 98;
constexpr std::size_t kCrcSize = 4;
constexpr std::size_t kRecordOverhead = kCrcSize + kEnvelopeSize;
constexpr std::size_t kMaxRecordPayload = 1024 * 1024 - 256;  // a stored record stays under 1 MiB
constexpr std::uint32_t kMaxParts = 512;                      // bounds one transaction

struct Envelope {
  Position position{};
  std::uint32_t epoch = 0;
  Instant time{};           // of the transaction, the same in all its parts
  std::uint32_t part = 1;   // k of n, from 1
  std::uint32_t parts = 1;  // n
  Digest prev{};            // leaf of the record before; zero at position 0
  Digest payload_hash{};    // SHA-256
  auto operator<=>(const Envelope&) const = default;
};

// A decoded record; `payload` points into the stored bytes.
struct Record {
  Envelope envelope;
  std::string_view payload;
  Digest leaf{};
  bool operator==(const Record&) const = default;
};

std::string encode(const Envelope& envelope);
Digest leaf_hash(std::string_view encoded_envelope);

// Fills in the payload hash. Precondition: payload.size() <= kMaxRecordPayload.
EncodedRecord encode_record(Envelope envelope, std::string_view payload);

// Checks everything a record can say about itself: size, magic, format, CRC, part numbers, payload
// hash. Fault::corrupt or, for a later format, Fault::unsupported; says what is wrong, not where.
Result<Record> decode_record(std::string_view stored);

// The position field alone, unchecked; nullopt when the bytes are too short for one.
std::optional<Position> stored_position(std::string_view stored);

// "position 7 epoch 1 2026-03-01T00:00:00.000Z part 1/1 prev 00ab… payload 12cd…"
std::string to_text(const Envelope& envelope);

}  // namespace stele::journal
