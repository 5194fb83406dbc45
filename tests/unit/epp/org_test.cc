// Organisations, links to them and maintenance on the wire: what the answers carry, and that all of
// it is valid by the official schemas.
#include <gtest/gtest.h>

#include "frontends/epp/profile.h"
#include "tests/unit/epp/frames.h"
#include "tests/unit/epp/schema_oracle.h"
#include "tests/unit/epp/session_fixture.h"

namespace stele::epp {
namespace {

using testing::command;
using testing::FakeConnection;
using testing::Sandbox;

const std::string kOrg = "xmlns:o=\"urn:ietf:params:xml:ns:epp:org-1.0\"";
const std::string kOrgExt = "xmlns:x=\"urn:ietf:params:xml:ns:epp:orgext-1.0\"";
const std::string kMaintenance = "xmlns:m=\"urn:ietf:params:xml:ns:epp:maintenance-1.0\"";

std::string org(const std::string& verb, const std::string& inside) {
  return command("<" + verb + "><o:" + verb + " " + kOrg + ">" + inside + "</o:" + verb + "></" +
                 verb + "><clTRID>O-1</clTRID>");
}

std::string maintenance(const std::string& inside) {
  return command("<info><m:info " + kMaintenance + ">" + inside + "</m:info></info>");
}

struct EppOrg : ::testing::Test {
  // As in poll_test.cc, with every service this test is about.
  std::unique_ptr<FakeConnection> log_in(const std::string& registrar) {
    Options options;
    options.profile.extensions = kServedExtensions;
    auto connection = sandbox.connect(Sandbox::fingerprint_of(registrar), options);
    ask(*connection, command("<login><clID>" + registrar + "</clID><pw>" +
                             Sandbox::password_of(registrar) +
                             "</pw><options><version>1.0</version><lang>en</lang></options><svcs>"
                             "<objURI>urn:ietf:params:xml:ns:domain-1.0</objURI>"
                             "<objURI>urn:ietf:params:xml:ns:contact-1.0</objURI>"
                             "<objURI>urn:ietf:params:xml:ns:epp:maintenance-1.0</objURI>"
                             "<objURI>urn:ietf:params:xml:ns:epp:org-1.0</objURI><svcExtension>"
                             "<extURI>urn:ietf:params:xml:ns:epp:orgext-1.0</extURI>"
                             "</svcExtension></svcs></login>"), "1000");
    return connection;
  }
  std::string ask(FakeConnection& connection, const std::string& frame, const std::string& code) {
    answers.push_back(connection.ask(frame));
    EXPECT_TRUE(has(answers.back(), "<result code=\"" + code + "\">")) << answers.back();
    return answers.back();
  }
  static bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }
  void by_staff(core::Command wish) {
    core::Request request;
    request.caller.actor = {events::ActorKind::administrator, ObjectNumber{}, "amy"};
    request.server_trid = "ST-77";
    request.command = std::move(wish);
    ASSERT_TRUE(sandbox.registry().execute(std::move(request)).accepted());
  }
  void all_are_valid() {
    const testing::SchemaOracle oracle;
    if (!oracle.available()) GTEST_SKIP() << "the official schemas are not on this machine";
    const auto verdicts = oracle.judge(answers);
    for (std::size_t i = 0; i < answers.size(); ++i) EXPECT_EQ(verdicts[i], "") << answers[i];
  }

