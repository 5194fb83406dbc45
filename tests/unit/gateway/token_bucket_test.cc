#include "frontends/gateway/token_bucket.h"

#include <gtest/gtest.h>

namespace stele::gateway {
namespace {

int taken(TokenBucket& bucket, int tries, std::uint32_t rate, std::int64_t now) {
  int count = 0;
  for (int i = 0; i < tries; ++i) count += bucket.take(1, rate, now);
  return count;
}

TEST(TokenBucket, GivesAPeriodsWorthAtOnceAndThenAsTimePasses) {
  TokenBucket bucket(1000);
  EXPECT_EQ(taken(bucket, 20, 10, 5000), 10);
  EXPECT_EQ(taken(bucket, 20, 10, 5099), 0);
  EXPECT_EQ(taken(bucket, 20, 10, 5100), 1);
  EXPECT_EQ(taken(bucket, 20, 10, 5600), 5);
  EXPECT_EQ(taken(bucket, 20, 10, 60'000), 10);
}

TEST(TokenBucket, HoldsNoMoreThanTheRateOfNow) {
  TokenBucket bucket(1000);
  EXPECT_TRUE(bucket.take(1, 1000, 0));
  EXPECT_EQ(taken(bucket, 20, 3, 0), 3);
  EXPECT_EQ(taken(bucket, 20, 6, 500), 3);
}

TEST(TokenBucket, MoreThanAWholeBucketTakesAFullOne) {
  TokenBucket bucket(60'000);
  EXPECT_TRUE(bucket.take(500, 100, 0));
  EXPECT_FALSE(bucket.take(500, 100, 59'999));
  EXPECT_TRUE(bucket.take(500, 100, 120'000));
}

TEST(TokenBucket, SaysHowLongToWait) {
  TokenBucket bucket(60'000);
  EXPECT_EQ(bucket.wait_ms(1, 10), 0);
  EXPECT_EQ(taken(bucket, 20, 10, 0), 10);
  EXPECT_EQ(bucket.wait_ms(1, 10), 6'000);
  EXPECT_EQ(bucket.wait_ms(2, 10), 12'000);
  EXPECT_EQ(bucket.wait_ms(1'000, 10), 60'000);
  EXPECT_FALSE(bucket.take(1, 10, 5'999));
  EXPECT_EQ(bucket.wait_ms(1, 10), 1);
}

TEST(TokenBucket, IsIdleWhenAPeriodHasPassed) {
  TokenBucket bucket(1000);
  EXPECT_TRUE(bucket.is_idle(0));
  bucket.take(1, 5, 100);
  EXPECT_FALSE(bucket.is_idle(1099));
  EXPECT_TRUE(bucket.is_idle(1100));
}

}  // namespace
}  // namespace stele::gateway
