// Server profiles: each mistake that one lets pass, with the switch on and off, and what the profiles
// offer.
#include <gtest/gtest.h>

#include "frontends/epp/profile.h"
#include "frontends/epp/response/response.h"
#include "tests/unit/epp/frames.h"
#include "tests/unit/epp/session_fixture.h"

namespace stele::epp {
namespace {

using testing::command;
using testing::FakeConnection;
using testing::login_frame;
using testing::Sandbox;

const std::string kRgp = "urn:ietf:params:xml:ns:rgp-1.0";

std::string code_of(const std::string& answer) {
  const std::size_t at = answer.find("<result code=\"");
  return at == std::string::npos ? answer : answer.substr(at + 14, 4);
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string update(const std::string& kind, const std::string& body) {
  return command("<update><" + kind + ":update>" + body + "</" + kind + ":update></update>");
}

std::string contact_create(const std::string& id, const std::string& numbers) {
  return command("<create><c:create><c:id>" + id + "</c:id><c:postalInfo type=\"int\"><c:name>Ada"
                 "</c:name><c:addr><c:city>London</c:city><c:cc>GB</c:cc></c:addr></c:postalInfo>" +
                 numbers + "<c:email>ada@example.com</c:email><c:authInfo><c:pw/></c:authInfo>"
                 "</c:create></create>");
}

struct EppTolerance : ::testing::Test {
  // A session of reg-a in the cocca profile, without `missing` where one is named.
  std::unique_ptr<FakeConnection> cocca(std::optional<Tolerance> missing = {},
                                        const std::string& extensions = {}) {
    Options options{.profile = find_profile("cocca").value()};
    if (missing) options.profile.tolerances.set(*missing, false);
    auto connection = sandbox.connect(Sandbox::fingerprint_of("reg-a"), options);
    std::string frame = login_frame("reg-a", Sandbox::password_of("reg-a"));
    std::string uris;
    for (const std::string& uri : {kRgp, extensions})
      if (!uri.empty()) uris += "<extURI>" + uri + "</extURI>";
    frame.insert(frame.find("</svcs>"), "<svcExtension>" + uris + "</svcExtension>");
    EXPECT_EQ(code_of(connection->ask(frame)), "1000");
    return connection;
  }
  // What comes of a frame with the switch, and without it.
  void passes_with(Tolerance tolerance, const std::string& frame, const std::string& refusal) {
    EXPECT_EQ(code_of(cocca(tolerance)->ask(frame)), refusal) << frame;
    EXPECT_EQ(code_of(cocca()->ask(frame)), "1000") << frame;
  }
  void accepted(const std::string& frame) { EXPECT_EQ(code_of(cocca()->ask(frame)), "1000"); }

  // ada, shop.example of reg-a with ns1 and ns2; ns3 is there too.
  void SetUp() override {
    accepted(contact_create("ada-1", ""));
    for (const std::string host : {"ns1", "ns2", "ns3"})
      accepted(command("<create><host:create><host:name>" + host + ".provider.test</host:name>"
                       "</host:create></create>"));
    accepted(command("<create><d:create><d:name>shop.example</d:name><d:ns>"
                     "<d:hostObj>ns1.provider.test</d:hostObj><d:hostObj>ns2.provider.test"
                     "</d:hostObj></d:ns><d:registrant>ada-1</d:registrant><d:authInfo><d:pw/>"
                     "</d:authInfo></d:create></create>"));
  }

  std::string hosts() {
    std::string out;
    const std::string answer = cocca()->ask(
        command("<info><d:info><d:name>shop.example</d:name></d:info></info>"));
    for (const std::string host : {"ns1", "ns2", "ns3"})
      if (has(answer, ">" + host + ".provider.test<")) out += host + " ";
    return out;
  }

  Sandbox sandbox;
};

TEST_F(EppTolerance, AnEmptyNumberOfANewContactIsNone) {
  passes_with(Tolerance::empty_number, contact_create("bea-1", "<c:voice x=\"\"/><c:fax/>"), "2005");
  const auto strict = cocca(Tolerance::empty_number);
  EXPECT_EQ(code_of(strict->ask(update("c", "<c:id>bea-1</c:id><c:chg><c:fax/></c:chg>"))), "1000")
      << "an empty number in an update removes it (RFC 5733 §3.2.5)";
}

TEST_F(EppTolerance, AnUnknownServiceAtLoginGivesEverything) {
  const std::string login =
      command("<login><clID>reg-a</clID><pw>" + Sandbox::password_of("reg-a") +
              "</pw><options><version>1.0</version><lang>en</lang></options><svcs><objURI>urn:ietf:"
              "params:xml:ns:obj1</objURI><svcExtension><extURI>http://custom/obj1ext-1.0</extURI>"
              "</svcExtension></svcs></login>");
  Options options{.profile = find_profile("cocca").value()};
  const auto connection = sandbox.connect(Sandbox::fingerprint_of("reg-a"), options);
  EXPECT_EQ(code_of(connection->ask(login)), "1000");
  const std::string info = connection->ask(
      command("<info><d:info><d:name>shop.example</d:name></d:info></info>"));
  EXPECT_EQ(code_of(info), "1000");
  options.profile.tolerances.set(Tolerance::unknown_service, false);
  EXPECT_EQ(code_of(sandbox.connect(Sandbox::fingerprint_of("reg-a"), options)->ask(login)),
            "2307");
}

TEST_F(EppTolerance, AClientTridBehindTheCommandIsGivenBack) {
  std::string frame = command("<check><d:check><d:name>a.example</d:name></d:check></check>");
  frame.insert(frame.find("</epp>"), "<clTRID>late-12345</clTRID>");
  passes_with(Tolerance::late_client_trid, frame, "2001");
  EXPECT_TRUE(has(cocca()->ask(frame), "<clTRID>late-12345</clTRID>"));
  std::string twice = frame;
  twice.insert(twice.find("</command>"), "<clTRID>good-12345</clTRID>");
  EXPECT_EQ(code_of(cocca()->ask(twice)), "2001");
  std::string shorter = frame;
  shorter.replace(shorter.find("late-12345"), 10, "ab");
  EXPECT_EQ(code_of(cocca()->ask(shorter)), "2004");
}

TEST_F(EppTolerance, EmptyChangesOfContactsAndHosts) {
  passes_with(Tolerance::empty_change,
              update("c", "<c:id>ada-1</c:id><c:add/><c:rem> </c:rem><c:chg><c:email>b@example.com"
                          "</c:email></c:chg>"),
              "2003");
  passes_with(Tolerance::empty_change,
              update("host", "<host:name>ns1.provider.test</host:name><host:add><host:status "
                             "s=\"clientDeleteProhibited\"/></host:add><host:chg/>"),
              "2003");
  EXPECT_EQ(code_of(cocca()->ask(update("c", "<c:id>ada-1</c:id><c:add>x</c:add>"))), "2001");
  EXPECT_EQ(code_of(cocca()->ask(update("c", "<c:id>ada-1</c:id><c:add/><c:chg/>"))), "2003")
      << "nothing to change stays nothing to change";
}

TEST_F(EppTolerance, AStatusThatIsNotSetIsRemoved) {
  const std::string unlock = "<d:name>shop.example</d:name><d:rem><d:status "
                             "s=\"clientDeleteProhibited\"/><d:status s=\"clientHold\"/></d:rem>";
  accepted(update("d", "<d:name>shop.example</d:name><d:add><d:status s=\"clientHold\"/></d:add>"));
  passes_with(Tolerance::absent_status, update("d", unlock), "2306");
  const std::string info =
      cocca()->ask(command("<info><d:info><d:name>shop.example</d:name></d:info></info>"));
  EXPECT_FALSE(has(info, "clientHold")) << "the one that was set is gone: " << info;
  passes_with(Tolerance::absent_status,
              update("c", "<c:id>ada-1</c:id><c:rem><c:status s=\"clientDeleteProhibited\"/></c:rem>"),
              "2306");
  passes_with(Tolerance::absent_status,
              update("host", "<host:name>ns1.provider.test</host:name><host:rem><host:status "
                             "s=\"clientDeleteProhibited\"/></host:rem>"),
              "2306");
}

TEST_F(EppTolerance, PipelinedUpdatesAreReadOneAfterTheOther) {
  const auto change = [](const std::string& what) {
    return testing::framed(update("d", "<d:name>shop.example</d:name><d:" + what +
                                           "><d:status s=\"clientHold\"/></d:" + what + ">"));
  };
  const auto connection = cocca();
  connection->receive(change("add") + change("rem") + change("rem"));
  const auto answers = connection->responses(3);
  ASSERT_EQ(answers.size(), 3U);
  for (const std::string& answer : answers) EXPECT_EQ(code_of(answer), "1000") << answer;
  EXPECT_FALSE(has(connection->ask(command("<info><d:info><d:name>shop.example</d:name></d:info>"
                                           "</info>")),
                   "clientHold"));
}

TEST_F(EppTolerance, AHostAddedAndRemovedIsThere) {
  const auto moved = [](const std::string& add, const std::string& rem) {
    const auto list = [](const std::string& hosts) {
      std::string out;
      for (std::size_t at = 0; at < hosts.size(); at += 3)
        out += "<d:hostObj>" + hosts.substr(at, 3) + ".provider.test</d:hostObj>";
      return "<d:ns>" + out + "</d:ns>";
    };
    return update("d", "<d:name>shop.example</d:name><d:add>" + list(add) + "</d:add><d:rem>" +
                           list(rem) + "</d:rem>");
  };
  passes_with(Tolerance::host_both_ways, moved("ns1ns3", "ns1ns2"), "2306");
  EXPECT_EQ(hosts(), "ns1 ns3 ");
  accepted(moved("ns2", "ns2"));
  EXPECT_EQ(hosts(), "ns1 ns2 ns3 ") << "it was not there: now it is";
  EXPECT_EQ(code_of(cocca()->ask(moved("ns2", "ns1"))), "2306")
      << "adding what is there stays a mistake";
}

TEST_F(EppTolerance, DraftsOfTheFeeExtensionAreLeftOut) {
  const std::string frame = command(
      "<create><d:create><d:name>fee.example</d:name><d:registrant>ada-1</d:registrant><d:authInfo>"
      "<d:pw/></d:authInfo></d:create></create><extension><f:create "
      "xmlns:f=\"urn:ietf:params:xml:ns:fee-0.8\"><f:fee>10.00</f:fee></f:create></extension>");
  passes_with(Tolerance::old_fee, frame, "2103");
}

TEST_F(EppTolerance, ARestoreReportAloneIsTheRequestToo) {
  auto policy = sandbox.gateway().state()->find_zone("example")->policy;
  policy.lifecycle = gtld_lifecycle();
  policy.prices.push_back({PricedOperation::restore, {*parse_currency("EUR"), *parse_amount("40.00")}});
  sandbox.must(core::UpdateZone{.name = *DomainName::parse("example"), .policy = policy});
  core::CreateDomain old;
  old.name = *DomainName::parse("old.example");
  old.registrant = "ada-1";
  old.history = {.sponsor = "reg-a",
                 .created_at = sandbox.gateway().now() + -100 * kDay};
  sandbox.must(old);
  EXPECT_EQ(code_of(cocca()->ask(command("<delete><d:delete><d:name>old.example</d:name></d:delete>"
                                         "</delete>"))),
            "1001");
  const std::string text = "<r:preData>x</r:preData><r:postData>x</r:postData><r:delTime>2026-01-01"
                           "T00:00:00Z</r:delTime><r:resTime>2026-01-02T00:00:00Z</r:resTime>"
                           "<r:resReason>Registrant error.</r:resReason><r:statement>a</r:statement>"
                           "<r:statement>b</r:statement>";
  const std::string frame =
      command("<update><d:update><d:name>old.example</d:name><d:chg/></d:update></update><extension>"
              "<r:update xmlns:r=\"" + kRgp + "\"><r:restore op=\"report\"><r:report>" + text +
              "</r:report></r:restore></r:update></extension>");
  const auto reg_a = sandbox.gateway().state()->find_registrar("reg-a")->number;
  const Amount before = sandbox.gateway().state()->balance(reg_a);
  passes_with(Tolerance::report_alone, frame, "2304");
  EXPECT_EQ(sandbox.gateway().state()->balance(reg_a),
            add(before, Amount{-40 * 10'000}).value()) << "it is paid for, once";
  EXPECT_EQ(code_of(cocca()->ask(frame)), "2304") << "the name is back";
}

TEST_F(EppTolerance, AChangeIsToldInWordsUnlessTheClientChoseChangePoll) {
  sandbox.must(core::UpdateDomain{.name = *DomainName::parse("shop.example"),
                                  .statuses_added = {Status::server_hold}});
  const std::string poll = command("<poll op=\"req\"/>");
  const std::string plain = cocca()->ask(poll);
  EXPECT_TRUE(has(plain, "<msgQ count=\"2\"")) << plain;
  EXPECT_FALSE(has(plain, "<resData>")) << plain;
  EXPECT_TRUE(has(cocca(Tolerance::plain_change_message)->ask(poll), "<resData>"));
  const std::string change = "urn:ietf:params:xml:ns:changePoll-1.0";
  EXPECT_TRUE(has(cocca({}, change)->ask(poll), "<changePoll:changeData"));
}

TEST(EppProfiles, OfferWhatTheirUsersExpect) {
  EXPECT_FALSE(find_profile("whatever"));
  for (const std::string_view name : profile_names()) {
    const auto profile = find_profile(name);
    ASSERT_TRUE(profile);
    EXPECT_EQ(profile->name, name);
  }
  const Profile icann = find_profile("icann").value();
  EXPECT_TRUE(icann.tolerances.list().empty());
  for (const Extension extension : icann.extensions.list())
    EXPECT_TRUE(uri_of(extension).starts_with("urn:ietf:params:xml:ns:")) << uri_of(extension);
  EXPECT_EQ(find_profile("full")->extensions, kServedExtensions);
  EXPECT_EQ(static_cast<int>(find_profile("cocca")->tolerances.list().size()), kToleranceCount);
}

TEST(EppProfiles, HaveSwitches) {
  Profile profile = find_profile("full").value();
  EXPECT_TRUE(switch_part(profile, "launch", false));
  EXPECT_FALSE(profile.extensions.contains(Extension::launch));
  EXPECT_TRUE(switch_part(profile, "launch", true));
  EXPECT_TRUE(profile.extensions.contains(Extension::launch));
  EXPECT_TRUE(switch_part(profile, "absent-status", true));
  EXPECT_TRUE(profile.tolerances.has(Tolerance::absent_status));
  EXPECT_TRUE(switch_part(profile, "host", false));
  EXPECT_TRUE(switch_part(profile, "contact", false));
  EXPECT_FALSE(has(greet("server", Instant{}, profile), "host-1.0"));
  EXPECT_FALSE(has(greet("server", Instant{}, profile), "contact-1.0"));
  EXPECT_FALSE(switch_part(profile, "no-such-part", true));
  for (const Extension extension : ExtensionSet::all().list())
    EXPECT_EQ(switch_part(profile, to_text(extension), true), kServedExtensions.contains(extension))
        << "only what reaches the core can be offered: " << to_text(extension);
}

}  // namespace
}  // namespace stele::epp
