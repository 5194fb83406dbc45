// Whole sessions: login rules, order of answers, limits, and that every response of a long
// registrar's day is valid by the official schemas.
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "tests/unit/epp/frames.h"
#include "tests/unit/epp/schema_oracle.h"
#include "tests/unit/epp/session_fixture.h"

namespace stele::epp {
namespace {

using testing::command;
using testing::FakeConnection;
using testing::framed;
using testing::login_frame;
using testing::Sandbox;

// "2303" or "2001+2003".
std::string codes(const std::string& response) {
  static const std::regex kCode("<result code=\"([0-9]+)\">");
  std::string text;
  for (std::sregex_iterator it(response.begin(), response.end(), kCode), end; it != end; ++it)
    text += (text.empty() ? "" : "+") + (*it)[1].str();
  return text;
}

std::string between(const std::string& text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + from.size();
  return text.substr(begin, text.find(to, begin) - begin);
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

const std::string kAuth = "2foo-BAR-9931-xyz-Q";

std::string create_contact(const std::string& id) {
  return command("<create><c:create><c:id>" + id + "</c:id><c:postalInfo type=\"int\"><c:name>John &amp; Doe"
                 "</c:name><c:org>Example Inc.</c:org><c:addr><c:street>123 Example Dr.</c:street><c:city>"
                 "Dulles</c:city><c:sp>VA</c:sp><c:pc>20166-6503</c:pc><c:cc>US</c:cc></c:addr></c:postalInfo>"
                 "<c:postalInfo type=\"loc\"><c:name>Jürgen</c:name><c:addr><c:city>Köln</c:city><c:cc>DE</c:cc>"
                 "</c:addr></c:postalInfo><c:voice x=\"12\">+1.7035555555</c:voice><c:email>jdoe@example.com"
                 "</c:email><c:authInfo><c:pw>" + kAuth + "</c:pw></c:authInfo><c:disclose flag=\"0\"><c:name "
                 "type=\"int\"/><c:addr type=\"loc\"/><c:voice/></c:disclose></c:create></create>"
                 "<clTRID>C-" + id + "</clTRID>");
}

std::string create_domain(const std::string& name, const std::string& trid, const std::string& ns = "") {
  return command("<create><d:create><d:name>" + name + "</d:name><d:period unit=\"y\">2</d:period>" + ns +
                 "<d:registrant>jd1234</d:registrant><d:contact type=\"admin\">jd1234</d:contact>"
                 "<d:contact type=\"tech\">jd1234</d:contact><d:authInfo><d:pw>" + kAuth + "</d:pw></d:authInfo>"
                 "</d:create></create><clTRID>" + trid + "</clTRID>");
}

struct EppSession : ::testing::Test {
  Sandbox sandbox;
};

TEST_F(EppSession, LoginNeedsRegistrarPasswordAndCertificateTogether) {
  const auto a = Sandbox::fingerprint_of("reg-a");
  const auto b = Sandbox::fingerprint_of("reg-b");
  const std::string right = login_frame("reg-a", Sandbox::password_of("reg-a"));
  EXPECT_EQ(codes(sandbox.connect(a)->ask(right)), "1000");
  EXPECT_EQ(codes(sandbox.connect(b)->ask(right)), "2200");
  EXPECT_EQ(codes(sandbox.connect(std::nullopt)->ask(right)), "2200");
  EXPECT_EQ(codes(sandbox.connect(a)->ask(login_frame("reg-a", "wrong-one"))), "2200");
  EXPECT_EQ(codes(sandbox.connect(a)->ask(login_frame("nobody", Sandbox::password_of("reg-a")))), "2200");
}

TEST_F(EppSession, ThirdRefusedLoginEndsTheConnection) {
  const auto connection = sandbox.connect(Sandbox::fingerprint_of("reg-a"));
  const std::string wrong = login_frame("reg-a", "wrong-one");
  EXPECT_EQ(codes(connection->ask(wrong)), "2200");
  EXPECT_EQ(codes(connection->ask(wrong)), "2200");
  EXPECT_EQ(codes(connection->ask(wrong)), "2501");
  EXPECT_TRUE(connection->closed());
}

TEST_F(EppSession, LoginNamesWhatItDoesNotHave) {
  const auto connection = sandbox.connect(Sandbox::fingerprint_of("reg-a"));
  std::string frame = login_frame("reg-a", Sandbox::password_of("reg-a"));
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string changed = frame;
    changed.replace(changed.find(from), from.size(), to);
    return codes(connection->ask(changed));
  };
  EXPECT_EQ(with("<version>1.0", "<version>2.0"), "2100");
  EXPECT_EQ(with("<lang>en", "<lang>fr"), "2102");
  EXPECT_EQ(with("host-1.0</objURI>", "host-9.0</objURI>"), "2307");
  EXPECT_EQ(with("</svcs>", "<svcExtension><extURI>urn:x</extURI></svcExtension></svcs>"), "2103");
  EXPECT_EQ(codes(connection->ask(frame)), "1000");
}

TEST_F(EppSession, NewPasswordCountsFromTheNextLogin) {
  const auto a = Sandbox::fingerprint_of("reg-a");
  EXPECT_EQ(codes(sandbox.connect(a)->ask(
                login_frame("reg-a", Sandbox::password_of("reg-a"), "<newPW>another-1</newPW>"))),
            "1000");
  EXPECT_EQ(codes(sandbox.connect(a)->ask(login_frame("reg-a", Sandbox::password_of("reg-a")))), "2200");
  EXPECT_EQ(codes(sandbox.connect(a)->ask(login_frame("reg-a", "another-1"))), "1000");
}

TEST_F(EppSession, SessionsPerRegistrarAreLimited) {
  core::ChangeSettings change;
  change.sessions_per_registrar = 1;
  sandbox.change_settings(change);
  const auto first = sandbox.log_in("reg-a");
  const auto second = sandbox.connect(Sandbox::fingerprint_of("reg-a"));
  EXPECT_EQ(codes(second->ask(login_frame("reg-a", Sandbox::password_of("reg-a")))), "2502");
  EXPECT_TRUE(second->closed());
  EXPECT_EQ(codes(first->ask(command("<logout/>"))), "1500");
  const auto third = sandbox.connect(Sandbox::fingerprint_of("reg-a"));
  EXPECT_EQ(codes(third->ask(login_frame("reg-a", Sandbox::password_of("reg-a")))), "1000");
}

TEST_F(EppSession, CommandsOutOfPlace) {
  const auto connection = sandbox.connect(Sandbox::fingerprint_of("reg-a"));
  EXPECT_EQ(codes(connection->ask(testing::valid_frame("domain_check"))), "2002");
  EXPECT_EQ(codes(connection->ask(command("<logout/>"))), "2002");
  EXPECT_TRUE(has(connection->ask(testing::valid_frame("hello")), "<greeting>"));
  EXPECT_EQ(codes(connection->ask(command("<frobnicate/>"))), "2000");
  EXPECT_EQ(codes(connection->ask(login_frame("reg-a", Sandbox::password_of("reg-a")))), "1000");
  EXPECT_EQ(codes(connection->ask(login_frame("reg-a", Sandbox::password_of("reg-a")))), "2002");
  EXPECT_TRUE(has(connection->ask(testing::valid_frame("hello")), "<greeting>"));
  EXPECT_EQ(codes(connection->ask(testing::valid_frame("domain_transfer"))), "2303");
  EXPECT_EQ(codes(connection->ask(testing::valid_frame("poll_req"))), "1300");
  EXPECT_EQ(codes(connection->ask(testing::valid_frame("poll_ack"))), "2303");
  EXPECT_EQ(codes(connection->ask(command("<logout/><extension><x:y xmlns:x='urn:x'/></extension>"))), "2103");
  EXPECT_EQ(codes(connection->ask(command("<logout/>"))), "1500");
  EXPECT_TRUE(connection->closed());
}

TEST_F(EppSession, SpeaksTheLanguageChosenAtLogin) {
  Texts texts{.tag = "eo", .messages = {}};
  for (const int code : result_codes()) texts.messages.push_back("kodo <" + std::to_string(code) + ">");
  const Options options{.languages = {texts}};
  const auto connection = sandbox.connect(Sandbox::fingerprint_of("reg-a"), options);
  const std::string greeting = connection->ask(testing::valid_frame("hello"));
  EXPECT_TRUE(has(greeting, "<lang>en</lang><lang>eo</lang>")) << greeting;
  std::string frame = login_frame("reg-a", Sandbox::password_of("reg-a"));
  const std::string english = "<lang>en</lang>";
  frame.replace(frame.find(english), english.size(), "<lang>EO</lang>");
  const std::string answer = connection->ask(frame);
  EXPECT_TRUE(has(answer, "<msg lang=\"eo\">kodo &lt;1000&gt;</msg>")) << answer;
  EXPECT_TRUE(has(connection->ask(command("<info><d:info><d:name>no.example</d:name></d:info></info>")),
                  "<msg lang=\"eo\">kodo &lt;2303&gt;</msg>"));
  frame.replace(frame.find("EO"), 2, "fr");
  EXPECT_EQ(codes(sandbox.connect(Sandbox::fingerprint_of("reg-a"), options)->ask(frame)), "2102");
}

TEST_F(EppSession, OnlyServicesChosenAtLoginAnswer) {
  const auto connection = sandbox.connect(Sandbox::fingerprint_of("reg-a"));
  std::string frame = login_frame("reg-a", Sandbox::password_of("reg-a"));
  const std::string host = "<objURI>urn:ietf:params:xml:ns:host-1.0</objURI>";
  frame.erase(frame.find(host), host.size());
  EXPECT_EQ(codes(connection->ask(frame)), "1000");
  EXPECT_EQ(codes(connection->ask(testing::valid_frame("host_check"))), "2307");
  EXPECT_EQ(codes(connection->ask(testing::valid_frame("domain_check"))), "1000");
}

TEST_F(EppSession, ExtensionsAreOfferedByTheProfileAndChosenAtLogin) {
  Options options;
  options.profile.extensions = {Extension::sec_dns, Extension::login_sec, Extension::allocation_token};
  const auto a = Sandbox::fingerprint_of("reg-a");
  const std::string plain = login_frame("reg-a", Sandbox::password_of("reg-a"));
  const std::string sec_dns = "urn:ietf:params:xml:ns:secDNS-1.1";
  const std::string login_sec = "urn:ietf:params:xml:ns:epp:loginSec-1.0";
  const auto choosing = [&](std::string frame, const std::string& uri) {
    return frame.insert(frame.find("</svcs>"), "<svcExtension><extURI>" + uri + "</extURI></svcExtension>");
  };
  const std::string create = command(
      "<create><d:create><d:name>a.example</d:name><d:authInfo><d:pw/></d:authInfo></d:create></create><extension>"
      "<s:create xmlns:s=\"" + sec_dns + "\"><s:dsData><s:keyTag>1</s:keyTag><s:alg>13</s:alg><s:digestType>2"
      "</s:digestType><s:digest>AB</s:digest></s:dsData></s:create></extension>");
  const auto unchosen = sandbox.connect(a, options);
  EXPECT_EQ(codes(unchosen->ask(plain)), "1000");
  const std::string answer = unchosen->ask(create);
  EXPECT_EQ(codes(answer), "2103");
  EXPECT_TRUE(has(answer, "not chosen at login")) << answer;
  EXPECT_EQ(codes(sandbox.connect(a, options)->ask(choosing(plain, sec_dns))), "1000");

  // What nothing reads is refused on questions too: silence would be taken for consent.
  const std::string token = "urn:ietf:params:xml:ns:allocationToken-1.0";
  const auto asking = sandbox.connect(a, options);
  EXPECT_EQ(codes(asking->ask(choosing(plain, token))), "1000");
  const std::string opened = asking->ask(command(
      "<transfer op=\"query\"><d:transfer><d:name>a.example</d:name></d:transfer></transfer><extension>"
      "<t:allocationToken xmlns:t=\"" + token + "\">abc123</t:allocationToken></extension>"));
  EXPECT_EQ(codes(opened), "2103");
  EXPECT_TRUE(has(opened, "does nothing for this command")) << opened;
  EXPECT_EQ(codes(sandbox.connect(a)->ask(choosing(plain, sec_dns))), "2103");

  std::string secure = plain;
  const std::string password = Sandbox::password_of("reg-a");
  secure.replace(secure.find(password), password.size(), "[LOGIN-SECURITY]");
  secure.insert(secure.find("<clTRID>"), "<extension><l:loginSec xmlns:l=\"" + login_sec + "\"><l:pw>" + password +
                                             "</l:pw></l:loginSec></extension>");
  EXPECT_EQ(codes(sandbox.connect(a, options)->ask(secure)), "2103");
  EXPECT_EQ(codes(sandbox.connect(a, options)->ask(choosing(secure, login_sec))), "1000");
}

TEST_F(EppSession, PipelinedFramesAreAnsweredInOrderAndSeeEarlierChanges) {
  const auto connection = sandbox.log_in("reg-a");
  std::string bytes = framed(create_contact("jd1234"));
  for (int i = 0; i < 80; ++i)
    bytes += framed(create_domain("d" + std::to_string(i / 2) + ".example", "T-" + std::to_string(i)));
  bytes += framed(command("<info><d:info><d:name>d39.example</d:name></d:info></info><clTRID>T-80</clTRID>"));
  bytes += framed("this is no XML");
  bytes += framed(command("<delete><d:delete><d:name>d39.example</d:name></d:delete></delete><clTRID>T-82</clTRID>"));
  bytes += framed(command("<update><d:update><d:name>-bad-</d:name></d:update></update><clTRID>T-83</clTRID>"));
  bytes += framed(command("<info><d:info><d:name>d39.example</d:name></d:info></info><clTRID>T-84</clTRID>"));
  // In pieces that respect no frame.
  for (std::size_t i = 0; i < bytes.size(); i += 1000) connection->receive(bytes.substr(i, 1000));
  const auto answers = connection->responses(86);
  ASSERT_EQ(answers.size(), 86U);
  EXPECT_EQ(codes(answers[0]), "1000");
  std::set<std::string> server_ids;
  for (std::size_t i = 0; i < 80; ++i) {
    EXPECT_EQ(between(answers[i + 1], "<clTRID>", "<"), "T-" + std::to_string(i));
    EXPECT_EQ(codes(answers[i + 1]), i % 2 == 0 ? "1000" : "2302") << answers[i + 1];
    server_ids.insert(between(answers[i + 1], "<svTRID>", "<"));
  }
  EXPECT_EQ(server_ids.size(), 80U);
  EXPECT_EQ(codes(answers[81]), "1000");
  EXPECT_EQ(codes(answers[82]), "2001");
  EXPECT_EQ(codes(answers[83]), "1000");
  EXPECT_EQ(codes(answers[84]), "2005");
  EXPECT_EQ(codes(answers[85]), "2303");
}

TEST_F(EppSession, BadLengthsAndHostileXmlEndTheConnection) {
  for (const std::string& header :
       {std::string("\0\0\0\0", 4), std::string("\0\0\0\3", 4), std::string("\x7f\xff\xff\xff", 4)}) {
    const auto connection = sandbox.connect(std::nullopt);
    connection->receive(header);
    EXPECT_TRUE(connection->closed());
    EXPECT_TRUE(has(connection->refused(), "frame of ")) << connection->refused();
  }
  const auto connection = sandbox.connect(std::nullopt);
  const std::string answer = connection->ask(
      "<!DOCTYPE lolz [<!ENTITY lol 'lol'><!ENTITY lol2 '&lol;&lol;&lol;'>]><epp>&lol2;</epp>");
  EXPECT_EQ(codes(answer), "2500");
  EXPECT_TRUE(has(connection->refused(), "document type")) << connection->refused();
}

TEST_F(EppSession, ChangesBeforeABadLengthAreStillAnswered) {
  const auto connection = sandbox.log_in("reg-a");
  connection->receive(framed(create_contact("jd1234")) + std::string(4, '\0'));
  const auto answers = connection->responses(1);
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(codes(answers[0]), "1000");
  EXPECT_TRUE(connection->responses(1).empty());
  EXPECT_TRUE(has(connection->refused(), "frame of 0 bytes")) << connection->refused();
}

TEST_F(EppSession, PatienceWithBadFramesAndIdleTalkHasAnEnd) {
  Options options;
  options.bad_frames = 3;
  options.frames_before_login = 5;
  const auto clumsy = sandbox.connect(std::nullopt, options);
  EXPECT_EQ(codes(clumsy->ask("no")), "2001");
  EXPECT_EQ(codes(clumsy->ask("no")), "2001");
  EXPECT_EQ(codes(clumsy->ask("no")), "2500");
  EXPECT_TRUE(clumsy->closed());
  const auto chatty = sandbox.connect(std::nullopt, options);
  for (int i = 0; i < 6; ++i) chatty->ask(testing::valid_frame("hello"));
  EXPECT_TRUE(has(chatty->refused(), "without a login")) << chatty->refused();
}

TEST_F(EppSession, CommandsPerSecondAreLimited) {
  const auto connection = sandbox.log_in("reg-a");
  core::ChangeSettings change;
  change.commands_per_second = 5;
  sandbox.change_settings(change);
  int refused = 0;
  for (int i = 0; i < 40; ++i) refused += codes(connection->ask(testing::valid_frame("poll_req"))) == "2400";
  EXPECT_GT(refused, 0);
  EXPECT_FALSE(connection->closed());
}

TEST_F(EppSession, WhatIsRefusedAtOnceDoesNotOvertakeChangesOnTheirWay) {
  const auto connection = sandbox.log_in("reg-a");
  core::ChangeSettings change;
  change.commands_per_second = 1;
  sandbox.change_settings(change);
  std::string frames;
  for (int i = 0; i < 20; ++i) frames += framed(create_contact("many" + std::to_string(i)));
  connection->receive(frames);
  const auto answers = connection->responses(20);
  ASSERT_EQ(answers.size(), 20U);
  int refused = 0;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    EXPECT_EQ(between(answers[i], "<clTRID>", "</clTRID>"), "C-many" + std::to_string(i));
    refused += codes(answers[i]) == "2400";
  }
  EXPECT_GT(refused, 0);
}

// --- the mapping, from the outside ---

TEST_F(EppSession, ARegistrarsDayIsAnsweredInSchemaValidResponses) {
  std::vector<std::string> answers;
  const auto a = sandbox.log_in("reg-a");
  const auto b = sandbox.log_in("reg-b");
  const auto ask = [&](FakeConnection& connection, const std::string& frame, const std::string& expected) {
    answers.push_back(connection.ask(frame));
    EXPECT_EQ(codes(answers.back()), expected) << frame << '\n' << answers.back();
    return answers.back();
  };
  answers.push_back(a->ask(testing::valid_frame("hello")));

  EXPECT_TRUE(has(ask(*a, create_contact("jd1234"), "1000"), "<contact:id>jd1234</contact:id><contact:crDate>"));
  ask(*a, create_contact("jd1234"), "2302");
  std::string info = ask(*a, command("<info><c:info><c:id>jd1234</c:id></c:info></info>"), "1000");
  for (const char* part :
       {"<contact:name>John &amp; Doe</contact:name>", "<contact:name>Jürgen</contact:name>",
        "<contact:voice x=\"12\">+1.7035555555</contact:voice>", "<contact:status s=\"ok\"/>",
        "<contact:clID>reg-a</contact:clID><contact:crID>reg-a</contact:crID>",
        "<contact:disclose flag=\"0\"><contact:name type=\"int\"/><contact:addr type=\"loc\"/><contact:voice/>"})
    EXPECT_TRUE(has(info, part)) << part << '\n' << info;
  EXPECT_FALSE(has(info, "authInfo"));
  ask(*b, command("<info><c:info><c:id>jd1234</c:id></c:info></info>"), "2201");
  ask(*b, command("<info><c:info><c:id>jd1234</c:id><c:authInfo><c:pw>wrong</c:pw></c:authInfo></c:info></info>"), "2202");
  info = ask(*b, command("<info><c:info><c:id>jd1234</c:id><c:authInfo><c:pw>" + kAuth + "</c:pw></c:authInfo></c:info></info>"), "1000");
  EXPECT_FALSE(has(info, "authInfo")) << "not even to whom has just sent it (RFC 9154 §5.3): " << info;

  ask(*a, create_domain("shop.example", "D-1"), "1000");
  ask(*a, command("<create><host:create><host:name>ns1.shop.example</host:name><host:addr>192.0.2.2</host:addr>"
                  "<host:addr ip=\"v6\">2001:db8::2</host:addr></host:create></create>"), "1000");
  ask(*a, command("<create><host:create><host:name>ns1.other.test</host:name></host:create></create>"), "1000");
  ask(*a, command("<update><d:update><d:name>shop.example</d:name><d:add><d:ns><d:hostObj>ns1.shop.example</d:hostObj>"
                  "<d:hostObj>ns1.other.test</d:hostObj></d:ns><d:status s=\"clientHold\"/></d:add></d:update></update>"), "1000");
  info = ask(*a, command("<info><d:info><d:name>SHOP.example</d:name></d:info></info><clTRID>I &lt;1&gt;</clTRID>"), "1000");
  for (const char* part : {"<domain:name>shop.example</domain:name>", "<domain:status s=\"clientHold\"/>",
                           "<domain:registrant>jd1234</domain:registrant>", "<domain:contact type=\"admin\">jd1234",
                           "<domain:ns><domain:hostObj>ns1.other.test</domain:hostObj><domain:hostObj>ns1.shop.example",
                           "<domain:host>ns1.shop.example</domain:host>", "<domain:exDate>", "<clTRID>I &lt;1&gt;</clTRID>"})
    EXPECT_TRUE(has(info, part)) << part << '\n' << info;
  const std::string expiry = between(info, "<domain:exDate>", "T");
  info = ask(*a, command("<info><d:info><d:name hosts=\"none\">shop.example</d:name></d:info></info>"), "1000");
  EXPECT_FALSE(has(info, "hostObj") || has(info, "<domain:host>"));
  info = ask(*b, command("<info><d:info><d:name>shop.example</d:name></d:info></info>"), "1000");
  EXPECT_FALSE(has(info, "jd1234")) << "the people of another registrar's domain are not shown";

  info = ask(*a, command("<info><host:info><host:name>ns1.shop.example</host:name></host:info></info>"), "1000");
  EXPECT_TRUE(has(info, "<host:addr ip=\"v4\">192.0.2.2</host:addr><host:addr ip=\"v6\">2001:db8::2</host:addr>")) << info;
  EXPECT_TRUE(has(info, "<host:status s=\"linked\"/>")) << info;

  info = ask(*a, command("<check><d:check><d:name>shop.example</d:name><d:name>free.example</d:name><d:name>x.test</d:name>"
                         "<d:name>-a.example</d:name></d:check></check>"), "1000");
  EXPECT_TRUE(has(info, "<domain:name avail=\"0\">shop.example</domain:name><domain:reason>In use</domain:reason>")) << info;
  EXPECT_TRUE(has(info, "<domain:name avail=\"1\">free.example</domain:name></domain:cd>")) << info;
  ask(*a, command("<check><host:check><host:name>ns1.shop.example</host:name><host:name>a..b</host:name></host:check></check>"), "1000");
  ask(*a, command("<check><c:check><c:id>jd1234</c:id><c:id>nobody</c:id></c:check></check>"), "1000");

  const auto renew = [&](const std::string& date) {
    return command("<renew><d:renew><d:name>shop.example</d:name><d:curExpDate>" + date + "</d:curExpDate>"
                   "<d:period unit=\"y\">1</d:period></d:renew></renew>");
  };
  ask(*a, renew("2000-01-01"), "2004");
  info = ask(*a, renew(expiry), "1000");
  EXPECT_TRUE(has(info, "<domain:renData")) << info;

  info = ask(*a, command("<create><d:create><d:name>new.example</d:name><d:ns><d:hostObj>no.such.test</d:hostObj></d:ns>"
                         "<d:registrant>nobody</d:registrant><d:authInfo><d:pw>" + kAuth + "</d:pw></d:authInfo></d:create></create>"), "2303");
  EXPECT_TRUE(has(info, "<domain:registrant xmlns:domain=\"urn:ietf:params:xml:ns:domain-1.0\">nobody</domain:registrant></value>"
                        "<reason>contact_does_not_exist: ")) << info;
  EXPECT_TRUE(has(info, ">no.such.test</domain:hostObj></value><reason>host_does_not_exist: ")) << info;
  info = ask(*a, command("<create><d:create><d:name>new.example</d:name><d:ns><d:hostAttr><d:hostName>ns.x.test</d:hostName></d:hostAttr>"
                  "</d:ns><d:authInfo><d:pw/></d:authInfo></d:create></create>"), "2003+2306");
  EXPECT_TRUE(has(info, ">ns.x.test</domain:hostName></value><reason>host_attributes_not_supported: ")) << info;
  ask(*a, command("<create><host:create><host:name>ns2.shop.example</host:name><host:addr ip=\"v6\">192.0.2.2</host:addr>"
                  "<host:addr>999.1.1.1</host:addr></host:create></create>"), "2005");
  info = ask(*a, command("<update><d:update><d:name>shop.example</d:name><d:add><d:status s=\"serverHold\"/></d:add></d:update></update>"), "2306");
  EXPECT_TRUE(has(info, "<domain:status xmlns:domain=\"urn:ietf:params:xml:ns:domain-1.0\" s=\"serverHold\"/>")) << info;

  ask(*a, command("<update><c:update><c:id>jd1234</c:id><c:chg><c:postalInfo type=\"int\"><c:org/></c:postalInfo><c:fax>+49.1234</c:fax>"
                  "<c:email>new@example.com</c:email></c:chg></c:update></update>"), "1000");
  info = ask(*a, command("<info><c:info><c:id>jd1234</c:id></c:info></info>"), "1000");
  EXPECT_TRUE(has(info, "John &amp; Doe") && !has(info, "Example Inc.") && has(info, "+49.1234") && has(info, "new@example.com")) << info;
  EXPECT_TRUE(has(info, "<contact:upID>reg-a</contact:upID>")) << info;
  ask(*a, command("<update><host:update><host:name>ns1.shop.example</host:name><host:add><host:addr>192.0.2.3</host:addr></host:add>"
                  "<host:rem><host:addr>192.0.2.2</host:addr></host:rem></host:update></update>"), "1000");
  ask(*b, command("<update><host:update><host:name>ns1.shop.example</host:name><host:add><host:addr>192.0.2.4</host:addr></host:add>"
                  "</host:update></update>"), "2201");
  ask(*a, command("<delete><host:delete><host:name>ns1.shop.example</host:name></host:delete></delete>"), "2305");
  ask(*a, command("<delete><c:delete><c:id>jd1234</c:id></c:delete></delete>"), "2305");
  ask(*a, command("<update><d:update><d:name>shop.example</d:name><d:rem><d:ns><d:hostObj>ns1.shop.example</d:hostObj></d:ns></d:rem>"
                  "<d:chg><d:authInfo><d:null/></d:authInfo></d:chg></d:update></update>"), "1000");
  ask(*a, command("<delete><host:delete><host:name>ns1.shop.example</host:name></host:delete></delete>"), "1000");
  ask(*a, command("<delete><d:delete><d:name>shop.example</d:name></d:delete></delete>"), "1000");
  ask(*a, command("<delete><c:delete><c:id>jd1234</c:id></c:delete></delete>"), "1000");
  ask(*a, command("<info><d:info><d:name>shop.example</d:name></d:info></info>"), "2303");

  ask(*a, command("<check><x:check xmlns:x='urn:x'>&lt;</x:check></check>"), "2307");
  ask(*a, command("<create><d:create><d:period unit=\"x\">0</d:period><y>z</y></d:create></create>"), "2001+2003+2004");
  ask(*a, "not XML & \"all\"", "2001");
  ask(*a, command("<poll op='ack' msgID='1'/>"), "2303");
  ask(*a, command("<logout/>"), "1500");

  const testing::SchemaOracle oracle;
  if (!oracle.available()) GTEST_SKIP() << "the official schemas are not on this machine";
  const auto verdicts = oracle.judge(answers);
  for (std::size_t i = 0; i < answers.size(); ++i) EXPECT_EQ(verdicts[i], "") << answers[i];
}

TEST_F(EppSession, AnErasedContactStillHasAValidAnswer) {
  const auto a = sandbox.log_in("reg-a");
  ASSERT_EQ(codes(a->ask(create_contact("jd1234"))), "1000");
  core::Request request;
  request.caller.actor = {events::ActorKind::administrator, ObjectNumber{}, "test"};
  request.reason = "asked for";
  request.command = core::EraseContact{RepositoryId{1}, "jd1234"};
  ASSERT_TRUE(sandbox.registry().execute(std::move(request)).accepted());
  const std::string info = a->ask(command("<info><c:info><c:id>jd1234</c:id></c:info></info>"));
  EXPECT_TRUE(has(info, "<contact:name>erased</contact:name>")) << info;
  const testing::SchemaOracle oracle;
  if (!oracle.available()) GTEST_SKIP() << "the official schemas are not on this machine";
  EXPECT_EQ(oracle.judge({info})[0], "");
}

}  // namespace
}  // namespace stele::epp
