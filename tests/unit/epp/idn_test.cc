// Internationalized names and their variants through whole sessions: idn-1.0, b-dn (RFC 9095) and
// our own extension. Every response is judged by the schemas where they are at hand.
#include <gtest/gtest.h>

#include "tests/unit/epp/frames.h"
#include "tests/unit/epp/session_fixture.h"

namespace stele::epp {
namespace {

using testing::command;

const std::string kIdn = "urn:ietf:params:xml:ns:idn-1.0";
const std::string kBundle = "urn:ietf:params:xml:ns:epp:b-dn";
const std::string kVariants = "urn:stele:params:xml:ns:variants-1.0";
const std::string kUnhandled = "urn:ietf:params:xml:ns:epp:unhandled-namespaces-1.0";

// 国 and 國 may both be had; 囯 nobody has.
const std::string kTable = R"(<lgr xmlns="urn:ietf:params:xml:ns:lgr-1.0">
<meta><unicode-version>11.0.0</unicode-version></meta><data>
<range first-cp="0061" last-cp="007A"/><char cp="4E2D"/>
<char cp="56EF"><var cp="56FD" type="allocatable"/><var cp="570B" type="allocatable"/></char>
<char cp="56FD"><var cp="56EF" type="blocked"/><var cp="570B" type="allocatable"/></char>
<char cp="570B"><var cp="56EF" type="blocked"/><var cp="56FD" type="allocatable"/></char>
</data></lgr>)";

const std::string kSimple = "xn--fiqs8s.example";       // 中国
const std::string kTraditional = "xn--fiqz9s.example";  // 中國
const std::string kBlocked = "xn--fiq66s.example";      // 中囯

std::string extension(const std::string& ns, const std::string& name, const std::string& inside) {
  return "<x:" + name + " xmlns:x=\"" + ns + "\">" + inside + "</x:" + name + ">";
}
std::string choose(const std::string& verb, const std::string& inside) {
  return extension(kVariants, verb, inside);
}
std::string name_of(const std::string& name) { return "<x:name>" + name + "</x:name>"; }

std::string shown(const std::string& name, const std::string& label, const std::string& state) {
  return "<variants:variant uLabel=\"" + label + "\" state=\"" + state + "\">" + name + "</variants:variant>";
}
const std::string kBoth =
    "<b-dn:bundle><b-dn:rdn uLabel=\"中国.example\">" + kSimple + "</b-dn:rdn><b-dn:bdn uLabel=\"中國.example\">" +
    kTraditional + "</b-dn:bdn></b-dn:bundle>";

class IdnSession : public ::testing::Test {
 protected:
  IdnSession() {
    policy = sandbox.gateway().state()->find_zone("example")->policy;
    policy.registrant_required = false;
    policy.variant_activation = true;
    policy.most_variants = 3;
    policy.lifecycle = gtld_lifecycle();
    policy.prices.push_back(*parse_price(PricedOperation::transfer, "10.00EUR"));
    set_policy();
    sandbox.must(core::LoadIdnTable{.id = "han", .text = kTable});
    sandbox.must(core::ChangeZoneTables{.zone = *DomainName::parse("example"), .tables = {{.id = "han"}}});
    a = connect("reg-a", {kIdn, kBundle, kVariants});
  }

  void set_policy() {
    sandbox.must(core::UpdateZone{.name = *DomainName::parse("example"), .policy = policy});
  }

  std::unique_ptr<testing::FakeConnection> connect(const std::string& registrar,
                                                   const std::vector<std::string>& chosen) {
    Options options;
    options.profile.extensions = kServedExtensions;
    auto connection = sandbox.connect(testing::Sandbox::fingerprint_of(registrar), std::move(options));
    std::string frame = testing::login_frame(registrar, testing::Sandbox::password_of(registrar));
    std::string uris;
    for (const std::string& uri : chosen) uris += "<extURI>" + uri + "</extURI>";
    frame.insert(frame.find("</svcs>"), "<svcExtension>" + uris + "</svcExtension>");
    EXPECT_NE(connection->ask(frame).find("code=\"1000\""), std::string::npos);
    return connection;
  }

  std::string ask(const std::string& verb, const std::string& inside, const std::string& more = "",
                  const std::string& attributes = "") {
    return a->ask(command("<" + verb + attributes + "><d:" + verb + ">" + inside + "</d:" + verb + "></" + verb + ">" +
                          (more.empty() ? "" : "<extension>" + more + "</extension>")));
  }
  std::string create(const std::string& name, const std::string& more = "") {
    return ask("create", "<d:name>" + name + "</d:name><d:authInfo><d:pw>2foo-BAR-9931</d:pw></d:authInfo>", more);
  }
  std::string info(const std::string& name, const std::string& more = "") {
    return ask("info", "<d:name>" + name + "</d:name>", more);
  }
  std::string update(const std::string& name, const std::string& more) {
    return ask("update", "<d:name>" + name + "</d:name>", more);
  }

