// The fee extension and allocation tokens through whole sessions; every response is judged by the
// official schemas where they are at hand.
#include <gtest/gtest.h>

#include "tests/unit/epp/frames.h"
#include "tests/unit/epp/schema_oracle.h"
#include "tests/unit/epp/session_fixture.h"

namespace stele::epp {
namespace {

using testing::command;

const std::string kFee = "urn:ietf:params:xml:ns:epp:fee-1.0";
const std::string kToken = "urn:ietf:params:xml:ns:allocationToken-1.0";
const std::string kUnhandled = "urn:ietf:params:xml:ns:epp:unhandled-namespaces-1.0";

std::string fee(const std::string& verb, const std::string& inside) {
  return "<extension><f:" + verb + " xmlns:f=\"" + kFee + "\">" + inside + "</f:" + verb +
         "></extension>";
}

class FeeSession : public ::testing::Test {
 protected:
  FeeSession() : a(connect("reg-a", {kFee, kToken})) {
    ZonePolicy policy = sandbox.gateway().state()->find_zone("example")->policy;
    policy.registrant_required = false;
    policy.lifecycle = gtld_lifecycle();
    policy.prices.clear();
    for (const char* line : {"10.00EUR", "tier:top:100.00EUR"})
      for (const PricedOperation operation :
           {PricedOperation::create, PricedOperation::renew, PricedOperation::transfer})
        policy.prices.push_back(*parse_price(operation, line));
    policy.prices.push_back(*parse_price(PricedOperation::restore, "40.00EUR"));
    sandbox.must(core::UpdateZone{.name = *DomainName::parse("example"), .policy = policy});
    sandbox.must(core::ListNames{.zone = *DomainName::parse("example"),
                                 .labels = {"gold"},
                                 .listed_as = ListedAs::premium,
                                 .tier = "top"});
  }

  std::unique_ptr<testing::FakeConnection> connect(const std::string& registrar,
                                                   const std::vector<std::string>& chosen) {
    Options options;
    options.profile.extensions = kServedExtensions;
    auto connection =
        sandbox.connect(testing::Sandbox::fingerprint_of(registrar), std::move(options));
    std::string frame =
        testing::login_frame(registrar, testing::Sandbox::password_of(registrar));
    std::string uris;
    for (const std::string& uri : chosen) uris += "<extURI>" + uri + "</extURI>";
    frame.insert(frame.find("</svcs>"), "<svcExtension>" + uris + "</svcExtension>");
    EXPECT_NE(connection->ask(frame).find("code=\"1000\""), std::string::npos);
    return connection;
  }

  std::string ask(testing::FakeConnection& connection, const std::string& verb,
                  const std::string& inside, const std::string& extension = "",
                  const std::string& attributes = "") {
    answers.push_back(connection.ask(command("<" + verb + attributes + "><d:" + verb + ">" + inside +
                                             "</d:" + verb + "></" + verb + ">" + extension)));
    return answers.back();
  }
  std::string create(testing::FakeConnection& connection, const std::string& name,
                     const std::string& extension = "") {
    return ask(connection, "create",
               "<d:name>" + name + "</d:name><d:authInfo><d:pw>2foo-BAR-9931</d:pw></d:authInfo>",
               extension);
  }

  void TearDown() override {
    const testing::SchemaOracle oracle;
    if (!oracle.available()) GTEST_SKIP() << "the official schemas are not on this machine";
    const auto verdicts = oracle.judge(answers);
    for (std::size_t i = 0; i < answers.size(); ++i) EXPECT_EQ(verdicts[i], "") << answers[i];
  }

