#include "frontends/gateway/lockout.h"

#include <gtest/gtest.h>

namespace stele::gateway {
namespace {

constexpr Lockout::Rules kRules{.failures = 3, .window_ms = 100, .lock_ms = 50};

TEST(Lockout, LocksAtTheLastFailureOfAWindowAndForItsTime) {
  Lockout lockout;
  EXPECT_FALSE(lockout.fail("a", kRules, 0).locks);
  EXPECT_FALSE(lockout.fail("a", kRules, 10).locks);
  EXPECT_FALSE(lockout.is_locked("a", 10));
  EXPECT_TRUE(lockout.fail("a", kRules, 99).locks);
  EXPECT_TRUE(lockout.is_locked("a", 148));
  EXPECT_FALSE(lockout.is_locked("b", 148));
  EXPECT_FALSE(lockout.is_locked("a", 149));
}

TEST(Lockout, FailuresWhileLockedNeitherCountNorProlong) {
  Lockout lockout;
  for (int i = 0; i < 3; ++i) lockout.fail("a", kRules, 0);
  EXPECT_FALSE(lockout.fail("a", kRules, 40).locks);
  EXPECT_FALSE(lockout.is_locked("a", 50));
  EXPECT_EQ(lockout.fail("a", kRules, 50).failures, 1U);
}

TEST(Lockout, AWindowThatIsOverCountsNoMore) {
  Lockout lockout;
  lockout.fail("a", kRules, 0);
  lockout.fail("a", kRules, 0);
  EXPECT_FALSE(lockout.fail("a", kRules, 100).locks);
  EXPECT_FALSE(lockout.fail("a", kRules, 100).locks);
  EXPECT_TRUE(lockout.fail("a", kRules, 100).locks);
}

TEST(Lockout, ForgetsOneOrAllThatBeginAlike) {
  Lockout lockout;
  for (const char* key : {"a x", "a y", "b x"})
    for (int i = 0; i < 3; ++i) lockout.fail(key, kRules, 0);
  lockout.fail("a z", kRules, 0);
  ASSERT_EQ(lockout.locked(10).size(), 3U);
  EXPECT_EQ(lockout.locked(10)[2].key, "b x");
  EXPECT_EQ(lockout.locked(10)[2].left_ms, 40);
  EXPECT_EQ(lockout.forget_all("a ", 0), 2U);
  EXPECT_FALSE(lockout.is_locked("a x", 0));
  EXPECT_TRUE(lockout.is_locked("b x", 0));
  lockout.forget("b x");
  EXPECT_EQ(lockout.size(), 0U);
}

TEST(Lockout, IsBoundedAndGivesUpWhatWouldBeOverFirst) {
  Lockout lockout(3);
  for (int i = 0; i < 3; ++i) lockout.fail("locked", {3, 100, 1000}, 0);
  lockout.fail("old", kRules, 0);
  lockout.fail("new", kRules, 20);
  lockout.fail("newest", kRules, 30);
  EXPECT_EQ(lockout.size(), 3U);
  EXPECT_TRUE(lockout.is_locked("locked", 30));
  EXPECT_EQ(lockout.fail("new", kRules, 30).failures, 2U);
  lockout.sweep(500);
  EXPECT_EQ(lockout.size(), 1U);
  lockout.sweep(1000);
  EXPECT_EQ(lockout.size(), 0U);
}

}  // namespace
}  // namespace stele::gateway
