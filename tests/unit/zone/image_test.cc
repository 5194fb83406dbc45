// The image of the zones: one serial for all of a second, differences that lead from serial to serial,
// and the same rows whatever way it was built.
#include <gtest/gtest.h>

#include <optional>

#include "projections/zone/digest.h"
#include "tests/unit/zone/zone_fixture.h"

namespace stele::zone {
namespace {

using Lines = std::vector<std::string>;

// "shop NS ns1.other.net."
std::string line_of(const Record& record) {
  std::string line;
  append_name_text(line, record.owner, wire_name("example"));
  line += " " + std::string(record_type_word(record.type)) + " ";
  append_data_text(line, record.type, record.data, wire_name("example"));
  return line;
}

Lines lines_of(const std::vector<Record>& records) {
  Lines lines;
  for (const Record& record : records) lines.push_back(line_of(record));
  return lines;
}

class ZoneImage : public FollowedRegistry, public testing::Test {
 protected:
  void delegate(const std::string& name, const std::string& host = "ns1.other.net") {
    create_domain(name);
    run("update domain=" + name + " add.ns=" + host);
  }
  std::shared_ptr<const Published> now() { return image().find(DomainName::trusted("example")); }
};

TEST_F(ZoneImage, AllOfASecondMakesOneSerialWhenItIsOver) {
  const auto before = zone();
  advance(200);
  delegate("one.example");
  follow();
  EXPECT_EQ(now()->serial(), before->serial());
  advance(500);
  delegate("two.example");
  follow();
  EXPECT_EQ(now()->serial(), before->serial());
  advance(299);
  follow();
  EXPECT_EQ(now()->serial(), before->serial()) << "a millisecond early";
  advance(1);
  follow();
  const auto after = now();
  EXPECT_EQ(after->serial(), before->serial() + 1);
  EXPECT_EQ(after->position(), registry().state()->position());
  const auto deltas = after->deltas_since(before->serial(), 100);
  ASSERT_TRUE(deltas);
  ASSERT_EQ(deltas->size(), 1U);
  EXPECT_EQ(deltas->front().from, before->serial());
  EXPECT_EQ(deltas->front().to, after->serial());
  EXPECT_EQ(lines_of(deltas->front().removed), Lines{});
  EXPECT_EQ(lines_of(deltas->front().added), (Lines{"one NS ns1.other.net.", "two NS ns1.other.net."}));
  EXPECT_EQ(before->record_count() + 2, after->record_count());
}

TEST_F(ZoneImage, WhatTheZoneDoesNotShowMakesNoSerial) {
  delegate("one.example");
  const auto before = zone();
  advance(5000);
  run("update domain=one.example add.status=serverTransferProhibited");
  create_domain("idle.example");
  delegate("passing.example");
  run("delete domain=passing.example");
  EXPECT_EQ(zone()->serial(), before->serial());
}

TEST_F(ZoneImage, ASecondThatIsNotOverWaitsInTheRows) {
  const auto before = zone();
  delegate("one.example");
  follow();
  registry::Store* kept = nullptr;
  auto again = make_store(&kept);
  std::vector<registry::RowChange> rows;
  for (auto& [at, row] : rows_of(store())) rows.push_back({at, row});
  ASSERT_TRUE(again->write(rows));
  Image restarted(std::move(again));
  advance(1000);
  follow(restarted);
  follow();
  EXPECT_EQ(now()->serial(), before->serial() + 1);
  EXPECT_EQ(rows_of(*kept), rows_of(store()));
}

TEST_F(ZoneImage, DifferencesLeadFromEverySerialToTheLast) {
  std::vector<std::shared_ptr<const Published>> kept{zone()};
  for (int i = 0; i < 5; ++i) {
    delegate("n" + std::to_string(i) + ".example");
    kept.push_back(zone());
  }
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const auto deltas = kept.back()->deltas_since(kept[i]->serial(), 100);
    ASSERT_TRUE(deltas);
    ASSERT_EQ(deltas->size(), kept.size() - 1 - i);
    for (std::size_t k = 0; k < deltas->size(); ++k) {
      EXPECT_EQ((*deltas)[k].from, kept[i + k]->serial());
      EXPECT_EQ((*deltas)[k].to, kept[i + k + 1]->serial());
    }
  }
  EXPECT_FALSE(kept.back()->deltas_since(kept[0]->serial() - 1, 100)) << "never known";
  EXPECT_FALSE(kept.back()->deltas_since(kept.back()->serial() + 1, 100)) << "to come";
  EXPECT_FALSE(kept.back()->deltas_since(kept[0]->serial(), 4)) << "five records";
  EXPECT_TRUE(kept.back()->deltas_since(kept[0]->serial(), 5));
  // An older one does not know what came after it.
  EXPECT_EQ(kept[2]->deltas_since(kept[0]->serial(), 100)->size(), 2U);
}

// The SOA or the TTL of every record changes: no difference says that.
TEST_F(ZoneImage, ANewHeaderMakesASerialThatNoDifferenceLeadsTo) {
  for (const char* change : {"refresh=7200", "responsible=admin.nic.example", "ttl=7200"}) {
    delegate("n" + std::to_string(registry().state()->position().value) + ".example");
    const auto before = zone();
    run(std::string("update zone=example ") + change);
    const auto after = zone();
    EXPECT_EQ(after->serial(), before->serial() + 1) << change;
    EXPECT_FALSE(after->deltas_since(before->serial(), 1000)) << change;
    EXPECT_NE(after->soa(1), before->soa(1));
  }
  EXPECT_EQ(now()->soa(1).ttl, 7200U);
}

TEST_F(ZoneImage, HeaderRecordsAndNameServersAreDifferences) {
  const auto before = zone();
  run("update zone=example ns=ns1.nic.example,ns3.nic.example "
      "records=\"ns1.nic A 192.0.2.9\\n@ TXT hello\"");
  const auto deltas = zone()->deltas_since(before->serial(), 100);
  ASSERT_TRUE(deltas);
  EXPECT_EQ(lines_of(deltas->front().removed), (Lines{"@ NS ns2.nic", "ns1.nic A 192.0.2.1"}));
  EXPECT_EQ(lines_of(deltas->front().added),
            (Lines{"@ NS ns3.nic", "@ TXT \"hello\"", "ns1.nic A 192.0.2.9"}));
}

TEST_F(ZoneImage, SerialsMayBeRarerThanSeconds) {
  run("update zone=example serial_seconds=10");
  advance(20'000);
  follow();
  const auto before = now();
  ASSERT_EQ(FollowedRegistry::now().ms / 1000 % 10, 0);
  delegate("one.example");
  advance(9'000);
  delegate("two.example");
  follow();
  EXPECT_EQ(now()->serial(), before->serial());
  advance(1'000);
  follow();
  EXPECT_EQ(now()->deltas_since(before->serial(), 100)->size(), 1U);
}

TEST_F(ZoneImage, SchemesFollowEachOtherForwards) {
  const std::uint32_t seconds = zone()->serial();
  run("update zone=example serial=date");
  delegate("one.example");
  EXPECT_EQ(zone()->serial(), 2026030100U);
  delegate("two.example");
  EXPECT_EQ(zone()->serial(), 2026030101U);
  run("update zone=example serial=unixtime");
  delegate("three.example");
  EXPECT_EQ(zone()->serial(), 2026030102U);
  EXPECT_TRUE(now()->deltas_since(seconds, 100));
}

TEST_F(ZoneImage, TellsOfNewSerialsAndOfZonesThatBeginToBePublished) {
  std::vector<std::string> told;
  image().on_new_serial([&](const DomainName& name, std::uint32_t serial) {
    ASSERT_EQ(image().find(name)->serial(), serial);
    told.push_back(name.text());
  });
  (void)zone();
  EXPECT_EQ(told, Lines{"example"});
  run("create zone=other registrant=optional price.create=1.00EUR primary=ns1.nic.example "
      "responsible=hostmaster.nic.example ns=ns1.nic.example publish=no");
  delegate("one.example");
  (void)zone();
  EXPECT_EQ(told, (Lines{"example", "example"}));
  run("update zone=other publish=yes");
  (void)zone();
  EXPECT_EQ(told, (Lines{"example", "example", "other"}));
  EXPECT_EQ(image().list(), (std::vector{DomainName::trusted("example"), DomainName::trusted("other")}));
}

// ---- glue

TEST_F(ZoneImage, ARenamedHostIsAnotherNameForAllWhoUseIt) {
  create_domain("shop.example");
  run("create host=ns1.shop.example sponsor=reg-a addr=192.0.2.53");
  run("create host=old.other.net sponsor=reg-a");
  delegate("a.example", "ns1.shop.example");
  delegate("b.example", "ns1.shop.example");
  delegate("c.example", "old.other.net");
  EXPECT_EQ(body(), (Lines{"a\tNS\tns1.shop", "b\tNS\tns1.shop", "c\tNS\told.other.net.",
                           "ns1.shop\tA\t192.0.2.53"}));
  run("update host=ns1.shop.example name=ns2.shop.example");
  run("update host=old.other.net name=new.other.net");
  EXPECT_EQ(body(), (Lines{"a\tNS\tns2.shop", "b\tNS\tns2.shop", "c\tNS\tnew.other.net.",
                           "ns2.shop\tA\t192.0.2.53"}));
}

TEST_F(ZoneImage, GlueFollowsItsHostsAddressesAndGoesWithItsLastUser) {
  create_domain("shop.example");
  run("create host=ns1.shop.example sponsor=reg-a addr=192.0.2.53");
  delegate("a.example", "ns1.shop.example");
  run("update host=ns1.shop.example add.addr=2001:db8::53 rem.addr=192.0.2.53");
  EXPECT_EQ(body(), (Lines{"a\tNS\tns1.shop", "ns1.shop\tAAAA\t2001:db8::53"}));
  run("update domain=a.example add.ns=ns1.other.net rem.ns=ns1.shop.example");
  EXPECT_EQ(body(), (Lines{"a\tNS\tns1.other.net."}));
}

TEST_F(ZoneImage, APurgeTakesTheHostsBelowAndThoseWhoUsedThem) {
  run("update zone=example lifecycle=fred");
  run("create domain=shop.example sponsor=reg-a crdate=2025-03-10 exdate=2026-03-10");
  run("create host=ns1.shop.example sponsor=reg-a addr=192.0.2.53");
  delegate("a.example", "ns1.shop.example");
  run("update domain=a.example add.ns=ns1.other.net");
  run("update domain=shop.example add.ns=ns1.shop.example");
  EXPECT_EQ(body(), (Lines{"a\tNS\tns1.shop", "a\tNS\tns1.other.net.", "shop\tNS\tns1.shop",
                           "ns1.shop\tA\t192.0.2.53"}));
  const auto before = zone();
  advance(200 * kDay);
  run("update registrar=reg-a name=B");  // the clock's work is done before it
  EXPECT_EQ(body(), (Lines{"a\tNS\tns1.other.net."}));
  // Suspended and purged when the clock was looked at: in one second.
  const auto deltas = zone()->deltas_since(before->serial(), 100);
  ASSERT_TRUE(deltas);
  ASSERT_EQ(deltas->size(), 1U);
  EXPECT_EQ(lines_of(deltas->front().removed),
            (Lines{"a NS ns1.shop", "shop NS ns1.shop", "ns1.shop A 192.0.2.53"}));
}

// ---- zones in zones

constexpr const char* kLower =
    "create zone=co.example registrant=optional price.create=1.00EUR primary=ns1.co.example "
    "responsible=hostmaster.co.example ns=ns1.co.example,ns1.nic.example ttl=600 "
    "records=\"ns1 A 192.0.2.7\\nwww A 192.0.2.8\" delegated=yes zone_ds=\"12345 13 2 "
    "5908BEFD1184A87B9F5DAF992C510076ED6AC3AE37E2BB1179CAA602DD37E609\"";

TEST_F(ZoneImage, ALowerZoneIsDelegatedAsItsOwnHeaderSays) {
  run(kLower);
  EXPECT_EQ(body(), (Lines{"co\tNS\tns1.co", "co\tNS\tns1.nic",
                           "co\tDS\t12345 13 2 "
                           "5908BEFD1184A87B9F5DAF992C510076ED6AC3AE37E2BB1179CAA602DD37E609",
                           "ns1.co\tA\t192.0.2.7"}));
  run("update zone=co.example ns=ns2.co.example records=\"ns2 A 192.0.2.9\" zone_ds=");
  EXPECT_EQ(body(), (Lines{"co\tNS\tns2.co", "ns2.co\tA\t192.0.2.9"}));
  run("update zone=co.example publish=no");
  EXPECT_EQ(body(), Lines{});
  run("update zone=co.example publish=yes");
  EXPECT_EQ(body(), (Lines{"co\tNS\tns2.co", "ns2.co\tA\t192.0.2.9"}));
  run("update zone=co.example delegated=no");
  EXPECT_EQ(body(), Lines{});
}

TEST_F(ZoneImage, AZoneMadeAboveAnotherDelegatesIt) {
  run("create zone=co.test registrant=optional price.create=1.00EUR primary=ns1.nic.example "
      "responsible=hostmaster.nic.example ns=ns1.nic.example delegated=yes");
  run("create zone=test registrant=optional price.create=1.00EUR primary=ns1.nic.example "
      "responsible=hostmaster.nic.example ns=ns1.nic.example");
  const Lines lines = file_lines(*zone("test"));
  EXPECT_EQ(lines.back(), "co\tNS\tns1.nic.example.");
}

// ---- built anew

TEST_F(ZoneImage, BuiltAtOnceItIsTheSameRowForRow) {
  for (int i = 0; i < 12; ++i) {
    delegate("n" + std::to_string(i) + ".example");
    advance(i % 3 * 700);
    follow();
  }
  run("update zone=example refresh=7200");
  run(kLower);
  (void)zone();
  registry::Store* rows = nullptr;
  Image anew(make_store(&rows));
  follow(anew);
  EXPECT_EQ(rows_of(*rows), rows_of(store()));
  EXPECT_EQ(file_lines(*anew.find(DomainName::trusted("example"))), file_lines(*now()));
}

// Who began with nothing knows what is not there; who goes on with rows has to look.
TEST_F(ZoneImage, GoneOnWithByOneProcessAfterAnotherItIsTheSameRowForRow) {
  std::map<std::string, std::string> kept;
  for (int i = 0; i < 12; ++i) {
    const std::string name = "n" + std::to_string(i) + ".example";
    delegate(name);
    if (i % 2 == 1) {
      run("create host=ns1." + name + " sponsor=reg-a addr=192.0.2.7");
      run("update domain=" + name + " add.ns=ns1." + name);
    }
    if (i % 4 == 3) {
      run("delete domain=n" + std::to_string(i - 1) + ".example");
      delegate("n" + std::to_string(i - 1) + ".example");
    }
    advance(i % 3 * 700);
    follow();
    registry::Store* rows = nullptr;
    Image next(make_store(&rows));
    std::vector<registry::RowChange> changes;
    for (auto& [at, row] : kept) changes.push_back({at, row});
    ASSERT_TRUE(rows->write(changes));
    follow(next);
    kept = rows_of(*rows);
    EXPECT_EQ(kept, rows_of(store())) << i;
  }
}

TEST_F(ZoneImage, RowsOfAnotherJournalAreThrownAway) {
  delegate("one.example");
  (void)zone();
  FollowedRegistry other;
  other.create_domain("two.example");
  other.run("update domain=two.example add.ns=ns1.other.net");
  (void)other.zone();
  auto copy = registry::memory_store();
  registry::Store* rows = copy.get();
  std::vector<registry::RowChange> changes;
  for (auto& [at, row] : rows_of(store())) changes.push_back({at, row});
  ASSERT_TRUE(copy->write(changes));
  Image image(std::move(copy));
  other.follow(image);
  EXPECT_EQ(rows_of(*rows), rows_of(other.store()));
}

TEST_F(ZoneImage, IsCutOffAndGoesOn) {
  delegate("one.example");
  advance(1000);
  std::stop_source stop;
  stop.request_stop();
  const auto settled = registry().registry().settled();
  Image::Reading reading;
  reading.settled = settled.time;
  reading.stop = stop.get_token();
  const Done done = image().catch_up(registry().registry().journal(), settled.position, reading);
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().fault, Fault::closed);
  EXPECT_EQ(body(), Lines{"one\tNS\tns1.other.net."});
}

TEST_F(ZoneImage, TellsHowFarItHasReadWithEveryPart) {
  delegate("one.example");
  advance(1000);
  const auto settled = registry().registry().settled();
  std::vector<Position> told;
  Image::Reading reading;
  reading.settled = settled.time;
  reading.progress = [&](Position next) { told.push_back(next); };
  ASSERT_TRUE(image().catch_up(registry().registry().journal(), settled.position, reading));
  ASSERT_FALSE(told.empty());
  EXPECT_EQ(told.back(), registry().state()->position());
  EXPECT_EQ(image().next(), told.back());
}

TEST_F(ZoneImage, IsShownAnewWhenSomethingOfItWasWritten) {
  delegate("one.example");
  const auto before = zone();
  follow();
  EXPECT_EQ(image().find(before->name()), before);
  delegate("two.example");
  EXPECT_NE(zone(), before);
}

// As it was at any serial: reading ends where it was made.
TEST_F(ZoneImage, ReadingEndsAtTheSerialThatIsAskedFor) {
  delegate("one.example");
  const auto wanted = zone();
  const Lines lines = file_lines(*wanted);
  delegate("two.example");
  (void)zone();
  Image image(registry::memory_store());
  Image::Reading reading;
  reading.settled = FollowedRegistry::now();
  reading.go_on = [&](const DomainName&, std::uint32_t serial) { return serial != wanted->serial(); };
  ASSERT_TRUE(image.catch_up(registry().registry().journal(), registry().state()->position(), reading));
  EXPECT_EQ(file_lines(*image.find(DomainName::trusted("example"))), lines);
}

// ---- digests

// RFC 8976 Appendix A.1.
TEST(ZoneDigest, OfTheSimpleExampleZone) {
  ZoneFacts facts{.number = ObjectNumber{1}, .name = DomainName::trusted("example")};
  facts.header.primary = "ns1.example";
  facts.header.responsible = "admin.example";
  facts.header.refresh = 1800;
  facts.header.retry = 900;
  facts.header.expire = 604800;
  facts.header.minimum = 86400;
  facts.header.ttl = 86400;
  facts.header.name_servers = {"ns1.example", "ns2.example"};
  facts.header.records = "ns1 3600 A 203.0.113.63\nns2 3600 AAAA 2001:db8::63\n";
  const Apex apex(facts.name, facts.header);
  const auto store = registry::memory_store();
  std::vector<registry::RowChange> rows;
  for (const auto& [owner, entries] : apex.entries) {
    std::string row;
    for (const Entry& entry : entries) append_entry(row, entry);
    rows.push_back({key('r', facts.number, owner), row});
  }
  ASSERT_TRUE(store->write(rows));
  std::string text;
  append_data_text(text, record_type::kZonemd, zonemd_data(*store->snapshot(), facts, apex, 2018031900),
                   apex.zone_wire);
  EXPECT_EQ(text, "2018031900 1 1 C68090D90A7AED716BC459F9340E3D7C1370D4D24B7E2FC3A1DDC0B9A87153B9"
                  "A9713B3C9AE5CC27777F98B8E730044C");
}

TEST_F(ZoneImage, TheDigestChangesWithEverySerialAndGoesWhenItIsSwitchedOff) {
  const auto digest = [&](const Published& zone) {
    std::optional<Record> found;
    EXPECT_TRUE(zone.for_each_record([&](const Record& record) {
      if (record.type == record_type::kZonemd) found = record;
      return true;
    }));
    return found;
  };
  const auto without = zone();
  EXPECT_FALSE(digest(*without));
  run("update zone=example zonemd=yes");
  const auto with = zone();
  ASSERT_TRUE(digest(*with));
  EXPECT_EQ(get_big_endian<std::uint32_t>(digest(*with)->data), with->serial());
  delegate("one.example");
  const auto next = zone();
  EXPECT_EQ(get_big_endian<std::uint32_t>(digest(*next)->data), next->serial());
  const auto deltas = next->deltas_since(without->serial(), 100);
  ASSERT_TRUE(deltas);
  ASSERT_EQ(deltas->size(), 2U);
  EXPECT_EQ((*deltas)[1].removed, std::vector{*digest(*with)});
  EXPECT_EQ((*deltas)[1].added.front(), *digest(*next));
  run("update domain=one.example add.status=serverTransferProhibited");
  EXPECT_EQ(zone()->serial(), next->serial());
  run("update zone=example zonemd=no");
  EXPECT_FALSE(digest(*zone()));
}

}  // namespace
}  // namespace stele::zone
