// How much the public may ask: by address, by the range around it, by kind, and what made-up addresses
// do to it.
#include "frontends/gateway/query_limits.h"

#include <gtest/gtest.h>

namespace stele::gateway {
namespace {

core::Settings settings() {
  core::Settings s;
  s.whois_per_minute = 10;
  s.rdap_per_minute = 5;
  s.rdap_searches_per_minute = 2;
  s.das_per_minute = 20;
  s.query_wide_factor = 3;
  return s;
}

// How many of `asked` are let in.
int admitted(QueryLimits& limits, const std::string& address, QueryKind kind, int asked,
             const core::Settings& s, std::int64_t now_ms = 0) {
  int count = 0;
  for (int i = 0; i < asked; ++i) count += limits.admit(address, kind, s, now_ms).admitted;
  return count;
}

TEST(QueryLimits, CountsEachKindByItself) {
  QueryLimits limits;
  const auto s = settings();
  EXPECT_EQ(admitted(limits, "192.0.2.1", QueryKind::whois, 100, s), 10);
  EXPECT_EQ(admitted(limits, "192.0.2.1", QueryKind::rdap_lookup, 100, s), 5);
  EXPECT_EQ(admitted(limits, "192.0.2.1", QueryKind::rdap_search, 100, s), 2);
  EXPECT_EQ(admitted(limits, "192.0.2.1", QueryKind::availability, 100, s), 20);
}

TEST(QueryLimits, SaysWhenThereIsRoomAgain) {
  QueryLimits limits;
  const auto s = settings();
  admitted(limits, "192.0.2.1", QueryKind::whois, 10, s);
  const auto refused = limits.admit("192.0.2.1", QueryKind::whois, s, 0);
  EXPECT_FALSE(refused.admitted);
  EXPECT_EQ(refused.retry_seconds, 6U);  // ten a minute
  EXPECT_EQ(refused.range, "192.0.2.1/32");
  EXPECT_FALSE(limits.admit("192.0.2.1", QueryKind::whois, s, 5'999).admitted);
  EXPECT_TRUE(limits.admit("192.0.2.1", QueryKind::whois, s, 6'000).admitted);
}

TEST(QueryLimits, AnIpv6NetworkIsOneAddress) {
  QueryLimits limits;
  const auto s = settings();
  EXPECT_EQ(admitted(limits, "2001:db8:0:1::1", QueryKind::whois, 6, s), 6);
  EXPECT_EQ(admitted(limits, "2001:db8:0:1:ffff::2", QueryKind::whois, 6, s), 4);
  EXPECT_EQ(admitted(limits, "2001:db8:0:2::1", QueryKind::whois, 6, s), 6);
  EXPECT_EQ(admitted(limits, "::ffff:192.0.2.1", QueryKind::whois, 6, s), 6);
  EXPECT_EQ(admitted(limits, "192.0.2.1", QueryKind::whois, 6, s), 4);
}

TEST(QueryLimits, TheRangeAroundHasMoreAndNotEndlessly) {
  QueryLimits limits;
  auto s = settings();
  int all = 0;
  for (int i = 0; i < 50; ++i) all += admitted(limits, "192.0.2." + std::to_string(i), QueryKind::whois, 10, s);
  EXPECT_EQ(all, 30);
  const auto refused = limits.admit("192.0.2.200", QueryKind::whois, s, 0);
  EXPECT_EQ(refused.range, "192.0.2.0/24");
  EXPECT_EQ(admitted(limits, "192.0.3.1", QueryKind::whois, 10, s), 10);
  // A range over its limit keeps its neighbours out; an address over its own takes nothing from them.
  s.query_wide_factor = 0;
  EXPECT_EQ(admitted(limits, "192.0.2.201", QueryKind::whois, 20, s), 10);
}

TEST(QueryLimits, PrefixesAreSettings) {
  QueryLimits limits;
  auto s = settings();
  s.query_prefix_v4 = 24;
  EXPECT_EQ(admitted(limits, "192.0.2.1", QueryKind::whois, 6, s), 6);
  EXPECT_EQ(admitted(limits, "192.0.2.2", QueryKind::whois, 6, s), 4);
}

TEST(QueryLimits, AllowListsAreNotCounted) {
  QueryLimits limits;
  auto s = settings();
  EXPECT_EQ(admitted(limits, "127.0.0.1", QueryKind::whois, 100, s), 100);
  EXPECT_EQ(admitted(limits, "::1", QueryKind::whois, 100, s), 100);
  EXPECT_EQ(admitted(limits, "unix", QueryKind::whois, 100, s), 100);
  s.query_exempt = "198.51.100.0/24,2001:db8::/32";
  EXPECT_EQ(admitted(limits, "198.51.100.7", QueryKind::whois, 100, s), 100);
  EXPECT_EQ(admitted(limits, "2001:db8:5::7", QueryKind::whois, 100, s), 100);
  EXPECT_EQ(admitted(limits, "127.0.0.1", QueryKind::whois, 100, s), 10);
  s.query_exempt = "";
  EXPECT_EQ(admitted(limits, "198.51.100.7", QueryKind::whois, 100, s), 10);
}

TEST(QueryLimits, AFloodOfAddressesCostsBoundedMemoryAndFreesNobody) {
  QueryLimits limits(1'024);
  auto s = settings();
  s.query_wide_factor = 0;
  int of_abuser = 0, asked = 0;
  for (std::uint32_t i = 0; i < 200'000; ++i) {
    const std::string address = std::to_string(10 + i % 90) + "." + std::to_string(i / 90 % 256) + "." +
                                std::to_string(i / 23'040) + ".1";
    limits.admit(address, QueryKind::whois, s, i / 100);
    if (i % 10 == 0) {
      ++asked;
      of_abuser += limits.admit("192.0.2.1", QueryKind::whois, s, i / 100).admitted;
    }
  }
  EXPECT_LE(limits.size(), 1'024U);
  EXPECT_EQ(asked, 20'000);
  EXPECT_LE(of_abuser, 30);  // two seconds at ten a minute are ten; a few lives more where it was pushed out
}

}  // namespace
}  // namespace stele::gateway
