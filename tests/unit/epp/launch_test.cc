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

// Every combination that means nothing has one code and says why; nothing is registered by it.
TEST_F(LaunchSession, OddCreationsAreRefusedEachForItsReason) {
  open({{.kind = LaunchKind::sunrise},
        {.kind = LaunchKind::landrush, .name = "late", .from = Instant{4'000'000'000'000}},
        {.kind = LaunchKind::custom, .name = "founders", .applications = true}});
  must(core::LoadClaims{.issued_at = Instant{1}, .claims = {{"shop", "2013041500/2/6/9/rJ1"}}});
  const std::string sunrise = "<l:phase>sunrise</l:phase>";
  const std::string code = "<l:code validatorID=\"sample\">49FD46E6C4B45C55D4AC</l:code>";
  const std::string mark =
      "<m:mark xmlns:m=\"urn:ietf:params:xml:ns:mark-1.0\"><m:trademark><m:id>1-2</m:id>"
      "<m:markName>Shop</m:markName><m:holder entitlement=\"owner\"><m:org>Shop</m:org><m:addr>"
      "<m:street>1 Street</m:street><m:city>City</m:city><m:cc>US</m:cc></m:addr></m:holder>"
      "<m:jurisdiction>US</m:jurisdiction><m:class>35</m:class><m:goodsAndServices>All"
      "</m:goodsAndServices><m:regNum>1</m:regNum><m:regDate>2009-08-16T09:00:00.0Z</m:regDate>"
      "</m:trademark></m:mark>";
  const auto code_mark = [](const std::string& inside) {
    return "<l:codeMark>" + inside + "</l:codeMark>";
  };
  const auto notice = [](const std::string& validator, const std::string& until) {
    return "<l:notice><l:noticeID" + validator + ">370d0b7c9223372036854775807</l:noticeID>"
           "<l:notAfter>" + until + "</l:notAfter><l:acceptedDate>2020-01-01T00:00:00Z"
           "</l:acceptedDate></l:notice>";
  };
  const std::string valid = test::TestMarks::get().document("valid", "shop");
  const struct {
    std::string inside, code, reason, attributes;
  } cases[] = {
      // The models of validation that are not offered (RFC 8334 §2.6), alone and beside one that is.
      {sunrise + code_mark(code), "2102", "a signed mark is", ""},
      {sunrise + code_mark(mark), "2102", "a signed mark is", ""},
      {sunrise + code_mark(code + mark), "2102", "a signed mark is", ""},
      {sunrise + code_mark(""), "2102", "a signed mark is", ""},
      {sunrise + code_mark(code) + valid, "2001", "", ""},
      {sunrise + valid + encoded("valid"), "2001", "", ""},
      {sunrise + valid + valid, "2001", "a second one with the same id", ""},
      {sunrise + encoded("valid") + encoded("tampered"), "2306", "mark_signature_wrong", ""},
      {sunrise + encoded("expired"), "2306", "mark_not_in_force", ""},
      {sunrise + encoded("foreign"), "2306", "mark_not_trusted", ""},
      {sunrise + encoded("unsigned"), "2005", "mark_malformed", ""},
      {sunrise + encoded("garbage"), "2005", "mark_malformed", ""},
      {sunrise + "<s:encodedSignedMark xmlns:s=\"urn:ietf:params:xml:ns:signedMark-1.0\">???"
                 "</s:encodedSignedMark>", "2005", "is not base64", ""},
      // A mark where a notice is wanted, a notice where a mark is.
      {sunrise, "2306", "mark_required", ""},
      {sunrise + notice("", "2099-01-01T00:00:00Z"), "2306", "mark_required", ""},
      {notice("", "2099-01-01T00:00:00Z"), "2003", "", ""},
      // Phases that are not, of another time or of another form.
      {"<l:phase>claims</l:phase>", "2306", "wrong_phase", ""},
      {"<l:phase>landrush</l:phase>", "2306", "wrong_phase", ""},
      {"<l:phase name=\"late\">landrush</l:phase>", "2306", "wrong_phase", ""},
      {"<l:phase name=\"early\">sunrise</l:phase>" + valid, "2306", "wrong_phase", ""},
      {"<l:phase>open</l:phase>", "2306", "wrong_phase", ""},
      {"<l:phase>sunset</l:phase>", "2004", "", ""},
      {sunrise + valid, "2306", "wrong_phase", " type=\"application\""},
      {"<l:phase name=\"founders\">custom</l:phase>", "2306", "wrong_phase",
       " type=\"registration\""},
      {sunrise + valid, "2004", "", " type=\"both\""},
      // A mark of another name, and one more than anybody needs.
      {sunrise + test::TestMarks::get().document("valid", "gold"), "2306", "mark_of_other_label", ""},
      {sunrise + notice(" validatorID=\"other\"", "2099-01-01T00:00:00Z"), "2306",
       "the only validator is tmch", ""},
  };
  for (const auto& one : cases) {
    const std::string answer = ask(*a, "create", "<d:authInfo><d:pw>2foo-BAR-9931</d:pw></d:authInfo>",
                                   launch("create", one.inside, one.attributes));
    EXPECT_TRUE(has(answer, "code=\"" + one.code + "\"") && has(answer, one.reason))
        << one.code << " " << one.reason << " for " << one.inside.substr(0, 200) << "\n" << answer;
  }
  EXPECT_HAS(ask(*a, "check", "", ""), "avail=\"1\"");
}

