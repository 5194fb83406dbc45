// TransferDomain and TransferContact: refusals in order of precedence, the exact events, and what an
// approval means for dates and money.
#include <gtest/gtest.h>

#include "engine/core/domain/transfer.h"
#include "engine/core/transfer_rules.h"
#include "tests/unit/core/world.h"

namespace stele::core {
namespace {

constexpr const char* kSecret = "a-secret-1";

Price transfer_price(std::string_view amount) {
  return {.operation = PricedOperation::transfer,
          .per_year = {*parse_currency("EUR"), *parse_amount(amount)}};
}

// a.example of reg-a, with authInfo, in a zone of generic names.
struct GenericWorld : World {
  GenericWorld() {
    ZonePolicy policy = zone_policy();
    policy.lifecycle = gtld_lifecycle();
    policy.prices.push_back(transfer_price("7.00"));
    accept(staff, UpdateZone{.name = name("example"), .policy = policy});
    accept(a, UpdateDomain{.name = name("a.example"), .auth_info = kSecret});
  }
};

TransferDomain request(std::optional<std::string> auth_info = kSecret) {
  return {.name = name("a.example"), .auth_info = std::move(auth_info)};
}

TransferDomain end(TransferStep step) { return {.name = name("a.example"), .step = step}; }

TEST(TransferDomain, RequestRefusesInOrderOfPrecedence) {
  GenericWorld world;
  TransferDomain command = request();
  command.gainer = "reg-b";
  EXPECT_EQ(world.run(world.b, command), "not_allowed(registrar=reg-b)");
  EXPECT_EQ(world.run(world.staff, request()), "missing_parameter(registrar)");
  EXPECT_EQ(world.run(world.b, TransferDomain{.name = name("none.example")}),
            "object_does_not_exist(name=none.example)");
  EXPECT_EQ(world.run(world.c, request("wrong")), "no_zone_access(name=a.example)");
  EXPECT_EQ(world.run(world.a, request("wrong")), "already_sponsor(name=a.example)");
  EXPECT_EQ(world.run(world.b, request(std::nullopt)), "missing_parameter(auth_info)");
  EXPECT_EQ(world.run(world.b, request("")), "bad_auth_info(auth_info)");
  EXPECT_EQ(world.run(world.b, request("wrong")), "bad_auth_info(auth_info)");
  command = request();
  command.period = Period{18, PeriodUnit::months};
  EXPECT_EQ(world.run(world.b, command), "period_unit_not_supported(period=18m)");
  command.period = Period{10, PeriodUnit::years};
  EXPECT_EQ(world.run(world.b, command), "expiry_too_far(period=10y)");
  command.period = Period{9, PeriodUnit::years};
  for (const char* text : {"b1.example", "b2.example", "b3.example", "b4.example"})
    world.accept(world.b, create_domain(text));  // 60.00 is left
  EXPECT_EQ(world.run(world.b, command), "low_credit(amount=63.00 EUR)");
  UpdateDomain lock{.name = name("a.example"),
                    .statuses_added = {Status::client_transfer_prohibited}};
  world.accept(world.a, lock);
  EXPECT_EQ(world.run(world.b, command), "status_prohibits(status=clientTransferProhibited)");
  world.accept(world.a, UpdateDomain{.name = name("a.example"),
                                     .statuses_removed = {Status::client_transfer_prohibited}});
  EXPECT_EQ(world.run(world.b, request()), "DomainTransferRequested MessageQueued");
  EXPECT_EQ(world.run(world.b, command), "object_pending_transfer(name=a.example)");
  world.accept(world.staff, UpdateRegistrar{.id = "reg-b", .enabled = false});
  EXPECT_EQ(world.run(world.b, request()), "registrar_disabled(=reg-b)");
}

TEST(TransferDomain, YearsNeedAPriceAndALockTakesItsTime) {
  GenericWorld world;
  ZonePolicy policy = zone_policy();
  policy.lifecycle = gtld_lifecycle();
  policy.lifecycle->transfer_lock_days = 60;
  world.accept(world.staff, UpdateZone{.name = name("example"), .policy = policy});
  EXPECT_EQ(world.run(world.b, request()),
            "transfer_locked(name=2026-04-30T12:00:00.000Z)");
  world.now = *parse_instant("2026-04-30T12:00Z");
  EXPECT_EQ(world.run(world.b, request()), "no_such_price(currency=EUR)");
}

TEST(TransferDomain, ApproveRejectCancelRefuseInOrderOfPrecedence) {
  GenericWorld world;
  EXPECT_EQ(world.run(world.a, end(TransferStep::approve)),
            "object_not_pending_transfer(name=a.example)");
  EXPECT_EQ(world.run(world.b, end(TransferStep::cancel)),
            "object_not_pending_transfer(name=a.example)");
  EXPECT_EQ(world.run(world.b, end(TransferStep::reject)), "not_sponsor(name=a.example)");
  world.accept(world.b, request());
  EXPECT_EQ(world.run(world.b, end(TransferStep::approve)), "not_sponsor(name=a.example)");
  EXPECT_EQ(world.run(world.a, end(TransferStep::cancel)), "not_requester(name=a.example)");
  TransferDomain wrong = end(TransferStep::reject);
  wrong.auth_info = "wrong";
  EXPECT_EQ(world.run(world.a, wrong), "bad_auth_info(auth_info)");
  EXPECT_EQ(world.run(world.a, end(TransferStep::reject)), "DomainTransferEnded MessageQueued");
  EXPECT_EQ(world.domain("a.example").transfer->status, TransferStatus::client_rejected);
}

TEST(TransferDomain, ApprovalChargesTheGainerAndVoidsTheAuthInfo) {
  GenericWorld world;
  world.accept(world.a, create_host("ns.a.example", {"192.0.2.1"}));
  world.accept(world.b, request());
  EXPECT_EQ(world.state->balance(world.b.actor.number), *parse_amount("100.00"));
  EXPECT_EQ(world.run(world.a, end(TransferStep::approve)),
            "DomainTransferred HostTransferred AccountDebited MessageQueued");
  EXPECT_EQ(world.state->balance(world.b.actor.number), *parse_amount("93.00"));
  const Domain domain = world.domain("a.example");
  EXPECT_EQ(domain.made.sponsor, world.b.actor.number);
  EXPECT_FALSE(domain.auth_info.is_set());
  EXPECT_EQ(domain.expires_at, *parse_instant("2028-03-01T12:00Z"));
  ASSERT_EQ(domain.graces.size(), 1U);
  EXPECT_EQ(domain.graces[0].kind, GraceKind::transfer);
  EXPECT_EQ(domain.graces[0].payer, world.b.actor.number);
  EXPECT_EQ(world.host("ns.a.example").made.sponsor, world.b.actor.number);
}

TEST(TransferDomain, WhatTheGainerCannotPayIsCancelled) {
  GenericWorld world;
  world.accept(world.b, request());
  for (int i = 0; i < 10; ++i)
    world.accept(world.b, create_domain("b" + std::to_string(i) + ".example"));
  EXPECT_EQ(world.run(world.a, end(TransferStep::approve)),
            "DomainTransferEnded MessageQueued MessageQueued");
  EXPECT_EQ(world.domain("a.example").transfer->status, TransferStatus::server_cancelled);
  EXPECT_EQ(world.domain("a.example").made.sponsor, world.a.actor.number);
}

TEST(TransferDomain, ARenewalByTheClockIsUndone) {
  GenericWorld world;
  const Domain before = world.domain("a.example");
  Domain domain = before;
  domain.expires_at = *parse_instant("2028-03-01T12:00Z");
  domain.graces = {{.kind = GraceKind::auto_renew,
                    .years = 1,
                    .payer = world.a.actor.number,
                    .ends_at = *parse_instant("2027-04-15T12:00Z"),
                    .paid = {*parse_currency("EUR"), *parse_amount("7.50")}}};
  const ZonePolicy& policy = world.state->find_zone(domain.zone)->policy;
  const Instant within = *parse_instant("2027-04-01T00:00Z");
  const Instant after = *parse_instant("2027-04-15T12:00Z");
  EXPECT_EQ(expiry_after_transfer(domain, policy, 1, within), domain.expires_at);
  EXPECT_EQ(expiry_after_transfer(domain, policy, 1, after), *parse_instant("2029-03-01T12:00Z"));
  EXPECT_EQ(expiry_after_transfer(domain, policy, 0, within), domain.expires_at);

  const Context context{world.state, within, world.staff, world.random};
  Problems problems;
  const auto found = transfer_now(
      context, domain,
      {world.b.actor.number, 1, TransferStatus::server_approved, ObjectNumber{}, within}, problems);
  EXPECT_FALSE(problems.any());
  ASSERT_EQ(found.size(), 3U);
  const auto& refunded = std::get<events::AccountRefunded>(found[2]);
  EXPECT_EQ(refunded.registrar, world.a.actor.number);
  EXPECT_EQ(refunded.money.amount, *parse_amount("7.50"));
}

TEST(TransferDomain, AnExpiryIsCutToWhatTheZoneAllows) {
  GenericWorld world;
  Domain domain = world.domain("a.example");
  domain.expires_at = *parse_instant("2035-12-01T00:00Z");
  const ZonePolicy& policy = world.state->find_zone(domain.zone)->policy;
  EXPECT_EQ(expiry_after_transfer(domain, policy, 1, world.now),
            *parse_instant("2036-03-01T12:00Z"));
  EXPECT_FALSE(fits(domain, policy, 1, world.now));
  domain.expires_at = *parse_instant("2040-01-01T00:00Z");  // imported
  EXPECT_EQ(expiry_after_transfer(domain, policy, 1, world.now), domain.expires_at);
}

TEST(TransferDomain, ADeletionCancelsIt) {
  GenericWorld world;
  world.accept(world.b, request());
  std::vector<events::Event> found;
  cancel_transfer(world.domain("a.example"), world.now, found);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(std::get<events::DomainTransferEnded>(found[0]).status,
            TransferStatus::server_cancelled);
  world.state.apply(found[0]);
  cancel_transfer(world.domain("a.example"), world.now, found);
  EXPECT_EQ(found.size(), 1U);
}

TEST(TransferQuery, ShowsItToThoseConcerned) {
  GenericWorld world;
  const auto query = [&](const Caller& caller, std::optional<std::string> auth_info) {
    const auto found = info_transfer(world.state, caller, name("a.example"), auth_info);
    return found ? std::string(to_text(found->status)) : World::line_of(found.error());
  };
  EXPECT_EQ(query(world.a, {}), "object_not_pending_transfer(name=a.example)");
  EXPECT_EQ(query(world.c, {}), "not_transfer_party(name=a.example)");
  world.accept(world.b, request());
  EXPECT_EQ(query(world.a, {}), "pending");
  EXPECT_EQ(query(world.b, {}), "pending");
  EXPECT_EQ(query(world.c, {}), "not_transfer_party(name=a.example)");
  EXPECT_EQ(query(world.c, kSecret), "pending");
  EXPECT_EQ(query(world.a, "wrong"), "bad_auth_info(auth_info)");
  world.accept(world.a, end(TransferStep::approve));
  EXPECT_EQ(query(world.a, {}), "clientApproved");
  EXPECT_EQ(query(world.b, {}), "clientApproved");
  EXPECT_EQ(query(world.c, kSecret), "bad_auth_info(auth_info)");
  const TransferNotice shown = describe_transfer(world.state, world.domain("a.example"));
  EXPECT_EQ(shown.requested_by, "reg-b");
  EXPECT_EQ(shown.acted_by, "reg-a");
  EXPECT_EQ(shown.expires_at, parse_instant("2028-03-01T12:00Z"));
}

TEST(TransferContact, RefusesInOrderOfPrecedence) {
  World world;
  const TransferContact request{.id = "con-a", .auth_info = kSecret};
  world.accept(world.a, UpdateContact{.id = "con-a", .auth_info = kSecret});
  EXPECT_EQ(world.run(world.b, TransferContact{.id = "none"}), "object_does_not_exist(id=none)");
  EXPECT_EQ(world.run(world.a, request), "already_sponsor(id=con-a)");
  EXPECT_EQ(world.run(world.b, TransferContact{.id = "con-a"}), "missing_parameter(auth_info)");
  EXPECT_EQ(world.run(world.b, TransferContact{.id = "con-a", .auth_info = "wrong"}),
            "bad_auth_info(auth_info)");
  EXPECT_EQ(world.run(world.b, request), "ContactTransferRequested MessageQueued");
  EXPECT_EQ(world.run(world.c, request), "object_pending_transfer(id=con-a)");
  TransferContact end{.id = "con-a", .step = TransferStep::cancel};
  EXPECT_EQ(world.run(world.a, end), "not_requester(id=con-a)");
  EXPECT_EQ(world.run(world.b, end), "ContactTransferEnded MessageQueued");
  EXPECT_EQ(world.run(world.b, end), "object_not_pending_transfer(id=con-a)");
  world.accept(world.staff, ChangeSettings{.contact_transfer_days = 0});
  EXPECT_EQ(world.run(world.b, request), "ContactTransferred MessageQueued");
  EXPECT_EQ(world.contact("con-a").made.sponsor, world.b.actor.number);
  EXPECT_FALSE(world.contact("con-a").auth_info.is_set());
}

}  // namespace
}  // namespace stele::core
