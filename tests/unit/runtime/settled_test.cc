// What of the past is over: as much as the clock says when nothing is under way, and no transaction that
// comes later is of a time before it.
#include <gtest/gtest.h>

#include <thread>

#include "tests/support/temporary_directory.h"
#include "tests/unit/runtime/fixture.h"

namespace stele::runtime {
namespace {

class SettledTest : public testing::Test {
 protected:
  SettledTest() {
    options.clock = &clock;
    options.random = &random;
    options.scrub = false;
    options.idle_look_ms = 5;
  }

  // The writer may just be looking for due work: then a little less is over, for a moment.
  Settled reach(Instant wanted) {
    Settled found;
    for (int i = 0; i < 10'000; ++i) {
      found = registry->settled();
      if (found.time >= wanted) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return found;
  }
  Instant contact(std::string id) {
    const Outcome outcome = registry->execute(
        by_registrar(*registry->state(), "reg-a", create_contact(std::move(id))));
    require_accepted(outcome);
    return outcome.accepted()->time;
  }

  HandClock clock;
  CountingRandom random;
  Options options;
  std::unique_ptr<Registry> registry;
};

TEST_F(SettledTest, ReachesTheClockAndBindsWhatComesLater) {
  registry = std::move(*Registry::open(options, memory_parts(random)));
  furnish(*registry);
  clock.pass(5'000);
  const Instant before = clock.now();
  const Settled found = reach(before);
  EXPECT_EQ(found.time, before);
  EXPECT_EQ(found.position, registry->state()->position());
  clock.jump(-3'000);  // back, against the monotonic clock
  EXPECT_GE(contact("con-2"), before);
  EXPECT_GE(registry->settled().time, before);
}

TEST_F(SettledTest, GoesOnAtHalfThePaceOfAClockThatWasSetBack) {
  registry = std::move(*Registry::open(options, memory_parts(random)));
  furnish(*registry);
  clock.jump(-3'600'000);
  const Instant last = contact("con-2");  // the writer has seen it
  const Settled first = reach(last);
  clock.pass(10'000);
  const Settled later = reach(first.time + 1);
  EXPECT_EQ(later.time, first.time + 5'000);
  EXPECT_GE(contact("con-3"), later.time);
}

TEST_F(SettledTest, ANewProcessBeginsANewSecond) {
  const test::TemporaryDirectory directory;
  options.dir = directory.file("data");
  options.least_free_bytes = 0;
  ASSERT_TRUE(Registry::create(options, "test/journal", "TEST"));
  registry = std::move(*Registry::open(options));
  furnish(*registry);
  clock.pass(300);
  const Instant last = contact("con-2");
  registry->stop();
  registry.reset();

  options.new_second = true;
  registry = std::move(*Registry::open(options));
  const Instant over{(last.ms / kSecond + 1) * kSecond};
  EXPECT_GE(registry->settled().time, over);
  EXPECT_EQ(contact("con-3"), over);
}

}  // namespace
}  // namespace stele::runtime
