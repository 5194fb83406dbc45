// Zones: place, policy, header.
#include <gtest/gtest.h>

#include "tests/unit/core/world.h"

namespace stele::core {
namespace {

CreateZone create_zone(std::string_view zone) {
  return {.name = name(zone), .policy = zone_policy(), .header = zone_header()};
}

TEST(CreateZone, RefusesInOrderOfPrecedence) {
  World world;
  EXPECT_EQ(world.run(world.a, create_zone("test")), "not_allowed()");
  CreateZone command = create_zone("test");
  command.repository = RepositoryId{2};
  EXPECT_EQ(world.run(world.staff, command), "object_does_not_exist(repository=2)");
  EXPECT_EQ(world.run(world.staff, CreateZone{}), "bad_name(name)");
  EXPECT_EQ(world.run(world.staff, create_zone("example")), "object_exists(name=example)");
  EXPECT_EQ(world.run(world.staff, create_zone("a.example")), "object_exists(name=a.example)");
  EXPECT_EQ(world.run(world.staff, create_zone("x.y.example")),
            "too_many_labels(name=x.y.example)");
  world.accept(world.staff, create_zone("x.y.test"));
  EXPECT_EQ(world.run(world.staff, create_zone("test")), "too_many_labels(zone=x.y.test)");
  EXPECT_EQ(world.run(world.staff, create_zone("y.test")), "ZoneCreated");
  EXPECT_EQ(world.run(world.staff, create_zone("test")), "ZoneCreated");
}

TEST(CreateZone, NotAboveHostsThatWereMadeWithoutAddresses) {
  World world;
  world.accept(world.a, CreateHost{.name = *HostName::parse("ns1.shop.test")});
  EXPECT_EQ(world.run(world.staff, create_zone("test")), "hosts_below_zone(host=ns1.shop.test)");
  world.accept(world.a, DeleteHost{*HostName::parse("ns1.shop.test")});
  EXPECT_EQ(world.run(world.staff, create_zone("test")), "ZoneCreated");
}

TEST(CreateZone, APolicyMustNotContradictItself) {
  World world;
  CreateZone command = create_zone("test");
  const Currency eur = *parse_currency("EUR");
  command.policy = {.least_years = 3,
                    .most_years = 2,
                    .default_years = 1,
                    .most_years_ahead = 1,
                    .least_hosts = 2,
                    .most_hosts = 1,
                    .admin = {2, 1},
                    .tech = {4, 3},
                    .billing = {6, 5},
                    .prices = {{PricedOperation::create, {eur, {}}},
                               {PricedOperation::create, {eur, {1}}},
                               {PricedOperation::renew, {eur, {-1}}}}};
  EXPECT_EQ(world.run(world.staff, command),
            "bad_policy(policy=least_years=3) bad_policy(policy=most_years=2) "
            "bad_policy(policy=default_years=1) "
            "bad_policy(policy=least_hosts=2) bad_policy(policy=admin=2..1) "
            "bad_policy(policy=tech=4..3) bad_policy(policy=billing=6..5) "
            "bad_policy(policy=price.create=0.0001EUR) bad_policy(policy=price.renew=-0.0001EUR)");
  command.policy = zone_policy();
  command.policy.least_ttl = 0;
  command.policy.most_ttl = 0x80000000;
  EXPECT_EQ(world.run(world.staff, command),
            "bad_policy(policy=least_ttl=0) bad_policy(policy=most_ttl=2147483648)");
  command.policy.least_ttl = 400;
  command.policy.most_ttl = 300;
  EXPECT_EQ(world.run(world.staff, command), "bad_policy(policy=least_ttl=400)");
  // The zone's own TTL lies within the bounds (RFC 9803 §2.1).
  command.policy.most_ttl = 86399;
  EXPECT_EQ(world.run(world.staff, command), "bad_policy(policy=ttl=86400)");
  EXPECT_EQ(world.run(world.staff, UpdateZone{.name = name("example"), .policy = command.policy}),
            "bad_policy(policy=ttl=86400)");
  EXPECT_EQ(world.run(world.staff,
                      ScheduleZoneUpdate{.name = name("example"),
                                         .at = {world.now.ms + kDay},
                                         .policy = command.policy}),
            "bad_policy(policy=ttl=86400)");
  command.header.ttl = 399;
  EXPECT_EQ(world.run(world.staff, UpdateZone{.name = name("example"), .header = command.header}),
            "ZoneUpdated");
  command.header.ttl = 299;
  EXPECT_EQ(world.run(world.staff, UpdateZone{.name = name("example"), .header = command.header}),
            "bad_policy(policy=ttl=299)");
}

TEST(UpdateZone, TheHostModelChangesOnlyWhileThereAreNoNames) {
  World world;
  ZonePolicy attributes = zone_policy();
  attributes.host_objects = false;
  EXPECT_EQ(world.run(world.staff, UpdateZone{.name = name("example"), .policy = attributes}),
            "bad_policy(policy=host_objects=no)");
  const ScheduleZoneUpdate later{
      .name = name("com.example"), .at = {world.now.ms + kDay}, .policy = attributes};
  EXPECT_EQ(world.run(world.staff, later), "bad_policy(policy=host_objects)");
  EXPECT_EQ(world.run(world.staff, UpdateZone{.name = name("com.example"), .policy = attributes}),
            "ZoneUpdated");
}

TEST(CreateZone, TheHeaderIsValidatedAndTheLineNamed) {
  World world;
  CreateZone command = create_zone("test");
  command.header = {.primary = "a..b",
                    .responsible = "host@master.test",
                    .refresh = 0,
                    .retry = 0,
                    .expire = 0,
                    .ttl = 0x80000000,
                    .records = "@ TXT ok\nwww CNAME x\n"};
  EXPECT_EQ(world.run(world.staff, command),
            "bad_zone_header(header=primary=a..b: not a domain name) "
            "bad_zone_header(header=responsible=host@master.test: not a domain name) "
            "bad_zone_header(header=refresh=0) bad_zone_header(header=retry=0) "
            "bad_zone_header(header=expire=0) bad_zone_header(header=ttl=2147483648) "
            "bad_zone_header(header=name_servers=0) "
            "bad_zone_header(header=line 2: \"CNAME\" is not one of the types A AAAA CAA DS MX "
            "NS TXT)");
  command = create_zone("test");
  command.header.name_servers = {"NS.test", "ns.test"};
  EXPECT_EQ(world.run(world.staff, command),
            "bad_zone_header(header=name_servers: one is given twice)");
}

TEST(CreateZone, EventHasCanonicalNames) {
  World world;
  CreateZone command = create_zone("test");
  command.header.primary = "NS1.Test";
  command.header.name_servers = {"ns2.test", "NS1.test"};
  const ObjectNumber number = world.state->next_number();
  const Decision decision = world.accept(world.staff, command);
  events::ZoneCreated expected{.repository = RepositoryId{1},
                               .number = number,
                               .name = name("test"),
                               .policy = zone_policy(),
                               .header = zone_header(),
                               .publish = true,
                               .created_at = world.now};
  expected.header.primary = "ns1.test";
  expected.header.name_servers = {"ns1.test", "ns2.test"};
  EXPECT_EQ(std::get<events::ZoneCreated>(decision.events.at(0)), expected);
}

TEST(UpdateZone, RefusesInOrderOfPrecedence) {
  World world;
  EXPECT_EQ(world.run(world.a, UpdateZone{.name = name("example")}), "not_allowed()");
  EXPECT_EQ(world.run(world.staff, UpdateZone{.name = name("a.example")}),
            "object_does_not_exist(name=a.example)");
  EXPECT_EQ(world.run(world.staff, UpdateZone{.name = name("example")}), "nothing_to_change()");
  ZonePolicy policy;
  policy.least_years = 0;
  ZoneHeader header = zone_header();
  header.records = "x.test. A 192.0.2.1";
  EXPECT_EQ(world.run(world.staff,
                      UpdateZone{.name = name("example"), .policy = policy, .header = header}),
            "bad_policy(policy=least_years=0) "
            "bad_zone_header(header=line 1: \"x.test.\" lies outside the zone)");
  const Decision decision =
      world.accept(world.staff, UpdateZone{.name = name("example"), .publish = false});
  const events::ZoneUpdated expected{.repository = RepositoryId{1},
                                     .number = world.state->find_zone("example")->number,
                                     .publish = false,
                                     .updated_at = world.now};
  EXPECT_EQ(std::get<events::ZoneUpdated>(decision.events.at(0)), expected);
}

}  // namespace
}  // namespace stele::core
