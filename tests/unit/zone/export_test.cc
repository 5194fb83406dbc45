#include "projections/zone/export.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/text_registry.h"

namespace stele::zone {
namespace {

class ZoneExport : public testing::Test {
 protected:
  ZoneExport() {
    registry_.run("create zone=example registrant=optional price.create=1.00EUR primary=ns1.nic.example "
                  "responsible=hostmaster.nic.example ns=ns2.nic.example,ns1.nic.example ttl=3600 "
                  "records=\"ns1.nic A 192.0.2.1\"");
    registry_.run("create registrar=reg-a name=A zones=example currency=EUR");
    registry_.run("credit registrar=reg-a amount=1000.00EUR text=test");
    registry_.run("create host=ns1.other.net sponsor=reg-a");
  }

  void create_domain(const std::string& name) {
    registry_.run("create domain=" + name + " sponsor=reg-a pw=Abc-1234567890-xyzXYZ");
  }

  // Everything after the header records, line by line.
  std::vector<std::string> body() {
    std::vector<std::string> lines = all();
    const auto last_of_header = std::find(lines.begin(), lines.end(), "ns1.nic A 192.0.2.1");
    EXPECT_NE(last_of_header, lines.end());
    lines.erase(lines.begin(), last_of_header == lines.end() ? lines.end() : last_of_header + 1);
    return lines;
  }

  std::vector<std::string> all() {
    std::string text;
    const auto state = registry_.state();
    const auto counts = export_zone(*state, *state->find_zone("example"), [&](std::string_view part) {
      text += part;
      return Done{};
    });
    EXPECT_TRUE(counts.has_value());
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = text.find('\n', at);
      lines.push_back(text.substr(at, end - at));
      at = end + 1;
    }
    return lines;
  }

