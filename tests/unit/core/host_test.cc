// Hosts: refusals in order of precedence, the exact events, and the rules of renaming.
#include <gtest/gtest.h>

#include "tests/unit/core/world.h"

namespace stele::core {
namespace {

UpdateHost update(std::string_view host) { return {.name = host_name(host)}; }

UpdateHost rename(std::string_view from, std::string_view to) {
  return {.name = host_name(from), .new_name = host_name(to)};
}

TEST(CreateHost, RefusesInOrderOfPrecedence) {
  World world;
  CreateHost command = create_host("ns.test");
  command.history.created_at = world.now;
  EXPECT_EQ(world.run(world.a, command), "not_allowed(created_at=2026-03-01T12:00:00.000Z)");
  command.history = {.sponsor = "reg-a", .expires_at = world.now};
  EXPECT_EQ(world.run(world.staff, command),
            "malformed(expiry_date=2026-03-01T12:00:00.000Z)");
  world.accept(world.a, create_host("ns.test"));
  EXPECT_EQ(world.run(world.b, create_host("NS.test")), "object_exists(name=ns.test)");
  EXPECT_EQ(world.run(world.a, create_host("com.example", {"192.0.2.1"})),
            "zone_itself(name=com.example)");
  EXPECT_EQ(world.run(world.a, create_host("a.b.none.example")),
            "superordinate_does_not_exist(name=none.example)");
  EXPECT_EQ(world.run(world.b, create_host("ns.a.example")),
            "superordinate_not_sponsored(name=a.example)");
  EXPECT_EQ(world.run(world.a, create_host("ns2.test", {"192.0.2.1", "2001:db8::1"})),
            "address_not_allowed(address=192.0.2.1) address_not_allowed(address=2001:db8::1)");
  EXPECT_EQ(world.run(world.a, create_host("ns.a.example",
                                           {"127.0.0.1", "::1", "192.0.2.1", "192.0.2.1"})),
            "address_not_usable(address=127.0.0.1) address_not_usable(address=::1) "
            "given_twice(address=192.0.2.1)");
  std::vector<std::string> many;
  for (int i = 1; i <= 14; ++i) many.push_back("192.0.2." + std::to_string(i));
  EXPECT_EQ(world.run(world.a, create_host("ns.a.example", many)),
            "too_many_addresses(address=14)");
}

TEST(CreateHost, EventCarriesResults) {
  World world;
  const ObjectNumber number = world.state->next_number();
  const Decision decision =
      world.accept(world.a, create_host("ns1.a.example", {"2001:db8::1", "192.0.2.1"}));
  const events::HostCreated expected{.repository = RepositoryId{1},
                                     .number = number,
                                     .name = host_name("ns1.a.example"),
                                     .superordinate = world.domain("a.example").number,
                                     .addresses = {address("192.0.2.1"), address("2001:db8::1")},
                                     .sponsor = world.a.actor.number,
                                     .creator = world.a.actor.number,
                                     .created_at = world.now};
  EXPECT_EQ(std::get<events::HostCreated>(decision.events.at(0)), expected);
  EXPECT_EQ(decision.answer.id, "ns1.a.example");
  // A name may be a domain and a host below itself.
  world.accept(world.a, create_host("a.example", {"192.0.2.9"}));
  EXPECT_EQ(world.host("a.example").superordinate, world.domain("a.example").number);
  world.accept(world.b, create_host("ns.test"));
  EXPECT_EQ(world.host("ns.test").superordinate, ObjectNumber{});
}

TEST(DeleteHost, RefusesInOrderOfPrecedence) {
  World world;
  EXPECT_EQ(world.run(world.a, DeleteHost{host_name("ns.test")}),
            "object_does_not_exist(name=ns.test)");
  world.accept(world.a, create_host("ns.test"));
  EXPECT_EQ(world.run(world.b, DeleteHost{host_name("ns.test")}), "not_sponsor(name=ns.test)");
  UpdateDomain link{.name = name("a.example")};
  link.hosts_added = {host_name("ns.test")};
  world.accept(world.a, link);
  EXPECT_EQ(world.run(world.a, DeleteHost{host_name("ns.test")}), "linked(name=ns.test)");
  UpdateHost prohibit = update("ns.test");
  prohibit.statuses_added = {Status::client_delete_prohibited};
  world.accept(world.a, prohibit);
  EXPECT_EQ(world.run(world.a, DeleteHost{host_name("ns.test")}),
            "status_prohibits(status=clientDeleteProhibited) linked(name=ns.test)");
}

TEST(DeleteHost, Event) {
  World world;
  world.accept(world.a, create_host("ns.test"));
  const events::HostDeleted expected{.repository = RepositoryId{1},
                                     .number = world.host("ns.test").number,
                                     .name = host_name("ns.test"),
                                     .deleted_by = world.a.actor.number};
  const Decision decision = world.accept(world.a, DeleteHost{host_name("ns.test")});
  EXPECT_EQ(std::get<events::HostDeleted>(decision.events.at(0)), expected);
}

TEST(UpdateHost, RefusesInOrderOfPrecedence) {
  World world;
  EXPECT_EQ(world.run(world.a, update("ns.test")), "object_does_not_exist(name=ns.test)");
  world.accept(world.a, create_host("ns.a.example", {"192.0.2.1", "192.0.2.2"}));
  EXPECT_EQ(world.run(world.b, update("ns.a.example")), "not_sponsor(name=ns.a.example)");
  EXPECT_EQ(world.run(world.a, update("ns.a.example")), "nothing_to_change()");
  UpdateHost command = update("ns.a.example");
  command.statuses_added = {Status::client_hold, Status::server_update_prohibited};
  command.addresses_added = {address("192.0.2.1"), address("10.0.0.1"), address("192.0.2.3")};
  command.addresses_removed = {address("192.0.2.9"), address("192.0.2.3")};
  EXPECT_EQ(world.run(world.a, command),
            "status_not_settable(status=clientHold) "
            "status_not_settable(status=serverUpdateProhibited) "
            "address_not_usable(address=10.0.0.1) already_there(address=192.0.2.1) "
            "added_and_removed(address=192.0.2.3) not_there(address=192.0.2.9)");
  command = update("ns.a.example");
  command.addresses_removed = {address("192.0.2.1"), address("192.0.2.2")};
  UpdateDomain link{.name = name("a.example")};
  link.hosts_added = {host_name("ns.a.example")};
  world.accept(world.a, link);
  EXPECT_EQ(world.run(world.a, command), "address_required(address)");
  command.statuses_added = {Status::client_update_prohibited};
  command.addresses_added = {address("2001:db8::1")};
  EXPECT_EQ(world.run(world.a, command), "HostUpdated");
  EXPECT_EQ(world.host("ns.a.example").addresses,
            std::vector<IpAddress>{address("2001:db8::1")});
  EXPECT_EQ(world.run(world.a, rename("ns.a.example", "ns.none.example")),
            "status_prohibits(status=clientUpdateProhibited)");
}

TEST(UpdateHost, RenameIsRefused) {
  World world;
  world.accept(world.b, create_domain("b.example"));
  world.accept(world.a, create_host("ns.test"));
  world.accept(world.a, create_host("ns.a.example", {"192.0.2.1"}));
  EXPECT_EQ(world.run(world.a, rename("ns.test", "ns.a.example")),
            "object_exists(name=ns.a.example)");
  EXPECT_EQ(world.run(world.a, rename("ns.test", "example.com.example")),
            "superordinate_does_not_exist(name=example.com.example)");
  EXPECT_EQ(world.run(world.a, rename("ns.test", "com.example")), "zone_itself(name=com.example)");
  EXPECT_EQ(world.run(world.a, rename("ns.test", "ns.b.example")),
            "superordinate_not_sponsored(name=b.example)");
  UpdateHost command = rename("ns.a.example", "ns.other.test");
  command.addresses_added = {address("192.0.2.2")};
  EXPECT_EQ(world.run(world.a, command), "address_not_allowed(address=192.0.2.2)");

  UpdateDomain link{.name = name("b.example")};
  link.hosts_added = {host_name("ns.test")};
  world.accept(world.b, link);
  EXPECT_EQ(world.run(world.a, rename("ns.test", "ns2.test")), "rename_linked(name=ns.test)");
}

TEST(UpdateHost, RenameMovesTheHostAcrossTheBorder) {
  World world;
  world.accept(world.a, create_host("ns.test"));
  UpdateHost inward = rename("ns.test", "ns.a.example");
  inward.addresses_added = {address("192.0.2.1")};
  const Decision in = world.accept(world.a, inward);
  const events::HostUpdated moved_in{.repository = RepositoryId{1},
                                     .number = world.host("ns.a.example").number,
                                     .addresses_added = {address("192.0.2.1")},
                                     .name = host_name("ns.a.example"),
                                     .superordinate = world.domain("a.example").number,
                                     .updated_by = world.a.actor.number,
                                     .updated_at = world.now};
  EXPECT_EQ(std::get<events::HostUpdated>(in.events.at(0)), moved_in);
  EXPECT_EQ(in.answer.id, "ns.a.example");

  const Decision out = world.accept(world.a, rename("ns.a.example", "ns.other.test"));
  const events::HostUpdated moved_out{.repository = RepositoryId{1},
                                      .number = world.host("ns.other.test").number,
                                      .addresses_removed = {address("192.0.2.1")},
                                      .name = host_name("ns.other.test"),
                                      .superordinate = ObjectNumber{},
                                      .updated_by = world.a.actor.number,
                                      .updated_at = world.now};
  EXPECT_EQ(std::get<events::HostUpdated>(out.events.at(0)), moved_out);
}

TEST(UpdateHost, AnExternalHostOfOwnDomainsMayBeRenamed) {
  World world;
  world.accept(world.a, create_host("ns.test"));
  UpdateDomain link{.name = name("a.example")};
  link.hosts_added = {host_name("ns.test")};
  world.accept(world.a, link);
  EXPECT_EQ(world.run(world.a, rename("ns.test", "ns2.test")), "HostUpdated");
}

// An internal host has addresses only when a name is delegated to it.
TEST(UpdateHost, AnInternalHostMayHaveNoAddressUntilANameIsDelegatedToIt) {
  World world;
  world.accept(world.a, create_host("ns1.a.example"));
  world.accept(world.a, create_host("ns.test"));
  UpdateDomain link{.name = name("a.example")};
  link.hosts_added = {host_name("ns1.a.example"), host_name("ns.test")};
  EXPECT_EQ(world.run(world.a, link), "address_required(host=ns1.a.example)");
  CreateDomain other = create_domain("b.example");
  other.hosts = {host_name("ns1.a.example")};
  EXPECT_EQ(world.run(world.b, other), "address_required(host=ns1.a.example)");
  UpdateHost address_of = update("ns1.a.example");
  address_of.addresses_added = {address("192.0.2.1")};
  world.accept(world.a, address_of);
  EXPECT_EQ(world.run(world.a, link), "DomainUpdated");
  // A host in use moves below a name only with an address, an unused one without.
  EXPECT_EQ(world.run(world.a, rename("ns.test", "ns2.a.example")), "address_required(address)");
  world.accept(world.a, create_host("ns3.test"));
  EXPECT_EQ(world.run(world.a, rename("ns3.test", "ns3.a.example")), "HostUpdated");
}

TEST(Hosts, TtlsAreOfAddressesAndWithinTheZonesBounds) {
  World world;
  CreateHost external = create_host("ns.test");
  external.ttls = {{record_type::kA, {}, 3600}};
  EXPECT_EQ(world.run(world.a, external), "ttl_not_supported(ttl=A:3600)");
  CreateHost command = create_host("ns.a.example", {"192.0.2.1"});
  command.ttls = {{record_type::kNs, {}, 3600}, {0, "TXT", 3600}, {record_type::kA, {}, 299},
                  {record_type::kAaaa, {}, 172801}};
  EXPECT_EQ(world.run(world.a, command),
            "ttl_not_supported(ttl=NS:3600) ttl_not_supported(ttl=TXT:3600) "
            "value_out_of_range(ttl=A:299) value_out_of_range(ttl=AAAA:172801)");
  command.ttls = {{record_type::kA, {}, 300}, {record_type::kAaaa, {}, std::nullopt},
                  {record_type::kA, {}, 400}};
  EXPECT_EQ(world.run(world.a, command), "given_twice(ttl=A:400)");
  command.ttls.pop_back();
  const Decision created = world.accept(world.a, command);
  const std::vector<RecordTtl> only_a{{record_type::kA, 300}};
  EXPECT_EQ(std::get<events::HostCreated>(created.events.at(0)).ttls, only_a);

  UpdateHost change = update("ns.a.example");
  change.ttls = {{record_type::kAaaa, {}, 172800}, {record_type::kA, {}, std::nullopt}};
  const Decision changed = world.accept(world.a, change);
  const std::vector<RecordTtl> both{{record_type::kA, 0}, {record_type::kAaaa, 172800}};
  EXPECT_EQ(std::get<events::HostUpdated>(changed.events.at(0)).ttls, both);
  const std::vector<RecordTtl> only_aaaa{{record_type::kAaaa, 172800}};
  EXPECT_EQ(world.host("ns.a.example").ttls, only_aaaa);
  change.ttls = {{record_type::kDs, {}, 3600}};
  EXPECT_EQ(world.run(world.a, change), "ttl_not_supported(ttl=DS:3600)");
  // Outside the registry's zones there are no addresses, and so no TTLs of theirs.
  world.accept(world.a, rename("ns.a.example", "ns.other.test"));
  EXPECT_TRUE(world.host("ns.other.test").ttls.empty());
}

// RFC 5732 §3.2.5 excepts external hosts only: an internal one takes its users along.
TEST(UpdateHost, AnInternalHostOfOthersDomainsMayBeRenamed) {
  World world;
  world.accept(world.a, create_host("ns.a.example", {"192.0.2.1"}));
  CreateDomain other = create_domain("b.example");
  other.hosts = {host_name("ns.a.example")};
  world.accept(world.b, other);
  EXPECT_EQ(world.run(world.a, rename("ns.a.example", "ns2.a.example")), "HostUpdated");
}

}  // namespace
}  // namespace stele::core
