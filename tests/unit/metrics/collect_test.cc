// What is told of a registry, its zones and their secondaries.
#include "frontends/metrics/collect.h"

#include <gtest/gtest.h>

#include "engine/crypto/system_random.h"
#include "tests/support/text_registry.h"

namespace stele::metrics {
namespace {

class Collect : public testing::Test {
 protected:
  Collect() : registry_(&clock_) {
    registry_.run("create zone=example registrant=optional price.create=1.00EUR primary=ns1.nic.example "
                  "responsible=hostmaster.nic.example ns=ns1.nic.example records=\"ns1.nic A 192.0.2.1\"");
    registry_.run("create zone=hidden registrant=optional price.create=1.00EUR primary=ns1.nic.example "
                  "responsible=hostmaster.nic.example ns=ns1.nic.example publish=no");
    registry_.run("change secondaries=example add.secondary=\"ns-a 192.0.2.1\" add.secondary=\"ns-b 192.0.2.2\"");
  }

  std::string text() {
    return collect({gateway_, follower_, [] { return std::vector<Listener>{{"epp", 3}}; }});
  }
  // The sample's value; empty: there is none.
  std::string value(const std::string& sample) {
    const std::string all = "\n" + text();
    const std::size_t at = all.find("\n" + sample + " ");
    if (at == std::string::npos) return {};
    const std::size_t begin = at + sample.size() + 2;
    return all.substr(begin, all.find('\n', begin) - begin);
  }

  SystemClock clock_;
  crypto::SystemRandom random_;
  stele::test::TextRegistry registry_;
  gateway::Gateway gateway_{registry_.registry(), random_, clock_};
  zone::Follower follower_{registry_.registry(), registry::memory_store()};
};

TEST_F(Collect, TheEngine) {
  EXPECT_EQ(value("stele_serving"), "1");
  EXPECT_EQ(value("stele_transactions_total"), "3");
  EXPECT_EQ(value("stele_commands_refused_total"), "0");
  EXPECT_FALSE(registry_.accepts("create zone=example registrant=optional price.create=1.00EUR "
                                 "primary=ns1.nic.example responsible=hostmaster.nic.example ns=ns1.nic.example"));
  EXPECT_EQ(value("stele_commands_refused_total"), "1");
  EXPECT_EQ(value("stele_transactions_total"), "3");
  EXPECT_EQ(value("stele_state_position"), value("stele_journal_records"));
  EXPECT_EQ(value("stele_connections{service=\"epp\"}"), "3");
  registry_.registry().report_damage(Position{1}, {Fault::corrupt, "a bit"});
  EXPECT_EQ(value("stele_serving"), "0");
  EXPECT_EQ(value("stele_read_only{cause=\"damage\"}"), "1");
}

TEST_F(Collect, WhatTheLastVerificationFound) {
  EXPECT_EQ(value("stele_projection_drifted_rows{projection=\"zones\"}"), "");
  gateway_.projections().keep("zones", {*parse_instant("2026-03-01T00:00Z"), 3});
  EXPECT_EQ(value("stele_projection_drifted_rows{projection=\"zones\"}"), "3");
  gateway_.projections().keep("zones", {*parse_instant("2026-03-02T00:00Z"), 0});
  EXPECT_EQ(value("stele_projection_drifted_rows{projection=\"zones\"}"), "0");
  EXPECT_NE(value("stele_projection_verified_timestamp_seconds{projection=\"zones\"}"), "");
}

TEST_F(Collect, WhatTheFrontendsHaveAnswered) {
  EXPECT_EQ(value("stele_epp_results_total{code=\"1000\"}"), "");
  gateway_.activity().epp_result(1000);
  gateway_.activity().epp_result(1000);
  gateway_.activity().epp_result(2502);
  gateway_.activity().epp_result(0);
  gateway_.activity().whois_query();
  EXPECT_EQ(value("stele_epp_results_total{code=\"1000\"}"), "2");
  EXPECT_EQ(value("stele_epp_results_total{code=\"2502\"}"), "1");
  EXPECT_EQ(value("stele_whois_queries_total"), "1");
}

TEST_F(Collect, ZonesThatArePublishedAndThoseThatAreNot) {
  EXPECT_EQ(value("stele_zone_published{zone=\"example\"}"), "0");
  EXPECT_EQ(value("stele_zone_serial{zone=\"example\"}"), "");
  ASSERT_TRUE(follower_.wait_for_now());
  EXPECT_EQ(value("stele_zone_published{zone=\"example\"}"), "1");
  EXPECT_EQ(value("stele_zone_published{zone=\"hidden\"}"), "0");
  const auto zone = follower_.zones().find(DomainName::trusted("example"));
  EXPECT_EQ(value("stele_zone_serial{zone=\"example\"}"), std::to_string(zone->serial()));
  EXPECT_EQ(value("stele_zone_records{zone=\"example\"}"), "2");
  EXPECT_EQ(value("stele_zones_stand_still"), "0");
}

TEST_F(Collect, SecondariesAndStrangers) {
  ASSERT_TRUE(follower_.wait_for_now());
  const auto zone = follower_.zones().find(DomainName::trusted("example"));
  gateway_.secondaries().change("example", "ns-a", [&](gateway::SecondarySeen& seen) {
    seen.serial = zone->serial();
    seen.transfers = 2;
    seen.transfer_at = Instant{1772323200500};
  });
  gateway_.secondaries().change("example", "ns-b", [&](gateway::SecondarySeen& seen) {
    seen.serial = zone->serial() - 1;
    seen.refused = 4;
    seen.broken = 1;
  });
  gateway_.secondaries().change("example", "", [](gateway::SecondarySeen& seen) { seen.refused = 9; });
  const auto of = [&](const std::string& name, const std::string& secondary) {
    return value(name + "{zone=\"example\",secondary=\"" + secondary + "\"}");
  };
  EXPECT_EQ(of("stele_secondary_lag_seconds", "ns-a"), "0");
  EXPECT_NE(of("stele_secondary_lag_seconds", "ns-b"), "");
  EXPECT_EQ(of("stele_secondary_transfers_total", "ns-a"), "2");
  EXPECT_EQ(of("stele_secondary_transfers_total", "ns-b"), "0");
  EXPECT_EQ(of("stele_secondary_transfer_timestamp_seconds", "ns-a"), "1772323200.5");
  EXPECT_EQ(of("stele_secondary_transfer_timestamp_seconds", "ns-b"), "");
  EXPECT_EQ(of("stele_secondary_refused_total", "ns-b"), "4");
  EXPECT_EQ(of("stele_secondary_broken_total", "ns-b"), "1");
  EXPECT_EQ(value("stele_zone_strangers_refused_total{zone=\"example\"}"), "9");
}

}  // namespace
}  // namespace stele::metrics
