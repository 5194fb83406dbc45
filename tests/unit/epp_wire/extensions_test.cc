// Extensions read into values: each form of each, and what only reading can find wrong.
#include <gtest/gtest.h>

#include "engine/base/check.h"
#include "frontends/epp/extensions/allocation_token.h"
#include "frontends/epp/extensions/b_dn.h"
#include "frontends/epp/extensions/fee.h"
#include "frontends/epp/extensions/idn.h"
#include "frontends/epp/extensions/launch.h"
#include "frontends/epp/extensions/login_sec.h"
#include "frontends/epp/extensions/maintenance.h"
#include "frontends/epp/extensions/mappings.h"
#include "frontends/epp/extensions/org.h"
#include "frontends/epp/extensions/org_ext.h"
#include "frontends/epp/extensions/rgp.h"
#include "frontends/epp/extensions/sec_dns.h"
#include "frontends/epp/extensions/ttl.h"
#include "frontends/epp/extensions/variants.h"
#include "frontends/epp/xml/parser.h"
#include "tests/unit/epp_wire/extension_frames.h"

namespace stele::epp {
namespace {

using grammar::Frame;
using testing::extension_frame;

// A parsed, valid frame and what a reader needs of it.
struct Parsed {
  explicit Parsed(std::string text) : xml(std::move(text)) {
    const auto parsed = parser.parse(xml);
    CHECK(parsed, parsed ? "" : parsed.error().what);
    tree = *parsed;
    frame = grammar::validate(
        *tree, {grammar::offered_by({.extensions = ExtensionSet::all()}), mappings()});
    CHECK(frame.problems.empty(), frame.problems.empty() ? "" : frame.problems[0].reason);
  }
  Source source() { return {*tree, problems}; }
  xml::Index extension() const { return frame.extensions.at(0); }
  int code() const { return problems.empty() ? 0 : problems[0].code; }