  Sandbox sandbox;
  std::vector<std::string> answers;
};

TEST_F(EppOrg, OrganisationsAreAnsweredInValidFrames) {
  const auto a = log_in("reg-a");
  const auto b = log_in("reg-b");
  std::string answer = ask(*a, org("check", "<o:id>res1523</o:id><o:id>other</o:id>"), "1000");
  EXPECT_TRUE(has(answer, "<org:id avail=\"1\">res1523</org:id>")) << answer;
  answer = ask(*a, org("create", "<o:id>res1523</o:id><o:role><o:type>reseller</o:type><o:roleID>"
                                 "4711</o:roleID></o:role><o:postalInfo type=\"int\"><o:name>Example "
                                 "Inc.</o:name><o:addr><o:street>1 Way</o:street><o:city>Dulles"
                                 "</o:city><o:cc>US</o:cc></o:addr></o:postalInfo><o:voice x=\"12\">"
                                 "+1.7035555555</o:voice><o:email>a@b.example</o:email><o:url>"
                                 "https://b.example</o:url>"), "1000");
  EXPECT_TRUE(has(answer, "<org:creData ")) << answer;
  EXPECT_TRUE(has(answer, "<org:id>res1523</org:id><org:crDate>")) << answer;
  answer = ask(*a, org("check", "<o:id>res1523</o:id>"), "1000");
  EXPECT_TRUE(has(answer, "<org:id avail=\"0\">res1523</org:id><org:reason>In use</org:reason>"))
      << answer;
  answer = ask(*a, org("info", "<o:id>res1523</o:id>"), "1000");
  EXPECT_TRUE(has(answer, "<org:role><org:type>reseller</org:type><org:status>ok</org:status>"
                          "<org:roleID>4711</org:roleID></org:role><org:status>ok</org:status>"))
      << answer;
  EXPECT_TRUE(has(answer, "<org:voice x=\"12\">+1.7035555555</org:voice>")) << answer;
  EXPECT_TRUE(has(answer, "<org:clID>reg-a</org:clID><org:crID>reg-a</org:crID>")) << answer;
  answer = ask(*b, org("info", "<o:id>res1523</o:id>"), "1000");
  EXPECT_TRUE(has(answer, "<org:name>Example Inc.</org:name></org:postalInfo>")) << answer;
  EXPECT_FALSE(has(answer, "Dulles") || has(answer, "7035555555") || has(answer, "a@b.example"))
      << answer;
  ask(*a, org("update", "<o:id>res1523</o:id><o:chg><o:fax>+1.7035555556</o:fax></o:chg>"), "1000");
  answer = ask(*a, org("info", "<o:id>res1523</o:id>"), "1000");
  EXPECT_TRUE(has(answer, "<org:upID>reg-a</org:upID><org:upDate>")) << answer;
  answer = ask(*b, org("delete", "<o:id>res1523</o:id>"), "2201");
  EXPECT_TRUE(has(answer, ">res1523</org:id>")) << answer;
  answer = ask(*a, org("create", "<o:id>res2</o:id><o:role><o:type>wholesaler</o:type></o:role>"),
               "2004");
  EXPECT_TRUE(has(answer, ">wholesaler</org:type>")) << answer;
  ask(*a, org("update", "<o:id>res1523</o:id><o:add><o:status>hold</o:status></o:add>"), "2306");
  ask(*a, org("info", "<o:id>nobody</o:id>"), "2303");
  ask(*a, org("delete", "<o:id>res1523</o:id>"), "1000");
  by_staff(core::CreateOrganisation{
      .id = "registrar-a", .roles = {{OrganisationRole::registrar, "1362", {}}}});
  answer = ask(*a, org("info", "<o:id>registrar-a</o:id>"), "1000");
  EXPECT_FALSE(has(answer, "<org:clID>")) << answer;
  EXPECT_TRUE(has(answer, "<org:crID>registry</org:crID>")) << answer;
  all_are_valid();
}

TEST_F(EppOrg, LinksAreAnsweredInValidFrames) {
  const auto a = log_in("reg-a");
  const auto linked = [](const std::string& verb, const std::string& payload,
                         const std::string& extension) {
    return command("<" + verb + "><c:" + verb + "><c:id>jd1234</c:id>" + payload + "</c:" + verb +
                   "></" + verb + "><extension><x:" + verb + " " + kOrgExt + ">" + extension +
                   "</x:" + verb + "></extension>");
  };
  const std::string data =
      "<c:postalInfo type=\"int\"><c:name>John</c:name><c:addr><c:city>Dulles</c:city><c:cc>US</c:cc>"
      "</c:addr></c:postalInfo><c:email>jdoe@example.com</c:email><c:authInfo><c:pw/></c:authInfo>";
  ask(*a, org("create", "<o:id>res1</o:id><o:role><o:type>reseller</o:type></o:role>"), "1000");
  ask(*a, linked("create", data, "<x:id role=\"reseller\">nobody</x:id>"), "2303");
  ask(*a, linked("create", data, "<x:id role=\"middleman\">res1</x:id>"), "2004");
  ask(*a, linked("create", data, "<x:id role=\"reseller\">res1</x:id>"), "1000");
  std::string answer =
      ask(*a, command("<info><c:info><c:id>jd1234</c:id></c:info></info>"), "1000");
  EXPECT_TRUE(has(answer, "<orgext:id role=\"reseller\">res1</orgext:id>")) << answer;
  answer = ask(*a, org("info", "<o:id>res1</o:id>"), "1000");
  EXPECT_TRUE(has(answer, "<org:status>ok</org:status><org:status>linked</org:status></org:role>"))
      << answer;
  ask(*a, org("delete", "<o:id>res1</o:id>"), "2305");
  ask(*a, linked("update", "", "<x:add><x:id role=\"reseller\">res1</x:id></x:add>"), "2305");
  ask(*a, linked("update", "", "<x:rem><x:id role=\"reseller\"/></x:rem>"), "1000");
  answer = ask(*a, command("<info><c:info><c:id>jd1234</c:id></c:info></info>"), "1000");
  EXPECT_FALSE(has(answer, "orgext")) << answer;
  all_are_valid();
}

TEST_F(EppOrg, MaintenanceIsAskedForAndToldInValidFrames) {
  const auto a = log_in("reg-a");
  std::string answer = ask(*a, maintenance("<m:list/>"), "1000");
  EXPECT_TRUE(has(answer, "<maint:list></maint:list>") || has(answer, "<maint:list/>")) << answer;
  core::MaintenanceChange plan;
  plan.name = "Routine";
  plan.systems = {{{"EPP", "epp.nic.example", MaintenanceImpact::partial}}};
  plan.starts_at = sandbox.registry().state()->time() + 10 * kDay;
  plan.ends_at = *plan.starts_at + kDay;
  plan.descriptions = {{{"Bitte neu verbinden", "de", false}}};
  by_staff(core::CreateMaintenance{plan});
  answer = ask(*a, command("<poll op=\"req\"/>"), "1301");
  EXPECT_TRUE(has(answer, "<maint:pollType>create</maint:pollType>")) << answer;
  const std::size_t at = answer.find("<maint:id name=\"Routine\">") + 25;
  const std::string id = answer.substr(at, answer.find('<', at) - at);
  answer = ask(*a, maintenance("<m:id>" + id + "</m:id>"), "1000");
  EXPECT_TRUE(has(answer, "<maint:description lang=\"de\">Bitte neu verbinden<")) << answer;
  EXPECT_FALSE(has(answer, "pollType") || has(answer, "upDate")) << answer;
  answer = ask(*a, maintenance("<m:list/>"), "1000");
  EXPECT_TRUE(has(answer, ">" + id + "</maint:id><maint:start>")) << answer;
  ask(*a, maintenance("<m:id>M0</m:id>"), "2303");

  // Who did not choose the mapping reads the message's text alone, and may not ask.
  const auto b = sandbox.log_in("reg-b");
  answer = ask(*b, command("<poll op=\"req\"/>"), "1301");
  EXPECT_TRUE(has(answer, "Maintenance has been announced: " + id)) << answer;
  EXPECT_FALSE(has(answer, "maint:")) << answer;
  ask(*b, maintenance("<m:list/>"), "2307");
  all_are_valid();
}

}  // namespace
}  // namespace stele::epp
