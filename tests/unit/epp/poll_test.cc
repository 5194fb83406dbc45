// Transfers and messages on the wire: what trnData, msgQ and changePoll carry, and that all of it is
// valid by the official schemas.
#include <gtest/gtest.h>

#include "tests/unit/epp/frames.h"
#include "tests/unit/epp/schema_oracle.h"
#include "tests/unit/epp/session_fixture.h"

namespace stele::epp {
namespace {

using testing::command;
using testing::FakeConnection;
using testing::Sandbox;

const std::string kAuth = "2foo-BAR-9931-xyz-Q";

std::string transfer(const std::string& op, const std::string& auth_info = {}) {
  return command("<transfer op=\"" + op + "\"><c:transfer><c:id>jd1234</c:id>" +
                 (auth_info.empty() ? "" : "<c:authInfo><c:pw>" + auth_info + "</c:pw></c:authInfo>") +
                 "</c:transfer></transfer><clTRID>T-1234</clTRID>");
}

struct EppPoll : ::testing::Test {
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
    request.reason = "by order of a court";
    request.command = std::move(wish);
    ASSERT_TRUE(sandbox.registry().execute(std::move(request)).accepted());
  }

  Sandbox sandbox;
  std::vector<std::string> answers;
};

TEST_F(EppPoll, TransfersAndChangesAreToldInValidFrames) {
  Options options;
  options.profile.extensions = {Extension::change_poll};
  const auto a = sandbox.connect(Sandbox::fingerprint_of("reg-a"), options);
  const auto b = sandbox.log_in("reg-b");
  ask(*a, command("<login><clID>reg-a</clID><pw>" + Sandbox::password_of("reg-a") +
                  "</pw><options><version>1.0</version><lang>en</lang></options><svcs>"
                  "<objURI>urn:ietf:params:xml:ns:domain-1.0</objURI>"
                  "<objURI>urn:ietf:params:xml:ns:host-1.0</objURI>"
                  "<objURI>urn:ietf:params:xml:ns:contact-1.0</objURI><svcExtension>"
                  "<extURI>urn:ietf:params:xml:ns:changePoll-1.0</extURI></svcExtension></svcs>"
                  "</login>"), "1000");
  ask(*a, command("<create><c:create><c:id>jd1234</c:id><c:postalInfo type=\"int\"><c:name>John"
                  "</c:name><c:addr><c:city>Dulles</c:city><c:cc>US</c:cc></c:addr></c:postalInfo>"
                  "<c:email>jdoe@example.com</c:email><c:authInfo><c:pw>" + kAuth + "</c:pw>"
                  "</c:authInfo></c:create></create>"), "1000");
  ask(*a, command("<create><d:create><d:name>shop.example</d:name><d:registrant>jd1234"
                  "</d:registrant><d:contact type=\"admin\">jd1234</d:contact><d:contact "
                  "type=\"tech\">jd1234</d:contact><d:authInfo><d:pw>" + kAuth + "</d:pw>"
                  "</d:authInfo></d:create></create>"), "1000");
  ask(*a, command("<create><host:create><host:name>ns1.shop.example</host:name><host:addr>"
                  "192.0.2.2</host:addr></host:create></create>"), "1000");
  ask(*a, command("<poll op=\"req\"/>"), "1300");

  std::string answer = ask(*b, transfer("request", kAuth), "1001");
  EXPECT_TRUE(has(answer, "<contact:trStatus>pending</contact:trStatus><contact:reID>reg-b"
                          "</contact:reID>")) << answer;
  EXPECT_TRUE(has(answer, "<contact:acID>reg-a</contact:acID>")) << answer;
  ask(*b, transfer("query"), "1000");
  answer = ask(*a, command("<poll op=\"req\"/>"), "1301");
  EXPECT_TRUE(has(answer, "<msgQ count=\"1\" id=\"1\"><qDate>")) << answer;
  EXPECT_TRUE(has(answer, "<msg>A transfer has been requested: jd1234</msg>")) << answer;
  EXPECT_TRUE(has(answer, "<contact:trnData")) << answer;
  ask(*a, command("<poll op=\"ack\"/>"), "2003");
  answer = ask(*a, command("<poll op=\"ack\" msgID=\"x\"/>"), "2303");
  EXPECT_TRUE(has(answer, "msgID=\"x\"/></value>")) << answer;
  answer = ask(*a, command("<poll op=\"ack\" msgID=\"1\"/>"), "1000");
  EXPECT_TRUE(has(answer, "<msgQ count=\"0\" id=\"1\"/>")) << answer;
  ask(*b, transfer("approve"), "2201");
  ask(*a, transfer("approve"), "1000");
  ask(*a, transfer("approve"), "2201");
  ask(*b, transfer("cancel"), "2301");

  by_staff(core::UpdateDomain{.name = *DomainName::parse("shop.example"),
                              .statuses_added = {Status::server_hold}});
  by_staff(core::UpdateHost{.name = *HostName::parse("ns1.shop.example"),
                            .addresses_added = {*parse_ip_address("192.0.2.3")}});
  answer = ask(*a, command("<poll op=\"req\"/>"), "1301");
  EXPECT_TRUE(has(answer, "<changePoll:changeData")) << answer;
  EXPECT_TRUE(has(answer, " state=\"before\">")) << answer;
  EXPECT_TRUE(has(answer, "<changePoll:svTRID>ST-77</changePoll:svTRID><changePoll:who>amy"
                          "</changePoll:who><changePoll:reason>by order of a court")) << answer;
  ask(*a, command("<poll op=\"ack\" msgID=\"2\"/>"), "1000");
  answer = ask(*a, command("<poll op=\"req\"/>"), "1301");
  EXPECT_TRUE(has(answer, "<domain:status s=\"serverHold\"/>")) << answer;
  ask(*a, command("<poll op=\"ack\" msgID=\"3\"/>"), "1000");
  answer = ask(*a, command("<poll op=\"req\"/>"), "1301");
  EXPECT_TRUE(has(answer, "<host:addr ip=\"v4\">192.0.2.2</host:addr>")) << answer;

  by_staff(core::UpdateContact{.id = "jd1234", .email = "new@example.com"});
  ask(*b, command("<poll op=\"ack\" msgID=\"1\"/>"), "1000");
  answer = ask(*b, command("<poll op=\"req\"/>"), "1301");
  EXPECT_TRUE(has(answer, "<contact:email>jdoe@example.com</contact:email>")) << answer;
  ask(*b, command("<poll op=\"ack\" msgID=\"2\"/>"), "1000");
  answer = ask(*b, command("<poll op=\"req\"/>"), "1301");
  EXPECT_TRUE(has(answer, "<contact:email>new@example.com</contact:email>")) << answer;
  by_staff(core::EraseContact{.id = "jd1234"});
  answer = ask(*b, command("<poll op=\"req\"/>"), "1301");
  EXPECT_TRUE(has(answer, "<contact:email>erased</contact:email>")) << answer;
  EXPECT_FALSE(has(answer, "new@example.com")) << answer;

  const testing::SchemaOracle oracle;
  if (!oracle.available()) GTEST_SKIP() << "the official schemas are not on this machine";
  const auto verdicts = oracle.judge(answers);
  for (std::size_t i = 0; i < answers.size(); ++i) EXPECT_EQ(verdicts[i], "") << answers[i];
}

}  // namespace
}  // namespace stele::epp
