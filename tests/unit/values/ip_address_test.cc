#include "events/values/ip_address.h"

#include <gtest/gtest.h>

#include <string>

namespace stele {
namespace {

TEST(IpAddress, ParsesStrictlyAndPrintsCanonically) {
  const struct {
    std::string text, canonical;  // empty: refused
  } cases[] = {
      {"192.0.2.1", "192.0.2.1"},
      {"2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
      {"2001:db8::", "2001:db8::"},
      {"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
      {"::ffff:192.0.2.1", "::ffff:192.0.2.1"},
      {"192.0.2.01", ""},
      {"192.0.2", ""},
      {"192.0.2.256", ""},
      {"192.0.2.1 ", ""},
      {" 192.0.2.1", ""},
      {"0x7f.0.0.1", ""},
      {"2001:db8:::1", ""},
      {"fe80::1%eth0", ""},
      {"[2001:db8::1]", ""},
      {"", ""},
      {std::string("192.0.2.1\0x", 11), ""},
      {std::string(300, ':'), ""},
  };
  for (const auto& c : cases) {
    const auto address = parse_ip_address(c.text);
    ASSERT_EQ(address.has_value(), !c.canonical.empty()) << c.text;
    if (address) {
      EXPECT_EQ(to_text(*address), c.canonical);
    }
  }
}

TEST(IpAddress, TheVersionAskedForIsTheOnlyOneTaken) {
  EXPECT_TRUE(parse_ip_address("192.0.2.1", IpVersion::v4));
  EXPECT_FALSE(parse_ip_address("192.0.2.1", IpVersion::v6));
  EXPECT_FALSE(parse_ip_address("2001:db8::1", IpVersion::v4));
}

TEST(IpAddress, BytesRoundTrip) {
  for (const char* text : {"192.0.2.1", "2001:db8::1"}) {
    const auto address = parse_ip_address(text);
    ASSERT_TRUE(address);
    EXPECT_EQ(ip_address_from_bytes(address->bytes()), address);
  }
  EXPECT_FALSE(ip_address_from_bytes(""));
  EXPECT_FALSE(ip_address_from_bytes("12345"));
}

TEST(IpAddress, UsableAsGlue) {
  const struct {
    const char* text;
    bool usable;
  } cases[] = {
      {"192.0.2.1", true},         {"198.51.100.7", true},     {"203.0.113.9", true},
      {"2001:db8::1", true},       {"208.77.190.193", true},   {"2602:800:900e:1257::53", true},
      {"9.255.255.255", true},     {"11.0.0.0", true},         {"100.63.255.255", true},
      {"100.128.0.0", true},       {"172.15.255.255", true},   {"172.32.0.0", true},
      {"192.167.255.255", true},   {"223.255.255.255", true},  {"169.253.255.255", true},
      {"0.0.0.0", false},          {"0.1.2.3", false},         {"10.0.0.0", false},
      {"10.255.255.255", false},   {"100.64.0.0", false},      {"100.127.255.255", false},
      {"127.0.0.1", false},        {"169.254.1.1", false},     {"172.16.0.0", false},
      {"172.31.255.255", false},   {"192.168.0.1", false},     {"224.0.0.1", false},
      {"239.255.255.255", false},  {"240.0.0.1", false},       {"255.255.255.255", false},
      {"::", false},               {"::1", false},             {"::192.0.2.1", false},
      {"::ffff:192.0.2.1", false}, {"fe80::1", false},         {"febf::1", false},
      {"fec0::1", false},          {"fc00::1", false},         {"fdff::1", false},
      {"ff02::1", false},          {"fbff::1", true},          {"2001:db8::ffff:c000:201", true},
  };
  for (const auto& c : cases)
    EXPECT_EQ(parse_ip_address(c.text)->usable_as_glue(), c.usable) << c.text;
}

}  // namespace
}  // namespace stele
