#include "events/values/ip_prefix.h"

#include <gtest/gtest.h>

namespace stele {
namespace {

TEST(IpPrefix, ParsesStrictlyAndPrintsCanonically) {
  const struct {
    std::string_view text, canonical;  // empty: refused
  } cases[] = {
      {"192.0.2.0/24", "192.0.2.0/24"},
      {"192.0.2.7", "192.0.2.7/32"},
      {"0.0.0.0/0", "0.0.0.0/0"},
      {"2001:DB8:0::/48", "2001:db8::/48"},
      {"2001:db8::1", "2001:db8::1/128"},
      {"::/0", "::/0"},
      {"192.0.2.7/24", ""},
      {"2001:db8::1/48", ""},
      {"192.0.2.0/33", ""},
      {"2001:db8::/129", ""},
      {"192.0.2.0/024", ""},
      {"192.0.2.0/", ""},
      {"192.0.2.0/-1", ""},
      {"192.0.2.0/24/24", ""},
      {"192.0.2.0/24 ", ""},
      {"192.0.2.0/99999999999999999999", ""},
      {"::ffff:192.0.2.0/120", ""},
      {"/24", ""},
      {"", ""},
  };
  for (const auto& c : cases) {
    const auto prefix = parse_ip_prefix(c.text);
    ASSERT_EQ(prefix.has_value(), !c.canonical.empty()) << c.text;
    if (prefix) {
      EXPECT_EQ(to_text(*prefix), c.canonical);
    }
  }
}

TEST(IpPrefix, ContainsItsRangeAndNothingElse) {
  const auto in = [](std::string_view prefix, std::string_view address) {
    return parse_ip_prefix(prefix)->contains(*parse_ip_address(address));
  };
  EXPECT_TRUE(in("192.0.2.0/24", "192.0.2.0"));
  EXPECT_TRUE(in("192.0.2.0/24", "192.0.2.255"));
  EXPECT_FALSE(in("192.0.2.0/24", "192.0.3.0"));
  EXPECT_TRUE(in("192.0.2.128/25", "192.0.2.129"));
  EXPECT_FALSE(in("192.0.2.128/25", "192.0.2.127"));
  EXPECT_TRUE(in("192.0.2.7", "192.0.2.7"));
  EXPECT_FALSE(in("192.0.2.7", "192.0.2.6"));
  EXPECT_TRUE(in("0.0.0.0/0", "203.0.113.9"));
  EXPECT_FALSE(in("0.0.0.0/0", "2001:db8::1"));
  EXPECT_TRUE(in("2001:db8::/47", "2001:db8:1:2::3"));
  EXPECT_FALSE(in("2001:db8::/47", "2001:db8:2::"));
  EXPECT_FALSE(in("::/0", "192.0.2.1"));
}

TEST(IpPrefix, OfAnAddressIsTheRangeItLiesIn) {
  EXPECT_EQ(to_text(prefix_of(*parse_ip_address("2001:db8:1:2:3::4"), 64)), "2001:db8:1:2::/64");
  EXPECT_EQ(to_text(prefix_of(*parse_ip_address("192.0.2.7"), 32)), "192.0.2.7/32");
}

}  // namespace
}  // namespace stele
