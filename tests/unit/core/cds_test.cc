// What a name asks for by CDS records, and what comes of it: one line a case.
#include "engine/core/domain/cds.h"

#include <gtest/gtest.h>

#include "tests/unit/core/world.h"

namespace stele::core {
namespace {

// Two keys, and their DS records at a.example, worked out apart from the code.
#define ONE "257 3 15 HJK1XwXuFvb6zTpX19k2X38jOzChOmUbTTXzCGXWT3c="
#define TWO "257 3 15 T/VZm7plubbEt5uTzxO9ZOjpHb2ymGMtPnYwi0OhnjU="
#define DS_ONE "60537 15 2 E8880744F17D3A023C7560A1AB8C9DA62A37725BAA08FBF3E4031EA81C431FBE"
#define DS_ONE_384                                                                           \
  "60537 15 4 CBA5C8477944D7E868F5B20637CFA97B56561113BA385323BE2B43C6DE6A6B9374F56749D901E8" \
  "95BF8E30CF9A6E01B2"
#define DS_TWO "31686 15 2 FA61CA51639C7AB806042D1A412682E81EEBFBEDFA7143D2F13CBC16242A3948"
#define DELETE_CDS "cds 0 0 0 00"
#define DELETE_CDNSKEY "cdnskey 0 3 0 AA=="

// a.example with two name servers, in a zone that looks every day and takes first DS records after
// three.
class Cds : public ::testing::Test {
 protected:
  Cds() {
    for (const char* host : {"ns1.provider.test", "ns2.provider.test"})
      world.accept(world.a, create_host(host, {}));
    UpdateDomain update{.name = name("a.example")};
    update.hosts_added = {host_name("ns1.provider.test"), host_name("ns2.provider.test")};
    world.accept(world.a, update);
    set_policy(CdsPolicy{.interval_seconds = 86'400, .bootstrap_seconds = 3 * 86'400});
  }

  void set_policy(std::optional<CdsPolicy> cds, DnssecModel model = DnssecModel::ds_data,
                  std::vector<std::uint8_t> digests = {}) {
    ZonePolicy policy = zone_policy();
    policy.cds = cds;
    policy.dnssec_model = model;
    policy.ds_digest_types = std::move(digests);
    world.accept(world.staff, UpdateZone{.name = name("example"), .policy = policy});
  }

  void secure(const std::string& ds) {
    UpdateDomain update{.name = name("a.example")};
    update.dnssec.added.ds = {*parse_ds_record(ds)};
    world.accept(world.a, update);
  }

  void set_status(Status status, bool on = true) {
    UpdateDomain update{.name = name("a.example")};
    (on ? update.statuses_added : update.statuses_removed) = {status};
    world.accept(world.staff, update);
  }

  static CdsAnswer answer(const std::string& text) {
    const auto read = parse_cds_answer(text);
    EXPECT_TRUE(read) << text;
    return read.value_or(CdsAnswer{});
  }

  std::string report(const std::vector<std::string>& answers) {
    ReportCds command{.name = name("a.example"), .answers = {}};
    for (const std::string& text : answers) command.answers.push_back(answer(text));
    return world.run(world.staff, command);
  }
  // Both servers say this.
  std::string both(const std::string& what) {
    return report({"ns1.provider.test 192.0.2.1; " + what, "ns2.provider.test 192.0.2.2; " + what});
  }

  std::string ds() const {
    std::string out;
    for (const DsRecord& each : world.domain("a.example").ds) out += (out.empty() ? "" : ", ") + to_text(each);
    return out;
  }
  CdsSeen seen() const {
    return world.state->find_cds(world.domain("a.example").number).value_or(CdsSeen{});
  }
  void pass(int hours) { world.now = Instant{world.now.ms + hours * 3600 * kSecond}; }

