// The zone's file: what stands in it and how.
#include <gtest/gtest.h>

#include <filesystem>

#include "engine/base/file.h"
#include "tests/support/temporary_directory.h"
#include "tests/unit/zone/zone_fixture.h"

namespace stele::zone {
namespace {

class ZoneFile : public testing::Test {
 protected:
  void create_domain(const std::string& name) { registry_.create_domain(name); }
  std::vector<std::string> body() { return registry_.body(); }
  std::vector<std::string> all() { return file_lines(*registry_.zone()); }

  FollowedRegistry registry_;
};

using Lines = std::vector<std::string>;

TEST_F(ZoneFile, ApexHasOriginSoaWithTheSerialAndSortedNs) {
  // 2026-03-01T00:00:00Z, when the zone was made
  EXPECT_EQ(all(), (Lines{"$ORIGIN example.", "$TTL 3600",
                          "@\tSOA\tns1.nic hostmaster.nic 1772323200 1800 900 1209600 3600",
                          "@\tNS\tns1.nic", "@\tNS\tns2.nic", "ns1.nic\tA\t192.0.2.1"}));
}

TEST_F(ZoneFile, HeaderRecordsOfEveryTypeAreWrittenAsTheyMean) {
  registry_.run(R"(update zone=example records="@ 600 IN TXT \"a \\\"b\\\" c\" plain\n)"
                R"(@ CAA 128 issue \"ca.example.net\"\n@ MX 10 Mail.Example.NET.\nnomail MX 0 .\n)"
                R"(ns1.nic AAAA 2001:DB8::1\nsub NS ns1.nic\nsub DS 1 13 2 )"
                R"(5908befd1184a87b9f5daf992c510076ed6ac3ae37e2bb1179cAA602DD37E609")");
  EXPECT_EQ(all(), (Lines{"$ORIGIN example.", "$TTL 3600",
                          "@\tSOA\tns1.nic hostmaster.nic 1772323200 1800 900 1209600 3600",
                          "@\tNS\tns1.nic", "@\tNS\tns2.nic", "@\tMX\t10 mail.example.net.",
                          "@\t600\tTXT\t\"a \\\"b\\\" c\" \"plain\"",
                          "@\tCAA\t128 issue \"ca.example.net\"", "ns1.nic\tAAAA\t2001:db8::1",
                          "nomail\tMX\t0 .", "sub\tNS\tns1.nic",
                          "sub\tDS\t1 13 2 "
                          "5908BEFD1184A87B9F5DAF992C510076ED6AC3AE37E2BB1179CAA602DD37E609"}));
}

TEST_F(ZoneFile, DomainWithoutHostsIsNotInTheZone) {
  create_domain("empty.example");
  EXPECT_EQ(body(), Lines{});
}

TEST_F(ZoneFile, HostsOutsideStandAbsoluteAndWithoutGlue) {
  create_domain("shop.example");
  registry_.run("update domain=shop.example add.ns=ns1.other.net");
  EXPECT_EQ(body(), Lines{"shop\tNS\tns1.other.net."});
}

TEST_F(ZoneFile, GlueOnlyForHostsThatADelegationUses) {
  create_domain("shop.example");
  registry_.run("create host=ns1.shop.example sponsor=reg-a addr=192.0.2.53,2001:db8::53");
  registry_.run("create host=unused.shop.example sponsor=reg-a addr=192.0.2.54");
  registry_.run("update domain=shop.example add.ns=ns1.shop.example");
  EXPECT_EQ(body(), (Lines{"shop\tNS\tns1.shop", "ns1.shop\tA\t192.0.2.53",
                           "ns1.shop\tAAAA\t2001:db8::53"}));
}

TEST_F(ZoneFile, HoldTakesTheDelegationAndKeepsGlueThatOthersNeed) {
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

TEST_F(ZoneFile, NamesAreInOrderAndHostsOfOneToo) {
  for (const char* name : {"b.example", "a.example"}) {
    create_domain(name);
    registry_.run(std::string("update domain=") + name + " add.ns=ns1.other.net");
  }
  registry_.run("create host=a.other.net sponsor=reg-a");
  registry_.run("update domain=a.example add.ns=a.other.net");
  EXPECT_EQ(body(), (Lines{"a\tNS\ta.other.net.", "a\tNS\tns1.other.net.", "b\tNS\tns1.other.net."}));
}

TEST_F(ZoneFile, ApexServerBelowARegisteredNameGetsItsGlue) {
  create_domain("nic.example");
  registry_.run("create host=ns2.nic.example sponsor=reg-a addr=192.0.2.2");
  EXPECT_EQ(body(), Lines{"ns2.nic\tA\t192.0.2.2"});
}

TEST_F(ZoneFile, ADeletedNameLeavesTheZoneWithTheGlueNobodyNeeds) {
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
TEST_F(ZoneFile, ASuspendedNameIsNotInTheZone) {
  registry_.run("update zone=example lifecycle=cctld");
  registry_.run("create domain=late.example sponsor=reg-a ns=ns1.other.net "
                "crdate=2025-01-01T00:00Z exdate=2026-01-20T00:00Z");
  registry_.run("create domain=grace.example sponsor=reg-a ns=ns1.other.net "
                "crdate=2025-01-01T00:00Z exdate=2026-02-20T00:00Z");
  EXPECT_EQ(body(), (Lines{"grace\tNS\tns1.other.net."}));
}

TEST_F(ZoneFile, DsRecordsStandBesideTheDelegation) {
  const std::string ds = "60537 15 2 5908BEFD1184A87B9F5DAF992C510076ED6AC3AE37E2BB1179CAA602DD37E609";
  registry_.run("create domain=shop.example sponsor=reg-a ds=\"" + ds + "\"");
  EXPECT_EQ(body(), Lines{});  // nothing is delegated
  registry_.run("update domain=shop.example add.ns=ns1.other.net");
  EXPECT_EQ(body(), (Lines{"shop\tNS\tns1.other.net.", "shop\tDS\t" + ds}));
  registry_.run("update domain=shop.example add.status=serverHold");
  EXPECT_EQ(body(), Lines{});
}

TEST_F(ZoneFile, DsRecordsOfKeysAreMadeForTheZone) {
  registry_.run("update zone=example dnssec=key ds_digest_types=2,4");
  registry_.run("create domain=shop.example sponsor=reg-a ns=ns1.other.net key=\"257 3 15 HJK1XwXuFvb6zTpX19k2X38jOzChOmUbTTXzCGXWT3c=\"");
  EXPECT_EQ(body(), (Lines{"shop\tNS\tns1.other.net.", "shop\tDS\t60537 15 2 5908BEFD1184A87B9F5DAF992C510076ED6AC3AE37E2BB1179CAA602DD37E609", "shop\tDS\t60537 15 4 B4A096658E759F5F998083A86ABD99FE3B418431B5A0125E7E15E8B01C2EF7CB50781C3B030FB045BF0060573BC503D9"}));
}

TEST_F(ZoneFile, TtlsThatAreSetStandBesideTheZones) {
  const std::string ds = "60537 15 2 5908BEFD1184A87B9F5DAF992C510076ED6AC3AE37E2BB1179CAA602DD37E609";
  registry_.run("create domain=shop.example sponsor=reg-a ds=\"" + ds + "\" ttl=NS:7200,DS:600");
  registry_.run("create host=ns1.shop.example sponsor=reg-a addr=192.0.2.53,2001:db8::53 ttl=A:900");
  registry_.run("update domain=shop.example add.ns=ns1.shop.example");
  EXPECT_EQ(body(), (Lines{"shop\t7200\tNS\tns1.shop", "shop\t600\tDS\t" + ds,
                           "ns1.shop\t900\tA\t192.0.2.53", "ns1.shop\tAAAA\t2001:db8::53"}));
}

TEST_F(ZoneFile, HostAttributesHaveTheirGlueAndTtls) {
  registry_.run("update zone=example host_objects=no");
  registry_.run("create domain=shop.example sponsor=reg-a ttl=AAAA:900 "
                "hostattr=\"ns1.shop.example 2001:db8::53 192.0.2.53\",ns1.other.net");
  registry_.run("create domain=user.example sponsor=reg-a hostattr=ns1.shop.example");
  EXPECT_EQ(body(), (Lines{"shop\tNS\tns1.shop", "shop\tNS\tns1.other.net.",
                           "ns1.shop\tA\t192.0.2.53", "ns1.shop\t900\tAAAA\t2001:db8::53",
                           "user\tNS\tns1.shop"}));
  registry_.run("update domain=shop.example add.status=serverHold");
  EXPECT_EQ(body(), Lines{"user\tNS\tns1.shop"});
}

TEST_F(ZoneFile, AHostWithoutAnAddressIsNoGlue) {
  create_domain("shop.example");
  registry_.run("create host=ns1.shop.example sponsor=reg-a");
  registry_.run("update domain=shop.example add.ns=ns1.other.net");
  EXPECT_EQ(body(), Lines{"shop\tNS\tns1.other.net."});
}

TEST_F(ZoneFile, AZoneThatIsNotPublishedIsNotFound) {
  ASSERT_TRUE(registry_.zone());
  registry_.run("update zone=example publish=no");
  EXPECT_FALSE(registry_.zone());
  EXPECT_TRUE(registry_.image().list().empty());
}

TEST_F(ZoneFile, FaultOfTheSinkEndsIt) {
  const auto counts = write_master_file(
      *registry_.zone(), [](std::string_view) -> Done { return fail(Fault::io, "disk full"); });
  ASSERT_FALSE(counts.has_value());
  EXPECT_EQ(counts.error().what, "disk full");
}

TEST_F(ZoneFile, IsMovedToItsPlaceWholeAndLeavesNothingBesideIt) {
  const test::TemporaryDirectory directory;
  const std::string path = directory.path() + "/example.zone";
  ASSERT_TRUE(write_file_durably(path, "an older one"));
  create_domain("shop.example");
  registry_.run("update domain=shop.example add.ns=ns1.other.net");
  const auto counts = write_master_file(*registry_.zone(), path);
  ASSERT_TRUE(counts.has_value());
  EXPECT_EQ(counts->delegations, 1U);
  EXPECT_EQ(counts->name_server_records, 1U);
  EXPECT_EQ(counts->address_records, 1U);  // the header's
  std::string text;
  for (const std::string& line : all()) text += line + "\n";
  EXPECT_EQ(read_file(path, 1 << 20).value(), text);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory.path()), {}), 1);
}

}  // namespace
}  // namespace stele::zone
