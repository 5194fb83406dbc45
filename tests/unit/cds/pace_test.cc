// Who is asked how much, and who is left alone.
#include "frontends/cds/pace.h"

#include <gtest/gtest.h>

#include <chrono>
#include <future>

namespace stele::cds {
namespace {

using Turn = Pace::Turn;

TEST(Pace, AServerThatDoesNotAnswerIsLeftAloneAfterThreeTimes) {
  Pace pace({.per_second = 10'000, .per_server = 4});
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(pace.take("192.0.2.1", {}), Turn::taken);
    pace.give_back("192.0.2.1", false);
  }
  EXPECT_EQ(pace.take("192.0.2.1", {}), Turn::left_alone);
  EXPECT_EQ(pace.take("192.0.2.2", {}), Turn::taken);
}

TEST(Pace, AnAnswerMakesGoodForEarlierFailures) {
  Pace pace({.per_second = 10'000, .per_server = 4});
  for (const bool answered : {false, false, true, false, false}) {
    ASSERT_EQ(pace.take("192.0.2.1", {}), Turn::taken);
    pace.give_back("192.0.2.1", answered);
  }
  EXPECT_EQ(pace.take("192.0.2.1", {}), Turn::taken);
}

TEST(Pace, SoManyAtOnceAndTheNextWaits) {
  Pace pace({.per_second = 10'000, .per_server = 1});
  ASSERT_EQ(pace.take("192.0.2.1", {}), Turn::taken);
  auto next = std::async(std::launch::async, [&] { return pace.take("192.0.2.1", {}); });
  EXPECT_EQ(next.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout);
  pace.give_back("192.0.2.1", true);
  EXPECT_EQ(next.get(), Turn::taken);
}

TEST(Pace, SoManyASecond) {
  Pace pace({.per_second = 20, .per_server = 100});
  const auto begun = std::chrono::steady_clock::now();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(pace.take("192.0.2.1", {}), Turn::taken);
  EXPECT_GE(std::chrono::steady_clock::now() - begun, std::chrono::milliseconds(200));
}

TEST(Pace, WhoWaitsEndsWhenAllEnds) {
  Pace pace({.per_second = 10'000, .per_server = 1});
  ASSERT_EQ(pace.take("192.0.2.1", {}), Turn::taken);
  std::stop_source stop;
  auto next = std::async(std::launch::async, [&] { return pace.take("192.0.2.1", stop.get_token()); });
  stop.request_stop();
  EXPECT_EQ(next.get(), Turn::stopped);
}

}  // namespace
}  // namespace stele::cds
