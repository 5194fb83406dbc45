#include "engine/base/money.h"

#include <gtest/gtest.h>

#include <limits>

namespace stele {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();

TEST(Money, AmountsAreExact) {
  EXPECT_EQ(parse_amount("12.50"), Amount{125000});
  EXPECT_EQ(parse_amount("12"), Amount{120000});
  EXPECT_EQ(parse_amount("0.0001"), Amount{1});
  EXPECT_EQ(parse_amount("-0.10", true), Amount{-1000});
  EXPECT_EQ(parse_amount("922337203685477.5807"), Amount{kMost});
}

TEST(Money, TextHasTwoDecimalsOrWhatIsNeeded) {
  EXPECT_EQ(to_text(Amount{125000}), "12.50");
  EXPECT_EQ(to_text(Amount{1}), "0.0001");
  EXPECT_EQ(to_text(Amount{1230}), "0.123");
  EXPECT_EQ(to_text(Amount{-1000}), "-0.10");
  EXPECT_EQ(to_text(Amount{0}), "0.00");
  EXPECT_EQ(to_text(Amount{kLeast}), "-922337203685477.5808");
  EXPECT_EQ(to_text(Money{*parse_currency("EUR"), Amount{125000}}), "12.50 EUR");
}

TEST(Money, WhatIsNoAmountIsRefused) {
  for (const auto* bad : {"", ".", "1.", ".5", "1.23456", "1,50", "+1", "-1", " 1", "1 ", "1e3",
                          "1.2.3", "922337203685477.5808", "99999999999999999999"})
    EXPECT_FALSE(parse_amount(bad)) << bad;
  for (const auto* bad : {"-", "--1", "-.5"}) EXPECT_FALSE(parse_amount(bad, true)) << bad;
}

TEST(Money, OverflowIsNoAmount) {
  EXPECT_EQ(add(Amount{kMost - 1}, Amount{1}), Amount{kMost});
  EXPECT_FALSE(add(Amount{kMost}, Amount{1}));
  EXPECT_FALSE(add(Amount{kLeast}, Amount{-1}));
  EXPECT_EQ(subtract(Amount{5}, Amount{7}), Amount{-2});
  EXPECT_FALSE(subtract(Amount{kLeast}, Amount{1}));
  EXPECT_EQ(multiply(Amount{125000}, 10), Amount{1250000});
  EXPECT_FALSE(multiply(Amount{kMost}, 2));
}

TEST(Money, CurrencyIsThreeCapitals) {
  EXPECT_EQ(to_text(*parse_currency("CHF")), "CHF");
  for (const auto* bad : {"", "EU", "EURO", "eur", "E1R", "€"})
    EXPECT_FALSE(parse_currency(bad)) << bad;
}

TEST(Money, SharesAreRoundedToCoinsHalvesAwayFromZero) {
  const Amount cent{100};
  EXPECT_EQ(share(Amount{99900}, 1900, 10'000, cent), Amount{19000});    // 1.8981
  EXPECT_EQ(share(Amount{5000}, 1900, 10'000, cent), Amount{1000});      // 0.095
  EXPECT_EQ(share(Amount{-5000}, 1900, 10'000, cent), Amount{-1000});
  EXPECT_EQ(share(Amount{4999}, 1900, 10'000, cent), Amount{900});       // 0.094981
  EXPECT_EQ(share(Amount{12345}, 100, 100, cent), Amount{12345});        // all of it, as it is
  EXPECT_EQ(share(Amount{12345}, 0, 100, cent), Amount{0});
  EXPECT_FALSE(share(Amount{kMost}, 2, 3, cent));
  EXPECT_EQ(smallest_coin(*parse_currency("EUR")), Amount{100});
  EXPECT_EQ(smallest_coin(*parse_currency("JPY")), Amount{10'000});
  EXPECT_EQ(smallest_coin(*parse_currency("KWD")), Amount{10});
}

}  // namespace
}  // namespace stele
