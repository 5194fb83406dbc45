// The life of a domain: what the clock does and what the commands refuse. Whole lives are told in
// tests/scenarios/lifecycle_*.scn.
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/core/clock/due_work.h"
#include "engine/core/domain/life.h"
#include "engine/core/query/as_of.h"
#include "tests/unit/core/world.h"

namespace stele::core {
namespace {

class LifeTest : public testing::Test {
 protected:
  LifeTest() { set_lifecycle(gtld_lifecycle()); }

  void set_lifecycle(const Lifecycle& life) {
    ZonePolicy policy = zone_policy();
    policy.lifecycle = life;
    world.accept(world.staff, UpdateZone{.name = name("example"), .policy = policy});
  }
  void go_to(const char* time) {
    world.now = *parse_instant(time);
    world.state.set_time(world.now);
  }
  // Everything that is due, as one line a step.
  std::string fall_due() {
    std::string lines;
    while (const auto due = world.state->first_due()) {
      if (due->at > world.now) break;
      const Context context{world.state, due->at, clock_caller(), world.random};
      for (const events::Event& event : decide_due(context, *due)) {
        world.state.apply(event);
        lines += std::string(events::name_of(events::kind_of(event))) + " ";
      }
      lines += "| ";
    }
    return lines;
  }

  World world;
};

TEST_F(LifeTest, CommandsOnADeletedNameAreRefused) {
  world.accept(world.a, DeleteDomain{name("a.example")});
  EXPECT_EQ(world.run(world.a, DeleteDomain{name("a.example")}),
            "status_prohibits(status=pendingDelete)");
  EXPECT_EQ(world.run(world.a, RenewDomain{name("a.example"), "2027-03-01"}),
            "status_prohibits(status=pendingDelete)");
  EXPECT_EQ(world.run(world.a, UpdateDomain{.name = name("a.example"),
                                            .statuses_added = {Status::client_hold}}),
            "status_prohibits(status=pendingDelete)");
  EXPECT_EQ(world.run(world.a, create_host("ns1.a.example", {"192.0.2.1"})),
            "status_prohibits(status=pendingDelete)");
}

TEST_F(LifeTest, ARestoreIsRefusedInOrderOfPrecedence) {
  EXPECT_EQ(world.run(world.a, RestoreDomain{name("b.example")}),
            "object_does_not_exist(name=b.example)");
  EXPECT_EQ(world.run(world.b, RestoreDomain{name("a.example")}), "not_sponsor(name=a.example)");
  EXPECT_EQ(world.run(world.a, RestoreDomain{name("a.example")}),
            "not_in_redemption(name=a.example)");
  EXPECT_EQ(world.run(world.a, RestoreDomain{name("a.example"), "why"}),
            "no_report_awaited(name=a.example)");
  world.accept(world.a, DeleteDomain{name("a.example")});
  const Decision asked = world.accept(world.a, RestoreDomain{name("a.example")});
  EXPECT_TRUE(asked.answer.pending);
  EXPECT_TRUE(asked.answer.awaits_report);
  EXPECT_EQ(world.run(world.a, RestoreDomain{name("a.example"), ""}), "missing_parameter(text)");
  EXPECT_EQ(world.run(world.a, RestoreDomain{name("a.example"), "two\nlines"}).substr(0, 10),
            "bad_syntax");
  const Decision done = world.accept(world.a, RestoreDomain{name("a.example"), "by mistake"});
  EXPECT_FALSE(done.answer.pending);
  EXPECT_EQ(std::get<events::DomainRestored>(done.events[0]).report_reason, "by mistake");
}

TEST_F(LifeTest, ANameThatNeverExpiresIsNotRenewed) {
  world.accept(world.staff, UpdateDomain{.name = name("a.example"), .never_expires = true});
  EXPECT_EQ(world.run(world.a, RenewDomain{name("a.example"), "2027-03-01"}),
            "never_expires(name=a.example)");
  EXPECT_EQ(world.run(world.a, UpdateDomain{.name = name("a.example"), .never_expires = false}),
            "not_allowed()");
  go_to("2036-01-01T00:00Z");
  EXPECT_EQ(fall_due(), "");
}

TEST_F(LifeTest, TheClockRenewsAsOfTheExpiryHoweverLateItIs) {
  go_to("2028-06-01T00:00Z");
  const auto due = world.state->first_due();
  ASSERT_TRUE(due);
  EXPECT_EQ(to_text(due->at), "2027-03-01T12:00:00.000Z");
  const Context context{world.state, due->at, clock_caller(), world.random};
  const auto events = decide_due(context, *due);
  ASSERT_EQ(events.size(), 2U);
  const auto& renewed = std::get<events::DomainRenewed>(events[0]);
  EXPECT_TRUE(renewed.automatic);
  EXPECT_EQ(renewed.renewed_at, due->at);
  EXPECT_EQ(to_text(renewed.expires_at), "2028-03-01T12:00:00.000Z");
  ASSERT_TRUE(renewed.grace);
  EXPECT_EQ(to_text(renewed.grace->ends_at), "2027-04-15T12:00:00.000Z");
  EXPECT_EQ(to_text(renewed.grace->paid), "7.50 EUR");
  EXPECT_EQ(decide_due(context, *due), events) << "the same state and time, the same events";
}

TEST_F(LifeTest, AScheduledPolicyHoldsForWhatFallsDueAfterIt) {
  ZonePolicy later = zone_policy();
  later.lifecycle = cctld_lifecycle();
  const auto zone = world.state->find_zone("example");
  world.state.apply(events::ZoneUpdateScheduled{.repository = zone->repository,
                                                .number = zone->number,
                                                .at = *parse_instant("2027-01-01T00:00Z"),
                                                .policy = later});
  go_to("2027-04-15T00:00Z");
  EXPECT_EQ(fall_due(), "ZoneUpdated | DomainPhaseChanged | DomainPhaseChanged | ");
  EXPECT_EQ(world.domain("a.example").phase, DomainPhase::suspended);
  EXPECT_FALSE(world.state->find_zone("example")->scheduled);
}

// The state of a moment, not owned by who looks at it.
std::shared_ptr<const State> shared(const State& state) { return {std::shared_ptr<void>(), &state}; }

TEST_F(LifeTest, AReadShowsWhatTheClockIsAboutToDo) {
  set_lifecycle(fred_lifecycle());
  const ObjectNumber number = world.domain("a.example").number;
  const auto phase_at = [&](const char* time) -> std::string {
    const auto found = AsOf(shared(world.state), *parse_instant(time)).find_domain(number);
    return found ? std::string(to_text(found->phase)) : "none";
  };
  EXPECT_EQ(phase_at("2027-03-01T11:59:59Z"), "registered");
  EXPECT_EQ(phase_at("2027-03-01T12:00Z"), "expired");
  EXPECT_EQ(phase_at("2027-03-31T12:00Z"), "suspended");
  EXPECT_EQ(phase_at("2027-05-01T12:00Z"), "none");
  const AsOf gone(shared(world.state), *parse_instant("2027-05-01T12:00Z"));
  EXPECT_FALSE(gone.find_domain_number(*gone.find_zone("example"), "a"));
  EXPECT_FALSE(gone.is_linked(world.contact("con-b").number));
  EXPECT_TRUE(world.state->is_linked(world.contact("con-b").number));
  EXPECT_TRUE(check_domain(gone, world.b, "a.example").available);
  gone.for_each_domain_of(*gone.find_zone("example"), [](const Domain& domain) {
    ADD_FAILURE() << domain.name.text() << " is purged";
    return true;
  });
}

// What a read shows at a moment is what the clock writes when it gets there.
TEST_F(LifeTest, ReadsAndTheClockAgreeAtEveryDay) {
  Lifecycle life = gtld_lifecycle();
  life.auto_renew = false;
  life.suspend_days = 3;
  life.delete_days = 9;
  life.redemption_days = 5;
  life.drop_window_minutes = 300;
  set_lifecycle(life);
  const ObjectNumber number = world.domain("a.example").number;
  for (int day = 360; day < 395; ++day) {
    world.now = *parse_instant("2026-03-01T12:00Z") + day * kDay;
    const auto shown = AsOf(shared(world.state), world.now).find_domain(number);
    const Instant ends = shown ? shown->phase_ends_at : Instant{};
    fall_due();
    const auto is = world.state->find_domain(number);
    ASSERT_EQ(shown.has_value(), is.has_value()) << "day " << day;
    if (is) {
      EXPECT_EQ(shown->phase, is->phase) << "day " << day;
      EXPECT_EQ(ends, is->phase_ends_at) << "day " << day;
    }
  }
  EXPECT_FALSE(world.state->find_domain(number));
}

TEST_F(LifeTest, AHostOfManyNamesIsTakenFromThemInParts) {
  set_lifecycle(fred_lifecycle());
  world.accept(world.staff, CreditAccount{"reg-b", {*parse_currency("EUR"), *parse_amount("90000.00")}, "more"});
  world.accept(world.a, create_host("ns1.a.example", {"192.0.2.1"}));
  for (int i = 0; i < 1500; ++i) {
    CreateDomain user = create_domain("u" + std::to_string(i) + ".com.example");
    user.hosts = {host_name("ns1.a.example")};
    world.accept(world.b, user);
  }
  const ObjectNumber host = world.host("ns1.a.example").number;
  const ObjectNumber domain = world.domain("a.example").number;
  go_to("2027-05-01T12:00Z");
  const AsOf view(shared(world.state), world.now);
  EXPECT_FALSE(view.find_domain(domain));
  EXPECT_FALSE(view.find_host(host));
  const std::string lines = fall_due();
  EXPECT_FALSE(world.state->find_host(host));
  EXPECT_FALSE(world.state->find_domain(domain));
  EXPECT_FALSE(world.state->is_linked(host));
}

TEST_F(LifeTest, NamesThatStandStillTakeALifeCycleUpInParts) {
  world.accept(world.staff, CreditAccount{"reg-b", {*parse_currency("EUR"), *parse_amount("90000.00")}, "more"});
  for (int i = 0; i < 1500; ++i)
    world.accept(world.b, create_domain("u" + std::to_string(i) + ".com.example"));
  go_to("2027-06-01T00:00Z");
  fall_due();
  ZonePolicy policy = zone_policy();
  policy.lifecycle = cctld_lifecycle();
  world.accept(world.staff, UpdateZone{.name = name("com.example"), .policy = policy});
  EXPECT_EQ(world.state->find_zone("com.example")->scheduled_at, world.now);
  const AsOf view(shared(world.state), world.now);
  EXPECT_EQ(view.find_domain(world.domain("u7.com.example").number)->phase_ends_at,
            world.now + 30 * kDay);

  std::vector<std::size_t> names;
  while (const auto due = world.state->first_due()) {
    if (due->at > world.now) break;
    const Context context{world.state, due->at, clock_caller(), world.random};
    const auto events = decide_due(context, *due);
    names.push_back(static_cast<std::size_t>(
        std::count_if(events.begin(), events.end(), [](const events::Event& event) {
          return std::holds_alternative<events::DomainPhaseChanged>(event);
        })));
    for (const events::Event& event : events) world.state.apply(event);
  }
  EXPECT_EQ(names, (std::vector<std::size_t>{1000, 500}));
  EXPECT_TRUE(world.state->find_zone("com.example")->policy.lifecycle);
  EXPECT_EQ(world.domain("u7.com.example").phase_ends_at, world.now + 30 * kDay);
}

TEST(ExpiryWithout, IsTheOneBeforeTheOperationWhereItStillStandsLast) {
  const Grace renewal{.kind = GraceKind::renew,
                      .years = 1,
                      .expires_before = *parse_instant("2028-02-29T12:00Z")};
  EXPECT_EQ(to_text(expiry_without(*parse_instant("2029-02-28T12:00Z"), renewal)),
            "2028-02-29T12:00:00.000Z");
  EXPECT_EQ(to_text(expiry_without(*parse_instant("2031-02-28T12:00Z"), renewal)),
            "2030-02-28T12:00:00.000Z");
}

TEST(PurgeTime, SpreadsNamesOverTheWindowAndOnlyThere) {
  Lifecycle life;
  const Instant from = *parse_instant("2026-03-01T00:00Z");
  EXPECT_EQ(purge_time(life, ObjectNumber{7}, from), from);
  life.drop_window_minutes = 60;
  int in_first_half = 0;
  for (std::uint64_t n = 1; n <= 1000; ++n) {
    const Instant at = purge_time(life, ObjectNumber{n}, from);
    EXPECT_EQ(at, purge_time(life, ObjectNumber{n}, from));
    ASSERT_GE(at, from);
    ASSERT_LT(at, from + 3600 * kSecond);
    if (at < from + 1800 * kSecond) ++in_first_half;
  }
  EXPECT_GT(in_first_half, 400);
  EXPECT_LT(in_first_half, 600);
}

}  // namespace
}  // namespace stele::core