  World world;
};

constexpr const char* kSelfSigned = "cds " DS_ONE "; key " ONE " cds keys";
// A roll from one to two, while one still signs.
constexpr const char* kRoll = "cds " DS_TWO "; key " ONE " cds keys; key " TWO " keys";

TEST(CdsAnswerText, GoesToTextAndBack) {
  const std::string text = "ns1.provider.test 192.0.2.1; cds " DS_ONE "; cdnskey " ONE "; key " ONE
                           " cds cdnskey keys; key " TWO "; signed 2026-03-01T00:00:00Z";
  const auto read = parse_cds_answer(text);
  ASSERT_TRUE(read);
  EXPECT_EQ(parse_cds_answer(to_text(*read)), read);
  EXPECT_EQ(to_text(*read).substr(0, 60), text.substr(0, 60));
  const auto fault = parse_cds_answer("ns1.provider.test 2001:db8::1; fault no answer in time");
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->fault, "no answer in time");
  for (const char* bad : {"", "ns1", "ns1 192.0.2.x", "ns1 192.0.2.1 x", "ns1 192.0.2.1; cds 1 2",
                          "ns1 192.0.2.1; key 257 3 15", "ns1 192.0.2.1; key " ONE " soa",
                          "ns1 192.0.2.1; signed then", "ns1 192.0.2.1; fault", "ns1 192.0.2.1; what"})
    EXPECT_FALSE(parse_cds_answer(bad)) << bad;
}

TEST_F(Cds, RefusesInOrderOfPrecedence) {
  EXPECT_EQ(world.run(world.a, ReportCds{name("b.example"), {}}), "not_allowed()");
  EXPECT_EQ(world.run(world.staff, ReportCds{name("b.example"), {}}),
            "object_does_not_exist(name=b.example)");
  set_policy(std::nullopt);
  EXPECT_EQ(both(kSelfSigned), "cds_off(zone=example)");
  set_policy(CdsPolicy{});
  EXPECT_EQ(report({}), "cds_no_answer(host)");
  EXPECT_EQ(report({"ns1.provider.test 192.0.2.1; fault REFUSED"}), "cds_no_answer(host=REFUSED)");
  EXPECT_EQ(report({"ns1.stranger.test 192.0.2.1; " + std::string(kSelfSigned)}),
            "cds_no_answer(host)");
  EXPECT_EQ(both(kSelfSigned), "cds_bootstrap_off(policy=example)");
  EXPECT_EQ(both("key " ONE " keys"), "nothing_to_change()");
  EXPECT_EQ(both(DELETE_CDS), "nothing_to_change()");
}

TEST_F(Cds, WhatIsLockedIsLeftAlone) {
  secure(DS_ONE);
  for (const Status status : {Status::client_update_prohibited, Status::server_update_prohibited}) {
    set_status(status);
    EXPECT_EQ(both(kRoll), "status_prohibits(status=" + std::string(to_text(status)) + ")");
    set_status(status, false);
  }
  EXPECT_EQ(both(kRoll), "DomainUpdated CdsAccepted MessageQueued MessageQueued");
}

struct Case {
  const char* what;
  std::vector<std::string> answers;  // of ns1 and, unless there is none, ns2
  const char* outcome;
  const char* ds;                    // after it
};

// ONE is the key of the DS record that is there.
TEST_F(Cds, ASecuredNameIsRolledByASignatureOfItsKeys) {
  secure(DS_ONE);
  constexpr const char* kDone = "DomainUpdated CdsAccepted MessageQueued MessageQueued";
  const Case cases[] = {
      {"the same", {"cds " DS_ONE "; key " ONE " cds keys"}, "nothing_to_change()", DS_ONE},
      {"no records", {"key " ONE " keys"}, "nothing_to_change()", DS_ONE},
      {"not signed", {"cds " DS_TWO "; key " ONE " keys; key " TWO " keys"},
       "cds_not_signed(host=ns1.provider.test 192.0.2.1)", DS_ONE},
      {"signed by the new key only", {"cds " DS_TWO "; key " ONE " keys; key " TWO " cds keys"},
       "cds_not_signed(host=ns1.provider.test 192.0.2.1)", DS_ONE},
      {"by a key that the DNSKEY records, unsigned by it, may have by anybody's hand",
       {"cds " DS_TWO "; key " ONE " cds; key " TWO " keys"},
       "cds_not_signed(host=ns1.provider.test 192.0.2.1)", DS_ONE},
      {"CDNSKEY not signed", {"cds " DS_TWO "; cdnskey " TWO "; key " ONE " cds keys; key " TWO " keys"},
       "cds_not_signed(host=ns1.provider.test 192.0.2.1)", DS_ONE},
      {"the new key does not sign yet", {"cds " DS_TWO "; key " ONE " cds keys; key " TWO},
       "cds_breaks_chain(host=ns1.provider.test 192.0.2.1)", DS_ONE},
      {"the new key is not there", {"cds " DS_TWO "; key " ONE " cds keys"},
       "cds_breaks_chain(host=ns1.provider.test 192.0.2.1)", DS_ONE},
      {"another algorithm without a key", {"cds " DS_ONE "; cds 1 13 2 " +
           std::string(64, 'A') + "; key " ONE " cds keys"},
       "cds_breaks_chain(host=ns1.provider.test 192.0.2.1)", DS_ONE},
      {"they disagree with each other", {"cds " DS_TWO "; cdnskey " ONE "; key " ONE " cds cdnskey keys"},
       "cds_records_disagree(ds)", DS_ONE},
      {"a CDNSKEY too many", {"cds " DS_TWO "; cdnskey " ONE "; cdnskey " TWO "; key " ONE
           " cds cdnskey keys; key " TWO " keys"}, "cds_records_disagree(ds)", DS_ONE},
      {"one for deletion, one not", {DELETE_CDS "; cdnskey " TWO "; key " ONE " cds cdnskey keys"},
       "cds_records_disagree(ds)", DS_ONE},
      {"deletion beside a record", {DELETE_CDS "; cds " DS_TWO "; key " ONE " cds keys"},
       "unknown_algorithm(ds=0) unknown_digest_type(ds=0)", DS_ONE},
      {"no algorithm", {"cds 1 3 2 " + std::string(64, 'A') + "; key " ONE " cds keys"},
       "unknown_algorithm(ds=3)", DS_ONE},
      {"a digest of another size", {"cds 1 15 2 AA; key " ONE " cds keys"}, "bad_digest(ds=AA)", DS_ONE},
      {"servers disagree", {kRoll, "cds " DS_ONE "; key " ONE " cds keys"},
       "cds_servers_disagree(host=ns2.provider.test 192.0.2.2)", DS_ONE},
      {"one has none", {kRoll, "key " ONE " keys"},
       "cds_servers_disagree(host=ns2.provider.test 192.0.2.2)", DS_ONE},
      {"one is signed by nobody", {kRoll, "cds " DS_TWO}, 
       "cds_not_signed(host=ns2.provider.test 192.0.2.2)", DS_ONE},
      {"one is silent", {kRoll, "fault no answer in time"},
       "cds_server_silent(host=ns2.provider.test 192.0.2.2)", DS_ONE},
      {"deletion, not signed", {DELETE_CDS "; key " ONE " keys"},
       "cds_not_signed(host=ns1.provider.test 192.0.2.1)", DS_ONE},
      {"a key that stands by", {"cds " DS_ONE "; cds " DS_TWO "; key " ONE " cds keys"}, kDone,
       DS_TWO ", " DS_ONE},
      {"and goes again, by CDNSKEY alone", {"cdnskey " ONE "; key " ONE " cdnskey keys"}, kDone, DS_ONE},
      {"a roll", {kRoll}, kDone, DS_TWO},
      {"and back, both forms", {"cds " DS_ONE "; cdnskey " ONE "; key " TWO " cds cdnskey keys; key " ONE
           " keys"}, kDone, DS_ONE},
      {"deletion", {DELETE_CDS "; " DELETE_CDNSKEY "; key " ONE " cds cdnskey keys"}, kDone, ""},
  };
  for (const Case& each : cases) {
    SCOPED_TRACE(each.what);
    EXPECT_EQ(report({"ns1.provider.test 192.0.2.1; " + each.answers[0],
                      "ns2.provider.test 192.0.2.2; " + each.answers[each.answers.size() - 1]}),
              each.outcome);
    EXPECT_EQ(ds(), each.ds);
  }
}

TEST_F(Cds, OneAddressOfEachServerIsEnoughForWhatIsSigned) {
  secure(DS_ONE);
  EXPECT_EQ(report({"ns1.provider.test 192.0.2.1; " + std::string(kRoll)}),
            "cds_server_silent(host=ns2.provider.test)");
  EXPECT_EQ(report({"ns1.provider.test 192.0.2.1; " + std::string(kRoll),
                    "ns2.provider.test 192.0.2.2; fault no answer in time",
                    "ns2.provider.test 2001:db8::2; " + std::string(kRoll)}),
            "DomainUpdated CdsAccepted MessageQueued MessageQueued");
}

TEST_F(Cds, TheZoneMayTakeNoDeletion) {
  secure(DS_ONE);
  set_policy(CdsPolicy{.interval_seconds = 60, .bootstrap_seconds = 0, .deletion = false});
  EXPECT_EQ(both(DELETE_CDS "; key " ONE " cds keys"), "cds_deletion_off(policy=example)");
}

// RFC 7344 §4.1: an old copy of the zone must not undo what was accepted since.
TEST_F(Cds, OlderSignaturesDoNotCountAnyMore) {
  secure(DS_ONE);
  EXPECT_EQ(both(std::string(kRoll) + "; signed 2026-03-01T10:00:00Z"),
            "DomainUpdated CdsAccepted MessageQueued MessageQueued");
  const std::string back = "cds " DS_ONE "; key " TWO " cds keys; key " ONE " keys; signed ";
  EXPECT_EQ(both(back + "2026-03-01T09:59:59Z"), "cds_outdated(ds=2026-03-01T09:59:59.000Z)");
  EXPECT_EQ(both(back + "2026-03-01T10:00:00Z"),
            "DomainUpdated CdsAccepted MessageQueued MessageQueued");
}

TEST_F(Cds, DigestsTheZoneDoesNotTakeAreLeftOutWhereThereAreOthers) {
  set_policy(CdsPolicy{}, DnssecModel::ds_data, {4});
  UpdateDomain update{.name = name("a.example")};
  update.dnssec.added.ds = {*parse_ds_record(DS_ONE_384)};
  world.accept(world.a, update);
  EXPECT_EQ(both("cds " DS_ONE "; cds " DS_ONE_384 "; key " ONE " cds keys"), "nothing_to_change()");
  EXPECT_EQ(both("cds " DS_TWO "; key " ONE " cds keys; key " TWO " keys"), "unknown_digest_type(ds=2)");
}

TEST_F(Cds, AZoneOfKeysTakesCdnskey) {
  set_policy(CdsPolicy{}, DnssecModel::key_data);
  UpdateDomain update{.name = name("a.example")};
  update.dnssec.added.keys = {*parse_dns_key(ONE)};
  world.accept(world.a, update);
  EXPECT_EQ(both(kRoll), "wrong_dnssec_form(ds=dsData)");
  EXPECT_EQ(both("cdnskey " TWO "; key " ONE " cdnskey keys; key " TWO " keys"),
            "DomainUpdated CdsAccepted MessageQueued MessageQueued");
  EXPECT_EQ(ds(), DS_TWO);
  EXPECT_EQ(world.domain("a.example").keys, std::vector{*parse_dns_key(TWO)});
  EXPECT_EQ(both(DELETE_CDNSKEY "; key " TWO " cdnskey keys"),
            "DomainUpdated CdsAccepted MessageQueued MessageQueued");
  EXPECT_EQ(ds(), "");
}

constexpr const char* kUntil = "cds_too_soon(ds=2026-03-04T12:00:00.000Z)";

TEST_F(Cds, FirstRecordsAreTakenWhenTheyWereSeenForLongEnough) {
  EXPECT_EQ(both(kSelfSigned), "CdsObserved");
  EXPECT_EQ(both(kSelfSigned), kUntil);          // nothing new for the journal
  pass(24);
  EXPECT_EQ(both(kSelfSigned), "CdsObserved");   // still there, as is remembered a few times
  pass(6);
  EXPECT_EQ(both(kSelfSigned), kUntil);
  pass(18);
  EXPECT_EQ(both(kSelfSigned), "CdsObserved");
  pass(23);
  EXPECT_EQ(both(kSelfSigned), "CdsObserved");
  pass(1);
  EXPECT_EQ(both(kSelfSigned), "DomainUpdated CdsAccepted MessageQueued MessageQueued");
  EXPECT_EQ(ds(), DS_ONE);
  EXPECT_TRUE(seen().digest.empty());
  EXPECT_EQ(seen().accepted_at, world.now);
}

TEST_F(Cds, FirstRecordsHaveToBeTheSameAllTheTime) {
  const Instant begun = world.now;
  const auto nearly = [&] {
    world.now = Instant{world.now.ms + 10 * kDay};
    EXPECT_EQ(both(kSelfSigned), "CdsObserved");
    for (int day = 1; day < 3; ++day) {
      pass(24);
      EXPECT_EQ(both(kSelfSigned), "CdsObserved");
    }
    pass(24);
  };
  const std::string other = "cds " DS_TWO "; key " TWO " cds keys";
  nearly();
  EXPECT_EQ(both(other), "CdsObserved");         // the time of the other begins
  EXPECT_EQ(seen().since, world.now);
  nearly();
  EXPECT_EQ(both("key " ONE " keys"), "CdsObserved");  // none any more
  EXPECT_TRUE(seen().digest.empty());
  nearly();
  EXPECT_EQ(report({"ns1.provider.test 192.0.2.1; " + std::string(kSelfSigned),
                    "ns2.provider.test 192.0.2.2; " + other}), "CdsObserved");
  EXPECT_FALSE(world.state->find_cds(world.domain("a.example").number));
  nearly();
  pass(24);                                      // a gap of two days in three
  EXPECT_EQ(both(kSelfSigned), "CdsObserved");
  EXPECT_EQ(seen().since, world.now);
  nearly();                                      // other name servers
  UpdateDomain update{.name = name("a.example")};
  update.hosts_removed = {host_name("ns2.provider.test")};
  world.accept(world.a, update);
  EXPECT_EQ(both(kSelfSigned), "CdsObserved");
  EXPECT_EQ(seen().since, world.now);
  EXPECT_GT(world.now, begun);
}

TEST_F(Cds, FirstRecordsAreWantedOfEveryAddressSignedAndWhole) {
  EXPECT_EQ(report({"ns1.provider.test 192.0.2.1; " + std::string(kSelfSigned),
                    "ns2.provider.test 192.0.2.2; " + std::string(kSelfSigned),
                    "ns2.provider.test 2001:db8::2; fault no answer in time"}),
            "cds_server_silent(host=ns2.provider.test 2001:db8::2)");
  EXPECT_EQ(both("cds " DS_ONE "; key " ONE " keys"), "cds_not_signed(host=ns1.provider.test 192.0.2.1)");
  EXPECT_EQ(both("cds " DS_ONE), "cds_not_signed(host=ns1.provider.test 192.0.2.1)");
  EXPECT_EQ(both("cds " DS_ONE "; cds 1 13 2 " + std::string(64, 'A') + "; key " ONE " cds keys"),
            "cds_breaks_chain(host=ns1.provider.test 192.0.2.1)");
}

TEST_F(Cds, WhatIsKnownGoesWithTheName) {
  EXPECT_EQ(both(kSelfSigned), "CdsObserved");
  const ObjectNumber number = world.domain("a.example").number;
  EXPECT_TRUE(world.state->find_cds(number));
  world.accept(world.a, DeleteDomain{.name = name("a.example")});
  EXPECT_FALSE(world.state->find_cds(number));
}

TEST_F(Cds, APolicyHasToMakeSense) {
  const auto refused = [&](CdsPolicy cds) {
    ZonePolicy policy = zone_policy();
    policy.cds = cds;
    return world.run(world.staff, UpdateZone{.name = name("example"), .policy = policy});
  };
  EXPECT_EQ(refused({.interval_seconds = 0}), "bad_policy(policy=cds_interval=0s)");
  EXPECT_EQ(refused({.interval_seconds = 86'400, .bootstrap_seconds = 3 * 86'400 - 1}),
            "bad_policy(policy=cds_bootstrap=259199s)");
}

// Who did it, and why, as the sponsor reads it.
TEST_F(Cds, TheSponsorIsToldBeforeAndAfter) {
  secure(DS_ONE);
  ReportCds command{.name = name("a.example"), .answers = {}};
  for (const char* server : {"ns1.provider.test 192.0.2.1; ", "ns2.provider.test 192.0.2.2; "})
    command.answers.push_back(answer(std::string(server) + kRoll));
  Caller scan = world.staff;
  scan.actor = {events::ActorKind::system, ObjectNumber{}, "cds-scan"};
  const Decision decision = world.accept(scan, command);
  ASSERT_EQ(decision.events.size(), 4U);
  for (const std::size_t i : {2U, 3U}) {
    const auto& message = std::get<events::MessageQueued>(decision.events[i]);
    ASSERT_TRUE(message.change);
    EXPECT_EQ(message.registrar, world.a.actor.number);
    EXPECT_EQ(message.change->who, "cds-scan");
    EXPECT_EQ(message.change->operation, "update");
    EXPECT_EQ(message.change->after, i == 3U);
    EXPECT_EQ(to_text(message.change->image->ds.at(0)), i == 3U ? DS_TWO : DS_ONE);
  }
}

}  // namespace
}  // namespace stele::core