  std::string xml;
  xml::Parser parser;
  xml::Tree* tree = nullptr;
  Frame frame;
  std::vector<grammar::Problem> problems;
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  CHECK(at != std::string::npos, from);
  return text.replace(at, from.size(), to);
}

Instant at(const char* text) { return *parse_instant(text); }
Amount amount(const char* text) { return *parse_amount(text, true); }

TEST(EppExtensions, Restore) {
  Parsed request(extension_frame("rgp.request"));
  Source source = request.source();
  EXPECT_FALSE(read_restore(source, request.extension()).report);

  Parsed report(extension_frame("rgp.report"));
  Source report_source = report.source();
  const Restore restore = read_restore(report_source, report.extension());
  ASSERT_TRUE(restore.report && report.problems.empty());
  EXPECT_NE(restore.report->pre_data.find("Pre <b xmlns=\"urn:x\">data</b> here"), std::string::npos)
      << restore.report->pre_data;
  EXPECT_EQ(restore.report->post_data, "Post");
  EXPECT_EQ(restore.report->deleted_at, at("2003-07-10T22:00:00Z"));
  EXPECT_EQ(restore.report->restored_at, at("2003-07-20T20:00:00Z"));
  EXPECT_EQ(restore.report->reason, "Registrant error.");
  EXPECT_EQ(restore.report->statements, (std::vector<std::string>{"One.", "Two."}));
  EXPECT_EQ(restore.report->other, "Other");

  Parsed without(replaced(extension_frame("rgp.request"), "request", "report"));
  Source without_source = without.source();
  (void)read_restore(without_source, without.extension());
  EXPECT_EQ(without.code(), 2003);
  Parsed with(replaced(extension_frame("rgp.report"), "op=\"report\"", "op=\"request\""));
  Source with_source = with.source();
  (void)read_restore(with_source, with.extension());
  EXPECT_EQ(with.code(), 2001);
}

TEST(EppExtensions, SecDns) {
  const DnsKey key{257, 3, 13, "AQPJ////4Q=="};
  const DsRecord ds{12345, 13, 2, "49FD46E6C4B45C55D4AC", {}};
  const DsRecord ds_with_key{12346, 13, 2, "38EC35D5B3A34B44C39B", key};
  Parsed create(extension_frame("secDNS.create_ds"));
  EXPECT_EQ(read_sec_dns_create(create.source(), create.extension()),
            (DnssecData{604800, {ds, ds_with_key}, {}}));
  Parsed keys(replaced(extension_frame("secDNS.create_key"), "AQPJ", " AQ\nPJ "));
  EXPECT_EQ(read_sec_dns_create(keys.source(), keys.extension()),
            (DnssecData{std::nullopt, {}, {key}}));

  Parsed update(extension_frame("secDNS.update"));
  const DnssecChange change = read_sec_dns_update(update.source(), update.extension());
  EXPECT_TRUE(change.urgent && !change.all_removed);
  EXPECT_EQ(change.ds_removed, std::vector<DsRecord>{ds});
  EXPECT_EQ(change.added.ds, std::vector<DsRecord>{ds_with_key});
  EXPECT_EQ(change.max_sig_life, 605900U);
  Parsed all(extension_frame("secDNS.remove_all"));
  EXPECT_TRUE(read_sec_dns_update(all.source(), all.extension()).all_removed);
  Parsed none(replaced(extension_frame("secDNS.remove_all"), "true", "false"));
  EXPECT_FALSE(read_sec_dns_update(none.source(), none.extension()).all_removed);
}

TEST(EppExtensions, FeeCheck) {
  Parsed parsed(extension_frame("fee.check"));
  Source source = parsed.source();
  const FeeCheck check = read_fee_check(source, parsed.extension());
  EXPECT_TRUE(parsed.problems.empty());
  EXPECT_EQ(check.currency, parse_currency("USD"));
  ASSERT_EQ(check.commands.size(), 4U);
  EXPECT_EQ(check.commands[0],
            (FeeCommand{FeeOperation::create, "", "", "", Period{2, PeriodUnit::years}}));
  EXPECT_EQ(check.commands[1], (FeeCommand{FeeOperation::renew, "", "sunrise", "x", {}}));
  EXPECT_EQ(check.commands[2], (FeeCommand{FeeOperation::custom, "trade", "", "", {}}));
  EXPECT_EQ(check.commands[3].operation, FeeOperation::restore);

  Parsed nameless(replaced(extension_frame("fee.check"), " customName=\"trade\"", ""));
  Source nameless_source = nameless.source();
  (void)read_fee_check(nameless_source, nameless.extension());
  EXPECT_EQ(nameless.code(), 2004);
}

TEST(EppExtensions, FeeOffer) {
  Parsed parsed(extension_frame("fee.create"));
  Source source = parsed.source();
  const FeeOffer offer = read_fee_offer(source, parsed.extension());
  EXPECT_TRUE(parsed.problems.empty());
  ASSERT_EQ(offer.fees.size(), 2U);
  EXPECT_EQ(offer.fees[0].amount, amount("5.00"));
  EXPECT_EQ(offer.fees[0].refundable, true);
  EXPECT_EQ(offer.fees[0].grace_period, "P5D");
  EXPECT_EQ(offer.fees[0].applied, "immediate");
  EXPECT_EQ(offer.fees[1].amount, amount("0.50"));
  ASSERT_EQ(offer.credits.size(), 1U);
  EXPECT_EQ(offer.credits[0].amount, amount("-1.50"));
  EXPECT_EQ(total(offer), amount("4.00"));

  struct Case {
    const char *sent, *read;
  };
  for (const Case c : {Case{"+5.", "5.00"}, {"0005.1234000", "5.1234"}, {"0", "0.00"}, {"00", "0.00"}, {".5000000", "0.50"}}) {
    Parsed one(replaced(extension_frame("fee.renew"), "+5.", c.sent));
    Source one_source = one.source();
    EXPECT_EQ(read_fee_offer(one_source, one.extension()).fees[0].amount, amount(c.read)) << c.sent;
    EXPECT_TRUE(one.problems.empty()) << c.sent;
  }
  for (const char* bad : {"0.12345", "999999999999999999999"}) {
    Parsed one(replaced(extension_frame("fee.renew"), "+5.", bad));
    Source one_source = one.source();
    (void)read_fee_offer(one_source, one.extension());
    EXPECT_EQ(one.code(), 2004) << bad;
  }
}

TEST(EppExtensions, Launch) {
  Parsed claims(extension_frame("launch.check_claims"));
  EXPECT_EQ(read_launch_check(claims.source(), claims.extension()).form, LaunchCheckForm::claims);
  Parsed avail(extension_frame("launch.check_avail"));
  const LaunchCheck check = read_launch_check(avail.source(), avail.extension());
  EXPECT_EQ(check.form, LaunchCheckForm::availability);
  EXPECT_EQ(check.phase, (LaunchPhase{LaunchPhaseKind::custom, "idn"}));
  Parsed trademark(extension_frame("launch.check_trademark"));
  EXPECT_FALSE(read_launch_check(trademark.source(), trademark.extension()).phase);

  Parsed info(extension_frame("launch.info"));
  const LaunchInfo asked = read_launch_info(info.source(), info.extension());
  EXPECT_TRUE(asked.include_mark);
  EXPECT_EQ(asked.application_id, "abc123");

  Parsed code(extension_frame("launch.create_code"));
  Source code_source = code.source();
  const LaunchCreate create = read_launch_create(code_source, code.extension());
  EXPECT_EQ(create.object, LaunchObject::application);
  ASSERT_EQ(create.code_marks.size(), 2U);
  EXPECT_EQ(create.code_marks[0].code, "49FD46E6C4B45C55D4AC");
  EXPECT_EQ(create.code_marks[0].validator_id, "sample");
  EXPECT_TRUE(create.code_marks[1].mark_xml.starts_with("<m:mark ")) << create.code_marks[1].mark_xml;
  EXPECT_TRUE(create.code_marks[1].mark_xml.ends_with("</m:mark>"));

  Parsed notice(extension_frame("launch.create_notice"));
  Source notice_source = notice.source();
  const LaunchCreate accepted = read_launch_create(notice_source, notice.extension());
  ASSERT_EQ(accepted.notices.size(), 1U);
  EXPECT_EQ(accepted.notices[0].notice_id, "370d0b7c9223372036854775807");
  EXPECT_EQ(accepted.notices[0].validator_id, "tmch");
  EXPECT_EQ(accepted.notices[0].accepted_at, at("2014-06-19T09:00:00Z"));

  Parsed remove(extension_frame("launch.delete"));
  EXPECT_EQ(read_launch_reference(remove.source(), remove.extension()),
            (LaunchReference{{LaunchPhaseKind::sunrise, ""}, "abc123"}));
}

TEST(EppExtensions, SignedMarksStayAsTheyWereSent) {
  // White space, quotes, entities, character references and comments are part of what was signed.
  const std::string odd = "<smd:org >T&amp;M<!-- c -->C&#72;</smd:org>";
  const std::string text =
      replaced(extension_frame("launch.create_signed"), "<smd:org>TMCH</smd:org>", odd);
  const std::size_t begin = text.find("<smd:signedMark");
  const std::string sent = text.substr(begin, text.find("</smd:signedMark>") + 17 - begin);
  Parsed parsed(text);
  Source source = parsed.source();
  const LaunchCreate create = read_launch_create(source, parsed.extension());
  ASSERT_EQ(create.signed_marks.size(), 1U);
  const std::string& kept = create.signed_marks[0];
  // Declarations of the elements around it are added behind its name; nothing else is.
  const std::string name = "<smd:signedMark";
  ASSERT_TRUE(kept.starts_with(name));
  EXPECT_TRUE(kept.ends_with(sent.substr(name.size())));
  EXPECT_NE(kept.find(" xmlns:l=\"urn:ietf:params:xml:ns:launch-1.0\""), std::string::npos) << kept;
  xml::Parser alone;
  EXPECT_TRUE(alone.parse(kept));

  Parsed encoded(extension_frame("launch.create_encoded"));
  Source encoded_source = encoded.source();
  EXPECT_EQ(read_launch_create(encoded_source, encoded.extension()).encoded_signed_marks,
            std::vector<std::string>{"<smd></smd>"});
  Parsed broken(replaced(extension_frame("launch.create_encoded"), "PHNt", "P"));
  Source broken_source = broken.source();
  (void)read_launch_create(broken_source, broken.extension());
  EXPECT_EQ(broken.code(), 2005);
}

TEST(EppExtensions, SmallOnes) {
  Parsed token(extension_frame("allocationToken.create"));
  EXPECT_EQ(read_allocation_token(token.source(), token.extension()), "abc123");

  Parsed idn(extension_frame("idn.create"));
  EXPECT_EQ(read_idn(idn.source(), idn.extension()), (IdnData{"es", "español.example"}));

  Parsed login(extension_frame("loginSec.all"));
  const LoginSecurity security = read_login_security(login.source(), login.extension());
  EXPECT_EQ(security.password, "this is a long password");
  EXPECT_EQ(security.new_password, "new password that is still long");
  ASSERT_TRUE(security.user_agent);
  EXPECT_EQ(security.user_agent->application, "EPP SDK 1.0");

  Parsed list(extension_frame("maintenance.list"));
  EXPECT_EQ(read_maintenance_id(list.source(), list.frame.payload), "");
  Parsed one(extension_frame("maintenance.one"));
  EXPECT_EQ(read_maintenance_id(one.source(), one.frame.payload), "2e6df9b0");

  Parsed balance(extension_frame("balance.info"));
  EXPECT_EQ(balance.frame.object, xml::Ns::balance);
}

TEST(EppExtensions, BundledNames) {
  Parsed create(extension_frame("b-dn.create"));
  EXPECT_EQ(read_registered_name(create.source(), create.extension()),
            (BundledName{"xn--fsq270a.example", "实例.example"}));
  Parsed plain(extension_frame("b-dn.create_plain"));
  EXPECT_EQ(read_registered_name(plain.source(), plain.extension()), (BundledName{"a.example", ""}));
  Parsed empty(extension_frame("b-dn.create_empty"));
  EXPECT_FALSE(read_registered_name(empty.source(), empty.extension()));
}

TEST(EppExtensions, VariantsThatAreChosen) {
  const auto name = [](const char* text) { return DomainName::trusted(text); };
  Parsed all(extension_frame("variants.create_all"));
  Source all_source = all.source();
  EXPECT_EQ(read_variant_choice(all_source, all.extension()), (VariantChoice{true, {}}));
  Parsed create(extension_frame("variants.create"));
  Source create_source = create.source();
  EXPECT_EQ(read_variant_choice(create_source, create.extension()),
            (VariantChoice{false, {name("xn--fsqz41a.example"), name("b.example")}}));
  Parsed update(extension_frame("variants.update"));
  Source update_source = update.source();
  EXPECT_EQ(read_variant_change(update_source, update.extension()),
            (VariantChange{{true, {}}, {false, {name("b.example")}}}));
  Parsed add(extension_frame("variants.add"));
  Source add_source = add.source();
  EXPECT_EQ(read_variant_change(add_source, add.extension()),
            (VariantChange{{false, {name("b.example")}}, {}}));
  Parsed remove(extension_frame("variants.remove_all"));
  Source remove_source = remove.source();
  EXPECT_EQ(read_variant_change(remove_source, remove.extension()), (VariantChange{{}, {true, {}}}));
  for (const Parsed* good : {&all, &create, &update, &add, &remove}) EXPECT_TRUE(good->problems.empty());

  Parsed bad(replaced(extension_frame("variants.add"), "b.example", "實例.example"));
  Source bad_source = bad.source();
  (void)read_variant_change(bad_source, bad.extension());
  EXPECT_EQ(bad.code(), 2005);
  Parsed twice(replaced(extension_frame("variants.create"), "xn--fsqz41a", "b"));
  Source twice_source = twice.source();
  (void)read_variant_choice(twice_source, twice.extension());
  EXPECT_EQ(twice.code(), 2004);
}

TEST(EppExtensions, OrganizationLinks) {
  Parsed create(extension_frame("orgext.create"));
  Source source = create.source();
  EXPECT_EQ(read_org_links(source, create.extension()),
            (std::vector<OrgLink>{{"reseller", "myreseller"}, {"proxy", "p1"}}));
  Parsed update(extension_frame("orgext.update"));
  Source update_source = update.source();
  const OrgLinkChange change = read_org_link_change(update_source, update.extension());
  EXPECT_TRUE(update.problems.empty());
  EXPECT_EQ(change.added, (std::vector<OrgLink>{{"reseller", "r1"}}));
  EXPECT_EQ(change.removed, (std::vector<OrgLink>{{"proxy", ""}}));
  EXPECT_EQ(change.changed, (std::vector<OrgLink>{{"x", "y"}}));
  Parsed twice(replaced(extension_frame("orgext.create"), "role=\"proxy\"", "role=\"reseller\""));
  Source twice_source = twice.source();
  (void)read_org_links(twice_source, twice.extension());
  EXPECT_EQ(twice.code(), 2004);
}

TEST(EppExtensions, Organizations) {
  Parsed check(extension_frame("org.check"));
  EXPECT_EQ(read_org_ids(check.source(), check.frame.payload),
            (std::vector<std::string>{"res1523", "re1523"}));
  Parsed create(extension_frame("org.create"));
  Source source = create.source();
  const OrgCreate org = read_org_create(source, create.frame.payload);
  EXPECT_EQ(org.id, "res1523");
  EXPECT_EQ(org.roles, (std::vector<OrgRole>{{"reseller", {"ok"}, "1523"}}));
  EXPECT_EQ(org.parent_id, "1523res");
  ASSERT_TRUE(org.postal.international);
  EXPECT_EQ(org.postal.international->city, "Dulles");
  EXPECT_EQ(org.voice, (Phone{"+1.7035555555", "1234"}));
  EXPECT_EQ(org.contacts[1], (OrgContact{"custom", "legal", "sh8014"}));
  Parsed update(extension_frame("org.update"));
  Source update_source = update.source();
  const OrgUpdate change = read_org_update(update_source, update.frame.payload);
  EXPECT_EQ(change.added.statuses, std::vector<std::string>{"clientLinkProhibited"});
  EXPECT_EQ(change.removed.roles[0].type, "reseller");
  EXPECT_EQ(change.parent_id, "abc");
  EXPECT_EQ(change.url, "");
  EXPECT_EQ(change.voice, Phone{});
  EXPECT_FALSE(change.fax);
  ASSERT_TRUE(change.postal.localized);
  EXPECT_EQ(change.postal.localized->name, "");
}

TEST(EppExtensions, Ttls) {
  Parsed update(extension_frame("ttl.update"));
  Source source = update.source();
  const std::vector<TtlSetting> ttls = read_ttls(source, update.extension());
  ASSERT_EQ(ttls.size(), 3U);
  EXPECT_EQ(ttls[0].type, 1U);
  EXPECT_EQ(ttls[0].seconds, 86400U);
  EXPECT_EQ(ttls[1].seconds, 0U);
  EXPECT_EQ(ttls[2].type, 0U);
  EXPECT_EQ(ttls[2].custom, "CAA");
  Parsed create(extension_frame("ttl.create"));
  Source create_source = create.source();
  EXPECT_FALSE(read_ttls(create_source, create.extension())[1].seconds);
  Parsed info(extension_frame("ttl.info"));
  EXPECT_TRUE(wants_ttl_policy(info.source(), info.extension()));
  Parsed nameless(replaced(extension_frame("ttl.update"), " custom=\"CAA\"", ""));
  Source nameless_source = nameless.source();
  (void)read_ttls(nameless_source, nameless.extension());
  EXPECT_EQ(nameless.code(), 2003);
}

}  // namespace
}  // namespace stele::epp
