// Projections that are kept against their shadows: what is as the journal says is found to be, at any
// position, and what has drifted is named.
#include "frontends/control/projection_check.h"

#include <gtest/gtest.h>

#include "frontends/control/operations.h"
#include "projections/ledger/ledger.h"
#include "projections/registry/key_text.h"
#include "projections/registry/overlay.h"
#include "projections/zone/key_text.h"
#include "tests/support/temporary_directory.h"
#include "tests/unit/zone/zone_fixture.h"

namespace stele::control {
namespace {

class ProjectionCheck : public testing::Test {
 protected:
  ProjectionCheck() {
    for (int i = 0; i < 5; ++i) {
      registry_.create_domain("shop" + std::to_string(i) + ".example");
      registry_.run("update domain=shop" + std::to_string(i) + ".example add.ns=ns1.other.net");
      registry_.advance(700);
    }
  }

  journal::Journal& journal() { return registry_.registry().registry().journal(); }
  Rows state() { return registry_.registry().registry().rows(); }

  Verified check(Projection projection, const Rows& kept) {
    const std::string dir = directory_.path() + "/" + std::to_string(++built_);
    auto verified = verify(projection, journal(), kept, {.dir = dir + "/rows", .log_dir = dir + "/logs"});
    EXPECT_TRUE(verified) << verified.error().what;
    return *std::move(verified);
  }
  // Drift of every kind: the first row of this tag another, the next one missing, one too many.
  static Rows drifted(const Rows& rows, char tag) {
    std::vector<std::string> keys;
    std::string value;
    rows->scan(std::string(1, tag), {}, [&](std::string_view key, std::string_view row) {
      if (keys.empty()) value = row;
      keys.emplace_back(key);
      return keys.size() < 2;
    });
    EXPECT_EQ(keys.size(), 2u);
    auto out = std::make_shared<registry::Overlay>(rows);
    out->put(keys[0], value + "x");
    out->erase(keys[1]);
    out->put(std::string(1, tag) + std::string(8, '\x7f'), "more");
    return out;
  }
  static void expect_three(const Verified& verified, std::string_view name) {
    EXPECT_FALSE(verified.good());
    EXPECT_EQ(verified.drifted, 3u);
    ASSERT_EQ(verified.first.size(), 3u);
    EXPECT_EQ(verified.first[0].kind, registry::DriftKind::different);
    EXPECT_EQ(verified.first[0].kept_bytes, verified.first[0].rebuilt_bytes + 1);
    EXPECT_EQ(verified.first[0].first_byte, verified.first[0].rebuilt_bytes);
    EXPECT_EQ(verified.first[1].kind, registry::DriftKind::missing);
    EXPECT_EQ(verified.first[2].kind, registry::DriftKind::extra);
    for (const DriftedRow& row : verified.first) EXPECT_TRUE(row.key.starts_with(name)) << row.key;
  }

