// The launch extension through whole sessions: marks plain and encoded, claims, applications; every
// response is judged by the official schemas where they are at hand.
#include <gtest/gtest.h>

#include "engine/base/bytes.h"
#include "engine/smd/certificates.h"
#include "tests/support/marks/test_marks.h"
#include "tests/unit/epp/frames.h"
#include "tests/unit/epp/schema_oracle.h"
#include "tests/unit/epp/session_fixture.h"

namespace stele::epp {
namespace {

using testing::command;

const std::string kUri = "urn:ietf:params:xml:ns:launch-1.0";
const std::string kFeeUri = "urn:ietf:params:xml:ns:epp:fee-1.0";

std::string launch(const std::string& verb, const std::string& inside, const std::string& more = "") {
  return "<extension><l:" + verb + " xmlns:l=\"" + kUri + "\"" + more + ">" + inside + "</l:" + verb +
         "></extension>";
}

class LaunchSession : public ::testing::Test {
 protected:
  LaunchSession() : a(connect("reg-a")), b(connect("reg-b")) {
    must(core::SetMarkAuthority{
        .certificates = smd::parse_certificates(test::TestMarks::get().root_pem()).value()});
  }

  void must(core::Command wish) {
    core::Request request;
    request.caller.actor = {events::ActorKind::administrator, ObjectNumber{}, "test"};
    request.reason = "the launch";
    request.command = std::move(wish);
    ASSERT_TRUE(sandbox.registry().execute(std::move(request)).accepted());
  }

  void open(std::vector<LaunchPhase> phases) {
    ZonePolicy policy = sandbox.gateway().state()->find_zone("example")->policy;
    policy.launch = std::move(phases);
    policy.registrant_required = false;
    must(core::UpdateZone{.name = *DomainName::parse("example"), .policy = policy});
  }

  std::unique_ptr<testing::FakeConnection> connect(const std::string& registrar) {
    Options options;
    options.profile.extensions = {Extension::launch, Extension::fee};
    auto connection =
        sandbox.connect(testing::Sandbox::fingerprint_of(registrar), std::move(options));
    std::string frame =
        testing::login_frame(registrar, testing::Sandbox::password_of(registrar));
    frame.insert(frame.find("</svcs>"),
                 "<svcExtension><extURI>" + kUri + "</extURI><extURI>" + kFeeUri +
                     "</extURI></svcExtension>");
    EXPECT_NE(connection->ask(frame).find("code=\"1000\""), std::string::npos);
    return connection;
  }

  std::string ask(testing::FakeConnection& connection, const std::string& verb,
                  const std::string& inside, const std::string& extension) {
    answers.push_back(connection.ask(command("<" + verb + "><d:" + verb + "><d:name>shop.example"
                                             "</d:name>" + inside + "</d:" + verb + "></" + verb +
                                             ">" + extension)));
    return answers.back();
  }
  std::string create(testing::FakeConnection& connection, const std::string& inside) {
    return ask(connection, "create", "<d:authInfo><d:pw>2foo-BAR-9931</d:pw></d:authInfo>",
               launch("create", inside));
  }

  void TearDown() override {
    const testing::SchemaOracle oracle;
    if (!oracle.available()) GTEST_SKIP() << "the official schemas are not on this machine";
    const auto verdicts = oracle.judge(answers);
    for (std::size_t i = 0; i < answers.size(); ++i) EXPECT_EQ(verdicts[i], "") << answers[i];
  }

