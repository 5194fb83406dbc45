#include "events/values/contact_data.h"

#include <gtest/gtest.h>

#include <string>

namespace stele {
namespace {

ContactData full() {
  ContactData data;
  data.international = PostalInfo{"Eva Muster", "Muster AG", {"Ring 1", "Hof 2", "3"},
                                  "Wien", "W", "1010", "AT"};
  data.localized = PostalInfo{"Eva M\xc3\xbcster", "", {}, "Wien", "", "", "AT"};
  data.voice = {"+43.15551234", "12"};
  data.fax = {"+43.15551235", ""};
  data.email = "eva@muster.example";
  data.disclose = Disclose{.flag = true, .name_loc = true, .address_int = true, .email = true};
  return data;
}

TEST(ContactData, CountryCodes) {
  int assigned = 0;
  std::string code = "AA";
  for (code[0] = 'A'; code[0] <= 'Z'; ++code[0])
    for (code[1] = 'A'; code[1] <= 'Z'; ++code[1]) assigned += is_country_code(code);
  EXPECT_EQ(assigned, 249);
  for (const char* text : {"AT", "DE", "US", "GB", "ZW", "AX", "SS", "BQ"})
    EXPECT_TRUE(is_country_code(text)) << text;
  for (const char* text : {"UK", "EU", "XK", "ZZ", "XX", "at", "A", "", "AUT", "AN", "A1"})
    EXPECT_FALSE(is_country_code(text)) << text;
}

TEST(ContactData, PhoneNumbers) {
  for (const char* text : {"+1.7035555555", "+43.1", "+999.123456789012", "+1.12345678901234"})
    EXPECT_TRUE(is_phone_number(text)) << text;
  for (const char* text : {"", "+", "+1", "+1.", "+.1", "1.7035555555", "+1234.5", "+1.70355555x",
                           "+1.123456789012345", "+999.1234567890123", "+1.703.555", "+1 .7"})
    EXPECT_FALSE(is_phone_number(text)) << text;
}

TEST(ContactData, EmailAddresses) {
  const std::string local64(64, 'l');
  for (const std::string& text :
       {std::string("eva@muster.example"), std::string("e.v+a_1@a.b.example"),
        std::string("ev\xc3\xa4@muster.example"), std::string("\xe4\xbd\xa0@muster.example"),
        local64 + "@muster.example", std::string("eva@xn--caf-dma.example")})
    EXPECT_TRUE(is_email(text)) << text;
  for (const std::string& text :
       {std::string(), std::string("eva"), std::string("@muster.example"), std::string("eva@"),
        std::string("eva@example"), std::string("eva@muster..example"),
        std::string("eva@-muster.example"), std::string("eva@mu_ster.example"),
        std::string("e va@muster.example"), std::string("eva@muster.example "),
        std::string("eva@muster.example,ida@muster.example"), std::string("eva@ida@muster.example"),
        std::string("e/va@muster.example"), std::string(".eva@muster.example"),
        std::string("eva.@muster.example"), std::string("e..va@muster.example"),
        std::string("\"eva\"@muster.example"), std::string("eva@192.0.2.1"),
        std::string("eva@[192.0.2.1]"), std::string("Eva <eva@muster.example>"),
        local64 + "l@muster.example", std::string("ev\xc3@muster.example"),
        std::string("ev\xc0\x80@muster.example"), std::string("ev\xed\xa0\x80@muster.example"),
        std::string("ev\xc2\x85@muster.example"), std::string("eva\n@muster.example")})
    EXPECT_FALSE(is_email(text)) << text;
}

TEST(ContactData, RoundTrip) {
  EXPECT_EQ(decode_contact_data(encode(ContactData{})).value(), ContactData{});
  EXPECT_EQ(decode_contact_data(encode(full())).value(), full());
  EXPECT_EQ(encode(full()), encode(full()));
}

TEST(ContactData, EveryDiscloseFlagIsItsOwnBit) {
  bool Disclose::*const flags[] = {
      &Disclose::flag,        &Disclose::name_int,    &Disclose::name_loc,
      &Disclose::organisation_int, &Disclose::organisation_loc, &Disclose::address_int,
      &Disclose::address_loc, &Disclose::voice,       &Disclose::fax, &Disclose::email};
  for (const auto flag : flags) {
    ContactData data;
    data.disclose.emplace();
    (*data.disclose).*flag = true;
    EXPECT_EQ(decode_contact_data(encode(data)).value(), data);
  }
}

TEST(ContactData, DamagedBytesAreRefused) {
  const std::string good = encode(full());
  for (std::size_t length = 0; length < good.size(); ++length) {
    const auto cut = decode_contact_data(std::string_view(good).substr(0, length));
    ASSERT_FALSE(cut) << length;
    EXPECT_EQ(cut.error().fault, Fault::corrupt);
  }
  EXPECT_EQ(decode_contact_data(good + "x").error().fault, Fault::corrupt);
  std::string later = good;
  later[0] = 2;
  EXPECT_EQ(decode_contact_data(later).error().fault, Fault::unsupported);
  std::string flagged = good;
  flagged[1] = '\x0f';
  EXPECT_EQ(decode_contact_data(flagged).error().fault, Fault::unsupported);
}

}  // namespace
}  // namespace stele
