// Launch phases, marks, claims, applications: each refusal in order, the exact events.
#include <gtest/gtest.h>

#include "engine/core/launch/applications.h"
#include "engine/core/launch/launch_rules.h"
#include "tests/unit/core/world.h"

namespace stele::core {
namespace {

MarkProof mark(std::string label) {
  MarkProof proof;
  proof.id = "1-1";
  proof.labels = {std::move(label)};
  proof.not_before = *parse_instant("2026-01-01");
  proof.not_after = *parse_instant("2027-01-01");
  proof.root = "ROOT";
  proof.chain = {{"issuer", "02"}};
  return proof;
}

CreateDomain create_in(LaunchKind kind, std::vector<MarkProof> marks = {}) {
  CreateDomain command = create_domain("shop.example");
  command.launch = LaunchCreate{.kind = kind, .marks = std::move(marks)};
  return command;
}

class Launch : public ::testing::Test {
 protected:
  void open(std::vector<LaunchPhase> phases) {
    ZonePolicy policy = world.state->find_zone("example")->policy;
    policy.launch = std::move(phases);
    world.accept(world.staff, UpdateZone{.name = name("example"), .policy = policy});
  }
  std::string run(const CreateDomain& command) { return world.run(world.a, command); }
  World world;
};

TEST_F(Launch, APhaseIsTheOneThatIsActive) {
  open({{.kind = LaunchKind::sunrise, .until = world.now}});
  EXPECT_EQ(run(create_domain("shop.example")), "launch_closed()");
  open({{.kind = LaunchKind::sunrise}});
  EXPECT_EQ(run(create_domain("shop.example")), "mark_required(phase)");
  EXPECT_EQ(run(create_in(LaunchKind::claims)), "wrong_phase(phase=claims)");
  EXPECT_EQ(run(create_in(LaunchKind::sunrise)), "mark_required(mark)");
  open({{.kind = LaunchKind::custom, .name = "founders", .applications = true}});
  EXPECT_EQ(run(create_domain("shop.example")), "wrong_phase(phase)");
}

TEST_F(Launch, AMarkIsRefusedForItsFirstFault) {
  open({{.kind = LaunchKind::sunrise}});
  const auto refusal = [&](const MarkProof& proof) {
    return run(create_in(LaunchKind::sunrise, {proof}));
  };
  MarkProof proof = mark("other");
  proof.not_after = world.now;
  for (const Reason flaw :
       {Reason::mark_malformed, Reason::mark_signature_wrong, Reason::mark_not_trusted}) {
    proof.flaw = flaw;
    EXPECT_EQ(refusal(proof), std::string(name_of(flaw)) + "(mark=1-1)");
  }
  proof.flaw.reset();
  EXPECT_EQ(refusal(proof), "mark_not_trusted(mark=1-1)");
  world.accept(world.staff, SetMarkAuthority{.certificates = {"ROOT"}});
  world.accept(world.staff, LoadCertificateRevocations{
                                .issuer = "issuer", .issued_at = world.now, .serials = {"02"}});
  world.accept(world.staff, LoadMarkRevocations{.issued_at = world.now,
                                                .marks = {{"1-1", world.now}}});
  EXPECT_EQ(refusal(proof), "mark_certificate_revoked(mark=1-1)");
  proof.chain[0].serial = "03";
  EXPECT_EQ(refusal(proof), "mark_revoked(mark=1-1)");
  proof.id = "2-1";
  EXPECT_EQ(refusal(proof), "mark_not_in_force(mark=2-1)");
  proof.not_after = world.now + 1;
  EXPECT_EQ(refusal(proof), "mark_of_other_label(mark=2-1)");
  proof.labels = {"shop"};
  EXPECT_EQ(run(create_in(LaunchKind::sunrise, std::vector(6, proof))), "too_many_marks(mark)");
  EXPECT_EQ(refusal(proof), "DomainCreated AccountDebited");
  EXPECT_EQ(world.domain("shop.example").launch->marks, std::vector<std::string>{"2-1"});
}

TEST_F(Launch, AListIsNewerThanTheOneBefore) {
  const LoadClaims claims{.issued_at = world.now, .claims = {{"shop", "k"}}};
  EXPECT_EQ(world.run(world.a, claims), "not_allowed()");
  EXPECT_EQ(world.run(world.staff, claims), "ClaimsListed");
  EXPECT_EQ(world.run(world.staff, claims), "older_list(list=2026-03-01T12:00:00.000Z)");
}

// The example of the clearing house's functional specification.
TEST(ClaimsNotice, HasTheChecksumOfTheSpecification) {
  EXPECT_EQ(notice_checksum("example-one", *parse_instant("2010-08-16T09:00:00.0Z"),
                            "9223372036854775807"),
            "370d0b7c");
}

TEST_F(Launch, ANoticeIsRefusedForAllThatIsWrong) {
  open({{.kind = LaunchKind::claims}});
  world.accept(world.staff, LoadClaims{.issued_at = world.now, .claims = {{"shop", "k"}}});
  EXPECT_EQ(run(create_domain("shop.example")), "claims_notice_required(notice=shop)");
  CreateDomain command = create_in(LaunchKind::claims);
  ClaimsNotice notice{"00000000000", world.now, world.now + -3 * kDay};
  command.launch->notices = {notice};
  EXPECT_EQ(run(command),
            "wrong_claims_notice(notice=00000000000) "
            "claims_notice_expired(notice=2026-03-01T12:00:00.000Z) "
            "claims_acceptance_too_old(notice=2026-02-26T12:00:00.000Z)");
  notice.not_after = world.now + kDay;
  notice.accepted_at = world.now;
  notice.id = notice_checksum("shop", notice.not_after, "17") + "17";
  command.launch->notices = {notice};
  EXPECT_EQ(run(command), "DomainCreated AccountDebited");
}

TEST_F(Launch, AnApplicationIsDecidedOnce) {
  open({{.kind = LaunchKind::landrush, .applications = true}});
  const Decision received = world.accept(world.a, create_in(LaunchKind::landrush));
  ASSERT_TRUE(received.answer.application);
  const ObjectNumber number = received.answer.number;
  EXPECT_EQ(world.run(world.staff, AllocateApplication{number}),
            "DomainCreated ApplicationDecided AccountDebited MessageQueued");
  EXPECT_EQ(world.run(world.staff, RejectApplication{number}),
            "application_decided(application=allocated)");
  EXPECT_EQ(parse_application_id(application_id(number)), number);
}

}  // namespace
}  // namespace stele::core
