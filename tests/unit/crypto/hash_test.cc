#include "engine/crypto/hash.h"

#include <gtest/gtest.h>

#include "engine/crypto/crc32c_portable.h"

namespace stele::crypto {
namespace {

std::string hex(const Digest& digest) { return to_hex(view(digest)); }

// FIPS 180-4 examples.
TEST(Hash, Sha256) {
  EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Hash, PartsHashAsTheirConcatenation) {
  EXPECT_EQ(sha256({"a", "", "bc"}), sha256("abc"));
  EXPECT_EQ(sha256(std::initializer_list<std::string_view>{}), sha256(""));
}

// RFC 4231 §4.2, §4.3, §4.7.
TEST(Hash, HmacSha256) {
  EXPECT_EQ(hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(hmac_sha256(std::string(131, '\xaa'),
                            "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

// RFC 3720 §B.4.
TEST(Hash, Crc32c) {
  for (const auto checksum : {crc32c, crc32c_portable}) {
    EXPECT_EQ(checksum("123456789", 0), 0xe3069283U);
    EXPECT_EQ(checksum(std::string(32, '\0'), 0), 0x8a9136aaU);
    EXPECT_EQ(checksum(std::string(32, '\xff'), 0), 0x62a8ab43U);
    EXPECT_EQ(checksum("", 0), 0U);
  }
}

TEST(Hash, Crc32cGoesOnFromASeedAtAnySplit) {
  const std::string bytes = "The quick brown fox jumps over the lazy dog";
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    const std::string_view head = std::string_view(bytes).substr(0, cut);
    const std::string_view tail = std::string_view(bytes).substr(cut);
    EXPECT_EQ(crc32c(tail, crc32c_portable(head)), crc32c_portable(bytes)) << cut;
  }
}

TEST(Hash, SecretsCompare) {
  EXPECT_TRUE(equal_constant_time("secret", "secret"));
  EXPECT_FALSE(equal_constant_time("secret", "secreT"));
  EXPECT_FALSE(equal_constant_time("secret", "secre"));
  EXPECT_TRUE(equal_constant_time("", ""));
}

}  // namespace
}  // namespace stele::crypto
