// RenewDomain, UpdateDomain, DeleteDomain: refusals in order of precedence, then the exact events.
#include <gtest/gtest.h>

#include "engine/core/auth_info.h"
#include "tests/unit/core/world.h"

namespace stele::core {
namespace {

RenewDomain renew(std::string date = "2027-03-01") {
  return {.name = name("a.example"), .current_expiry_date = std::move(date)};
}

UpdateDomain update() { return {.name = name("a.example")}; }

UpdateDomain adding(std::vector<Status> statuses) {
  UpdateDomain command = update();
  command.statuses_added = std::move(statuses);
  return command;
}

TEST(RenewDomain, RefusesInOrderOfPrecedence) {
  World world;
  EXPECT_EQ(world.run(world.a, RenewDomain{.name = name("none.example")}),
            "object_does_not_exist(name=none.example)");
  EXPECT_EQ(world.run(world.a, RenewDomain{.name = name("www.a.example")}),
            "object_does_not_exist(name=www.a.example)");
  EXPECT_EQ(world.run(world.b, renew()), "not_sponsor(name=a.example)");
  EXPECT_EQ(world.run(world.a, renew("2027-03-02")), "wrong_expiry_date(expiry_date=2027-03-02)");
  RenewDomain command = renew("2027-02-28");
  command.period = Period{11, PeriodUnit::years};
  EXPECT_EQ(world.run(world.a, command),
            "wrong_expiry_date(expiry_date=2027-02-28) period_out_of_range(period=11y)");
  command = renew();
  command.period = Period{10, PeriodUnit::years};
  EXPECT_EQ(world.run(world.a, command), "expiry_too_far(period=10y)");
  world.accept(world.staff, UpdateZone{.name = name("example"), .policy = ZonePolicy{}});
  EXPECT_EQ(world.run(world.a, renew()), "no_such_price(currency=EUR)");
  world.accept(world.a, adding({Status::client_renew_prohibited}));
  EXPECT_EQ(world.run(world.a, renew("x")), "status_prohibits(status=clientRenewProhibited)");
  world.accept(world.staff, adding({Status::server_renew_prohibited}));
  EXPECT_EQ(world.run(world.a, renew()),
            "status_prohibits(status=clientRenewProhibited) "
            "status_prohibits(status=serverRenewProhibited)");
  world.accept(world.staff, UpdateRegistrar{.id = "reg-a", .enabled = false});
  EXPECT_EQ(world.run(world.a, renew()), "registrar_disabled(=reg-a)");
}

TEST(RenewDomain, AddsYearsToTheExpiryAndCharges) {
  World world;
  RenewDomain command = renew();
  command.period = Period{36, PeriodUnit::months};
  world.now = *parse_instant("2026-06-01T00:00Z");
  const Decision decision = world.accept(world.a, command);
  ASSERT_EQ(decision.events.size(), 2U);
  const events::DomainRenewed renewed{.repository = RepositoryId{1},
                                      .number = world.domain("a.example").number,
                                      .period = Period{36, PeriodUnit::months},
                                      .expires_at = *parse_instant("2030-03-01T12:00Z"),
                                      .renewed_by = world.a.actor.number,
                                      .renewed_at = world.now};
  EXPECT_EQ(std::get<events::DomainRenewed>(decision.events[0]), renewed);
  const auto& debited = std::get<events::AccountDebited>(decision.events[1]);
  EXPECT_EQ(to_text(debited.money), "22.50 EUR");
  EXPECT_EQ(to_text(debited.balance), "67.50");
  EXPECT_EQ(debited.operation, PricedOperation::renew);
  EXPECT_EQ(debited.object_name, "a.example");
  EXPECT_EQ(debited.years, 3);
  EXPECT_EQ(decision.answer.expires_at, renewed.expires_at);
}

TEST(RenewDomain, TheSponsorPaysForStaff) {
  World world;
  const Decision decision = world.accept(world.staff, renew());
  EXPECT_EQ(std::get<events::DomainRenewed>(decision.events[0]).renewed_by, ObjectNumber{});
  EXPECT_EQ(std::get<events::AccountDebited>(decision.events[1]).registrar, world.a.actor.number);
}

TEST(RenewDomain, TheTenthYearAheadIsTheLast) {
  World world;
  RenewDomain command = renew();
  command.period = Period{9, PeriodUnit::years};
  EXPECT_EQ(world.run(world.a, command), "DomainRenewed AccountDebited");
}

TEST(DeleteDomain, RefusesInOrderOfPrecedence) {
  World world;
  const DeleteDomain command{name("a.example")};
  EXPECT_EQ(world.run(world.a, DeleteDomain{name("none.example")}),
            "object_does_not_exist(name=none.example)");
  EXPECT_EQ(world.run(world.b, command), "not_sponsor(name=a.example)");
  world.accept(world.a, create_host("ns.a.example", {"192.0.2.1"}));
  EXPECT_EQ(world.run(world.a, command), "has_subordinate_hosts(name=a.example)");
  world.accept(world.a, adding({Status::client_delete_prohibited}));
  EXPECT_EQ(world.run(world.a, command),
            "status_prohibits(status=clientDeleteProhibited) "
            "has_subordinate_hosts(name=a.example)");
}

TEST(DeleteDomain, PurgesAtOnceAndFreesTheName) {
  World world;
  const Domain domain = world.domain("a.example");
  const Decision decision = world.accept(world.a, DeleteDomain{name("a.example")});
  const events::DomainDeleted deleted{.repository = RepositoryId{1},
                                      .number = domain.number,
                                      .name = name("a.example"),
                                      .deleted_by = world.a.actor.number,
                                      .deleted_at = world.now,
                                      .purge_at = world.now,
                                      .phase_ends_at = world.now};
  const events::DomainPurged purged{.repository = RepositoryId{1},
                                    .number = domain.number,
                                    .zone = domain.zone,
                                    .name = name("a.example"),
                                    .index_label = "a"};
  ASSERT_EQ(decision.events.size(), 2U);
  EXPECT_EQ(std::get<events::DomainDeleted>(decision.events[0]), deleted);
  EXPECT_EQ(std::get<events::DomainPurged>(decision.events[1]), purged);
  EXPECT_EQ(world.run(world.b, create_domain("a.example")), "DomainCreated AccountDebited");
}

TEST(UpdateDomain, RefusesInOrderOfPrecedence) {
  World world;
  EXPECT_EQ(world.run(world.a, UpdateDomain{.name = name("none.example")}),
            "object_does_not_exist(name=none.example)");
  EXPECT_EQ(world.run(world.b, update()), "not_sponsor(name=a.example)");
  EXPECT_EQ(world.run(world.a, update()), "nothing_to_change()");
  world.accept(world.a, adding({Status::client_update_prohibited}));
  EXPECT_EQ(world.run(world.a, update()), "status_prohibits(status=clientUpdateProhibited)");
  world.accept(world.staff, adding({Status::server_update_prohibited}));
  EXPECT_EQ(world.run(world.a, adding({Status::client_hold})),
            "status_prohibits(status=clientUpdateProhibited) "
            "status_prohibits(status=serverUpdateProhibited)");
}

TEST(UpdateDomain, RemovingClientUpdateProhibitedLetsTheRestThrough) {
  World world;
  world.accept(world.a, adding({Status::client_update_prohibited}));
  UpdateDomain command = update();
  command.statuses_added = {Status::client_hold};
  EXPECT_EQ(world.run(world.a, command), "status_prohibits(status=clientUpdateProhibited)");
  command.statuses_removed = {Status::client_update_prohibited};
  EXPECT_EQ(world.run(world.a, command), "DomainUpdated");
  EXPECT_EQ(world.domain("a.example").statuses, StatusSet{Status::client_hold});
}

TEST(UpdateDomain, Statuses) {
  World world;
  world.accept(world.a, adding({Status::client_hold}));
  UpdateDomain command = update();
  command.statuses_added = {Status::ok,          Status::pending_delete,
                            Status::server_hold, Status::client_hold,
                            Status::client_delete_prohibited, Status::client_delete_prohibited};
  command.statuses_removed = {Status::client_renew_prohibited, Status::inactive,
                              Status::client_delete_prohibited};
  EXPECT_EQ(world.run(world.a, command),
            "status_not_settable(status=ok) status_not_settable(status=pendingDelete) "
            "status_not_settable(status=serverHold) status_not_settable(status=inactive) "
            "given_twice(status=clientDeleteProhibited) "
            "status_already_set(status=clientHold) "
            "added_and_removed(status=clientDeleteProhibited) "
            "added_and_removed(status=clientDeleteProhibited) "
            "status_not_set(status=clientRenewProhibited)");
  EXPECT_EQ(world.run(world.staff, adding({Status::linked})),
            "status_not_settable(status=linked)");
  EXPECT_EQ(world.run(world.staff, adding({Status::server_hold})),
            "DomainUpdated MessageQueued MessageQueued");
  EXPECT_EQ(world.domain("a.example").statuses,
            (StatusSet{Status::client_hold, Status::server_hold}));
}

TEST(UpdateDomain, HostsAndContacts) {
  World world;
  for (const char* host : {"n1.test", "n2.test", "n3.test", "n4.test"})
    world.accept(world.a, create_host(host));
  UpdateDomain command = update();
  command.hosts_added = {host_name("n1.test"), host_name("n2.test"), host_name("n3.test")};
  EXPECT_EQ(world.run(world.a, command), "DomainUpdated");

  command.hosts_added = {host_name("n1.test"), host_name("x.test"), host_name("n4.test")};
  command.hosts_removed = {host_name("y.test"), host_name("n4.test")};
  EXPECT_EQ(world.run(world.a, command),
            "host_does_not_exist(host=x.test) not_there(host=y.test) "
            "already_there(host=n1.test) added_and_removed(host=n4.test) too_many_hosts(host=4)");
  command.hosts_added.clear();
  command.hosts_removed = {host_name("n4.test")};
  EXPECT_EQ(world.run(world.a, command), "not_there(host=n4.test)");
  command.hosts_added = {host_name("n4.test")};
  command.hosts_removed.clear();
  EXPECT_EQ(world.run(world.a, command), "too_many_hosts(host=4)");
  command.hosts_removed = {host_name("n2.test")};
  EXPECT_EQ(world.run(world.a, command), "DomainUpdated");

  command = update();
  command.contacts_added = {{ContactRole::tech, "con-a"}, {ContactRole::tech, "nobody"}};
  command.contacts_removed = {{ContactRole::billing, "con-a"}, {ContactRole::tech, "no-2"}};
  command.registrant = "nobody";
  EXPECT_EQ(world.run(world.a, command),
            "contact_does_not_exist(contact=nobody) not_there(contact=no-2) "
            "not_there(contact=con-a) too_many_contacts(contact=tech) "
            "contact_does_not_exist(registrant=nobody)");
  command = update();
  command.registrant = "";
  EXPECT_EQ(world.run(world.a, command), "registrant_required(registrant)");
}

TEST(UpdateDomain, AStricterPolicyBindsOnlyWhatIsChanged) {
  World world;
  ZonePolicy policy = zone_policy();
  policy.least_hosts = 2;
  policy.billing.least = 1;
  world.accept(world.staff, UpdateZone{.name = name("example"), .policy = policy});
  EXPECT_EQ(world.run(world.a, adding({Status::client_hold})), "DomainUpdated");
  world.accept(world.a, create_host("n1.test"));
  UpdateDomain command = update();
  command.hosts_added = {host_name("n1.test")};
  EXPECT_EQ(world.run(world.a, command), "too_few_hosts(host=1)");
}

TEST(UpdateDomain, EventCarriesWhatChanges) {
  World world;
  world.accept(world.a, create_host("n1.test"));
  UpdateDomain command = update();
  command.hosts_added = {host_name("n1.test")};
  command.contacts_removed = {{ContactRole::tech, "con-b"}};
  command.contacts_added = {{ContactRole::tech, "con-a"}};
  command.statuses_added = {Status::client_transfer_prohibited};
  command.registrant = "con-b";
  command.auth_info = "another-secret";
  const Decision decision = world.accept(world.a, command);
  const auto& updated = std::get<events::DomainUpdated>(decision.events.at(0));
  const ObjectNumber con_a = world.contact("con-a").number;
  const ObjectNumber con_b = world.contact("con-b").number;
  const events::DomainUpdated expected{
      .repository = RepositoryId{1},
      .number = world.domain("a.example").number,
      .registrant = con_b,
      .contacts_added = {{ContactRole::tech, con_a}},
      .contacts_removed = {{ContactRole::tech, con_b}},
      .hosts_added = {world.host("n1.test").number},
      .statuses_added = {Status::client_transfer_prohibited},
      .auth_info = updated.auth_info,
      .updated_by = world.a.actor.number,
      .updated_at = world.now};
  EXPECT_EQ(updated, expected);
  EXPECT_TRUE(matches(*updated.auth_info, "another-secret"));
  command = update();
  command.auth_info = "";
  world.accept(world.a, command);
  EXPECT_FALSE(world.domain("a.example").auth_info.is_set());
}

}  // namespace
}  // namespace stele::core
