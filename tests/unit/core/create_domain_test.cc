// CreateDomain: its refusals in order of precedence, then the exact events.
#include <gtest/gtest.h>

#include "engine/core/auth_info.h"
#include "tests/unit/core/world.h"

namespace stele::core {
namespace {

struct Row {
  const char* rule;
  void (*change)(World&, CreateDomain&);
  const char* outcome;
};

// Every row changes one thing of a command that would be accepted.
const Row kRows[] = {
    {"the registrar is disabled",
     [](World& w, CreateDomain&) {
       w.accept(w.staff, UpdateRegistrar{.id = "reg-a", .enabled = false});
     },
     "registrar_disabled(=reg-a)"},
    {"a registrar cannot rewrite the past",
     [](World&, CreateDomain& c) { c.history.sponsor = "reg-b"; }, "not_allowed(sponsor=reg-b)"},
    {"no zone of ours", [](World&, CreateDomain& c) { c.name = name("shop.test"); },
     "zone_not_served(name=shop.test)"},
    {"a zone", [](World&, CreateDomain& c) { c.name = name("com.example"); },
     "zone_itself(name=com.example)"},
    {"two labels below the zone", [](World&, CreateDomain& c) { c.name = name("w.shop.example"); },
     "too_many_labels(name=w.shop.example)"},
    {"taken", [](World&, CreateDomain& c) { c.name = name("A.EXAMPLE"); },
     "object_exists(name=a.example)"},
    {"taken comes before the details",
     [](World&, CreateDomain& c) {
       c.name = name("a.example");
       c.registrant.reset();
     },
     "object_exists(name=a.example)"},
    {"months that make no year",
     [](World&, CreateDomain& c) { c.period = Period{18, PeriodUnit::months}; },
     "period_unit_not_supported(period=18m)"},
    {"too long", [](World&, CreateDomain& c) { c.period = Period{11, PeriodUnit::years}; },
     "period_out_of_range(period=11y)"},
    {"no registrant", [](World&, CreateDomain& c) { c.registrant.reset(); },
     "registrant_required(registrant)"},
    {"an unknown registrant", [](World&, CreateDomain& c) { c.registrant = "nobody"; },
     "contact_does_not_exist(registrant=nobody)"},
    {"all unknown contacts are named",
     [](World&, CreateDomain& c) {
       c.contacts = {{ContactRole::admin, "no-1"}, {ContactRole::tech, "no-2"}};
     },
     "contact_does_not_exist(contact=no-1) contact_does_not_exist(contact=no-2)"},
    {"a contact twice in one role",
     [](World&, CreateDomain& c) { c.contacts.push_back({ContactRole::admin, "con-a"}); },
     "given_twice(contact=con-a)"},
    {"too many contacts in one role",
     [](World&, CreateDomain& c) { c.contacts.push_back({ContactRole::tech, "con-a"}); },
     "too_many_contacts(contact=tech)"},
    {"a role that the zone requires",
     [](World& w, CreateDomain& c) {
       ZonePolicy policy = zone_policy();
       policy.admin.least = 1;
       w.accept(w.staff, UpdateZone{.name = name("example"), .policy = policy});
       c.contacts.clear();
     },
     "too_few_contacts(contact=admin)"},
    {"unknown hosts and one twice",
     [](World&, CreateDomain& c) {
       c.hosts = {host_name("x.test"), host_name("ns.test"), host_name("ns.test")};
     },
     "host_does_not_exist(host=x.test) given_twice(host=ns.test)"},
    {"a zone that wants name servers",
     [](World& w, CreateDomain& c) {
       ZonePolicy policy = zone_policy();
       policy.least_hosts = 2;
       w.accept(w.staff, UpdateZone{.name = name("example"), .policy = policy});
       c.hosts = {host_name("ns.test")};
     },
     "too_few_hosts(host=1)"},
    {"more name servers than the zone takes",
     [](World& w, CreateDomain& c) {
       for (const char* host : {"n1.test", "n2.test", "n3.test", "n4.test"}) {
         w.accept(w.a, create_host(host));
         c.hosts.push_back(host_name(host));
       }
     },
     "too_many_hosts(host=4)"},
    {"a short authInfo", [](World&, CreateDomain& c) { c.auth_info = "five5"; },
     "weak_auth_info(auth_info)"},
    {"a long authInfo", [](World&, CreateDomain& c) { c.auth_info = std::string(65, 'x'); },
     "value_out_of_range(auth_info)"},
    {"an authInfo with a line break", [](World&, CreateDomain& c) { c.auth_info = "secret\n"; },
     "bad_syntax(auth_info)"},
    {"no price in the registrar's currency",
     [](World& w, CreateDomain&) {
       ZonePolicy policy = zone_policy();
       policy.prices.clear();
       w.accept(w.staff, UpdateZone{.name = name("example"), .policy = policy});
     },
     "no_such_price(currency=EUR)"},
    {"more than the account bears",
     [](World&, CreateDomain& c) { c.period = Period{10, PeriodUnit::years}; },
     "low_credit(amount=100.00 EUR)"},
    {"what is wrong is told at once, the first thing first",
     [](World&, CreateDomain& c) {
       c.period = Period{0, PeriodUnit::years};
       c.registrant = "nobody";
       c.hosts = {host_name("x.test")};
       c.auth_info = "x";
     },
     "period_out_of_range(period=0y) contact_does_not_exist(registrant=nobody) "
     "host_does_not_exist(host=x.test) weak_auth_info(auth_info)"},
    {"years counted in months", [](World&, CreateDomain& c) {
       c.period = Period{24, PeriodUnit::months};
     },
     "DomainCreated AccountDebited"},
    {"without authInfo", [](World&, CreateDomain& c) { c.auth_info.clear(); },
     "DomainCreated AccountDebited"},
};

TEST(CreateDomain, RefusesInOrderOfPrecedence) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.rule);
    World world;  // a.example has cost 10.00 of 100.00
    world.accept(world.b, create_host("ns.test"));
    CreateDomain command = create_domain("shop.example");
    row.change(world, command);
    EXPECT_EQ(world.run(world.a, command), row.outcome);
  }
}

