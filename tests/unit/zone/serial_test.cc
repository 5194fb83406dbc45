// Serials: RFC 1982, the three schemes, and the way from each to each.
#include "projections/zone/serial.h"

#include <gtest/gtest.h>

namespace stele::zone {
namespace {

const Instant kMarch = *parse_instant("2026-03-01T12:00:00.900Z");
constexpr std::uint32_t kMarchSeconds = 1772366400;

TEST(Serial, LaterIsLessThanHalfATurnAhead) {
  EXPECT_TRUE(is_later(2, 1));
  EXPECT_FALSE(is_later(1, 2));
  EXPECT_FALSE(is_later(7, 7));
  EXPECT_TRUE(is_later(0, 0xffffffff));
  EXPECT_TRUE(is_later(5, 0xfffffff0));
  EXPECT_TRUE(is_later(0x7fffffff, 0));
  EXPECT_FALSE(is_later(0x80000000, 0));  // undefined (RFC 1982 §3.2)
  EXPECT_FALSE(is_later(0, 0x80000000));
}

TEST(Serial, FirstOnes) {
  EXPECT_EQ(next_serial(std::nullopt, SerialScheme::unixtime, kMarch), kMarchSeconds);
  EXPECT_EQ(next_serial(std::nullopt, SerialScheme::date, kMarch), 2026030100U);
  EXPECT_EQ(next_serial(std::nullopt, SerialScheme::counter, kMarch), 1U);
}

TEST(Serial, FollowTheSchemeWhereItLeadsOn) {
  EXPECT_EQ(next_serial(kMarchSeconds - 60, SerialScheme::unixtime, kMarch), kMarchSeconds);
  EXPECT_EQ(next_serial(2026022817, SerialScheme::date, kMarch), 2026030100U);
  EXPECT_EQ(next_serial(2026030100, SerialScheme::date, kMarch), 2026030101U);
  EXPECT_EQ(next_serial(2026030199, SerialScheme::date, kMarch), 2026030200U);  // the 101st
  EXPECT_EQ(next_serial(41, SerialScheme::counter, kMarch), 42U);
}

TEST(Serial, NeverGoBackWhateverTheSchemeSays) {
  EXPECT_EQ(next_serial(kMarchSeconds + 500, SerialScheme::unixtime, kMarch), kMarchSeconds + 501);
  EXPECT_EQ(next_serial(2026030100, SerialScheme::unixtime, kMarch), 2026030101U);
  EXPECT_EQ(next_serial(kMarchSeconds, SerialScheme::date, kMarch), 2026030100U);
  EXPECT_EQ(next_serial(1, SerialScheme::date, kMarch), 2026030100U);
  EXPECT_EQ(next_serial(4000000000, SerialScheme::date, kMarch), 4000000001U);
}

TEST(Serial, TurnOverWithoutZero) {
  EXPECT_EQ(next_serial(0xffffffff, SerialScheme::counter, kMarch), 1U);
  // Half a turn on, so that the date is later again.
  EXPECT_EQ(next_serial(0xfffffff0, SerialScheme::date, kMarch), 2026030100U);
}

// However a zone's scheme is switched, every serial is later than the one before.
TEST(Serial, EveryWayLeadsOn) {
  const SerialScheme schemes[] = {SerialScheme::counter, SerialScheme::date, SerialScheme::unixtime};
  std::uint32_t last = 0xfffffff0;
  for (int i = 0; i < 5000; ++i) {
    const auto next = next_serial(last, schemes[(i * 7 + i / 11) % 3], kMarch + i * 600 * kSecond);
    ASSERT_TRUE(is_later(next, last)) << last << " -> " << next;
    ASSERT_NE(next, 0U);
    last = next;
  }
}

}  // namespace
}  // namespace stele::zone