  testing::Sandbox sandbox;
  std::unique_ptr<testing::FakeConnection> a;
  std::vector<std::string> answers;
};

#define EXPECT_HAS(text, part) EXPECT_PRED2(has, text, std::string(part))
#define EXPECT_LACKS(text, part) EXPECT_PRED2(lacks, text, std::string(part))
bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}
bool lacks(const std::string& text, const std::string& part) { return !has(text, part); }

TEST_F(FeeSession, AManyNamedCheckAnswersEachNameAndCommand) {
  const std::string names = "<d:name>shop.example</d:name><d:name>gold.example</d:name>"
                            "<d:name>shop.test</d:name>";
  const std::string answer =
      ask(*a, "check", names,
          fee("check", "<f:currency>EUR</f:currency><f:command name=\"create\">"
                       "<f:period unit=\"y\">2</f:period></f:command>"
                       "<f:command name=\"restore\"/>"));
  EXPECT_HAS(answer, "<fee:chkData xmlns:fee=\"" + kFee + "\"><fee:currency>EUR</fee:currency>"
                     "<fee:cd avail=\"1\"><fee:objID>shop.example</fee:objID>"
                     "<fee:class>standard</fee:class>"
                     "<fee:command name=\"create\" standard=\"1\">"
                     "<fee:period unit=\"y\">2</fee:period>"
                     "<fee:fee description=\"Registration\" refundable=\"1\" grace-period=\"P5D\">"
                     "20.00</fee:fee></fee:command>"
                     "<fee:command name=\"restore\" standard=\"1\">"
                     "<fee:fee description=\"Restore\" refundable=\"0\">40.00</fee:fee>"
                     "</fee:command></fee:cd>");
  EXPECT_HAS(answer, "<fee:class>top</fee:class>"
                     "<fee:command name=\"create\" standard=\"0\">"
                     "<fee:period unit=\"y\">2</fee:period>"
                     "<fee:fee description=\"Registration\" refundable=\"1\" grace-period=\"P5D\">"
                     "200.00</fee:fee></fee:command>");
  EXPECT_HAS(answer, "<fee:cd avail=\"0\"><fee:objID>shop.test</fee:objID><fee:reason>");
}

TEST_F(FeeSession, AQuestionThatCannotBeAnsweredIsRefusedAsAWhole) {
  const std::string name = "<d:name>shop.example</d:name>";
  EXPECT_HAS(ask(*a, "check", name,
                 fee("check", "<f:currency>USD</f:currency><f:command name=\"create\"/>")),
             "code=\"2004\"");
  EXPECT_HAS(ask(*a, "check", name,
                 fee("check", "<f:command name=\"create\" phase=\"sunrise\"/>")),
             "code=\"2004\"");
  EXPECT_HAS(ask(*a, "check", name,
                 fee("check", "<f:command name=\"create\" subphase=\"first\"/>")),
             "code=\"2003\"");
}

TEST_F(FeeSession, AnOfferIsTheSumOfItsFeesAndCredits) {
  const std::string fees = "<f:fee>5.00</f:fee><f:fee>6.00</f:fee>";
  EXPECT_HAS(create(*a, "shop.example", fee("create", fees + "<f:credit>-1.01</f:credit>")),
             "fee_too_low");
  const std::string answer =
      create(*a, "shop.example", fee("create", fees + "<f:credit>-1.00</f:credit>"));
  EXPECT_HAS(answer, "<fee:creData xmlns:fee=\"" + kFee + "\"><fee:currency>EUR</fee:currency>"
                     "<fee:fee description=\"Registration\" refundable=\"1\" grace-period=\"P5D\">"
                     "10.00</fee:fee><fee:balance>990.00</fee:balance>"
                     "<fee:creditLimit>0.00</fee:creditLimit></fee:creData>");
  const std::string most = "<f:fee>922337203685477.5807</f:fee>";
  EXPECT_HAS(create(*a, "other.example", fee("create", most + most)), "code=\"2004\"");
}

TEST_F(FeeSession, EveryTransformTellsTheBalance) {
  create(*a, "shop.example");
  const std::string name = "<d:name>shop.example</d:name>";
  EXPECT_HAS(ask(*a, "update", name + "<d:add><d:status s=\"clientHold\"/></d:add>"),
             "<fee:updData xmlns:fee=\"" + kFee + "\"><fee:currency>EUR</fee:currency>"
             "<fee:balance>990.00</fee:balance>");
  EXPECT_HAS(ask(*a, "delete", name),
             "<fee:delData xmlns:fee=\"" + kFee + "\"><fee:currency>EUR</fee:currency>"
             "<fee:credit description=\"Refund of the registration\">-10.00</fee:credit>"
             "<fee:balance>1000.00</fee:balance>");
}

TEST_F(FeeSession, ATransferTellsItsFeeToTheGainer) {
  create(*a, "shop.example");
  auto b = connect("reg-b", {kFee});
  const std::string wish =
      "<d:name>shop.example</d:name><d:authInfo><d:pw>2foo-BAR-9931</d:pw></d:authInfo>";
  const std::string fees = fee("transfer", "<f:fee>10.00</f:fee>");
  EXPECT_HAS(ask(*b, "transfer", wish, fees, " op=\"request\""),
             "<fee:fee description=\"Transfer\" refundable=\"1\" grace-period=\"P5D\" "
             "applied=\"delayed\">10.00</fee:fee><fee:balance>1000.00</fee:balance>");
  EXPECT_HAS(ask(*b, "transfer", "<d:name>shop.example</d:name>", "", " op=\"query\""),
             "<fee:trnData xmlns:fee=\"" + kFee + "\"><fee:currency>EUR</fee:currency>"
             "<fee:period unit=\"y\">1</fee:period><fee:fee");
  EXPECT_LACKS(ask(*a, "transfer", "<d:name>shop.example</d:name>", "", " op=\"query\""),
               "fee:trnData");
  EXPECT_HAS(ask(*a, "transfer", "<d:name>shop.example</d:name>", fees, " op=\"approve\""),
             "code=\"2103\"");
}

TEST_F(FeeSession, WhoDidNotChooseItIsToldNothing) {
  auto b = connect("reg-b", {kUnhandled});
  EXPECT_LACKS(create(*b, "shop.example"), "fee-1.0");
  EXPECT_HAS(create(*b, "other.example", fee("create", "<f:fee>10.00</f:fee>")),
             "code=\"2103\"");
}

TEST_F(FeeSession, ATokenGoesWithWhatItDoesSomethingFor) {
  const std::string token = "<extension><t:allocationToken xmlns:t=\"" + kToken +
                            "\">abc123</t:allocationToken></extension>";
  const std::string asks = "<extension><t:info xmlns:t=\"" + kToken + "\"/></extension>";
  EXPECT_HAS(create(*a, "shop.example", token), "bad_allocation_token");
  EXPECT_HAS(create(*a, "shop.example"), "code=\"1000\"");
  EXPECT_HAS(ask(*a, "info", "<d:name>shop.example</d:name>", asks), "code=\"2303\"");
  EXPECT_HAS(ask(*a, "transfer", "<d:name>shop.example</d:name>", token, " op=\"query\""),
             "code=\"2103\"");
}

}  // namespace
}  // namespace stele::epp
