#include "engine/crypto/password.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <future>
#include <latch>

#include "tests/support/measured.h"
#include "tests/unit/crypto/test_random.h"

namespace stele::crypto {
namespace {

// Of this process, from now on: less than one hash takes. For a process of its own.
void take_the_memory_away() {
  std::size_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  const rlim_t most = pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)) + (8U << 20);
  const rlimit limit{most, most};
  ::setrlimit(RLIMIT_AS, &limit);
  // What earlier hashes gave back is still the process's own.
  const void* volatile taken = nullptr;
  do taken = std::malloc(1U << 20);
  while (taken != nullptr);
}

class Password : public testing::Test {
 protected:
  bool check(PasswordChecker& checker, const std::string& encoded, const std::string& password) {
    std::promise<bool> answer;
    const Done done = checker.check(encoded, password, [&](Result<bool> ok) { answer.set_value(ok.value()); });
    EXPECT_TRUE(done);
    return answer.get_future().get();
  }

  TestRandom random_;
};

// From the test suite of the reference implementation (phc-winner-argon2, test.c).
TEST_F(Password, ForeignHashVerifies) {
  const std::string encoded =
      "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
  EXPECT_TRUE(verify_password(encoded, "password").value());
  EXPECT_FALSE(verify_password(encoded, "Password").value());
}

TEST_F(Password, HashSaysItsCostAndIsSalted) {
  const std::string one = hash_password("foo-BAR2", random_).value();
  EXPECT_TRUE(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << one;
  EXPECT_NE(hash_password("foo-BAR2", random_).value(), one);
  EXPECT_TRUE(verify_password(one, "foo-BAR2").value());
  EXPECT_FALSE(verify_password(one, "foo-BAR").value());
}

// Out of memory is no wrong password and no reason to end the process.
TEST_F(Password, WithoutMemoryHashingIsAFault) {
  if (!kMeasured) GTEST_SKIP() << "a sanitizer needs the address space";
  const std::string encoded = hash_password("foo-BAR2", random_).value();
  EXPECT_EXIT(
      {
        take_the_memory_away();
        const auto hash = hash_password("foo-BAR2", random_);
        const auto right = verify_password(encoded, "foo-BAR2");
        const bool both = !hash && hash.error().fault == Fault::busy && !right &&
                          right.error().fault == Fault::busy;
        std::_Exit(both ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
}

TEST_F(Password, WhatIsNoAffordableHashNeverVerifies) {
  for (const auto* bad :
       {"", "password", "$argon2id$v=19$m=256,t=2,p=1$", "$argon2i$v=19$m=256,t=2,p=1$c29t$AAAA",
        "$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=256,t=4000000,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
        "$argon2id$v=19$m=99999999999999,t=2,p=1$c29tZXNhbHQ$AAAA"})
    EXPECT_FALSE(verify_password(bad, "password").value()) << bad;
}

// After one success nothing is hashed again: the answer comes before check() returns.
TEST_F(Password, RepeatsAreAnsweredAtOnce) {
  PasswordChecker checker(random_, 2);
  const std::string encoded = hash_password("foo-BAR2", random_).value();
  ASSERT_TRUE(check(checker, encoded, "foo-BAR2"));
  for (int i = 0; i < 64; ++i) {
    bool answered = false;
    ASSERT_TRUE(checker.check(encoded, "foo-BAR2", [&](Result<bool> ok) { answered = ok.value(); }));
    EXPECT_TRUE(answered);
  }
}

TEST_F(Password, SixtyFourAtOnceAllSucceed) {
  std::atomic<int> good = 0;
  std::latch all(64);
  PasswordChecker checker(random_, 2);
  const std::string encoded = hash_password("foo-BAR2", random_).value();
  for (int i = 0; i < 64; ++i)
    ASSERT_TRUE(checker.check(encoded, "foo-BAR2", [&](Result<bool> ok) {
      good += ok.value() ? 1 : 0;
      all.count_down();
    }));
  all.wait();
  EXPECT_EQ(good, 64);
}

TEST_F(Password, ASuccessIsRememberedForThatHashAndPasswordOnly) {
  PasswordChecker checker(random_, 1);
  const std::string before = hash_password("old", random_).value();
  const std::string after = hash_password("new", random_).value();
  EXPECT_TRUE(check(checker, before, "old"));
  EXPECT_FALSE(check(checker, before, "new"));
  EXPECT_FALSE(check(checker, after, "old"));
  EXPECT_FALSE(check(checker, before, "new"));
  EXPECT_TRUE(check(checker, after, "new"));
}

TEST_F(Password, HashesOnAWorker) {
  PasswordChecker checker(random_, 1);
  std::promise<std::string> answer;
  ASSERT_TRUE(checker.hash("foo-BAR2", [&](Result<std::string> e) { answer.set_value(std::move(*e)); }));
  EXPECT_TRUE(verify_password(answer.get_future().get(), "foo-BAR2").value());
}

TEST_F(Password, FullQueueIsBusyAndTheEndAnswersWhoStillWaits) {
  int refused = 0;
  bool overflow_answered = false;
  {
    PasswordChecker checker(random_, 0, 2);  // nobody works: both stay queued
    ASSERT_TRUE(checker.check("e", "p", [&](Result<bool> ok) { refused += ok ? 0 : 1; }));
    ASSERT_TRUE(checker.hash("p", [&](Result<std::string> e) { refused += e ? 0 : 1; }));
    const Done third = checker.check("e", "p", [&](Result<bool>) { overflow_answered = true; });
    ASSERT_FALSE(third);
    EXPECT_EQ(third.error().fault, Fault::busy);
    EXPECT_EQ(refused, 0);
  }
  EXPECT_EQ(refused, 2);
  EXPECT_FALSE(overflow_answered);
}

}  // namespace
}  // namespace stele::crypto
