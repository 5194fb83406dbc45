#include "frontends/gateway/password_rules.h"

#include <gtest/gtest.h>

namespace stele::gateway {
namespace {

std::string problem(std::string_view wanted, const core::Settings& settings = {}) {
  return std::string(password_problem(wanted, "the-old-one", "reg-a-long", settings).value_or("none"));
}

TEST(PasswordRules, LengthCountsCharacters) {
  EXPECT_EQ(problem("1234567"), "it is too short");
  EXPECT_EQ(problem("12345678"), "none");
  EXPECT_EQ(problem("äöüäöüä"), "it is too short");
  EXPECT_EQ(problem("äöüäöüäö"), "none");
  EXPECT_EQ(problem(std::string(128, 'x')), "none");
  EXPECT_EQ(problem(std::string(129, 'x')), "it is too long");
  EXPECT_EQ(problem("12345\x01""678"), "it has characters that cannot be typed");
  core::Settings settings;
  settings.password_length = 12;
  EXPECT_EQ(problem("12345678901", settings), "it is too short");
  EXPECT_EQ(problem("123456789012", settings), "none");
}

TEST(PasswordRules, WhatXmlWouldChangeIsNone) {
  const std::string blanks = "it begins or ends with a blank, or has two of them together";
  EXPECT_EQ(problem(" leading-blank"), blanks);
  EXPECT_EQ(problem("trailing-blank "), blanks);
  EXPECT_EQ(problem("two  together"), blanks);
  EXPECT_EQ(problem("one at a time"), "none");
}

TEST(PasswordRules, NeitherTheOldOneNorTheIdentifier) {
  EXPECT_EQ(problem("the-old-one"), "it is the one in use");
  EXPECT_EQ(problem("REG-a-long"), "it is the registrar's identifier");
  EXPECT_EQ(problem("REG-a-long1"), "none");
}

TEST(PasswordRules, KindsOfCharactersAreASetting) {
  core::Settings settings;
  settings.password_classes = 3;
  const std::string few = problem("alllowercase", settings);
  EXPECT_NE(few, "none");
  EXPECT_EQ(problem("lowerANDupper", settings), few);
  EXPECT_EQ(problem("lowerANDupper1", settings), "none");
  EXPECT_EQ(problem("lower and 1", settings), "none");
  settings.password_classes = 4;
  EXPECT_EQ(problem("lower and 1", settings), few);
  EXPECT_EQ(problem("Lower and 1", settings), "none");
}

TEST(PasswordRules, AgeIsCountedFromTheLastChange) {
  core::Registrar registrar;
  registrar.password_changed_at = Instant{kDay};
  core::Settings settings;
  EXPECT_FALSE(password_expiry(registrar, settings));
  settings.password_days = 90;
  EXPECT_EQ(password_expiry(registrar, settings), Instant{91 * kDay});
}

}  // namespace
}  // namespace stele::gateway