  test::TemporaryDirectory directory_;
  zone::FollowedRegistry registry_;
  int built_ = 0;
};

TEST_F(ProjectionCheck, TheStateIsAsTheJournalSays) {
  const Verified verified = check(Projection::registry, state());
  EXPECT_TRUE(verified.good()) << summary(verified);
  EXPECT_TRUE(verified.kept);
  EXPECT_EQ(verified.position, journal().head().next);
  EXPECT_GT(verified.rows, 20u);
}

TEST_F(ProjectionCheck, EveryRowHasAName) {
  registry_.follow();
  const auto expect_known = [](std::string_view text) { EXPECT_FALSE(text.starts_with("unknown")) << text; };
  state()->scan({}, {}, [&](std::string_view key, std::string_view) {
    expect_known(registry::key_text(key));
    return true;
  });
  registry_.store().snapshot()->scan({}, {}, [&](std::string_view key, std::string_view) {
    expect_known(zone::key_text(key));
    return true;
  });
}

TEST_F(ProjectionCheck, AnOlderStateIsHeldAgainstItsOwnPosition) {
  const Rows old = state();
  registry_.create_domain("later.example");
  const Verified verified = check(Projection::registry, old);
  EXPECT_TRUE(verified.good()) << summary(verified);
  EXPECT_LT(verified.position, journal().head().next);
}

TEST_F(ProjectionCheck, DriftOfTheStateIsNamed) {
  expect_three(check(Projection::registry, drifted(state(), 'd')), "domain number=");
}

TEST_F(ProjectionCheck, AStateAheadOfTheJournalIsNone) {
  auto kept = std::make_shared<registry::Overlay>(state());
  std::string progress;
  ASSERT_TRUE(kept->get("meta", progress));
  progress[0] = '\x01';
  kept->put("meta", progress);
  const Verified verified = check(Projection::registry, kept);
  EXPECT_FALSE(verified.good());
  EXPECT_NE(verified.problem.find("the journal ends before"), std::string::npos) << verified.problem;
}

TEST_F(ProjectionCheck, AStateWithoutAPositionIsDrift) {
  auto kept = std::make_shared<registry::Overlay>(state());
  kept->erase("meta");
  EXPECT_FALSE(check(Projection::registry, kept).good());
}

TEST_F(ProjectionCheck, AListOfDriftHasAnEnd) {
  auto kept = std::make_shared<registry::Overlay>(state());
  for (char n = 'a'; n <= 'z'; ++n) kept->put(std::string("A") + n, "x");
  const Verified verified = check(Projection::registry, kept);
  EXPECT_EQ(verified.drifted, 26u);
  EXPECT_EQ(verified.first.size(), 20u);
}

// When a second is over stands in no row: the shadow finds the serials that the kept zones have.
TEST_F(ProjectionCheck, ZonesAreAsTheJournalSaysAtAnyMoment) {
  for (int i = 0; i < 12; ++i) {
    registry_.create_domain("n" + std::to_string(i) + ".example");
    registry_.run("update domain=n" + std::to_string(i) + ".example add.ns=ns1.other.net");
    registry_.advance(250);
    registry_.follow();
    const Verified verified = check(Projection::zones, registry_.store().snapshot());
    EXPECT_TRUE(verified.good()) << i << ": " << summary(verified);
    EXPECT_TRUE(verified.kept);
  }
}

TEST_F(ProjectionCheck, DriftOfAZoneIsNamed) {
  ASSERT_TRUE(registry_.zone());
  expect_three(check(Projection::zones, drifted(registry_.store().snapshot(), 'r')), "records zone=");
}

TEST_F(ProjectionCheck, TheLedgerIsAsTheJournalSaysOrNamed) {
  ledger::Ledger ledger(registry::memory_store());
  ASSERT_TRUE(ledger.catch_up(journal(), journal().head().next));
  const Verified verified = check(Projection::ledger, ledger.rows());
  EXPECT_TRUE(verified.good()) << summary(verified);
  EXPECT_GT(verified.rows, 5u);
  const Verified drift = check(Projection::ledger, drifted(ledger.rows(), 'L'));
  EXPECT_EQ(drift.drifted, 3u);
  EXPECT_TRUE(drift.first[0].key.starts_with("line of an account registrar=")) << drift.first[0].key;
}

TEST_F(ProjectionCheck, WhatIsNotKeptIsNotCompared) {
  EXPECT_FALSE(check(Projection::zones, nullptr).kept);
  EXPECT_FALSE(check(Projection::ledger, registry::memory_store()->snapshot()).kept);
  EXPECT_TRUE(check(Projection::ledger, nullptr).good());
}

TEST_F(ProjectionCheck, IsCutOff) {
  registry_.follow();
  std::stop_source cut;
  cut.request_stop();
  const Building shadow{.dir = directory_.path() + "/cut",
                        .log_dir = directory_.path() + "/logs",
                        .stop = cut.get_token()};
  const auto state_cut = verify(Projection::registry, journal(), state(), shadow);
  ASSERT_FALSE(state_cut);
  EXPECT_EQ(state_cut.error().fault, Fault::closed);
  std::filesystem::remove_all(shadow.dir);
  const auto zones_cut = verify(Projection::zones, journal(), registry_.store().snapshot(), shadow);
  ASSERT_FALSE(zones_cut);
  EXPECT_EQ(zones_cut.error().fault, Fault::closed);
}

TEST_F(ProjectionCheck, ARunningRegistryVerifiesItself) {
  crypto::SystemRandom random;
  SystemClock clock;
  gateway::Gateway gateway(registry_.registry().registry(), random, clock);
  Operations operations(gateway, directory_.path());
  std::string parts;
  const auto take = [&](std::string_view part) {
    parts += part;
    return Done{};
  };
  const Reply reply = operations.perform({"projections.verify", {}}, take);
  ASSERT_TRUE(reply.ok) << reply.problem;
  EXPECT_NE(reply.data.find("\"good\":true"), std::string::npos) << reply.data;
  EXPECT_NE(parts.find("\"projection\":\"registry\""), std::string::npos) << parts;
  EXPECT_FALSE(std::filesystem::exists(directory_.path() + "/shadow"));
  EXPECT_EQ(gateway.projections().verified().size(), kProjections.size());
  EXPECT_EQ(gateway.projections().verified().at("registry").drifted, 0u);

  EXPECT_FALSE(operations.perform({"projections.verify", {{"only", "poll"}}}, take).ok);
  const auto gone = [](std::string_view) { return fail(Fault::closed, "who asked has gone"); };
  EXPECT_FALSE(operations.perform({"projections.verify", {}}, gone).ok);
  Operations on_a_full_disk(gateway, directory_.path(), nullptr, nullptr, 1ULL << 60);
  const Reply refused = on_a_full_disk.perform({"projections.verify", {}}, take);
  EXPECT_NE(refused.problem.find("MiB free"), std::string::npos) << refused.problem;
}

}  // namespace
}  // namespace stele::control
