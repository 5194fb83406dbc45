// The grammar: each kind of mistake has its code and its element, and the official schemas agree
// about what is valid.
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <random>
#include <set>

#include "frontends/epp/extensions/mappings.h"
#include "frontends/epp/grammar/validate.h"
#include "frontends/epp/xml/fragment.h"
#include "frontends/epp/xml/parser.h"
#include "tests/unit/epp/frames.h"
#include "tests/unit/epp/schema_oracle.h"
#include "tests/unit/epp_wire/extension_frames.h"

namespace stele::epp::grammar {
namespace {

using testing::command;

Service everything() { return {offered_by({.extensions = ExtensionSet::all()}), mappings()}; }
Service nothing_more() { return {offered_by({}), mappings()}; }

Frame validate(xml::Tree& tree) { return validate(tree, everything()); }

struct Judged {
  std::vector<int> codes;
  std::string text;
};

Judged judge(const std::string& frame, const Service& service = everything()) {
  xml::Parser parser;
  const auto tree = parser.parse(frame);
  if (!tree) return {{2001}, tree.error().what};
  Judged judged;
  for (const Problem& problem : validate(**tree, service).problems) {
    judged.codes.push_back(problem.code);
    judged.text += std::to_string(problem.code) + ' ' + problem.value + ' ' + problem.reason + '\n';
  }
  return judged;
}

TEST(EppGrammar, AcceptsEveryCommand) {
  for (const testing::NamedFrame& frame : testing::valid_frames()) {
    const Judged judged = judge(frame.xml);
    EXPECT_TRUE(judged.codes.empty()) << frame.name << ": " << judged.text;
  }
}

TEST(EppGrammar, AcceptsEveryExtension) {
  for (const testing::NamedFrame& frame : testing::extension_frames()) {
    const Judged judged = judge(frame.xml);
    EXPECT_TRUE(judged.codes.empty()) << frame.name << ": " << judged.text;
  }
}

TEST(EppGrammar, WhatIsNotOfferedIsRefusedAsSuch) {
  for (const testing::NamedFrame& frame : testing::extension_frames()) {
    const bool object = frame.name.starts_with("org.") || frame.name.starts_with("maintenance.") ||
                        frame.name.starts_with("balance.");
    const int wanted = object ? 2307 : 2103;
    const Judged judged = judge(frame.xml, nothing_more());
    ASSERT_FALSE(judged.codes.empty()) << frame.name;
    EXPECT_EQ(judged.codes[0], wanted) << frame.name << ": " << judged.text;
  }
  const Service no_hosts{offered_by({.extensions = {}, .hosts = false}), mappings()};
  EXPECT_EQ(judge(testing::valid_frame("host_check"), no_hosts).codes, std::vector<int>{2307});
  EXPECT_TRUE(judge(testing::valid_frame("contact_check"), no_hosts).codes.empty());
}

TEST(EppGrammar, FindsTheExtensionsOfAFrame) {
  xml::Parser parser;
  const std::string frame = testing::extension_frame("several.create");
  const auto tree = parser.parse(frame);
  ASSERT_TRUE(tree);
  const Frame judged = validate(**tree);
  EXPECT_EQ(judged.extensions.size(), 3U);
  const xml::Index fee = find_extension(**tree, judged, xml::Ns::fee, "create");
  ASSERT_NE(fee, xml::kNoElement);
  EXPECT_EQ((**tree).text(fee, "fee"), "5.00");
  EXPECT_EQ(find_extension(**tree, judged, xml::Ns::fee, "renew"), xml::kNoElement);
}

TEST(EppGrammar, RecognisesVerbObjectAndTransaction) {
  xml::Parser parser;
  const auto tree = parser.parse(testing::valid_frame("host_create"));
  ASSERT_TRUE(tree);
  const Frame frame = validate(**tree);
  EXPECT_EQ(frame.verb, Verb::create);
  EXPECT_EQ(frame.object, xml::Ns::host);
  EXPECT_EQ(frame.client_trid, "ABC-12345");
  EXPECT_EQ((**tree).text(frame.payload, "name"), "ns1.a.example");
}

TEST(EppGrammar, NormalisesTextAsItsTypeSays) {
  xml::Parser parser;
  const auto tree = parser.parse(command(
      "<create><c:create><c:id>\n sh8013 </c:id><c:postalInfo type=' int '><c:name> John\n  Doe </c:name>"
      "<c:addr><c:city>X</c:city><c:cc> US</c:cc></c:addr></c:postalInfo><c:email> a@b.example </c:email>"
      "<c:authInfo><c:pw> x </c:pw></c:authInfo></c:create></create><clTRID> A  B\tC </clTRID>"));
  ASSERT_TRUE(tree);
  const Frame frame = validate(**tree);
  ASSERT_TRUE(frame.problems.empty()) << frame.problems[0].reason;
  EXPECT_EQ((**tree).text(frame.payload, "id"), "sh8013");
  const xml::Index postal = (**tree).find(frame.payload, "postalInfo");
  EXPECT_EQ((**tree).attribute(postal, "type"), "int");
  EXPECT_EQ((**tree).text(postal, "name"), " John   Doe ");
  EXPECT_EQ((**tree).text((**tree).find(frame.payload, "authInfo"), "pw"), " x ");
  EXPECT_EQ(frame.client_trid, "A B C");
}

struct Case {
  std::string body;
  std::vector<int> codes;
  std::string says;  // somewhere in the problems
};

TEST(EppGrammar, EachMistakeHasItsCodeAndPlace) {
  const std::string d = "<d:name>a.example</d:name>";
  const std::vector<Case> cases{
      {"<frobnicate/>", {2000}, "no such command"},
      {"", {2003}, "a command is missing"},
      {"<check/>", {2003}, "an object is missing"},
      {"<check><d:info>" + d + "</d:info></check>", {2001}, "does not belong in check"},
      {"<check><x:check xmlns:x='urn:x'/></check>", {2307}, "urn:x"},
      {"<renew><host:renew/></renew>", {2101}, "no such command"},
      {"<check><d:check/></check>", {2003}, "check/domain:check: name is missing"},
      {"<check><d:check>" + d + "<d:nam/></d:check></check>", {2001}, "domain:nam"},
      {"<check><d:check><host:name>a.example</host:name></d:check></check>", {2001, 2003}, "namespace"},
      {"<check><d:check><d:name/></d:check></check>", {2004}, "0 characters, 1 to 255"},
      {"<check><d:check>text" + d + "</d:check></check>", {2001}, "text is not allowed"},
      {"<check><d:check><d:name>a<d:b/></d:name></d:check></check>", {2001}, "no element is allowed"},
      {"<check><d:check><d:name x='1'>a</d:name></d:check></check>", {2001}, "attribute x"},
      {"<check><d:check>" + d + "</d:check></check><clTRID>ab</clTRID>", {2004}, "<clTRID>ab</clTRID>"},
      {"<clTRID>abc</clTRID><logout/>", {2001}, "logout: stands in the wrong order"},
      {"<logout/><logout/>", {2001}, "logout[2]: at most 1 allowed"},
      {"<poll/>", {2003}, "attribute op is missing"},
      {"<poll op='get'/>", {2004}, "ack, req"},
      {"<logout/><extension><x:y xmlns:x='urn:x'/></extension>", {2103}, "extension"},
      {"<renew><d:renew>" + d + "<d:curExpDate>2027-02-30</d:curExpDate></d:renew></renew>",
       {2005}, "is not a date"},
      {"<renew><d:renew>" + d + "<d:period unit='y'>100</d:period></d:renew></renew>", {2003, 2004},
       "is outside 1 to 99"},
      {"<renew><d:renew>" + d + "<d:curExpDate>2027-02-01</d:curExpDate><d:period>1.5</d:period>"
       "</d:renew></renew>", {2003, 2005}, "attribute unit is missing"},
      {"<create><d:create>" + d + "<d:ns><d:hostObj>a.b</d:hostObj><d:hostAttr><d:hostName>c.d</d:hostName>"
       "</d:hostAttr></d:ns><d:authInfo><d:pw/></d:authInfo></d:create></create>",
       {2001}, "not allowed together with hostObj"},
      {"<create><d:create>" + d + "<d:authInfo/></d:create></create>", {2003}, "pw or ext is missing"},
      {"<create><d:create>" + d + "<d:authInfo><d:ext><x:y xmlns:x='urn:x'/></d:ext></d:authInfo></d:create>"
       "</create>", {2102}, "only passwords"},
      {"<create><c:create><c:id>x</c:id><c:postalInfo type='int'><c:name/><c:addr><c:city>X</c:city>"
       "<c:cc>USA</c:cc></c:addr></c:postalInfo><c:voice>12</c:voice><c:authInfo><c:pw/></c:authInfo>"
       "</c:create></create>", {2003, 2005, 2004, 2004, 2004}, "email is missing"},
  };
  for (const Case& c : cases) {
    const Judged judged = judge(command(c.body));
    EXPECT_EQ(judged.codes, c.codes) << c.body << "\n" << judged.text;
    EXPECT_NE(judged.text.find(c.says), std::string::npos) << c.body << "\n" << judged.text;
  }
  const auto replaced = [](const std::string& frame, const std::string& from, const std::string& to) {
    std::string text = testing::extension_frame(frame);
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << frame << ' ' << from;
    return judge(text.replace(at, from.size(), to));
  };
  struct Change {
    const char *frame, *from, *to;
    std::vector<int> codes;
    const char* says;
  };
  const std::vector<Change> changes{
      {"rgp.request", "request", "query", {2004}, "request, report"},
      {"rgp.report", "<r:statement>One.</r:statement>", "<r:statement>1</r:statement><r:statement>2</r:statement>",
       {2001}, "at most 2 allowed"},
      {"rgp.report", "22:00:00.0Z", "25:00:00.0Z", {2005}, "is not a date and time"},
      {"secDNS.create_ds", "604800", "0", {2004}, "outside 1 to 2147483647"},
      {"secDNS.create_ds", "<s:keyTag>12345", "<s:keyTag>65536", {2004}, "outside 0 to 65535"},
      {"secDNS.create_ds", "<s:alg>13", "<s:alg>256", {2004}, "outside 0 to 255"},
      {"secDNS.create_ds", "49fd", "49f", {2005}, "is not hexadecimal"},
      {"secDNS.create_key", "4Q==", "4R==", {2005}, "is not base64"},
      {"secDNS.remove_all", "<s:all>true</s:all>", "", {2003}, "all or dsData or keyData is missing"},
      {"secDNS.create_key", "</s:keyData>", "</s:keyData><s:dsData/>", {2001, 2003, 2003, 2003, 2003},
       "not allowed together with keyData"},
      {"fee.create", "5.00", "-5.00", {2004}, "outside 0 and more"},
      {"fee.create", "-1.5", "1.5", {2004}, "outside 0 and less"},
      {"fee.create", "USD", "usd", {2005}, "three capitals"},
      {"fee.create", "P5D", "5D", {2005}, "duration"},
      {"fee.update", "f:update>", "f:create>", {2001}, "mismatch"},
      {"launch.create_signed", "<l:phase>sunrise", "<l:phase>sunset", {2004}, "sunrise, landrush"},
      {"launch.create_code", "00052013-1", "x-1", {2005}, "identifier such as"},
      {"launch.create_code", "example-one</m:label>", "-example</m:label>", {2005}, "DNS label"},
      {"allocationToken.create", "abc123", "", {2004}, "1 or more"},
      {"ttl.create", "for=\"DS\"", "for=\"NS\"", {2001}, "second one with the same for"},
      {"ttl.create", "172800", "2147483648", {2004}, "outside 0 to 2147483647"},
      {"loginSec.agent", "<ls:os>y</ls:os>", "", {2003}, "app or tech or os is missing"},
      {"loginSec.all", "this is a long password", "short", {2004}, "6 or more"},
      {"orgext.create", " role=\"proxy\"", "", {2003}, "attribute role is missing"},
      {"org.create", "a%20b", "a%2", {2005}, "is not a URI"},
      {"maintenance.list", "<m:list/>", "<m:list/><m:id>x</m:id>", {2001}, "not allowed together with list"},
      {"idn.create", "<i:table>es</i:table>", "", {2003}, "table is missing"},
      {"b-dn.create_plain", "a.example</b:rdn>", "</b:rdn>", {2004}, "1 to 255"},
      {"b-dn.create_plain", "</b:rdn>", "</b:rdn><b:bdn>b.example</b:bdn>", {2001}, "bdn"},
      {"variants.create_all", "<v:all/>", "", {2003}, "all or name is missing"},
      {"variants.create_all", "<v:all/>", "<v:all/><v:name>b.example</v:name>", {2001}, "not allowed together with all"},
      {"variants.create_all", "<v:all/>", "<v:all>true</v:all>", {2001}, "text is not allowed"},
      {"variants.remove_all", "<v:rem><v:all/></v:rem>", "", {2003}, "rem or add is missing"},
      {"variants.update", "<v:rem><v:name>b.example</v:name></v:rem><v:add><v:all/></v:add>",
       "<v:add><v:all/></v:add><v:rem><v:all/></v:rem>", {2001}, "stands in the wrong order"},
      {"several.create", "<f:create", "<s:create xmlns:s='urn:ietf:params:xml:ns:secDNS-1.1'/><f:create", {2001},
       "a second one of this extension"},
  };
  for (const Change& c : changes) {
    const Judged judged = replaced(c.frame, c.from, c.to);
    EXPECT_EQ(judged.codes, c.codes) << c.frame << ' ' << c.to << "\n" << judged.text;
    EXPECT_NE(judged.text.find(c.says), std::string::npos) << c.frame << "\n" << judged.text;
  }
  std::string misplaced = testing::extension_frame("fee.update");
  for (std::size_t at; (at = misplaced.find("f:update")) != std::string::npos;)
    misplaced.replace(at, 8, "f:renew");
  const Judged judged = judge(misplaced);
  EXPECT_EQ(judged.codes, std::vector<int>{2001});
  EXPECT_NE(judged.text.find("does not belong to this command"), std::string::npos) << judged.text;
  EXPECT_EQ(judge("<hello/>").codes, std::vector<int>{2001});
  EXPECT_EQ(judge("<epp xmlns='urn:ietf:params:xml:ns:epp-1.0'><greeting/></epp>").codes,
            std::vector<int>{2001});
  const std::string version = testing::valid_frame("login");
  const std::size_t at = version.find("1.0</version>");
  EXPECT_EQ(judge(std::string(version).replace(at, 3, "2.0")).codes, std::vector<int>{2100});
}

TEST(EppGrammar, PasswordsAreNeverShownAgain) {
  const Judged judged = judge(command(
      "<login><clID>reg-a</clID><pw>hunter22hunter22hunter22</pw><options><version>1.0</version><lang>en"
      "</lang></options><svcs><objURI>u</objURI></svcs></login>"));
  EXPECT_EQ(judged.codes, std::vector<int>{2004});
  EXPECT_EQ(judged.text.find("hunter22"), std::string::npos) << judged.text;
  std::string secret = testing::extension_frame("loginSec.all");
  secret.replace(secret.find("this is a long password"), 23, "hunt<x/>er");
  EXPECT_EQ(judge(secret).text.find("hunt"), std::string::npos) << judge(secret).text;
}

TEST(EppGrammar, TheNumberOfProblemsIsBounded) {
  std::string names;
  for (int i = 0; i < 1000; ++i) names += "<d:name/>";
  EXPECT_EQ(judge(command("<check><d:check>" + names + "</d:check></check>")).codes.size(), kMaxProblems);
}

// --- against the official schemas ---

// A frame as nodes that can be changed, and as text again.
struct Node {
  std::string uri, name, text;
  std::vector<std::pair<std::string, std::string>> attributes;
  std::vector<Node> children;
};

Node copy(const xml::Tree& tree, xml::Index i) {
  Node node{std::string(tree[i].uri), std::string(tree[i].name), std::string(tree[i].text), {}, {}};
  for (const xml::Attribute* a = tree.attributes_begin(i); a != tree.attributes_end(i); ++a)
    node.attributes.emplace_back(a->name, a->value);
  for (const xml::Index child : tree.children(i)) node.children.push_back(copy(tree, child));
  return node;
}

void print(std::string& out, const Node& node) {
  out += "<p:" + node.name + " xmlns:p=\"" + node.uri + '"';
  for (const auto& [name, value] : node.attributes) {
    out += ' ' + name + "=\"";
    xml::append_escaped(out, value);
    out += '"';
  }
  out += '>';
  xml::append_escaped(out, node.text);
  for (const Node& child : node.children) print(out, child);
  out += "</p:" + node.name + '>';
}

// The inside of an XML signature is not the grammar's business.
void collect(Node& node, std::vector<Node*>& out) {
  if (node.uri == "http://www.w3.org/2000/09/xmldsig#") return;
  out.push_back(&node);
  for (Node& child : node.children) collect(child, out);
}

std::string long_text(std::size_t n) { return std::string(n, 'x'); }

// One random change.
void mutate(Node& root, std::mt19937& random) {
  static const std::vector<std::string> kTexts{
      "", " ", "a", "ab", "abc", " abc ", "a b", "1", "0", "99", "100", "+1", "-1", "1.0", "2.0", "1.5", "01",
      "true", "v4", "v6", "y", "m", "loc", "int", "en", "en-US", "en-", "x-123456789", "2027-02-28", "2027-2-28",
      "2027-02-29", "2028-02-29Z", "2028-02-29+14:00", "2028-02-29+14:01", "0000-01-01", "-0001-01-01",
      "12027-01-01", "+1.5", "+1234.5", "+123.12345678901234", "+123.123456789012345", "ok", "clientHold",
      "linked", "admin", "req", "ack", "D1-STELE", "D1", "D_1-STELE", "D1-STE_LE", "D1-TOOLONGSUFFIX", "äöü",
      long_text(16), long_text(17), long_text(45), long_text(46), long_text(64), long_text(65), long_text(255),
      long_text(256), "\n", "a\tb", "urn:ietf:params:xml:ns:host-1.0",
      "false", "request", "sunrise", "USD", "-0", "-0.0", ".5", "5.", ".", "+", "1e3", "65535", "65536", "255",
      "256", "2147483647", "2147483648", "-2147483649", "P5D", "PT", "P", "-P1Y2M3DT4H5M6.7S", "PT.5S", "P1S",
      "AAAA", "AAA=", "AAB=", "AA==", "AB==", "AA A A", "A=AA", "deadBEEF", "abc", "2027-02-28T24:00:00Z",
      "2027-02-28T23:59:60Z", "2027-02-28T10:00:00.123456789+01:00", "2027-02-28Z", "2027-02-28T10:00Z", "CAA",
      "A-", "A-B", "caa", "1-1", "1-", "http://a/b", "%41", "%4", ":", "a:b", "1:b", "a#b#c", "NS", "DS", "custom",
      "create", "delete", "reseller", "immediate", "clientLinkProhibited", "xn--fsqz41a.example", "00000000000000000000001"};
  static const std::vector<std::string> kUris{
      "urn:ietf:params:xml:ns:epp-1.0", "urn:ietf:params:xml:ns:domain-1.0",
      "urn:ietf:params:xml:ns:host-1.0", "urn:ietf:params:xml:ns:contact-1.0", "urn:x",
      "urn:ietf:params:xml:ns:rgp-1.0", "urn:ietf:params:xml:ns:secDNS-1.1", "urn:ietf:params:xml:ns:epp:fee-1.0",
      "urn:ietf:params:xml:ns:launch-1.0", "urn:ietf:params:xml:ns:mark-1.0",
      "urn:ietf:params:xml:ns:epp:b-dn", "urn:stele:params:xml:ns:variants-1.0"};
  static const std::vector<std::string> kAttributes{"op", "msgID", "type", "unit", "s", "lang", "x", "ip",
                                                    "hosts", "roid", "flag", "nonsense", "urgent", "name",
                                                    "refundable", "grace-period", "applied", "validatorID", "for",
                                                    "custom", "policy", "role", "typeName", "customName", "id",
                                                    "entitlement", "includeMark", "encoding", "description", "uLabel", "state"};
  const auto pick = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  std::vector<Node*> nodes;
  collect(root, nodes);
  Node& node = *nodes[pick(nodes.size())];
  switch (pick(9)) {
    case 0:
    case 1: node.text = kTexts[pick(kTexts.size())]; break;
    case 2:
      if (!node.children.empty()) node.children.erase(node.children.begin() + static_cast<long>(pick(node.children.size())));
      break;
    case 3:
      if (!node.children.empty()) {
        const Node twin = node.children[pick(node.children.size())];
        const std::size_t times = pick(4) + 1;
        for (std::size_t i = 0; i < times; ++i)
          node.children.insert(node.children.begin() + static_cast<long>(pick(node.children.size() + 1)), twin);
      }
      break;
    case 4:
      if (node.children.size() > 1) std::swap(node.children[0], node.children[pick(node.children.size())]);
      break;
    case 5: node.uri = kUris[pick(kUris.size())]; break;
    case 6: {
      const Node& other = *nodes[pick(nodes.size())];
      node.name = other.name;
      break;
    }
    case 7:
      if (!node.attributes.empty() && pick(3) == 0)
        node.attributes.erase(node.attributes.begin() + static_cast<long>(pick(node.attributes.size())));
      else if (!node.attributes.empty())
        node.attributes[0].second = kTexts[pick(kTexts.size())];
      break;
    case 8: {
      const std::string& name = kAttributes[pick(kAttributes.size())];
      const bool there = std::any_of(node.attributes.begin(), node.attributes.end(),
                                     [&](const auto& a) { return a.first == name; });
      if (!there) node.attributes.emplace_back(name, kTexts[pick(kTexts.size())]);
      break;
    }
    default: break;
  }
}

// Where we mean to be stricter than the schemas: what is well-formed for them but is no command we
// could understand.
bool stricter_on_purpose(const std::string& problems) {
  for (const char* ours : {"does not belong in", "have no such command", "this extension is not offered",
                           "only passwords are supported", "does not belong to this command",
                           "no object service of namespace",  // an extension's element as an object
                           "a second one of this extension", "is not base64"})
    if (problems.find(ours) != std::string::npos) return true;
  return false;
}

TEST(EppGrammar, AgreesWithTheOfficialSchemas) {
  const testing::SchemaOracle oracle;
  if (!oracle.available()) GTEST_SKIP() << "the official schemas are not on this machine";
  std::vector<std::string> documents;
  std::mt19937 random(20261124);
  xml::Parser parser;
  std::vector<testing::NamedFrame> frames = testing::valid_frames();
  std::ranges::copy(testing::extension_frames(), std::back_inserter(frames));
  for (const testing::NamedFrame& frame : frames) {
    documents.push_back(frame.xml);
    const auto tree = parser.parse(frame.xml);
    ASSERT_TRUE(tree);
    const Node original = copy(**tree, 0);
    for (int i = 0; i < 60; ++i) {
      Node changed = original;
      mutate(changed, random);
      if (i % 4 == 0) mutate(changed, random);
      std::string text;
      print(text, changed);
      documents.push_back(text);
    }
  }
  const std::vector<std::string> verdicts = oracle.judge(documents);
  int valid = 0;
  int invalid = 0;
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const Judged ours = judge(documents[i]);
    const bool schema_valid = verdicts[i].empty();
    schema_valid ? ++valid : ++invalid;
    if (schema_valid && !ours.codes.empty() && stricter_on_purpose(ours.text)) continue;
    EXPECT_EQ(ours.codes.empty(), schema_valid)
        << documents[i] << "\nschema: " << verdicts[i] << "\nours: " << ours.text;
  }
  EXPECT_GT(valid, 100);
  EXPECT_GT(invalid, 500);
}

}  // namespace
}  // namespace stele::epp::grammar
