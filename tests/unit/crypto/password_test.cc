#include "engine/crypto/password.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <latch>

#include "tests/unit/crypto/test_random.h"

namespace stele::crypto {
namespace {

class Password : public testing::Test {
 protected:
  bool check(PasswordChecker& checker, const std::string& encoded, const std::string& password) {
    std::promise<bool> answer;
    const Done done = checker.check(encoded, password, [&](bool ok) { answer.set_value(ok); });
    EXPECT_TRUE(done);
    return answer.get_future().get();
  }

  TestRandom random_;
};

// From the test suite of the reference implementation (phc-winner-argon2, test.c).
TEST_F(Password, ForeignHashVerifies) {
  const std::string encoded =
      "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
  EXPECT_TRUE(verify_password(encoded, "password"));
  EXPECT_FALSE(verify_password(encoded, "Password"));
}

TEST_F(Password, HashSaysItsCostAndIsSalted) {
  const std::string one = hash_password("foo-BAR2", random_);
  EXPECT_TRUE(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << one;
  EXPECT_NE(hash_password("foo-BAR2", random_), one);
  EXPECT_TRUE(verify_password(one, "foo-BAR2"));
  EXPECT_FALSE(verify_password(one, "foo-BAR"));
}

TEST_F(Password, WhatIsNoAffordableHashNeverVerifies) {
  for (const auto* bad :
       {"", "password", "$argon2id$v=19$m=256,t=2,p=1$", "$argon2i$v=19$m=256,t=2,p=1$c29t$AAAA",
        "$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=256,t=4000000,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=99999999999999,t=2,p=1$c29tZXNhbHQ$AAAA"})
    EXPECT_FALSE(verify_password(bad, "password")) << bad;
}

// After one success nothing is hashed again: the answer comes before check() returns.
TEST_F(Password, RepeatsAreAnsweredAtOnce) {
  PasswordChecker checker(random_, 2);
  const std::string encoded = hash_password("foo-BAR2", random_);
  ASSERT_TRUE(check(checker, encoded, "foo-BAR2"));
  for (int i = 0; i < 64; ++i) {
    bool answered = false;
    ASSERT_TRUE(checker.check(encoded, "foo-BAR2", [&](bool ok) { answered = ok; }));
    EXPECT_TRUE(answered);
  }
}

TEST_F(Password, SixtyFourAtOnceAllSucceed) {
  std::atomic<int> good = 0;
  std::latch all(64);
  PasswordChecker checker(random_, 2);
  const std::string encoded = hash_password("foo-BAR2", random_);
  for (int i = 0; i < 64; ++i)
    ASSERT_TRUE(checker.check(encoded, "foo-BAR2", [&](bool ok) {
      good += ok ? 1 : 0;
      all.count_down();
    }));
  all.wait();
  EXPECT_EQ(good, 64);
}

TEST_F(Password, ASuccessIsRememberedForThatHashAndPasswordOnly) {
  PasswordChecker checker(random_, 1);
  const std::string before = hash_password("old", random_);
  const std::string after = hash_password("new", random_);
  EXPECT_TRUE(check(checker, before, "old"));
  EXPECT_FALSE(check(checker, before, "new"));
  EXPECT_FALSE(check(checker, after, "old"));
  EXPECT_FALSE(check(checker, before, "new"));
  EXPECT_TRUE(check(checker, after, "new"));
}

TEST_F(Password, HashesOnAWorker) {
  PasswordChecker checker(random_, 1);
  std::promise<std::string> answer;
  ASSERT_TRUE(checker.hash("foo-BAR2", [&](std::string e) { answer.set_value(std::move(e)); }));
  EXPECT_TRUE(verify_password(answer.get_future().get(), "foo-BAR2"));
}

TEST_F(Password, FullQueueIsBusyAndTheEndAnswersWhoStillWaits) {
  int refused = 0;
  bool overflow_answered = false;
  {
    PasswordChecker checker(random_, 0, 2);  // nobody works: both stay queued
    ASSERT_TRUE(checker.check("e", "p", [&](bool ok) { refused += ok ? 0 : 1; }));
    ASSERT_TRUE(checker.hash("p", [&](std::string e) { refused += e.empty() ? 1 : 0; }));
    const Done third = checker.check("e", "p", [&](bool) { overflow_answered = true; });
    ASSERT_FALSE(third);
    EXPECT_EQ(third.error().fault, Fault::busy);
    EXPECT_EQ(refused, 0);
  }
  EXPECT_EQ(refused, 2);
  EXPECT_FALSE(overflow_answered);
}

}  // namespace
}  // namespace stele::crypto
