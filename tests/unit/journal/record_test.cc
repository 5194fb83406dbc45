#include "events/journal/record.h"

#include <algorithm>
#include <fstream>
#include <map>

#include "engine/crypto/hash.h"
#include "events/journal/head_file.h"
#include "tests/unit/journal/journal_fixture.h"

namespace stele::journal {
namespace {

Digest counting(std::uint8_t from) {
  Digest out;
  for (std::uint8_t& b : out) b = from++;
  return out;
}

EncodedRecord example() {
  return encode_record({.position = Position(0x0102030405060708),
                        .epoch = 0x0a0b0c0d,
                        .time = kMarch,
                        .part = 2,
                        .parts = 3,
                        .prev = counting(0x40)},
                       "payload");
}

// "name hex" lines of tests/golden/journal/records.txt.
std::map<std::string, std::string> golden() {
  std::map<std::string, std::string> out;
  std::ifstream in(STELE_SOURCE_DIR "/tests/golden/journal/records.txt");
  for (std::string name, hex; in >> name >> hex;) out[name] = parse_hex(hex).value_or("");
  return out;
}

TEST(Record, GoldenBytes) {
  auto bytes = golden();
  EXPECT_EQ(to_hex(example().bytes), to_hex(bytes["record"]));
  EXPECT_EQ(to_hex(view(example().leaf)), to_hex(bytes["leaf"]));
  EXPECT_EQ(to_hex(genesis_record(example_genesis(), kMarch).bytes), to_hex(bytes["genesis"]));
  EXPECT_EQ(to_hex(encode_slot({Position(5), counting(0x10)})), to_hex(bytes["slot"]));
}

TEST(Record, FieldsStandWhereTheFormatSays) {
  const std::string bytes = example().bytes;
  EXPECT_EQ(bytes.substr(4, 4), "STLR");
  EXPECT_EQ(to_hex(bytes.substr(8, 2)), "0000");
  EXPECT_EQ(to_hex(bytes.substr(10, 8)), "0102030405060708");
  EXPECT_EQ(to_hex(bytes.substr(18, 4)), "0a0b0c0d");
  EXPECT_EQ(to_hex(bytes.substr(30, 8)), "0000000200000003");
  EXPECT_EQ(bytes.substr(38, 32), view(counting(0x40)));
  EXPECT_EQ(bytes.substr(70, 32), view(crypto::sha256("payload")));
  EXPECT_EQ(bytes.substr(102), "payload");
}

TEST(Record, DecodesToWhatWasEncoded) {
  const EncodedRecord encoded = example();
  const auto record = decode_record(encoded.bytes);
  ASSERT_TRUE(record.has_value()) << record.error().what;
  EXPECT_EQ(record->payload, "payload");
  EXPECT_EQ(record->leaf, encoded.leaf);
  EXPECT_EQ(encode_record(record->envelope, record->payload).bytes, encoded.bytes);
  EXPECT_EQ(stored_position(encoded.bytes), Position(0x0102030405060708));
  EXPECT_TRUE(to_text(record->envelope)
                  .starts_with("position 72623859790382856 epoch 168496141 "
                               "2026-03-01T00:00:00.000Z part 2/3 prev 4041"));
}

TEST(Record, TakesEmptyAndLargestPayloads) {
  for (const std::size_t size : {std::size_t{0}, kMaxRecordPayload}) {
    const std::string payload(size, 'x');
    const EncodedRecord encoded = encode_record({}, payload);
    EXPECT_LE(encoded.bytes.size(), 1024U * 1024U);
    const auto record = decode_record(encoded.bytes);
    ASSERT_TRUE(record.has_value());
    EXPECT_EQ(record->payload, payload);
  }
}

TEST(Record, EveryFlippedBitIsFound) {
  const std::string good = example().bytes;
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    std::string bad = good;
    bad[bit / 8] ^= static_cast<char>(1 << bit % 8);
    const auto record = decode_record(bad);
    ASSERT_FALSE(record.has_value()) << "bit " << bit;
    EXPECT_EQ(record.error().fault, Fault::corrupt) << "bit " << bit;
  }
}

TEST(Record, EveryTruncationAndExtensionIsFound) {
  const std::string good = example().bytes;
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_FALSE(decode_record(std::string_view(good).substr(0, size)).has_value()) << size;
  EXPECT_FALSE(decode_record(good + '\0').has_value());
  const std::string too_long(kRecordOverhead + kMaxRecordPayload + 1, 'x');
  EXPECT_TRUE(decode_record(too_long).error().what.ends_with("bytes is too long"));
}

// Damage that has its CRC put right: what the other checks are for.
std::string with_crc(std::string bytes) {
  std::string crc;
  put_big_endian(crc, crypto::crc32c(std::string_view(bytes).substr(kCrcSize)));
  return crc + bytes.substr(kCrcSize);
}

TEST(Record, SaysWhatIsWrong) {
  const std::string good = example().bytes;
  const auto what = [](const std::string& bytes) { return decode_record(bytes).error().what; };
  EXPECT_EQ(what("short"), "record of 5 bytes is shorter than its envelope");
  std::string bad = good;
  bad[5] = 'X';
  EXPECT_EQ(what(with_crc(bad)), "magic is 'SXLR'");
  bad = good;
  bad[9] = 1;
  EXPECT_EQ(what(with_crc(bad)), "record format 1 is not known");
  EXPECT_EQ(decode_record(with_crc(bad)).error().fault, Fault::unsupported);
  bad = good;
  bad[33] = 4;
  EXPECT_EQ(what(with_crc(bad)), "part 4 of 3 cannot be");
  bad = good;
  bad.back() = 'D';
  EXPECT_EQ(what(with_crc(bad)), "payload does not have the SHA-256 of its envelope");
  EXPECT_TRUE(what(bad).starts_with("CRC32C is "));
}

TEST(Genesis, DecodesToWhatWasEncoded) {
  const auto genesis = decode_genesis(encode(example_genesis()));
  ASSERT_TRUE(genesis.has_value()) << genesis.error().what;
  EXPECT_EQ(*genesis, example_genesis());
  EXPECT_EQ(to_text(genesis->uuid), "00010203-0405-0607-0809-0a0b0c0d0e0f");
}

TEST(Genesis, RefusesOtherBytes) {
  const std::string good = encode(example_genesis());
  EXPECT_FALSE(decode_genesis("").has_value());
  EXPECT_FALSE(decode_genesis("X" + good.substr(1)).has_value());
  EXPECT_FALSE(decode_genesis(good + " ").has_value());
  EXPECT_FALSE(decode_genesis(good + "\xff").has_value());
  std::string later = good;
  later[5] = 1;
  EXPECT_EQ(decode_genesis(later).error().fault, Fault::unsupported);
  EXPECT_FALSE(is_origin(""));
  EXPECT_FALSE(is_origin("a+b"));
  EXPECT_FALSE(is_origin("a b"));
  EXPECT_FALSE(is_origin(std::string(256, 'a')));
}

class AllOnes final : public Random {
 public:
  void fill(std::span<unsigned char> out) override { std::ranges::fill(out, 0xff); }
};

TEST(Genesis, UuidHasItsVersionAndVariant) {
  AllOnes random;
  EXPECT_EQ(to_text(make_uuid(random)), "ffffffff-ffff-4fff-bfff-ffffffffffff");
}

}  // namespace
}  // namespace stele::journal