  testing::Sandbox sandbox;
  ZonePolicy policy;
  std::unique_ptr<testing::FakeConnection> a;
};

#define EXPECT_HAS(text, part) EXPECT_PRED2(has, text, std::string(part))
#define EXPECT_LACKS(text, part) EXPECT_PRED2(lacks, text, std::string(part))
bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
bool lacks(const std::string& text, const std::string& part) { return !has(text, part); }

TEST_F(IdnSession, TheTableIsTheClientsOrTheFirstThatTakesTheName) {
  EXPECT_HAS(create(kSimple, extension(kIdn, "data", "<x:table>latin</x:table>")), "unknown_idn_table");
  EXPECT_HAS(create(kSimple, extension(kIdn, "data", "<x:table>han</x:table><x:uname>中國.example</x:uname>")),
             "unicode_name_differs");
  const std::string plain = create(kSimple, extension(kIdn, "data", "<x:table>han</x:table><x:uname>中国.example</x:uname>"));
  EXPECT_HAS(plain, "code=\"1000\"");
  EXPECT_LACKS(plain, "<extension>");  // nothing is active
  const std::string found = info(kSimple);
  EXPECT_HAS(found, "<idn:data xmlns:idn=\"" + kIdn + "\"><idn:table>han</idn:table><idn:uname>中国.example</idn:uname></idn:data>");
  EXPECT_LACKS(found, "b-dn:");
  EXPECT_LACKS(found, "variants:");
  EXPECT_HAS(create("xn--ogb5cf.example"), "label_not_allowed");
}

TEST_F(IdnSession, TheBundleOfACreationIsOfItsName) {
  const auto rdn = [](const std::string& name, const std::string& label) {
    return extension(kBundle, "create", "<x:rdn uLabel=\"" + label + "\">" + name + "</x:rdn>");
  };
  EXPECT_HAS(create(kSimple, rdn(kTraditional, "中國.example")), "code=\"2306\"");
  EXPECT_HAS(create(kSimple, rdn(kSimple, "中國.example")), "unicode_name_differs");
  EXPECT_HAS(create(kSimple, rdn(kSimple, "中国.example") +
                                 extension(kIdn, "data", "<x:table>han</x:table><x:uname>中國.example</x:uname>")),
             "code=\"2306\"");
  EXPECT_HAS(create(kSimple, rdn(kSimple, "中国.example")), "code=\"1000\"");
  EXPECT_HAS(create("plain.example", extension(kBundle, "create", "")), "code=\"1000\"");
}

TEST_F(IdnSession, AllVariantsAreChosenWithTheName) {
  const std::string answer = create(kSimple, choose("create", "<x:all/>"));
  EXPECT_HAS(answer, "<b-dn:creData xmlns:b-dn=\"" + kBundle + "\">" + kBoth + "</b-dn:creData>");
  EXPECT_HAS(answer, "<variants:creData xmlns:variants=\"" + kVariants + "\">" +
                         shown(kTraditional, "中國.example", "active") + "</variants:creData>");
  for (const std::string& name : {kSimple, kTraditional, kBlocked}) {
    const std::string found = info(name);
    EXPECT_HAS(found, "<domain:name>" + kSimple + "</domain:name>");
    EXPECT_HAS(found, "<b-dn:infData xmlns:b-dn=\"" + kBundle + "\">" + kBoth + "</b-dn:infData>");
    EXPECT_HAS(found, shown(kTraditional, "中國.example", "active"));
  }
  EXPECT_HAS(create(kTraditional), "variant_exists");
  EXPECT_HAS(ask("check", "<d:name>" + kTraditional + "</d:name><d:name>" + kSimple + "</d:name>"),
             "<domain:reason>A variant of it is in use</domain:reason>");
}

TEST_F(IdnSession, VariantsAreChosenByName) {
  EXPECT_HAS(create(kSimple, choose("create", name_of(kBlocked))), "variant_not_allocatable");
  EXPECT_HAS(create(kSimple, choose("create", name_of("other.example"))), "not_a_variant");
  EXPECT_HAS(create(kSimple), "code=\"1000\"");
  EXPECT_HAS(info(kSimple, choose("info", "")), shown(kTraditional, "中國.example", "allocatable"));
  const std::string added = update(kTraditional, choose("update", "<x:add>" + name_of(kTraditional) + "</x:add>"));
  EXPECT_HAS(added, "<b-dn:upData xmlns:b-dn=\"" + kBundle + "\">" + kBoth + "</b-dn:upData>");
  EXPECT_HAS(added, "<variants:updData");
  EXPECT_HAS(info(kSimple, choose("info", "")), shown(kTraditional, "中國.example", "active"));
  const std::string removed = update(kSimple, choose("update", "<x:rem><x:all/></x:rem>"));
  EXPECT_HAS(removed, "code=\"1000\"");
  EXPECT_LACKS(removed, "<extension>");
  EXPECT_LACKS(info(kSimple), "state=\"active\"");
}

TEST_F(IdnSession, MoreThanTheZoneAllowsAreTooMany) {
  const std::string name = "xn--vcsaaaaa.example";  // 国 six times: 63 variants
  const std::string answer = create(name, choose("create", "<x:all/>"));
  EXPECT_HAS(answer, "code=\"1000\"");
  EXPECT_HAS(answer, "state=\"active\"");
  EXPECT_HAS(answer, "<variants:tooMany/></variants:creData>");
  const std::string all = info(name, choose("info", ""));
  EXPECT_HAS(all, "state=\"allocatable\"");
  EXPECT_LACKS(all, "tooMany");
  const std::string longer = "xn--vcsaaaaaaaa.example";  // nine times: 511
  EXPECT_HAS(create(longer), "code=\"1000\"");
  EXPECT_HAS(info(longer, choose("info", "")), "<variants:tooMany/></variants:infData>");
}

TEST_F(IdnSession, EveryAnswerHasTheBundle) {
  EXPECT_HAS(create(kSimple, choose("create", "<x:all/>")), "code=\"1000\"");
  const std::string found = info(kSimple);
  const std::size_t at = found.find("<domain:exDate>");
  ASSERT_NE(at, std::string::npos) << found;
  const std::string day = found.substr(at + 15, 10);
  EXPECT_HAS(ask("renew", "<d:name>" + kTraditional + "</d:name><d:curExpDate>" + day + "</d:curExpDate>"),
             "<b-dn:renData xmlns:b-dn=\"" + kBundle + "\">" + kBoth + "</b-dn:renData>");
  auto b = connect("reg-b", {kBundle});
  const std::string moved = b->ask(command(
      "<transfer op=\"request\"><d:transfer><d:name>" + kTraditional +
      "</d:name><d:authInfo><d:pw>2foo-BAR-9931</d:pw></d:authInfo></d:transfer></transfer>"));
  EXPECT_HAS(moved, "<b-dn:trnData xmlns:b-dn=\"" + kBundle + "\">" + kBoth + "</b-dn:trnData>");
  EXPECT_HAS(moved, "<domain:name>" + kSimple + "</domain:name>");
  EXPECT_HAS(ask("transfer", "<d:name>" + kSimple + "</d:name>", "", " op=\"reject\""), "<b-dn:trnData");
  EXPECT_HAS(ask("delete", "<d:name>" + kTraditional + "</d:name>"),
             "<b-dn:delData xmlns:b-dn=\"" + kBundle + "\">" + kBoth + "</b-dn:delData>");
}

TEST_F(IdnSession, WhoIsLetSeesAndChooses) {
  EXPECT_HAS(create(kSimple, choose("create", "<x:all/>")), "code=\"1000\"");
  // RFC 9095 §6.1.2: no bundle for another registrar. With RFC 9038 nothing of ours is missed.
  a = connect("reg-b", {kIdn, kBundle, kUnhandled});
  EXPECT_LACKS(info(kSimple), "b-dn:");
  EXPECT_LACKS(info(kSimple), "variants:");
  EXPECT_HAS(info(kSimple), "<idn:table>han</idn:table>");
  a = connect("reg-a", {kIdn, kUnhandled});
  EXPECT_HAS(info(kSimple), "<reason>" + kBundle + " not in login services</reason>");
  EXPECT_LACKS(info(kSimple), "variants:");
  a = connect("reg-a", {kVariants});
  policy.variant_activation = false;
  set_policy();
  EXPECT_HAS(create("xn--vcsaaaaa.example", choose("create", "<x:all/>")), "variants_not_offered");
  EXPECT_HAS(update(kSimple, choose("update", "<x:rem>" + name_of(kTraditional) + "</x:rem>")), "code=\"1000\"");
}

}  // namespace
}  // namespace stele::epp