TEST(CreateDomain, NeedsAccessToTheZone) {
  World world;
  EXPECT_EQ(world.run(world.c, create_domain("a.example")), "no_zone_access(name=a.example)");
}

TEST(CreateDomain, EventsCarryResults) {
  World world;
  world.accept(world.b, create_host("ns2.test"));
  world.accept(world.b, create_host("ns1.test"));
  CreateDomain command = create_domain("shop.com.example");
  command.period = Period{2, PeriodUnit::years};
  command.hosts = {host_name("ns1.test"), host_name("ns2.test")};
  const ObjectNumber number = world.state->next_number();
  const Decision decision = world.accept(world.a, command);

  ASSERT_EQ(decision.events.size(), 2U);
  const auto& created = std::get<events::DomainCreated>(decision.events[0]);
  const events::DomainCreated expected{
      .repository = RepositoryId{1},
      .number = number,
      .zone = world.state->find_zone("com.example")->number,
      .name = name("shop.com.example"),
      .index_label = "shop",
      .period = Period{2, PeriodUnit::years},
      .registrant = world.contact("con-a").number,
      .contacts = {{ContactRole::admin, world.contact("con-a").number},
                   {ContactRole::tech, world.contact("con-b").number}},
      .hosts = {world.host("ns2.test").number, world.host("ns1.test").number},
      .auth_info = created.auth_info,
      .sponsor = world.a.actor.number,
      .creator = world.a.actor.number,
      .created_at = world.now,
      .expires_at = *parse_instant("2028-03-01T12:00Z")};
  EXPECT_EQ(created, expected);
  EXPECT_TRUE(matches(created.auth_info, "domain-secret"));
  EXPECT_FALSE(matches(created.auth_info, "domain-secre"));
  const events::AccountDebited debited{.repository = RepositoryId{1},
                                       .registrar = world.a.actor.number,
                                       .money = {*parse_currency("EUR"), *parse_amount("20.00")},
                                       .balance = *parse_amount("70.00"),
                                       .operation = PricedOperation::create,
                                       .object = number,
                                       .object_name = "shop.com.example",
                                       .years = 2};
  EXPECT_EQ(std::get<events::AccountDebited>(decision.events[1]), debited);
  Answer answer{number, "shop.com.example", world.now, *parse_instant("2028-03-01T12:00Z")};
  answer.bill = Bill{.currency = debited.money.currency,
                     .lines = {{.what = "Registration",
                                .amount = debited.money.amount,
                                .refundable = false}},
                     .balance = debited.balance,
                     .credit_limit = {}};
  EXPECT_EQ(decision.answer, answer);
}

