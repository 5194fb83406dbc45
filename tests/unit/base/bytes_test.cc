#include "engine/base/bytes.h"

#include <gtest/gtest.h>

namespace stele {
namespace {

using namespace std::string_view_literals;

TEST(Bytes, BigEndianIntegersKeepTheirBytesAndOrder) {
  std::string out;
  put_big_endian(out, std::uint64_t{0x0102030405060708});
  put_big_endian(out, std::uint16_t{0xfffe});
  EXPECT_EQ(out, "\x01\x02\x03\x04\x05\x06\x07\x08\xff\xfe"sv);
  EXPECT_EQ(get_big_endian<std::uint64_t>(out), 0x0102030405060708U);
  EXPECT_EQ(get_big_endian<std::uint16_t>(std::string_view(out).substr(8)), 0xfffe);
}

TEST(Bytes, HexGoesBothWaysAndRefusesTheRest) {
  EXPECT_EQ(to_hex("\x00\xab\xff"sv), "00abff");
  EXPECT_EQ(parse_hex("00ABff"), std::string("\x00\xab\xff"sv));
  EXPECT_EQ(parse_hex(""), "");
  for (const auto* bad : {"0", "0g", "0x12", " 00", "00 "}) EXPECT_FALSE(parse_hex(bad)) << bad;
}

// RFC 4648 §10.
TEST(Bytes, Base64OfTheRfc) {
  const std::pair<std::string_view, std::string_view> vectors[] = {
      {"", ""},           {"f", "Zg=="},         {"fo", "Zm8="},        {"foo", "Zm9v"},
      {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff", "+/8="}};
  for (const auto& [clear, text] : vectors) {
    EXPECT_EQ(to_base64(clear), text);
    EXPECT_EQ(parse_base64(text), clear);
  }
}

TEST(Bytes, Base64RefusesWhatIsNotCanonical) {
  for (const auto* bad : {"Zg", "Zg=", "Zg===", "=Zg=", "Z===", "Zm9v\n", "Zm9v Zm9v", "Zg==Zg==",
                          "Zm-_", "Zh==", "Zm9="})
    EXPECT_FALSE(parse_base64(bad)) << bad;
}

TEST(Bytes, PrintableFormIsBoundedAndHasNoControlBytes) {
  EXPECT_EQ(to_printable("a\n\\\x7f"), "a\\x0a\\x5c\\x7f");
  EXPECT_EQ(to_printable("abcdef", 3), "abc…");
  EXPECT_EQ(to_printable("abc", 3), "abc");
}

TEST(Bytes, PrintableFormIsUtf8WhateverComesIn) {
  EXPECT_EQ(to_printable("münchen"), "münchen");
  EXPECT_EQ(to_printable("\xff\xc3"), "\\xff\\xc3");
  EXPECT_EQ(to_printable("\xc0\xaf"), "\\xc0\\xaf");                  // overlong
  EXPECT_EQ(to_printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");        // surrogate
  EXPECT_EQ(to_printable("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");  // beyond U+10FFFF
  EXPECT_EQ(to_printable("\xc2\x9b" "2J"), "\\xc2\\x9b2J");                     // a terminal's CSI
  EXPECT_EQ(to_printable("aé", 2), "a…");  // never half a character
}

}  // namespace
}  // namespace stele
