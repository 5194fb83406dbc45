// Who is let in, how much they may ask, and what happens when access is taken away. The clock is the
// test's.
#include <gtest/gtest.h>

#include <functional>
#include <regex>

#include "engine/crypto/hash.h"
#include "engine/crypto/password.h"
#include "tests/unit/epp/frames.h"
#include "tests/unit/epp/session_fixture.h"

namespace stele::epp {
namespace {

using testing::command;
using testing::FakeConnection;
using testing::framed;
using testing::login_frame;
using testing::Peer;
using testing::Sandbox;

std::string code(const std::string& response) {
  static const std::regex kCode("<result code=\"([0-9]+)\">");
  std::smatch found;
  return std::regex_search(response, found, kCode) ? found[1].str() : response;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string check(int names) {
  std::string body;
  for (int i = 0; i < names; ++i) body += "<d:name>n" + std::to_string(i) + ".example</d:name>";
  return command("<check><d:check>" + body + "</d:check></check>");
}
std::string delete_domain() {
  return command("<delete><d:delete><d:name>none.example</d:name></d:delete></delete>");
}
std::string poll() { return command("<poll op=\"req\"/>"); }

struct Access : ::testing::Test {
  Peer peer(const std::string& registrar, std::string address = "192.0.2.1") {
    return {Sandbox::certificate_of(registrar), std::move(address)};
  }
  // The code of one login on a connection of its own, and whether it was closed.
  std::string log_in(const std::string& registrar, const std::string& password, Peer from,
                     const std::string& more = "", Options options = {}) {
    const auto connection = sandbox.connect(std::move(from), std::move(options));
    const std::string answer = connection->ask(login_frame(registrar, password, more));
    return code(answer) + (connection->closed() ? " closed" : "");
  }
  std::string log_in(const std::string& registrar, const std::string& password) {
    return log_in(registrar, password, peer(registrar));
  }
  int answered(FakeConnection& connection, const std::string& frame, int times,
               const std::string& wanted) {
    int count = 0;
    for (int i = 0; i < times; ++i) count += code(connection.ask(frame)) == wanted;
    return count;
  }
  void update(const std::function<void(core::UpdateRegistrar&)>& change) {
    core::UpdateRegistrar command{.id = "reg-a"};
    change(command);
    sandbox.must(std::move(command));
  }
  void settings(const std::function<void(core::ChangeSettings&)>& change) {
    core::ChangeSettings command;
    change(command);
    sandbox.must(std::move(command));
  }
  std::string hash(std::string_view password) {
    return crypto::hash_password(password, random).value();
  }

  crypto::SystemRandom random;
  Sandbox sandbox;
  const std::string right = Sandbox::password_of("reg-a");
};

// ---- how much

TEST_F(Access, CommandsAreCountedOverAllSessionsOfARegistrar) {
  settings([](auto& s) { s.commands_per_second = 5; });
  const auto one = sandbox.log_in("reg-a"), two = sandbox.log_in("reg-a"), other = sandbox.log_in("reg-b");
  EXPECT_EQ(answered(*one, poll(), 3, "1300"), 3);
  EXPECT_EQ(answered(*two, poll(), 4, "2400"), 2);
  EXPECT_EQ(answered(*other, poll(), 5, "1300"), 5);
  sandbox.clock().pass(400);
  EXPECT_EQ(answered(*one, poll(), 4, "1300"), 2);
  EXPECT_FALSE(one->closed() || two->closed());
}

TEST_F(Access, ChangesAndNamesCheckedHaveLimitsOfTheirOwn) {
  settings([](auto& s) {
    s.changes_per_second = 2;
    s.checks_per_minute = 10;
  });
  const auto one = sandbox.log_in("reg-a");
  EXPECT_EQ(answered(*one, delete_domain(), 5, "2303"), 2);
  EXPECT_EQ(answered(*one, poll(), 5, "1300"), 5);
  EXPECT_EQ(answered(*one, check(4), 4, "1000"), 2);
  EXPECT_EQ(code(one->ask(check(2))), "1000");
  const std::string refused = one->ask(check(1));
  EXPECT_EQ(code(refused), "2400");
  EXPECT_TRUE(has(refused, "too many names checked in this minute")) << refused;
  sandbox.clock().pass(6'000);
  EXPECT_EQ(code(one->ask(check(1))), "1000");
  EXPECT_EQ(code(one->ask(delete_domain())), "2303");
}

TEST_F(Access, ARegistrarsOwnLimitsComeFirst) {
  settings([](auto& s) { s.commands_per_second = 2; });
  update([](auto& u) { u.access = {.sessions = 1, .commands_per_second = 7}; });
  const auto one = sandbox.log_in("reg-a");
  EXPECT_EQ(answered(*one, poll(), 9, "1300"), 7);
  EXPECT_EQ(log_in("reg-a", right), "2502 closed");
  EXPECT_EQ(log_in("reg-b", Sandbox::password_of("reg-b")), "1000");
}

TEST_F(Access, LeavingDoesNotFillTheBucketAgain) {
  settings([](auto& s) { s.commands_per_second = 3; });
  EXPECT_EQ(answered(*sandbox.log_in("reg-a"), poll(), 5, "1300"), 3);
  sandbox.clock().pass(20);
  sandbox.gateway().sweep();
  EXPECT_EQ(answered(*sandbox.log_in("reg-a"), poll(), 5, "1300"), 0);
  sandbox.clock().pass(60'000);
  sandbox.gateway().sweep();
  EXPECT_EQ(answered(*sandbox.log_in("reg-a"), poll(), 5, "1300"), 3);
}

// ---- from where and with what

TEST_F(Access, NetworksHoldAtLogin) {
  update([](auto& u) { u.networks_added = {*parse_ip_prefix("192.0.2.0/25")}; });
  const auto named = [&](std::string address) {
    Peer from = peer("reg-a", std::move(address));
    from.certificate->common_name = "epp.registrar-a.example";
    return from;
  };
  EXPECT_EQ(log_in("reg-a", right, named("192.0.2.127")), "1000");
  EXPECT_EQ(log_in("reg-a", right, named("192.0.2.128")), "2200");
  EXPECT_EQ(log_in("reg-a", right, named("2001:db8::1")), "2200");
}

TEST_F(Access, ACertificateThatNamesItsRegistrarIsTurnedAwayAtTheDoor) {
  update([](auto& u) { u.networks_added = {*parse_ip_prefix("192.0.2.0/25")}; });
  const auto greeted = [&](Peer from) {
    FakeConnection connection(make_sessions(sandbox.gateway())(), std::move(from));
    return !connection.responses(1).empty();
  };
  EXPECT_TRUE(greeted(peer("reg-a", "192.0.2.127")));
  EXPECT_FALSE(greeted(peer("reg-a", "192.0.2.128")));
  EXPECT_TRUE(greeted(peer("reg-b", "192.0.2.128")));
  Peer stranger = peer("reg-a", "192.0.2.128");
  stranger.certificate->fingerprint = crypto::sha256("another");
  EXPECT_TRUE(greeted(stranger));  // anybody can write a name into a certificate
  EXPECT_TRUE(greeted({std::nullopt, "192.0.2.128"}));
}

TEST_F(Access, CertificateModesOfServerAndRegistrar) {
  Peer bound = peer("reg-a"), signed_for = peer("reg-a"), expired = peer("reg-a");
  bound.certificate->common_name = "x";
  signed_for.certificate->fingerprint = crypto::sha256("another");
  signed_for.certificate->issued = true;
  expired.certificate->valid_until = Instant{};
  const Peer nothing;
  const auto codes = [&](CertificateMode server) {
    std::string out;
    for (const Peer& from : {bound, signed_for, expired, nothing}) {
      out += (out.empty() ? "" : " ") +
             log_in("reg-a", right, from, "", {.certificate = server});
      sandbox.gateway().unlock("registrar=reg-a", "test");
      sandbox.gateway().unlock("address=192.0.2.1", "test");
    }
    return out;
  };
  using enum CertificateMode;
  EXPECT_EQ(codes(own), "1000 2200 2200 2200");
  EXPECT_EQ(codes(issued), "2200 1000 2200 2200");
  EXPECT_EQ(codes(none), "1000 1000 1000 1000");
  update([](auto& u) { u.access.certificate = CertificateMode::own; });
  EXPECT_EQ(codes(none), "1000 2200 2200 2200");
  update([](auto& u) { u.access.certificate = CertificateMode::issued; });
  EXPECT_EQ(codes(none), "2200 1000 2200 2200");
}

// ---- guessing

TEST_F(Access, FailuresLockARegistrarAndTimeOpensItAgain) {
  settings([](auto& s) {
    s.login_failures = 3;
    s.login_window_seconds = 60;
    s.login_lock_seconds = 120;
  });
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(log_in("reg-a", "wrong-" + std::to_string(i), peer("reg-a", "192.0.2." + std::to_string(i))),
              "2200");
  EXPECT_EQ(log_in("reg-a", right, peer("reg-a", "192.0.2.99")), "2501 closed");
  EXPECT_EQ(log_in("reg-b", Sandbox::password_of("reg-b"), peer("reg-b", "192.0.2.1")), "1000");
  ASSERT_EQ(sandbox.gateway().locked().size(), 1U);
  EXPECT_EQ(sandbox.gateway().locked()[0].who, "registrar=reg-a");
  EXPECT_EQ(sandbox.gateway().locked()[0].seconds, 120);
  sandbox.clock().pass(120'000);
  EXPECT_EQ(log_in("reg-a", right), "1000");
}

TEST_F(Access, FailuresLockAnAddressWhomeverTheyName) {
  settings([](auto& s) { s.login_failures = 3; });
  const std::string v6 = "2001:db8:0:1::";
  EXPECT_EQ(log_in("nobody", "wrong-one", peer("reg-b", v6 + "1")), "2200");
  EXPECT_EQ(log_in("reg-a", "wrong-one", peer("reg-b", v6 + "2")), "2200");
  EXPECT_EQ(log_in("reg-b", "wrong-one", peer("reg-b", v6 + "3")), "2200");
  EXPECT_EQ(log_in("reg-b", Sandbox::password_of("reg-b"), peer("reg-b", v6 + "4")), "2501 closed");
  EXPECT_EQ(log_in("reg-b", Sandbox::password_of("reg-b"), peer("reg-b", "2001:db8:0:2::1")), "1000");
}

TEST_F(Access, StrangersCannotLockARegistrarOut) {
  settings([](auto& s) { s.login_failures = 2; });
  for (int i = 0; i < 4; ++i)
    log_in("reg-a", "wrong-one", peer("reg-b", "198.51.100." + std::to_string(i)));
  EXPECT_EQ(log_in("reg-a", right, peer("reg-b", "198.51.100.9")), "2501 closed");
  EXPECT_EQ(log_in("reg-a", right), "1000");
}

TEST_F(Access, WhoDoesNotExistIsAnsweredAlike) {
  settings([](auto& s) { s.login_failures = 3; });
  std::string there, not_there;
  for (int i = 0; i < 5; ++i) {
    const std::string end = "." + std::to_string(i);
    there += log_in("reg-a", "wrong-one", peer("reg-b", "198.51.100" + end)) + " ";
    not_there += log_in("reg-z", "wrong-one", peer("reg-b", "203.0.113" + end)) + " ";
  }
  EXPECT_EQ(there, "2200 2200 2200 2501 closed 2501 closed ");
  EXPECT_EQ(not_there, there);
}

TEST_F(Access, ASuccessEndsTheCountAndStaffEndALock) {
  settings([](auto& s) { s.login_failures = 2; });
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(log_in("reg-a", "wrong-one", peer("reg-a", "192.0.2." + std::to_string(i))), "2200");
    EXPECT_EQ(log_in("reg-a", right, peer("reg-a", "192.0.2.99")), "1000");
  }
  for (const char* address : {"192.0.2.10", "192.0.2.11"})
    EXPECT_EQ(log_in("reg-a", "wrong-one", peer("reg-a", address)), "2200");
  EXPECT_EQ(log_in("reg-a", right, peer("reg-a", "192.0.2.12")), "2501 closed");
  EXPECT_EQ(sandbox.gateway().unlock("registrar=reg-b", "ada"), 0U);
  EXPECT_EQ(sandbox.gateway().unlock("registrar=reg-a", "ada"), 1U);
  EXPECT_EQ(log_in("reg-a", right, peer("reg-a", "192.0.2.12")), "1000");
  for (const char* nobody : {"reg-y", "reg-z"})
    EXPECT_EQ(log_in(nobody, "wrong-one", peer("reg-a", "192.0.2.20")), "2200");
  EXPECT_EQ(log_in("reg-a", right, peer("reg-a", "192.0.2.20")), "2501 closed");
  EXPECT_EQ(sandbox.gateway().unlock("address=192.0.2.20", "ada"), 1U);
  EXPECT_EQ(log_in("reg-a", right, peer("reg-a", "192.0.2.20")), "1000");
}

TEST_F(Access, AnIdentifierWithASpaceIsNobodyElses) {
  settings([](auto& s) { s.login_failures = 1; });
  EXPECT_EQ(log_in("known reg-a", "wrong-one", peer("reg-b", "198.51.100.1")), "2200");
  EXPECT_EQ(log_in("reg-a", right), "1000");
}

// ---- passwords

TEST_F(Access, ANewPasswordMustMeetTheRules) {
  settings([](auto& s) { s.password_classes = 2; });
  const auto change = [&](const std::string& wanted) {
    return log_in("reg-a", right, peer("reg-a"), "<newPW>" + wanted + "</newPW>");
  };
  EXPECT_EQ(change("short-1"), "2306");
  EXPECT_EQ(change("onlyletters"), "2306");
  EXPECT_EQ(change(right), "2306");
  EXPECT_EQ(log_in("reg-a", right), "1000");
  EXPECT_EQ(change("letters-more"), "1000");
  EXPECT_EQ(log_in("reg-a", right), "2200");
}

const std::string kLoginSec = "urn:ietf:params:xml:ns:epp:loginSec-1.0";

// A login by RFC 8807; `inside` stands in loginSec.
std::string secure_login(const std::string& password, const std::string& more,
                         const std::string& inside) {
  std::string frame = login_frame("reg-a", password, more);
  const std::string end = "</svcs></login>";
  frame.replace(frame.find(end), end.size(),
                "<svcExtension><extURI>" + kLoginSec + "</extURI></svcExtension>" + end +
                    "<extension><l:loginSec xmlns:l=\"" + kLoginSec + "\">" + inside +
                    "</l:loginSec></extension>");
  return frame;
}

TEST_F(Access, LongPasswordsAndWarningsComeWithLoginSecurity) {
  const Options options{.profile = {.extensions = {Extension::login_sec}}};
  const std::string longer(100, 'x');
  const auto ask = [&](const std::string& frame) {
    return sandbox.connect(peer("reg-a"), options)->ask(frame);
  };
  const std::string agent = "<l:userAgent><l:app>Client 1.0</l:app><l:os>Linux</l:os></l:userAgent>";
  std::string answer = ask(secure_login(right, "<newPW>[LOGIN-SECURITY]</newPW>",
                                        agent + "<l:newPW>" + longer + "</l:newPW>"));
  EXPECT_EQ(code(answer), "1000");
  EXPECT_FALSE(has(answer, "loginSecData"));
  const std::string secure = secure_login("[LOGIN-SECURITY]", "", "<l:pw>" + longer + "</l:pw>");
  EXPECT_EQ(code(ask(secure)), "1000");
  EXPECT_EQ(code(ask(secure_login(right, "", agent))), "2200");
  answer = ask(secure_login("[LOGIN-SECURITY]", "<newPW>[LOGIN-SECURITY]</newPW>",
                            "<l:pw>" + longer + "</l:pw><l:newPW>" + longer + "</l:newPW>"));
  EXPECT_EQ(code(answer), "2306");
  EXPECT_TRUE(has(answer, "type=\"newPW\"") && has(answer, "level=\"error\"")) << answer;

  settings([](auto& s) { s.password_days = 20; });
  EXPECT_FALSE(has(ask(secure), "loginSecData"));
  sandbox.clock().pass(10 * kDay);
  answer = ask(secure);
  EXPECT_EQ(code(answer), "1000");
  EXPECT_TRUE(has(answer, "type=\"password\"") && has(answer, "level=\"warning\"") &&
              has(answer, "exDate=")) << answer;
  sandbox.clock().pass(11 * kDay);
  answer = ask(secure);
  EXPECT_EQ(code(answer), "2200");
  EXPECT_TRUE(has(answer, "type=\"password\"") && has(answer, "level=\"error\"")) << answer;
  Peer soon = peer("reg-a");
  soon.certificate->valid_until = sandbox.clock().now() + kDay;
  settings([](auto& s) { s.password_days = 0; });
  answer = sandbox.connect(soon, options)->ask(secure);
  EXPECT_EQ(code(answer), "1000");
  EXPECT_TRUE(has(answer, "type=\"certificate\"")) << answer;
}

TEST_F(Access, AnExpiredPasswordOpensOnlyForANewOne) {
  settings([](auto& s) { s.password_days = 30; });
  sandbox.clock().pass(31 * kDay);
  EXPECT_EQ(log_in("reg-a", right), "2200");
  EXPECT_EQ(log_in("reg-a", right, peer("reg-a"), "<newPW>another-1</newPW>"), "1000");
}

// ---- taken away

struct Revoked : Access {
  // What the next command of an open session is answered after `change`.
  std::string after(const std::function<void()>& change) {
    const auto connection = sandbox.log_in("reg-a");
    EXPECT_EQ(code(connection->ask(poll())), "1300");
    change();
    const std::string answer = code(connection->ask(poll()));
    return answer + (connection->closed() ? " closed" : "");
  }
};

TEST_F(Revoked, ADisabledRegistrarsSessionsEndAndNoneBegin) {
  EXPECT_EQ(after([&] { update([](auto& u) { u.enabled = false; }); }), "2501 closed");
  EXPECT_EQ(log_in("reg-a", right), "2200");
  update([](auto& u) { u.enabled = true; });
  EXPECT_EQ(log_in("reg-a", right), "1000");
}

TEST_F(Revoked, ARemovedCertificateEndsItsSessions) {
  const std::string print = to_hex(view(Sandbox::fingerprint_of("reg-a")));
  EXPECT_EQ(after([&] { update([&](auto& u) { u.fingerprints_removed = {print}; }); }),
            "2501 closed");
  EXPECT_EQ(log_in("reg-a", right), "2200");
  update([&](auto& u) { u.fingerprints_added = {print}; });
  EXPECT_EQ(after([&] { update([](auto& u) { u.fingerprints_added = {std::string(64, 'a')}; }); }),
            "1300");
}

TEST_F(Revoked, ANetworkThatIsNoLongerAllowedEndsItsSessions) {
  const IpPrefix here = *parse_ip_prefix("192.0.2.0/24"), there = *parse_ip_prefix("198.51.100.0/24");
  EXPECT_EQ(after([&] { update([&](auto& u) { u.networks_added = {here, there}; }); }), "1300");
  EXPECT_EQ(after([&] { update([&](auto& u) { u.networks_removed = {here}; }); }), "2501 closed");
}

TEST_F(Revoked, APasswordOfTheRegistryEndsSessionsOneOfTheRegistrarDoesNot) {
  EXPECT_EQ(after([&] {
              EXPECT_EQ(log_in("reg-a", right, peer("reg-a"), "<newPW>another-1</newPW>"), "1000");
            }), "1300");
  EXPECT_EQ(log_in("reg-a", right), "2200");
  sandbox.must(core::ChangeRegistrarPassword{"reg-a", hash(right)});
  EXPECT_EQ(after([&] { sandbox.must(core::ChangeRegistrarPassword{"reg-a", hash("third-pw")}); }),
            "2501 closed");
}

TEST_F(Revoked, WhatConcernsNoSessionEndsNone) {
  EXPECT_EQ(after([&] { update([](auto& u) { u.name = "Another name"; }); }), "1300");
  EXPECT_EQ(after([&] { settings([](auto& s) { s.server_id = "Another"; }); }), "1300");
}

TEST_F(Revoked, ChangesOnTheirWayAreAnsweredBeforeTheEnd) {
  const auto connection = sandbox.log_in("reg-a");
  connection->receive(framed(delete_domain()) + framed(delete_domain()));
  update([](auto& u) { u.enabled = false; });
  connection->receive(framed(delete_domain()) + framed(poll()));
  const auto answers = connection->responses(3);
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_EQ(code(answers[0]), "2303");
  EXPECT_EQ(code(answers[1]), "2303");
  EXPECT_EQ(code(answers[2]), "2501");
  EXPECT_TRUE(connection->closed());
}

// ---- authInfo

std::string info(const std::string& name, const std::string& auth_info) {
  return command("<info><d:info><d:name>" + name + "</d:name><d:authInfo><d:pw>" + auth_info +
                 "</d:pw></d:authInfo></d:info></info>");
}

struct AuthInfo : Access {
  AuthInfo() {
    const auto owner = sandbox.log_in("reg-a");
    EXPECT_EQ(code(owner->ask(command(
                  "<create><c:create><c:id>jd1234</c:id><c:postalInfo type=\"int\"><c:name>J</c:name>"
                  "<c:addr><c:city>D</c:city><c:cc>US</c:cc></c:addr></c:postalInfo>"
                  "<c:email>j@example.com</c:email><c:authInfo><c:pw>contact-Secret-1</c:pw>"
                  "</c:authInfo></c:create></create>"))), "1000");
    for (const char* name : {"one.example", "two.example"})
      EXPECT_EQ(code(owner->ask(command(
                    "<create><d:create><d:name>" + std::string(name) + "</d:name><d:registrant>jd1234"
                    "</d:registrant><d:authInfo><d:pw>the-Right-1-xyzzy</d:pw></d:authInfo>"
                    "</d:create></create>"))), "1000");
    settings([](auto& s) { s.auth_info_failures = 3; });
  }
};

TEST_F(AuthInfo, GuessesAtOneObjectEndOverAllSessions) {
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(code(sandbox.log_in("reg-b")->ask(info("One.example", "a-Wrong-1-guess"))), "2202");
  const auto session = sandbox.log_in("reg-b");
  EXPECT_EQ(code(session->ask(info("one.EXAMPLE", "the-Right-1-xyzzy"))), "2202");
  EXPECT_EQ(code(session->ask(info("two.example", "the-Right-1-xyzzy"))), "1000");
  EXPECT_EQ(code(sandbox.log_in("reg-a")->ask(info("one.example", "the-Right-1-xyzzy"))), "1000");
  EXPECT_EQ(sandbox.gateway().unlock("registrar=reg-b", "ada"), 1U);
  EXPECT_EQ(code(session->ask(info("one.example", "the-Right-1-xyzzy"))), "1000");
}

std::string request(const std::string& name, const std::string& auth_info) {
  return command("<transfer op=\"request\"><d:transfer><d:name>" + name + "</d:name><d:authInfo><d:pw>" +
                 auth_info + "</d:pw></d:authInfo></d:transfer></transfer>");
}

// Sent in one write, they are judged one after the other.
TEST_F(AuthInfo, GuessesThatDoNotWaitForAnswersAreNoMore) {
  const auto session = sandbox.log_in("reg-b");
  std::string all;
  for (int i = 0; i < 8; ++i) all += framed(request("one.example", "a-Wrong-1-guess"));
  session->receive(all + framed(request("one.example", "the-Right-1-xyzzy")));
  const auto answers = session->responses(4);
  ASSERT_EQ(answers.size(), 4U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(code(answers[i]), "2202");
  EXPECT_EQ(code(answers[3]), "2501");
  EXPECT_TRUE(session->closed());
  EXPECT_EQ(code(sandbox.log_in("reg-b")->ask(request("one.example", "the-Right-1-xyzzy"))), "2202");
}

TEST_F(AuthInfo, GuessesOfOneSessionEndIt) {
  const auto session = sandbox.log_in("reg-b");
  EXPECT_EQ(code(session->ask(info("one.example", "a-Wrong-1-guess"))), "2202");
  EXPECT_EQ(code(session->ask(info("two.example", "a-Wrong-1-guess"))), "2202");
  EXPECT_EQ(code(session->ask(poll())), "1300");
  EXPECT_EQ(code(session->ask(info("one.example", "a-Wrong-2-guess"))), "2202");
  EXPECT_EQ(code(session->ask(poll())), "2501");
  EXPECT_TRUE(session->closed());
}

}  // namespace
}  // namespace stele::epp