  test::TextRegistry registry_;
};

using Lines = std::vector<std::string>;

TEST_F(ZoneExport, ApexHasOriginSoaWithSerialOfTheStateAndSortedNs) {
  const Lines lines = all();
  ASSERT_GE(lines.size(), 6U);
  EXPECT_EQ(lines[0], "$ORIGIN example.");
  EXPECT_EQ(lines[1], "$TTL 3600");
  // 2026-03-01T00:00:00Z, the time of the last transaction
  EXPECT_EQ(lines[2], "@\tSOA\tns1.nic hostmaster.nic 1772323200 1800 900 1209600 3600");
  EXPECT_EQ(lines[3], "@\tNS\tns1.nic");
  EXPECT_EQ(lines[4], "@\tNS\tns2.nic");
  EXPECT_EQ(lines[5], "ns1.nic A 192.0.2.1");
}

TEST_F(ZoneExport, DomainWithoutHostsIsNotInTheZone) {
  create_domain("empty.example");
  EXPECT_EQ(body(), Lines{});
}

TEST_F(ZoneExport, HostsOutsideStandAbsoluteAndWithoutGlue) {
  create_domain("shop.example");
  registry_.run("update domain=shop.example add.ns=ns1.other.net");
  EXPECT_EQ(body(), Lines{"shop\tNS\tns1.other.net."});
}

TEST_F(ZoneExport, GlueOnlyForHostsThatADelegationUses) {
  create_domain("shop.example");
  registry_.run("create host=ns1.shop.example sponsor=reg-a addr=192.0.2.53,2001:db8::53");
  registry_.run("create host=unused.shop.example sponsor=reg-a addr=192.0.2.54");
  registry_.run("update domain=shop.example add.ns=ns1.shop.example");
  EXPECT_EQ(body(), (Lines{"shop\tNS\tns1.shop", "ns1.shop\tA\t192.0.2.53",
                           "ns1.shop\tAAAA\t2001:db8::53"}));
}

TEST_F(ZoneExport, HoldTakesTheDelegationAndKeepsGlueThatOthersNeed) {
  create_domain("shop.example");
  create_domain("other.example");
  registry_.run("create host=ns1.shop.example sponsor=reg-a addr=192.0.2.53");
  registry_.run("update domain=shop.example add.ns=ns1.shop.example");
  registry_.run("update domain=other.example add.ns=ns1.shop.example");
  registry_.run("update domain=shop.example add.status=serverHold");
  EXPECT_EQ(body(), (Lines{"other\tNS\tns1.shop", "ns1.shop\tA\t192.0.2.53"}));
  registry_.run("update domain=other.example add.status=serverHold");
  EXPECT_EQ(body(), Lines{});
}

TEST_F(ZoneExport, NamesAreInOrderAndHostsOfOneToo) {
  for (const char* name : {"b.example", "a.example"}) {
    create_domain(name);
    registry_.run(std::string("update domain=") + name + " add.ns=ns1.other.net");
  }
  registry_.run("create host=a.other.net sponsor=reg-a");
  registry_.run("update domain=a.example add.ns=a.other.net");
  EXPECT_EQ(body(), (Lines{"a\tNS\ta.other.net.", "a\tNS\tns1.other.net.", "b\tNS\tns1.other.net."}));
}

TEST_F(ZoneExport, ApexServerBelowARegisteredNameGetsItsGlue) {
  create_domain("nic.example");
  registry_.run("create host=ns2.nic.example sponsor=reg-a addr=192.0.2.2");
  EXPECT_EQ(body(), Lines{"ns2.nic\tA\t192.0.2.2"});
}

TEST_F(ZoneExport, ADeletedNameLeavesTheZoneWithTheGlueNobodyNeeds) {
  registry_.run("update zone=example lifecycle=cctld");
  create_domain("gone.example");
  create_domain("user.example");
  registry_.run("update domain=gone.example add.ns=ns1.other.net");
  registry_.run("update domain=user.example add.ns=ns1.other.net");
  registry_.run("delete domain=gone.example");
  EXPECT_EQ(body(), (Lines{"user\tNS\tns1.other.net."}));
  registry_.run("restore domain=gone.example");
  EXPECT_EQ(body(), (Lines{"gone\tNS\tns1.other.net.", "user\tNS\tns1.other.net."}));
}

// One that expired long ago was suspended, whoever has written it down.
TEST_F(ZoneExport, ASuspendedNameIsNotInTheZone) {
  registry_.run("update zone=example lifecycle=cctld");
  registry_.run("create domain=late.example sponsor=reg-a ns=ns1.other.net "
                "crdate=2025-01-01T00:00Z exdate=2026-01-20T00:00Z");
  registry_.run("create domain=grace.example sponsor=reg-a ns=ns1.other.net "
                "crdate=2025-01-01T00:00Z exdate=2026-02-20T00:00Z");
  EXPECT_EQ(body(), (Lines{"grace\tNS\tns1.other.net."}));
}

TEST_F(ZoneExport, DsRecordsStandBesideTheDelegation) {
  const std::string ds = "60537 15 2 5908BEFD1184A87B9F5DAF992C510076ED6AC3AE37E2BB1179CAA602DD37E609";
  registry_.run("create domain=shop.example sponsor=reg-a ds=\"" + ds + "\"");
  EXPECT_EQ(body(), Lines{});  // nothing is delegated
  registry_.run("update domain=shop.example add.ns=ns1.other.net");
  EXPECT_EQ(body(), (Lines{"shop\tNS\tns1.other.net.", "shop\tDS\t" + ds}));
  registry_.run("update domain=shop.example add.status=serverHold");
  EXPECT_EQ(body(), Lines{});
}

TEST_F(ZoneExport, DsRecordsOfKeysAreMadeForTheZone) {
  registry_.run("update zone=example dnssec=key ds_digest_types=2,4");
  registry_.run("create domain=shop.example sponsor=reg-a ns=ns1.other.net key=\"257 3 15 HJK1XwXuFvb6zTpX19k2X38jOzChOmUbTTXzCGXWT3c=\"");
  EXPECT_EQ(body(), (Lines{"shop\tNS\tns1.other.net.", "shop\tDS\t60537 15 2 5908BEFD1184A87B9F5DAF992C510076ED6AC3AE37E2BB1179CAA602DD37E609", "shop\tDS\t60537 15 4 B4A096658E759F5F998083A86ABD99FE3B418431B5A0125E7E15E8B01C2EF7CB50781C3B030FB045BF0060573BC503D9"}));
}

TEST_F(ZoneExport, TtlsThatAreSetStandBesideTheZones) {
  const std::string ds = "60537 15 2 5908BEFD1184A87B9F5DAF992C510076ED6AC3AE37E2BB1179CAA602DD37E609";
  registry_.run("create domain=shop.example sponsor=reg-a ds=\"" + ds + "\" ttl=NS:7200,DS:600");
  registry_.run("create host=ns1.shop.example sponsor=reg-a addr=192.0.2.53,2001:db8::53 ttl=A:900");
  registry_.run("update domain=shop.example add.ns=ns1.shop.example");
  EXPECT_EQ(body(), (Lines{"shop\t7200\tNS\tns1.shop", "shop\t600\tDS\t" + ds,
                           "ns1.shop\t900\tA\t192.0.2.53", "ns1.shop\tAAAA\t2001:db8::53"}));
}

TEST_F(ZoneExport, HostAttributesHaveTheirGlueAndTtls) {
  registry_.run("update zone=example host_objects=no");
  registry_.run("create domain=shop.example sponsor=reg-a ttl=AAAA:900 "
                "hostattr=\"ns1.shop.example 2001:db8::53 192.0.2.53\",ns1.other.net");
  registry_.run("create domain=user.example sponsor=reg-a hostattr=ns1.shop.example");
  EXPECT_EQ(body(), (Lines{"shop\tNS\tns1.other.net.", "shop\tNS\tns1.shop",
                           "ns1.shop\tA\t192.0.2.53", "ns1.shop\t900\tAAAA\t2001:db8::53",
                           "user\tNS\tns1.shop"}));
  registry_.run("update domain=shop.example add.status=serverHold");
  EXPECT_EQ(body(), Lines{"user\tNS\tns1.shop"});
}

TEST_F(ZoneExport, AHostWithoutAnAddressIsNoGlue) {
  create_domain("shop.example");
  registry_.run("create host=ns1.shop.example sponsor=reg-a");
  registry_.run("update domain=shop.example add.ns=ns1.other.net");
  EXPECT_EQ(body(), Lines{"shop\tNS\tns1.other.net."});
}

TEST_F(ZoneExport, UnpublishedZoneIsRefused) {
  registry_.run("update zone=example publish=no");
  const auto state = registry_.state();
  const auto counts = export_zone(*state, *state->find_zone("example"),
                                  [](std::string_view) { return Done{}; });
  ASSERT_FALSE(counts.has_value());
  EXPECT_EQ(counts.error().fault, Fault::invalid);
}

TEST_F(ZoneExport, FaultOfTheSinkEndsIt) {
  const auto state = registry_.state();
  const auto counts = export_zone(*state, *state->find_zone("example"), [](std::string_view) -> Done {
    return fail(Fault::io, "disk full");
  });
  ASSERT_FALSE(counts.has_value());
  EXPECT_EQ(counts.error().what, "disk full");
}

}  // namespace
}  // namespace stele::zone