TEST_F(LaunchSession, NoticesAreOfTheirNameAndTheirTime) {
  open({{.kind = LaunchKind::claims}});
  must(core::LoadClaims{.issued_at = Instant{1}, .claims = {{"shop", "2013041500/2/6/9/rJ1"}}});
  const std::string phase = "<l:phase>claims</l:phase>";
  const auto notice = [&](const std::string& id, const std::string& until) {
    return phase + "<l:notice><l:noticeID>" + id + "</l:noticeID><l:notAfter>" + until +
           "</l:notAfter><l:acceptedDate>2020-01-01T00:00:00Z</l:acceptedDate></l:notice>";
  };
  EXPECT_HAS(ask(*a, "create", "<d:authInfo><d:pw>2foo-BAR-9931</d:pw></d:authInfo>", ""),
             "claims_notice_required");
  EXPECT_HAS(create(*a, phase), "claims_notice_required");
  EXPECT_HAS(create(*a, phase + test::TestMarks::get().document("valid", "shop")),
             "claims_notice_required");
  EXPECT_HAS(create(*a, notice("370d0b7c9223372036854775807", "2001-01-01T00:00:00Z")),
             "claims_notice_expired");
  for (const char* const id : {"370d0b7c", "370d0b7cx", "370d0b7c92233720368547758071", "x"})
    EXPECT_HAS(create(*a, notice(id, "2099-01-01T00:00:00Z")), "wrong_claims_notice");
  EXPECT_HAS(create(*a, notice("370d0b7c1", "not-a-date")), "code=\"2005\"");
  EXPECT_HAS(create(*a, phase + "<l:notice><l:noticeID>370d0b7c1</l:noticeID></l:notice>"),
             "code=\"2003\"");
}

TEST_F(LaunchSession, AnApplicationIsReachedByItsPhaseAndIdentifierAlone) {
  open({{.kind = LaunchKind::landrush, .applications = true}, {.kind = LaunchKind::claims}});
  const std::string phase = "<l:phase>landrush</l:phase>";
  const std::string created = create(*a, phase);
  EXPECT_HAS(created, "code=\"1001\"");
  const std::string from = "<launch:applicationID>";
  const std::size_t begin = created.find(from) + from.size();
  const std::string id = "<l:applicationID>" + created.substr(begin, created.find('<', begin) - begin) +
                         "</l:applicationID>";
  const std::string update = "<d:chg><d:authInfo><d:pw>3foo-BAR-9931</d:pw></d:authInfo></d:chg>";
  for (const std::string verb : {"update", "delete"}) {
    const std::string inside = verb == "update" ? update : "";
    for (const char* const wrong : {"<l:phase>sunrise</l:phase>", "<l:phase>claims</l:phase>",
                                    "<l:phase name=\"second\">landrush</l:phase>"})
      EXPECT_HAS(ask(*a, verb, inside, launch(verb, wrong + id)), "wrong_phase");
    EXPECT_HAS(ask(*a, verb, inside, launch(verb, phase)), "code=\"2003\"");
    EXPECT_HAS(ask(*a, verb, inside, launch(verb, id)), "code=\"2003\"");
    EXPECT_HAS(ask(*a, verb, inside, launch(verb, phase + "<l:applicationID>A-1</l:applicationID>")),
               "code=\"2303\"");
    EXPECT_HAS(ask(*b, verb, inside, launch(verb, phase + id)), "not_sponsor");
    // Without the extension it is about the domain, which there is not.
    EXPECT_HAS(ask(*a, verb, inside, ""), "code=\"2303\"");
  }
  EXPECT_HAS(ask(*a, "info", "", launch("info", phase)), "code=\"2303\"");
  EXPECT_HAS(ask(*a, "info", "", launch("info", "<l:phase>claims</l:phase>" + id)), "wrong_phase");
  EXPECT_HAS(ask(*a, "info", "", launch("info", phase + id, " includeMark=\"maybe\"")),
             "code=\"2005\"");
  EXPECT_HAS(ask(*a, "update", update, launch("update", phase + id)), "code=\"1000\"");
  EXPECT_HAS(ask(*a, "delete", "", launch("delete", phase + id)), "code=\"1000\"");
}

TEST_F(LaunchSession, AChecksFormAndPhaseGoTogether) {
  open({{.kind = LaunchKind::sunrise}, {.kind = LaunchKind::claims}});
  const auto check = [&](const std::string& inside, const std::string& form) {
    return ask(*a, "check", "", launch("check", inside, form));
  };
  for (const std::string kind : {"sunrise", "claims"}) {
    const std::string phase = "<l:phase>" + kind + "</l:phase>";
    EXPECT_HAS(check(phase, " type=\"claims\""), "exists=\"0\">shop.example</launch:name>");
    EXPECT_HAS(check(phase, ""), "exists=\"0\">shop.example</launch:name>");
    EXPECT_HAS(check(phase, " type=\"trademark\""), "exists=\"0\">shop.example</launch:name>");
    EXPECT_HAS(check(phase, " type=\"avail\""), "avail=\"1\">shop.example</domain:name>");
  }
  const std::string landrush = "<l:phase>landrush</l:phase>";
  EXPECT_HAS(check(landrush, " type=\"claims\""), "wrong_phase");
  EXPECT_HAS(check(landrush, " type=\"trademark\""), "wrong_phase");
  EXPECT_HAS(check(landrush, " type=\"avail\""), "avail=\"0\">shop.example</domain:name>");
  EXPECT_HAS(check("", " type=\"avail\""), "avail=\"1\">shop.example</domain:name>");
  EXPECT_HAS(check("", " type=\"other\""), "code=\"2004\"");
  EXPECT_HAS(check("<l:phase>later</l:phase>", ""), "code=\"2004\"");
}

}  // namespace
}  // namespace stele::epp
