// Responses: every part there is, in its place, valid by the official schemas; and what a client did
// not choose is kept from where it would have to understand it.
#include <gtest/gtest.h>

#include "frontends/epp/extensions/allocation_token.h"
#include "frontends/epp/extensions/b_dn.h"
#include "frontends/epp/extensions/balance.h"
#include "frontends/epp/extensions/change_poll.h"
#include "frontends/epp/extensions/fee.h"
#include "frontends/epp/extensions/idn.h"
#include "frontends/epp/extensions/launch.h"
#include "frontends/epp/extensions/login_sec.h"
#include "frontends/epp/extensions/maintenance.h"
#include "frontends/epp/extensions/org.h"
#include "frontends/epp/extensions/org_ext.h"
#include "frontends/epp/extensions/rgp.h"
#include "frontends/epp/extensions/sec_dns.h"
#include "frontends/epp/extensions/ttl.h"
#include "frontends/epp/extensions/variants.h"
#include "frontends/epp/response/notices.h"
#include "frontends/epp/response/response.h"
#include "tests/unit/epp/schema_oracle.h"

namespace stele::epp {
namespace {

const Instant kNow = *parse_instant("2026-03-01T12:00:00Z");
const Trids kTrids{"ABC-1", "ST-1"};

Audience everything() {
  return {grammar::offered_by({.extensions = ExtensionSet::all()}), Language()};
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

Amount amount(const char* text) { return *parse_amount(text, true); }

Bundle bundle() {
  return {{"xn--fsq270a.example", "实例.example"}, {{"xn--fsqz41a.example", "實例.example"}, {"a.example", ""}}};
}

std::vector<Part> extension_parts() {
  using grammar::Verb;
  const Currency eur = *parse_currency("EUR");
  const DnsKey key{257, 3, 13, "AQPJ////4Q=="};
  const FeeQuote quote{{FeeOperation::create, "", "", "", Period{2, PeriodUnit::years}},
                       false,
                       {{amount("10.00"), "Registration & more", true, "P5D", "immediate"}},
                       {{amount("-1.00"), "credit", {}, "", ""}},
                       ""};
  const FeeQuote none{{FeeOperation::custom, "trade", "sunrise", "x", {}}, true, {}, {}, "no such"};
  const FeeResult cost{eur, Period{1, PeriodUnit::years}, quote.fees, quote.credits,
                       amount("-5.00"), amount("100.00")};
  const ChangeNotice change{true, "update", kNow, "ST-9", "URS Admin", "urs decided", {}, {}};
  const ChangeNotice odd_change{false, "suspend", kNow, "ST-9", "system", "", {}, {}};
  return {
      write_rgp(RgpAnswer::info, {{RgpStatus::add_period, kNow}, {RgpStatus::pending_delete, {}}}),
      write_rgp(RgpAnswer::update, {{RgpStatus::auto_renew_period, {}}}),
      write_sec_dns({604800, {{1, 13, 2, "AB", {}}, {2, 13, 2, "CD", key}}, {}}),
      write_sec_dns({std::nullopt, {}, {key}}),
      write_fee_check(eur, {{"a.example", true, "premium", {quote, none}, ""},
                            {"b.example", false, "", {}, "not sold"}}),
      write_fee_result(grammar::Verb::create, cost),
      write_fee_result(grammar::Verb::remove, {eur, {}, {}, quote.credits, {}, {}}),
      write_fee_result(grammar::Verb::renew, cost),
      write_fee_result(grammar::Verb::update, {eur, {}, {}, {}, {}, {}}),
      write_fee_result(grammar::Verb::transfer, cost),
      write_claims_check(LaunchPhase{LaunchPhaseKind::claims, ""},
                         {{"a.example", true, {{"2013/a", "tmch"}, {"2013/b", ""}}},
                          {"b.example", false, {}}}),
      write_claims_check({}, {{"a.example", false, {}}}),
      write_launch_created({{LaunchPhaseKind::sunrise, ""}, "2393-9323"}),
      write_launch_info({{LaunchPhaseKind::custom, "idn"},
                         "abc",
                         LaunchStatus{"pendingValidation", "soon"},
                         {"<mark:mark xmlns:mark=\"urn:ietf:params:xml:ns:mark-1.0\"/>"}}),
      write_launch_info({{LaunchPhaseKind::open, ""}, "", LaunchStatus{"held", ""}, {}}),
      write_allocation_token("abc & 123"),
      write_change(change, ChangeCase{"urs", "urs123"}),
      write_change(odd_change, ChangeCase{"court", "c-1"}),
      write_org_links({{"reseller", "r1"}, {"proxy", "p1"}}),
      write_login_security({{SecurityEventType::password, "", SecurityLevel::warning, kNow, "", "", "soon"},
                            {SecurityEventType::stat, "failedLogins", SecurityLevel::error, {}, "100", "P1D",
                             "many"}}),
      write_ttls({{{2, "", 3600}, 60, 86400, 172800}, {{0, "CAA", {}}, {}, {}, {}}}),
      write_idn({"es", "español.example"}),
      write_bundle(Verb::info, bundle()),
      write_bundle(Verb::create, bundle()),
      write_bundle(Verb::update, bundle()),
      write_bundle(Verb::remove, bundle()),
      write_bundle(Verb::renew, bundle()),
      write_bundle(Verb::transfer, {{"a.example", ""}, {}}),
      write_variants(Verb::info, {{"xn--fsqz41a.example", "實例.example", true}, {"a.example", "a.example", false}}, true),
      write_variants(Verb::create, {{"xn--fsqz41a.example", "實例.example", true}}, true),
      write_variants(Verb::update, {}, false),
  };
}

std::vector<Part> object_parts() {
  const TransferNotice domain{false, "a.example", TransferStatus::pending, "reg-a", "reg-b", kNow, kNow, kNow};
  const TransferNotice contact{true, "sh8013", TransferStatus::client_approved, "reg-a", "reg-b", kNow, kNow, {}};
  const PendingActionNotice pending{"a.example", true, "ABC-1", "ST-1", kNow};
  const PendingActionNotice refused{"sh8013", false, "", "ST-1", kNow};
  MaintenanceNotice item;
  item.id = "M42";
  item.occasion = MaintenanceOccasion::create;
  item.created_at = item.updated_at = kNow;
  MaintenancePlan& plan = item.plan;
  plan.name = "Routine";
  plan.types = {"Software Update", "Extended Outage"};
  plan.systems = {{"EPP", "epp.nic.example", MaintenanceImpact::full},
                  {"Portal", "", MaintenanceImpact::none}};
  plan.environment = "lab";
  plan.starts_at = plan.ends_at = kNow;
  plan.detail = "https://nic.example/m";
  plan.descriptions = {{"Please < reconnect", "", false}, {"<b>Bald</b>", "de", true}};
  plan.zones = {"example"};
  plan.connection = true;
  MaintenanceNotice bare;
  bare.id = "M43";
  bare.plan.systems = {{"EPP", "", MaintenanceImpact::partial}};
  OrgInfo org;
  org.data.id = "res1523";
  org.data.roles = {{"reseller", {"ok", "linked"}, "1523"}};
  org.data.statuses = {"ok"};
  org.data.postal.international = PostalInfo{"Example", "", {"1 Way"}, "Dulles", "VA", "20166", "US"};
  org.data.postal.localized = PostalInfo{"Beispiel", "", {}, "", "", "", ""};
  org.data.voice = {"+1.7035555555", "12"};
  org.data.email = "a@b.example";
  org.data.url = "https://b.example";
  org.data.contacts = {{"custom", "legal", "sh8013"}};
  org.roid = "O1-STELE";
  org.sponsor = org.creator = org.updated_by = "reg-a";
  org.created_at = kNow;
  org.updated_at = kNow;
  return {write_transfer(domain),
          write_transfer(contact),
          write_pending_action(xml::Ns::domain, pending),
          write_pending_action(xml::Ns::contact, refused),
          write_pending_action(xml::Ns::host, pending),
          write_pending_action(xml::Ns::org, refused),
          write_maintenance(item, MaintenanceAnswer::poll),
          write_maintenance(item, MaintenanceAnswer::info),
          write_maintenance(bare, MaintenanceAnswer::info),
          write_maintenance_list({item}),
          write_maintenance_list({}),
          write_org_check({{"res1", true, ""}, {"res2", false, "In use"}}),
          write_org_created("res1523", kNow),
          write_org_info(org),
          write_balances({{"xn--p1ai", {*parse_currency("EUR"), amount("18.00")}},
                          {"co.lab", {*parse_currency("EUR"), amount("-0.50")}}})};
}

TEST(EppResponse, EveryPartIsValidByTheOfficialSchemas) {
  const testing::SchemaOracle oracle;
  if (!oracle.available()) GTEST_SKIP() << "the official schemas are not on this machine";
  std::vector<std::string> documents;
  const auto add = [&](const std::string& frame) { documents.push_back(frame.substr(4)); };
  for (const Part& part : object_parts()) {
    add(respond(Reply(part), kTrids, everything()));
    Reply queued(part);
    queued.code = 1301;
    queued.queue = Queue{5, "12345", kNow, "Transfer <requested>"};
    queued.extensions = {extension_parts().front()};
    add(respond(queued, kTrids, everything()));
    add(respond(queued, kTrids, {{xml::Ns::unhandled_namespaces}, Language()}));
  }
  for (const Part& part : extension_parts()) {
    Reply reply;
    reply.extensions = {part};
    add(respond(reply, kTrids, everything()));
  }
  Reply acknowledged;
  acknowledged.queue = Queue{4, "12346", {}, ""};
  add(respond(acknowledged, {"", "ST-1"}, everything()));
  add(greet("Stele & Co", kNow, {.extensions = ExtensionSet::all()}));
  add(greet("Stele", kNow, {.extensions = {}, .hosts = false, .contacts = false}));
  add(respond({{2004, "", "one"}, {2005, "", "two"}, {2004, "", "three"}}, kTrids));
  const auto verdicts = oracle.judge(documents);
  for (std::size_t i = 0; i < documents.size(); ++i) EXPECT_EQ(verdicts[i], "") << documents[i];
}

TEST(EppResponse, GreetingListsTheProfile) {
  const std::string all = greet("s", kNow, {.extensions = ExtensionSet::all()});
  for (const Extension extension : ExtensionSet::all().list()) {
    const std::string tag = is_object_mapping(extension) ? "objURI" : "extURI";
    EXPECT_TRUE(has(all, "<" + tag + ">" + std::string(uri_of(extension)) + "</" + tag + ">")) << all;
  }
  EXPECT_TRUE(has(all, "host-1.0") && has(all, "contact-1.0"));
  const std::string least = greet("s", kNow, {.extensions = {}, .hosts = false, .contacts = false});
  EXPECT_FALSE(has(least, "host-1.0") || has(least, "contact-1.0") || has(least, "svcExtension"));
}

TEST(EppResponse, UnchosenDataBecomeExtendedValuesOrAreLeftOut) {
  Reply reply(write_transfer({false, "a.example", TransferStatus::pending, "a", "b", kNow, kNow, {}}));
  reply.extensions = {write_allocation_token("abc"), write_idn({"es", ""})};
  const Audience silent{{xml::Ns::idn}, Language()};
  const std::string left_out = respond(reply, kTrids, silent);
  EXPECT_FALSE(has(left_out, "trnData") || has(left_out, "allocationToken") || has(left_out, "resData"));
  EXPECT_TRUE(has(left_out, "</result><extension><idn:data")) << left_out;
  const Audience informed{{xml::Ns::unhandled_namespaces}, Language()};
  const std::string told = respond(reply, kTrids, informed);
  EXPECT_FALSE(has(told, "<extension>") || has(told, "<resData>")) << told;
  EXPECT_TRUE(has(told, "</domain:trnData></value><reason>urn:ietf:params:xml:ns:domain-1.0 not in login "
                        "services</reason></extValue><extValue><value><allocationToken:allocationToken"))
      << told;
  EXPECT_TRUE(has(told, "<reason>urn:ietf:params:xml:ns:idn-1.0 not in login services</reason></extValue>"
                        "</result><trID>"))
      << told;
}

TEST(EppResponse, PollMessage) {
  Reply reply(write_transfer({false, "a.example", TransferStatus::pending, "a", "b", kNow, kNow, {}}));
  reply.code = 1301;
  reply.queue = Queue{5, "12", kNow, "Transfer requested."};
  const std::string text = respond(reply, kTrids, everything());
  EXPECT_TRUE(has(text, "<msgQ count=\"5\" id=\"12\"><qDate>2026-03-01T12:00:00.000Z</qDate><msg>Transfer "
                        "requested.</msg></msgQ><resData><domain:trnData"))
      << text;
}

TEST(EppResponse, Languages) {
  EXPECT_EQ(find_language("EN"), Language());
  EXPECT_FALSE(find_language("xx"));
  EXPECT_FALSE(find_language(""));
  EXPECT_EQ(Language().message(1000), "Command completed successfully");
}

TEST(EppResponse, BalancesAreWrittenAsCoccaDoes) {
  const Part part = write_balances({{"lab", {*parse_currency("EUR"), amount("18.00")}}});
  EXPECT_EQ(part.xml, "<finance:infData xmlns:finance=\"https://finance.coccaregistry.org\">"
                      "<finance:balance>LAB|EUR|18.00</finance:balance></finance:infData>");
}

TEST(EppResponse, BundlesAndVariantsByTheirNames) {
  EXPECT_EQ(write_bundle(grammar::Verb::remove, bundle()).xml,
            "<b-dn:delData xmlns:b-dn=\"urn:ietf:params:xml:ns:epp:b-dn\"><b-dn:bundle>"
            "<b-dn:rdn uLabel=\"实例.example\">xn--fsq270a.example</b-dn:rdn>"
            "<b-dn:bdn uLabel=\"實例.example\">xn--fsqz41a.example</b-dn:bdn>"
            "<b-dn:bdn>a.example</b-dn:bdn></b-dn:bundle></b-dn:delData>");
  EXPECT_EQ(write_variants(grammar::Verb::info, {{"xn--fsqz41a.example", "實例.example", true}, {"a.example", "a.example", false}}, true).xml,
            "<variants:infData xmlns:variants=\"urn:stele:params:xml:ns:variants-1.0\">"
            "<variants:variant uLabel=\"實例.example\" state=\"active\">xn--fsqz41a.example</variants:variant>"
            "<variants:variant uLabel=\"a.example\" state=\"allocatable\">a.example</variants:variant>"
            "<variants:tooMany/></variants:infData>");
}

TEST(EppResponse, CustomWordsAreToldAsCustom) {
  const Part change = write_change({false, "suspend", kNow, "ST-9", "system", "", {}}, ChangeCase{"court", "c"});
  EXPECT_TRUE(has(change.xml, "<changePoll:operation op=\"suspend\">custom</changePoll:operation>")) << change.xml;
  EXPECT_TRUE(has(change.xml, "<changePoll:caseId type=\"custom\" name=\"court\">c<")) << change.xml;
  EXPECT_TRUE(has(change.xml, "state=\"before\"")) << change.xml;
}

}  // namespace
}  // namespace stele::epp
