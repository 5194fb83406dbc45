#include "engine/crypto/sign.h"

#include <gtest/gtest.h>

#include "engine/base/bytes.h"
#include "tests/unit/crypto/test_random.h"

namespace stele::crypto {
namespace {

// RFC 8032 §7.1, tests 1 and 2.
TEST(Sign, VectorsOfTheRfc) {
  const auto one = SigningKey::from_seed(
      *parse_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
  ASSERT_TRUE(one);
  EXPECT_EQ(to_hex(one->public_key()),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(to_hex(one->sign("")),
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701c"
            "f9b46bd25bf5f0595bbe24655141438e7a100b");
  const auto two = SigningKey::from_seed(
      *parse_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
  ASSERT_TRUE(two);
  EXPECT_EQ(to_hex(two->sign("\x72")),
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0"
            "f11d8c387b2eaeb4302aeeb00d291612bb0c00");
}

TEST(Sign, OnlyTheSignedMessageByThatKeyVerifies) {
  TestRandom random;
  const SigningKey key = SigningKey::generate(random);
  const SigningKey other = SigningKey::generate(random);
  const std::string signature = key.sign("tree head");
  EXPECT_TRUE(verify(key.public_key(), "tree head", signature));
  EXPECT_FALSE(verify(key.public_key(), "tree heaD", signature));
  EXPECT_FALSE(verify(other.public_key(), "tree head", signature));
  for (std::size_t i = 0; i < signature.size(); ++i) {
    std::string flipped = signature;
    flipped[i] = static_cast<char>(flipped[i] ^ 1);
    EXPECT_FALSE(verify(key.public_key(), "tree head", flipped)) << i;
  }
}

TEST(Sign, WrongLengthsAreRefused) {
  EXPECT_EQ(SigningKey::from_seed("short").error().fault, Fault::invalid);
  EXPECT_FALSE(verify("short", "m", std::string(64, 'x')));
  EXPECT_FALSE(verify(std::string(32, 'x'), "m", "short"));
}

TEST(Sign, SeedBringsTheSameKeyBack) {
  TestRandom random;
  const SigningKey key = SigningKey::generate(random);
  EXPECT_EQ(SigningKey::from_seed(key.seed())->public_key(), key.public_key());
}

}  // namespace
}  // namespace stele::crypto
