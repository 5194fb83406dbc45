#include "engine/base/instant.h"

#include <gtest/gtest.h>

namespace stele {
namespace {

Instant at(std::string_view text) {
  const auto parsed = parse_instant(text);
  EXPECT_TRUE(parsed) << text;
  return parsed.value_or(Instant{-1});
}

TEST(Instant, TextIsUtcWithMilliseconds) {
  EXPECT_EQ(to_text(Instant{0}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(to_text(at("2026-03-01T12:34:56.789Z")), "2026-03-01T12:34:56.789Z");
  EXPECT_EQ(to_text(Instant{-1}), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(to_date_text(at("2026-03-01T23:59:59.999Z")), "2026-03-01");
}

TEST(Instant, ShortFormsAreRead) {
  EXPECT_EQ(at("2026-03-01"), at("2026-03-01T00:00:00.000Z"));
  EXPECT_EQ(at("2026-03-01T00:00Z"), at("2026-03-01"));
  EXPECT_EQ(at("2026-03-01t00:00:00.5z"), at("2026-03-01") + 500);
  EXPECT_EQ(at("2026-03-01T00:00:00.123456789Z"), at("2026-03-01") + 123);
}

TEST(Instant, OffsetsAreRemoved) {
  EXPECT_EQ(at("2026-03-01T00:30:00+01:00"), at("2026-02-28T23:30:00Z"));
  EXPECT_EQ(at("2026-02-28T23:30:00-01:00"), at("2026-03-01T00:30:00Z"));
}

TEST(Instant, LeapSecondIsTheSecondBefore) {
  EXPECT_EQ(at("2016-12-31T23:59:60Z"), at("2016-12-31T23:59:59Z"));
}

TEST(Instant, WhatIsNoMomentIsRefused) {
  for (const auto* bad :
       {"", "2026", "2026-3-1", "2026-02-29", "2026-13-01", "2026-00-01", "2026-01-32",
        "2026-03-01T", "2026-03-01T24:00Z", "2026-03-01T00:60Z", "2026-03-01T00:00:61Z",
        "2026-03-01T00:00", "2026-03-01T00:00:00", "2026-03-01T00:00:00.Z", "2026-03-01T00:00Zx",
        "2026-03-01T00:00+0100", "2026-03-01T00:00+24:00", "2026-03-01 00:00Z", "+026-03-01",
        "2026-03-01T00:00:00.1234567890Z"})
    EXPECT_FALSE(parse_instant(bad)) << bad;
}

TEST(Instant, TheLastOfFebruary) {
  EXPECT_EQ(add_years(at("2024-02-29T10:00Z"), 1), at("2025-02-28T10:00Z"));
  EXPECT_EQ(add_years(at("2024-02-29T10:00Z"), 4), at("2028-02-29T10:00Z"));
  EXPECT_EQ(add_years(at("2023-02-28T10:00Z"), 1), at("2024-02-28T10:00Z"));
  EXPECT_EQ(add_years(at("2000-02-29T00:00Z"), 100), at("2100-02-28T00:00Z"));  // no leap year
}

TEST(Instant, MonthsClampAndGoBack) {
  EXPECT_EQ(add_months(at("2026-01-31"), 1), at("2026-02-28"));
  EXPECT_EQ(add_months(at("2026-03-31"), -1), at("2026-02-28"));
  EXPECT_EQ(add_months(at("2026-01-15"), -1), at("2025-12-15"));
  EXPECT_EQ(add_months(at("2026-12-31"), 14), at("2028-02-29"));
}

}  // namespace
}  // namespace stele
