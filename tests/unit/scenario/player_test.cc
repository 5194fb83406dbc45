// A story that tells something untrue must not pass: one small lie for everything a line can say.
#include <gtest/gtest.h>

#include "engine/base/instant.h"
#include "tests/support/scenario/player.h"

namespace stele::test {
namespace {

constexpr const char* kTrue[] = {
    "reg-a create domain=shop.com.example ns=ns1.provider.test -> 1000 DomainCreated AccountDebited",
    "expect domain=shop.com.example status=ok ns=ns1.provider.test expires=2027-03-01",
    "expect balance=reg-a 995.00",
    "reg-b update domain=shop.com.example add.status=clientHold -> 2201 not_sponsor",
    "reg-a check domain=shop.com.example,free.com.example -> object_exists avail",
    "reg-b info domain=shop.com.example -> 1000 sponsor=reg-a",
    "expect no domain=free.com.example",
    "reg-b transfer contact=ada pw=ada-secret -> 1001 ContactTransferRequested MessageQueued transfer=pending",
    "reg-a poll -> 1301 waiting=1 message=1 transfer=pending requested_by=reg-b",
    "reg-b transfer contact=ada op=query -> 1000 transfer=pending acted_by=reg-a",
    "reg-b poll -> 1300",
    "reg-a balance -> 1000 example=995.00EUR com.example=995.00EUR",
    "reg-a price domain=free.com.example for=create:2y,update -> 1000 avail=yes class=standard create=10.00 create.period=2y create.lines=Registration:10.00 update=free",
    "reg-a update domain=shop.com.example add.status=clientHold fee=0.00EUR -> 1000 DomainUpdated fee=0.00 credit=0.00 balance=995.00",
    "reg-a info domain=shop.com.example token -> 2303 no_allocation_token",
    "reg-a create org=res-1 role=reseller:4711 name=Resell admin=ada -> 1000 OrganisationCreated",
    "reg-b check org=res-1,res-2 -> object_exists avail",
    "reg-b info org=res-1 -> 1000 role=reseller:4711 name=Resell admin=",
    "expect org=res-1 role.status=reseller:ok admin=ada sponsor=reg-a",
    "registry create maintenance system=EPP start=2026-03-10T22:00Z end=2026-03-10T23:00Z -> ok MaintenanceAnnounced MessageQueued MessageQueued MessageQueued",
    "reg-b info maintenance=M12 -> 1000 system=EPP::full reason=planned",
    "reg-b info maintenance -> 1000 list=M12",
    "reg-b poll -> 1301 maintenance=M12 occasion=create",
    "expect serving=open",
};

std::optional<std::string> play_lines(const std::string& lines, Way way) {
  const auto file = parse_scenarios(
      "test.scn", "# a story\nuse standard\nuse people\nat 2026-03-01T00:00Z\n" + lines);
  if (!file) return file.error().what;
  return play(*file, file->stories.front(), way);
}

std::string all_true() {
  std::string out;
  for (const char* const line : kTrue) out += std::string(line) + "\n";
  return out;
}

class EveryWay : public testing::TestWithParam<Way> {};
INSTANTIATE_TEST_SUITE_P(Ways, EveryWay, testing::Values(Way::memory, Way::replay, Way::epp));

TEST_P(EveryWay, TheTruthPasses) { EXPECT_EQ(play_lines(all_true(), GetParam()), std::nullopt); }

TEST(TwoRuns, DifferInTheRunOfTransactionIdentifiersAlone) {
  const auto file = parse_scenarios(
      "test.scn", "# a story\nuse standard\nuse people\nat 2026-03-01T00:00Z\n" + all_true());
  ASSERT_TRUE(file);
  const Story& story = file->stories.front();
  std::vector<std::string> once, again;
  EXPECT_EQ(play(*file, story, Way::epp, &once, Chance::usual), std::nullopt);
  EXPECT_EQ(play(*file, story, Way::epp, &again, Chance::other), std::nullopt);
  EXPECT_NE(once, again);
  EXPECT_EQ(compare_two_runs(*file, story), std::nullopt);
  const auto lie = parse_scenarios("test.scn", "# a story\nuse standard\nreg-a poll -> 1301\n");
  ASSERT_TRUE(lie);
  EXPECT_NE(compare_two_runs(*lie, lie->stories.front()), std::nullopt);
}

TEST_P(EveryWay, EveryLieIsFound) {
  constexpr const char* kLies[] = {
      // another code, other events, fewer, more
      "reg-b create domain=new.com.example -> 1001 DomainCreated AccountDebited",
      "reg-b create domain=new.com.example -> 2302 object_exists",
      "reg-b create domain=new.com.example -> ok DomainCreated",
      "reg-b create domain=new.com.example -> ok DomainCreated AccountDebited DomainUpdated",
      "reg-b create domain=new.com.example -> ok AccountDebited DomainCreated",
      "reg-b create domain=new.com.example -> ok",
      // refusals
      "reg-b create domain=shop.com.example -> ok DomainCreated AccountDebited",
      "reg-b create domain=shop.com.example -> 2303 object_exists",
      "reg-b create domain=shop.com.example -> 2302",
      "reg-b create domain=shop.com.example -> 2302 linked",
      "reg-b create domain=shop.com.example -> 2302 object_exists not_sponsor",
      "reg-b create domain=shop.com.example -> 2302 no_such_reason_at_all",
      "registry delete contact=zoe -> 2303 object_does_not_exist=ada",
      // reads
      "reg-b check domain=shop.com.example -> avail",
      "reg-b check domain=free.com.example -> object_exists",
      "reg-b check domain=free.com.example,shop.com.example -> avail",
      "reg-b info domain=shop.com.example -> 1000 sponsor=reg-b",
      "reg-b info domain=shop.com.example -> 1000 ns=ns1.provider.test,ns2.provider.test",
      "reg-b info domain=shop.com.example -> 1000 rgp=addPeriod",
      "reg-b info domain=shop.com.example -> 2303 object_does_not_exist",
      "reg-b info domain=free.com.example -> 1000",
      // organisations
      "reg-b check org=res-1 -> avail",
      "reg-b info org=res-1 -> 1000 role=reseller",
      "reg-a info org=res-1 -> 1000 admin=",
      "reg-a update org=res-1 add.role=privacyproxy -> 1000 OrganisationCreated",
      "reg-b update org=res-1 name=Mine -> 2201 not_allowed",
      "expect org=res-1 role.status=reseller:linked",
      "expect org=res-1 sponsor=reg-b",
      "expect no org=res-1",
      // maintenance
      "reg-b info maintenance=M12 -> 1000 reason=emergency",
      "reg-b info maintenance=M13 -> 1000",
      "reg-b info maintenance -> 1000 list=",
      "reg-b poll -> 1301 occasion=update",
      "expect no maintenance=M12",
      // transfers and messages
      "reg-a transfer contact=ada op=approve -> 1000 ContactTransferred MessageQueued transfer=serverApproved",
      "reg-a transfer contact=ada op=approve -> 1001 ContactTransferred MessageQueued",
      "reg-a transfer contact=ada op=query -> 1000 transfer=clientApproved",
      "reg-c transfer contact=ada op=query -> 1000 transfer=pending",
      "reg-a poll -> 1300",
      "reg-a poll -> 1301 waiting=3",
      "reg-a poll -> 1301 text=hello",
      "reg-b poll -> 1301 waiting=2",
      "reg-a ack message=3 -> 1000 MessageAcknowledged",
      "reg-a ack message=1 -> 1000 MessageAcknowledged waiting=2",
      "expect domain=shop.com.example status=serverHold",
      "expect domain=shop.com.example status=ok,inactive",
      "expect domain=shop.com.example ns=",
      "expect domain=shop.com.example expires=2027-03-02",
      "expect domain=shop.com.example ds=\"1 13 2 AA\"",
      "expect domain=shop.com.example keys=\"257 3 13 AA\"",
      "expect domain=shop.com.example hostattr=ns1.provider.test",
      "expect domain=shop.com.example ttl=NS:3600",
      "expect host=ns1.provider.test ttl=A:3600",
      "expect zone=com.example dnssec=key",
      "expect zone=com.example host_objects=no",
      "reg-a info domain=shop.com.example ttl=policy -> 1000 ttl_policy=NS:1..2..3",
      "expect domain=shop.com.example expires=2027-03-01T00:00:01Z",
      "expect domain=shop.com.example no_such_key=1",
      "expect domain=free.com.example",
      "expect no domain=shop.com.example",
      "expect balance=reg-a 995.01",
      "expect balance=reg-z 0.00",
      "expect serving=read_only",
      // money
      "reg-a balance -> 1000 example=995.01EUR",
      "reg-a balance -> 1000 test=995.00EUR",
      "reg-a price domain=free.com.example for=create -> 1000 create=5.01",
      "reg-a price domain=free.com.example for=create -> 1000 create.period=2y",
      "reg-a price domain=free.com.example for=create -> 1000 create.grace=P5D",
      "reg-a price domain=free.com.example for=create -> 1000 create.standard=no",
      "reg-a price domain=free.com.example for=create -> 1000 class=top",
      "reg-a price domain=free.com.example for=update -> 1000 update=0.00",
      "reg-a price domain=free.com.example for=create currency=USD -> 1000",
      "reg-a price domain=free.com.example for=create:99y -> 1000 avail=yes",
      "reg-a price domain=free.com.example for=creation -> 1000",
      "reg-a create domain=new.com.example fee=4.00EUR -> ok DomainCreated AccountDebited",
      "reg-a create domain=new.com.example -> ok DomainCreated AccountDebited fee=4.00",
      "reg-a create domain=new.com.example -> ok DomainCreated AccountDebited balance=995.00",
      "reg-a create domain=new.com.example -> ok DomainCreated AccountDebited fee.applied=delayed",
      "reg-a info domain=shop.com.example token -> 1000",
      // lines that are no lines
      "reg-z create domain=new.com.example -> ok DomainCreated AccountDebited",
      "reg-a create domain=new.com.example",
      "reg-a create domain=new.com.example ->",
      "at 2026-02-28T00:00Z",
      "at noon",
      "advance a while",
      "use magic",
      "expect",
  };
  for (const char* const lie : kLies)
    EXPECT_TRUE(play_lines(all_true() + lie, GetParam())) << lie;
}

TEST(Stories, AMistakeInTheLanguageIsNoRefusal) {
  EXPECT_TRUE(play_lines("registry create domain=shop.com.example color=red -> 2001 malformed",
                         Way::memory));
}

TEST(Stories, TheErrorNamesFileAndLine) {
  const auto problem = play_lines("expect balance=reg-a 1.00", Way::memory);
  ASSERT_TRUE(problem);
  EXPECT_TRUE(problem->starts_with("test.scn:5: expect balance=reg-a 1.00")) << *problem;
  EXPECT_NE(problem->find("got 1000.00"), std::string::npos) << *problem;
}

TEST(Stories, FilesAreBlocksWithTitles) {
  const auto file = parse_scenarios("f", "# the file\n\n# one\nuse standard\n# aside\n\n# two\nat x");
  ASSERT_TRUE(file);
  ASSERT_EQ(file->stories.size(), 2U);
  EXPECT_EQ(file->stories[0].title, "one");
  EXPECT_EQ(file->stories[0].steps.size(), 1U);
  EXPECT_EQ(file->stories[1].line, 7);
  EXPECT_FALSE(parse_scenarios("f", "use standard\n"));
  EXPECT_FALSE(parse_scenarios("f", "# one\nuse standard\n\n# two\n"));
}

TEST(Stories, OneLineStandsForMany) {
  const auto file = parse_scenarios("f", "# one\nfor n=9..11 a b{n}={n} -> ok{n}\nat x");
  ASSERT_TRUE(file);
  const auto& steps = file->stories[0].steps;
  ASSERT_EQ(steps.size(), 4U);
  EXPECT_EQ(steps[0].action, "a b9=9");
  EXPECT_EQ(*steps[2].expected, "ok11");
  EXPECT_EQ(steps[2].line, 2);
  EXPECT_EQ(steps[3].action, "at x");
  for (const char* const bad : {"for n=1..", "for n=2..1 at x", "for m=1..2 at x", "for n=1 at x..2",
                                "for n=1..1001 at x", "for n=-1..1 at x"})
    EXPECT_FALSE(parse_scenarios("f", std::string("# one\n") + bad)) << bad;
}

TEST(Stories, DurationsHaveUnits) {
  EXPECT_EQ(parse_duration("40d"), 40 * kDay);
  EXPECT_EQ(parse_duration("90s"), 90 * kSecond);
  for (const char* const bad : {"", "d", "40", "-1d", "1.5h", "1w", "99999999d"})
    EXPECT_FALSE(parse_duration(bad)) << bad;
}

}  // namespace
}  // namespace stele::test