TEST(CreateDomain, TheCreditLimitIsReachedButNotPassed) {
  World world;  // 90.00 left
  world.accept(world.staff, UpdateRegistrar{.id = "reg-a", .credit_limit = parse_amount("10.00")});
  CreateDomain command = create_domain("shop.example");
  command.period = Period{10, PeriodUnit::years};
  EXPECT_EQ(world.run(world.a, command), "DomainCreated AccountDebited");
  EXPECT_EQ(to_text(world.state->balance(world.a.actor.number)), "-10.00");
  EXPECT_EQ(world.run(world.a, create_domain("more.example")), "low_credit(amount=10.00 EUR)");
}

TEST(CreateDomain, APriceOfZeroIsDebitedWhateverTheBalance) {
  World world;
  ZonePolicy policy = zone_policy();
  policy.prices[0].per_year.amount = Amount{};
  world.accept(world.staff, UpdateZone{.name = name("example"), .policy = policy});
  EXPECT_EQ(world.run(world.a, create_domain("shop.example")), "DomainCreated AccountDebited");
  EXPECT_EQ(to_text(world.state->balance(world.a.actor.number)), "90.00");
}

TEST(CreateDomain, StaffImportThePast) {
  World world;
  CreateDomain command = create_domain("old.example");
  EXPECT_EQ(world.run(world.staff, command), "missing_parameter(sponsor)");
  command.history = {.sponsor = "reg-x", .creator = "reg-y"};
  EXPECT_EQ(world.run(world.staff, command),
            "object_does_not_exist(sponsor=reg-x) object_does_not_exist(creator=reg-y)");
  command.history = {.sponsor = "reg-a", .created_at = world.now + 1};
  EXPECT_EQ(world.run(world.staff, command),
            "value_out_of_range(created_at=2026-03-01T12:00:00.001Z)");
  command.history = {.sponsor = "reg-a",
                     .created_at = parse_instant("2010-05-05T00:00Z"),
                     .expires_at = parse_instant("2010-05-05T00:00Z")};
  EXPECT_EQ(world.run(world.staff, command),
            "value_out_of_range(expiry_date=2010-05-05T00:00:00.000Z)");
  command.history.expires_at = parse_instant("2036-05-05T00:00Z");
  EXPECT_EQ(world.run(world.staff, command),
            "expiry_too_far(expiry_date=2036-05-05T00:00:00.000Z)");
  command.history.expires_at = parse_instant("2027-05-05T00:00Z");
  command.history.creator = "reg-b";
  EXPECT_EQ(world.run(world.staff, command), "DomainCreated");  // paid for elsewhere
  const Domain domain = world.domain("old.example");
  EXPECT_EQ(domain.made.creator, world.b.actor.number);
  EXPECT_EQ(domain.made.created_at, *parse_instant("2010-05-05T00:00Z"));
  EXPECT_EQ(domain.expires_at, *parse_instant("2027-05-05T00:00Z"));
}

TEST(CreateDomain, AZoneWithoutContactsTakesNone) {
  World world;
  ZonePolicy policy = zone_policy();
  policy.contact_model = ContactModel::minimal;
  policy.admin.least = 1;
  world.accept(world.staff, UpdateZone{.name = name("example"), .policy = policy});
  CreateDomain command = create_domain("b.example");
  command.registrant = "con-a";
  command.contacts = {{ContactRole::tech, "con-b"}};
  EXPECT_EQ(world.run(world.a, command),
            "contacts_not_held(registrant=con-a) contacts_not_held(contact=con-b)");
  command.registrant.reset();
  command.contacts.clear();
  const Decision made = world.accept(world.a, command);
  EXPECT_FALSE(std::get<events::DomainCreated>(made.events[0]).registrant);
  EXPECT_EQ(info_domain(world.state, world.a, name("a.example"), {})->registrant, "")
      << "what was there before is not shown";
}

}  // namespace
}  // namespace stele::core
