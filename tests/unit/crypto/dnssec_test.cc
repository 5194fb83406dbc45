#include "engine/crypto/dnssec.h"

#include <gtest/gtest.h>

#include "engine/base/bytes.h"

namespace stele::crypto {
namespace {

struct Example {
  const char* owner;  // wire form
  const char* dnskey;  // flags, protocol and algorithm in hex
  const char* public_key;
  std::uint16_t tag;
  std::uint8_t digest_type;
  const char* digest;
};
constexpr Example kExamples[] = {
    // RFC 4034 §5.4, RFC 4509 §2.3
    {"\5dskey\7example\3com", "01000305",
     "AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAph"
     "XdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw==",
     60485, 1, "2bb183af5f22588179a53b0a98631fad1a292118"},
    {"\5dskey\7example\3com", "01000305",
     "AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAph"
     "XdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw==",
     60485, 2, "d4b7d520e7bb5f0f67674a0cceb1e3e0614b93c4f9e99b8383f6a1e4469da50a"},
    // RFC 6605 §6.1, §6.2
    {"\7example\3net", "0101030d",
     "GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA==",
     55648, 2, "b4c8c1fe2e7477127b27115656ad6256f424625bf5c1e2770ce6d6e37df61d17"},
    {"\7example\3net", "0101030e",
     "xKYaNhWdGOfJ+nPrL8/arkwf2EY3MDJ+SErKivBVSum1w/egsXvSADtNJhyem5RCOpgQ6K8X1DRSEkrbYQ+OB+v8/uX4"
     "5NBwY8rp65F6Glur8I/mlVNgF6W/qTI37m40",
     10771, 4,
     "72d7b62976ce06438e9c0bf319013cf801f09ecc84b8d7e9495f27e305c6a9b0563a9b5f4d288405c3008a946df983d6"},
    // RFC 8080 §6.1, §6.2
    {"\7example\3com", "0101030f", "l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=", 3613, 2,
     "3aa5ab37efce57f737fc1627013fee07bdf241bd10f3b1964ab55c78e79a304b"},
    {"\7example\3com", "01010310",
     "3kgROaDjrh0H2iuixWBrc8g2EpBBLCdGzHmn+G2MpTPhpj/OiBVHHSfPodx1FYYUcJKm1MDpJtIA", 9713, 2,
     "6ccf18d5bc5d7fc2fceb1d59d17321402f2aa8d368048db93dd811f5cb2b19c7"},
};

TEST(Dnssec, TagsAndDigestsAreTheRfcs) {
  for (const Example& example : kExamples) {
    SCOPED_TRACE(example.digest);
    const std::string dnskey = *parse_hex(example.dnskey) + *parse_base64(example.public_key);
    const std::string owner = example.owner + std::string(1, '\0');
    EXPECT_EQ(key_tag(dnskey), example.tag);
    EXPECT_EQ(to_hex(ds_digest(example.digest_type, owner, dnskey)), example.digest);
    EXPECT_EQ(ds_digest_size(example.digest_type) * 2, std::string_view(example.digest).size());
  }
}

TEST(Dnssec, DigestTypes) {
  EXPECT_EQ(ds_digest_size(6), 32U);  // SM3
  for (const int unknown : {0, 3, 5, 7, 255})
    EXPECT_EQ(ds_digest_size(static_cast<std::uint8_t>(unknown)), 0U) << unknown;
  // GB/T 32905, A.1: SM3 of "abc".
  EXPECT_EQ(to_hex(ds_digest(6, "a", "bc")),
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
}

TEST(Dnssec, AKeyOfAnOddNumberOfOctetsHasATagToo) {
  EXPECT_EQ(key_tag(std::string_view("\1\1\3\x0f\x80", 5)), 0x0101U + 0x030fU + 0x8000U);
}

}  // namespace
}  // namespace stele::crypto
