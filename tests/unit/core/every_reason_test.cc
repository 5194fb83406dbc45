// Every reason in the list is reached by the tests of this program, or is one that only the
// frontends and the runtime give.
#include <gtest/gtest.h>

#include "tests/unit/core/world.h"

namespace stele::core {
namespace {

constexpr Reason kAllReasons[] = {
#define X(reason, code, text) Reason::reason,
#include "engine/core/refusal_list.inc"
#undef X
};

const std::set<Reason> kGivenElsewhere = {Reason::bad_address,
                                          Reason::too_large, Reason::overloaded,
                                          Reason::read_only, Reason::bad_list,
                                          Reason::list_not_trusted,
                                          Reason::guessable_auth_info};

TEST(Reasons, HaveAnEppErrorCodeAndAText) {
  for (const Reason reason : kAllReasons) {
    SCOPED_TRACE(name_of(reason));
    EXPECT_GE(epp_code(reason), 2000);
    EXPECT_LE(epp_code(reason), 2502);
    EXPECT_FALSE(text_of(reason).empty());
  }
  EXPECT_EQ(epp_code(Reason::not_sponsor), 2201);
  EXPECT_EQ(name_of(Reason::low_credit), "low_credit");
}

// Runs when all tests have; only a run of all of them can say what none of them reached.
class EveryReasonIsReached : public ::testing::Environment {
  void TearDown() override {
    if (::testing::GTEST_FLAG(filter) != "*") return;
    for (const Reason reason : kAllReasons) {
      const bool reached = World::reasons_reached().contains(reason);
      EXPECT_NE(reached, kGivenElsewhere.contains(reason)) << name_of(reason);
    }
  }
};

[[maybe_unused]] const auto* const kEnvironment =
    ::testing::AddGlobalTestEnvironment(new EveryReasonIsReached);

}  // namespace
}  // namespace stele::core
