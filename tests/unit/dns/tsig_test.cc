// TSIG against messages that another implementation has signed.
#include <gtest/gtest.h>

#include "tests/unit/dns/fixture.h"
#include "tests/unit/dns/tsig_vectors.h"

namespace stele::dns::test {
namespace {

constexpr std::uint64_t kSignedAt = 1772323200;
const std::string kSecret = "0123456789abcdef0123456789abcdef";

SigningKey key(TsigAlgorithm algorithm) { return {wire_name("k.test"), algorithm, kSecret}; }

struct Case {
  TsigAlgorithm algorithm;
  const Vector& vector;
};
const Case kCases[] = {{TsigAlgorithm::hmac_sha256, kSha256}, {TsigAlgorithm::hmac_sha512, kSha512}};

// As it was before it was signed.
std::string without_tsig(const std::string& message, std::size_t offset) {
  std::string out = message.substr(0, offset);
  out[11] = static_cast<char>(out[11] - 1);
  return out;
}

TEST(Tsig, AQuestionOfAnotherImplementationIsAccepted) {
  for (const auto& [algorithm, vector] : kCases) {
    const std::string message = parse_hex(vector.question).value();
    const auto query = read_query(message).value();
    ASSERT_TRUE(query.tsig);
    EXPECT_EQ(query.tsig->key, wire_name("k.test"));
    EXPECT_EQ(query.tsig->time, kSignedAt);
    const SigningKey good = key(algorithm);
    for (const std::uint64_t now : {kSignedAt - 300, kSignedAt, kSignedAt + 300})
      EXPECT_EQ(verify(message, query, &good, now).error, TsigError::none);
  }
}

TEST(Tsig, AStreamIsSignedByteForByteAlike) {
  for (const auto& [algorithm, vector] : kCases) {
    const auto asked = read_query(parse_hex(vector.question).value()).value();
    Signer signer(key(algorithm), asked.tsig->mac);
    for (const char* hex : vector.answers) {
      const std::string wanted = parse_hex(hex).value();
      const std::size_t tail = signature_size(signer.key()) - 6;
      const std::string plain = without_tsig(wanted, wanted.size() - tail);
      EXPECT_EQ(to_hex(signer.sign(plain, kSignedAt)), hex);
    }
  }
}

TEST(Tsig, WhatIsWrongIsNamedInTheOrderOfTheRfc) {
  const std::string message = parse_hex(kSha256.question).value();
  auto query = read_query(message).value();
  SigningKey good = key(TsigAlgorithm::hmac_sha256);
  EXPECT_EQ(verify(message, query, nullptr, kSignedAt).error, TsigError::badkey);
  const SigningKey other_algorithm = key(TsigAlgorithm::hmac_sha512);
  EXPECT_EQ(verify(message, query, &other_algorithm, kSignedAt).error, TsigError::badkey);
  SigningKey other_secret = good;
  other_secret.secret[0] = 'x';
  EXPECT_EQ(verify(message, query, &other_secret, kSignedAt + 1000).error, TsigError::badsig);
  EXPECT_EQ(verify(message, query, &good, kSignedAt + 301).error, TsigError::badtime);
  EXPECT_EQ(verify(message, query, &good, kSignedAt - 301).error, TsigError::badtime);
  const std::string mac = query.tsig->mac;
  query.tsig->mac = mac.substr(0, 16);
  EXPECT_EQ(verify(message, query, &good, kSignedAt).error, TsigError::badtrunc);
  query.tsig->mac = mac.substr(0, 15);
  EXPECT_TRUE(verify(message, query, &good, kSignedAt).malformed);
  query.tsig->mac = mac + "x";
  EXPECT_TRUE(verify(message, query, &good, kSignedAt).malformed);
}

TEST(Tsig, EveryFlippedBitOfASignedQuestionIsNoticed) {
  const std::string message = parse_hex(kSha256.question).value();
  const SigningKey good = key(TsigAlgorithm::hmac_sha256);
  const std::size_t size = message.size();
  int accepted = 0;
  for (std::size_t bit = 0; bit < 8 * size; ++bit) {
    std::string bent = message;
    bent[bit / 8] = static_cast<char>(bent[bit / 8] ^ (1 << bit % 8));
    const auto query = read_query(bent);
    if (!query || !query->tsig) continue;
    const bool same_key = query->tsig->key == good.name;
    const Verdict verdict = verify(bent, *query, same_key ? &good : nullptr, kSignedAt);
    if (verdict.error == TsigError::none && !verdict.malformed) ++accepted;
  }
  // The id of the header may change on the way (the original is signed), and the case of names.
  EXPECT_EQ(accepted, 16 + 5 + 7);
}

TEST(Tsig, BadtimeShowsBothClocksAndIsSigned) {
  const std::string message = parse_hex(kSha256.question).value();
  const auto asked = read_query(message).value();
  Signer signer(key(TsigAlgorithm::hmac_sha256), asked.tsig->mac);
  MessageWriter writer(kPlainUdp);
  writer.begin(asked.id, flag::kResponse | 9, asked.question);
  const auto told = read_query(signer.sign_error(writer.take(), *asked.tsig, TsigError::badtime,
                                                 kSignedAt + 5000))
                        .value();
  ASSERT_TRUE(told.tsig);
  EXPECT_EQ(told.rcode(), Rcode::notauth);
  EXPECT_EQ(told.tsig->error, 18);
  EXPECT_EQ(told.tsig->time, kSignedAt);
  EXPECT_EQ(told.tsig->other.size(), 6U);
  EXPECT_EQ(get_big_endian<std::uint32_t>(told.tsig->other.substr(2)), kSignedAt + 5000);
  EXPECT_EQ(told.tsig->mac.size(), 32U);
}

TEST(Tsig, AnAnswerToOursMustBeSignedOverOurs) {
  const SigningKey good = key(TsigAlgorithm::hmac_sha256);
  Signer asking(good, {});
  asking.sign(question("example", record_type::kSoa), kSignedAt);
  MessageWriter writer(kPlainUdp);
  writer.begin(0x1234, flag::kResponse, question("example", record_type::kSoa).substr(kHeaderSize));
  const std::string plain = writer.take();
  const std::string signed_answer = Signer(good, asking.mac()).sign(plain, kSignedAt + 1);
  const auto accepts = [&](const std::string& message) {
    return verify_answer(message, read_query(message).value(), good, asking.mac(), kSignedAt + 2);
  };
  EXPECT_TRUE(accepts(signed_answer));
  EXPECT_FALSE(accepts(plain));
  EXPECT_FALSE(accepts(Signer(good, std::string(32, 'x')).sign(plain, kSignedAt + 1)));
  EXPECT_FALSE(accepts(Signer(good, asking.mac()).sign(plain, kSignedAt + 1000)));
}

}  // namespace
}  // namespace stele::dns::test