  testing::Sandbox sandbox;
  std::unique_ptr<testing::FakeConnection> a, b;
  std::vector<std::string> answers;
};

#define EXPECT_HAS(text, part) EXPECT_PRED2(has, text, std::string(part))
bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string encoded(std::string_view kind) {
  return "<s:encodedSignedMark xmlns:s=\"urn:ietf:params:xml:ns:signedMark-1.0\">" +
         to_base64(test::TestMarks::get().document(kind, "shop")) + "</s:encodedSignedMark>";
}

TEST_F(LaunchSession, ASignedMarkRegistersInSunrise) {
  open({{.kind = LaunchKind::sunrise}});
  const std::string phase = "<l:phase>sunrise</l:phase>";
  EXPECT_HAS(create(*a, phase), "mark_required");
  EXPECT_HAS(create(*a, phase + encoded("tampered")), "mark_signature_wrong");
  EXPECT_HAS(create(*a, phase + "<l:codeMark><l:code>49FD46E6C4B45C55D4AC</l:code></l:codeMark>"),
             "code=\"2102\"");
  EXPECT_HAS(create(*a, phase + test::TestMarks::get().document("valid", "shop")),
             "code=\"1000\"");
  const std::string info =
      ask(*a, "info", "", launch("info", phase, " includeMark=\"true\""));
  EXPECT_HAS(info, "<launch:status s=\"allocated\"");
  EXPECT_HAS(ask(*a, "info", "", launch("info", "<l:phase>open</l:phase>")), "wrong_phase");
}

TEST_F(LaunchSession, AnApplicationHasAnIdentifier) {
  open({{.kind = LaunchKind::sunrise, .applications = true}});
  const std::string phase = "<l:phase>sunrise</l:phase>";
  const std::string created = create(*a, phase + encoded("valid"));
  EXPECT_HAS(created, "code=\"1001\"");
  const std::string from = "<launch:applicationID>";
  const std::size_t begin = created.find(from) + from.size();
  const std::string id =
      "<l:applicationID>" + created.substr(begin, created.find('<', begin) - begin) +
      "</l:applicationID>";
  const std::string info = ask(*a, "info", "", launch("info", phase + id));
  EXPECT_HAS(info, "<launch:status s=\"pendingAllocation\"");
  EXPECT_HAS(info, "<domain:status s=\"pendingCreate\"");
  EXPECT_HAS(ask(*b, "info", "", launch("info", phase + id)), "not_sponsor");
  EXPECT_HAS(ask(*a, "info", "", launch("info", phase + "<l:applicationID>x</l:applicationID>")),
             "code=\"2303\"");
  EXPECT_HAS(ask(*a, "delete", "", launch("delete", "<l:phase>open</l:phase>" + id)),
             "wrong_phase");
  EXPECT_HAS(ask(*a, "delete", "", launch("delete", phase + id)), "code=\"1000\"");
}

TEST_F(LaunchSession, ClaimsAreAskedForByName) {
  open({{.kind = LaunchKind::claims}});
  must(core::LoadClaims{.issued_at = Instant{1}, .claims = {{"shop", "2013041500/2/6/9/rJ1"}}});
  const std::string phase = "<l:phase>claims</l:phase>";
  const std::string keys = ask(*a, "check", "", launch("check", phase, " type=\"claims\""));
  EXPECT_HAS(keys, "<launch:name exists=\"1\">shop.example</launch:name>");
  EXPECT_HAS(keys, "<launch:claimKey validatorID=\"tmch\">2013041500/2/6/9/rJ1</launch:claimKey>");
  EXPECT_HAS(ask(*a, "check", "", launch("check", "", " type=\"trademark\"")), "2013041500");
  EXPECT_HAS(ask(*a, "check", "", launch("check", "<l:phase>sunrise</l:phase>")), "wrong_phase");
  EXPECT_HAS(ask(*a, "check", "",
                 launch("check", "<l:phase>open</l:phase>", " type=\"avail\"")),
             "avail=\"0\">shop.example</domain:name><domain:reason>Not in this launch phase<");
  const std::string dates = "<l:notAfter>2099-01-01T00:00:00Z</l:notAfter>"
                            "<l:acceptedDate>2020-01-01T00:00:00Z</l:acceptedDate>";
  EXPECT_HAS(create(*a, phase + "<l:notice><l:noticeID>00000000123</l:noticeID>" + dates +
                            "</l:notice>"),
             "wrong_claims_notice");
  EXPECT_HAS(create(*a, phase + "<l:notice><l:noticeID validatorID=\"other\">00000000123"
                            "</l:noticeID>" + dates + "</l:notice>"),
             "code=\"2306\"");
}

TEST_F(LaunchSession, WhatTheFormOfACheckDoesNotReadIsRefused) {
  const std::string fee = "<f:check xmlns:f=\"" + kFeeUri + "\"><f:command name=\"create\"/></f:check>";
  const auto with_fee = [&](const std::string& form) {
    return "<extension>" + fee + launch("check", "", " type=\"" + form + "\"").substr(11);
  };
  for (const std::string form : {"claims", "trademark"})
    EXPECT_HAS(ask(*a, "check", "", with_fee(form)), "code=\"2103\"");
  EXPECT_HAS(ask(*a, "check", "", with_fee("avail")), "<fee:fee");
}

}  // namespace
}  // namespace stele::epp
