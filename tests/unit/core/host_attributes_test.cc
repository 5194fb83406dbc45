// Host attributes: the model of the zone, glue, and what is added and removed.
#include "engine/core/domain/host_attributes.h"

#include <gtest/gtest.h>

#include "tests/unit/core/world.h"

namespace stele::core {
namespace {

HostAttribute host(std::string_view text, std::vector<std::string> addresses = {}) {
  HostAttribute out{host_name(text), {}};
  for (const std::string& each : addresses) out.addresses.push_back(address(each));
  return out;
}

// com.example takes attributes, example objects.
class HostAttributes : public testing::Test {
 protected:
  HostAttributes() {
    ZonePolicy policy = zone_policy();
    policy.host_objects = false;
    world.accept(world.staff, UpdateZone{.name = name("com.example"), .policy = policy});
  }
  std::string create(std::vector<HostAttribute> hosts, std::string_view text = "b.com.example") {
    CreateDomain command = create_domain(text);
    command.host_attributes = std::move(hosts);
    return world.run(world.a, command);
  }
  std::string update(std::vector<HostAttribute> added, std::vector<HostAttribute> removed) {
    UpdateDomain command{.name = name("b.com.example")};
    command.host_attributes_added = std::move(added);
    command.host_attributes_removed = std::move(removed);
    return world.run(world.a, command);
  }
  World world;
};

TEST_F(HostAttributes, TheModelIsTheZones) {
  CreateDomain objects = create_domain("b.com.example");
  objects.hosts = {host_name("ns.test")};
  EXPECT_EQ(world.run(world.a, objects), "host_objects_not_supported(host=ns.test)");
  EXPECT_EQ(create({host("ns.test")}, "b.example"),
            "host_attributes_not_supported(host_attribute=ns.test)");
  UpdateDomain update{.name = name("a.example")};
  update.host_attributes_removed = {host("ns.test")};
  EXPECT_EQ(world.run(world.a, update), "host_attributes_not_supported(host_attribute=ns.test)");
  EXPECT_EQ(create({}), "DomainCreated AccountDebited");
  UpdateDomain in_attributes{.name = name("b.com.example")};
  in_attributes.hosts_removed = {host_name("ns.test")};
  EXPECT_EQ(world.run(world.a, in_attributes), "host_objects_not_supported(host=ns.test)");
  EXPECT_EQ(world.run(world.a, create_host("ns.b.com.example", {"192.0.2.1"})),
            "host_objects_not_supported(name=ns.b.com.example)");
}

TEST_F(HostAttributes, OnlyHostsBelowTheNameHaveAddresses) {
  EXPECT_EQ(create({host("com.example")}), "zone_itself(host_attribute=com.example)");
  EXPECT_EQ(create({host("ns.b.com.example")}),
            "address_required(host_attribute=ns.b.com.example)");
  EXPECT_EQ(create({host("b.com.example")}), "address_required(host_attribute=b.com.example)");
  EXPECT_EQ(create({host("ns.test", {"192.0.2.1"}), host("ns.bb.com.example", {"192.0.2.2"})}),
            "address_not_allowed(address=192.0.2.1) address_not_allowed(address=192.0.2.2)");
  EXPECT_EQ(create({host("ns.b.com.example", {"127.0.0.1", "192.0.2.1", "192.0.2.1"})}),
            "address_not_usable(address=127.0.0.1) given_twice(address=192.0.2.1)");
  std::vector<std::string> many;
  for (int i = 1; i <= 14; ++i) many.push_back("192.0.2." + std::to_string(i));
  EXPECT_EQ(create({host("ns.b.com.example", many)}), "too_many_addresses(address=14)");
  EXPECT_EQ(create({host("ns.test"), host("ns.test")}),
            "given_twice(host_attribute=ns.test)");
  EXPECT_EQ(create({host("a.test"), host("b.test"), host("c.test"), host("d.test")}),
            "too_many_hosts(host=4)");
}

TEST_F(HostAttributes, EventsCarrySortedHosts) {
  CreateDomain command = create_domain("b.com.example");
  command.host_attributes = {host("ns.test"),
                             host("ns.b.com.example", {"2001:db8::1", "192.0.2.1"})};
  const Decision created = world.accept(world.a, command);
  const std::vector<HostAttribute> sorted{
      host("ns.b.com.example", {"192.0.2.1", "2001:db8::1"}), host("ns.test")};
  EXPECT_EQ(std::get<events::DomainCreated>(created.events.at(0)).host_attributes, sorted);

  EXPECT_EQ(update({host("ns.test")}, {}), "already_there(host_attribute=ns.test)");
  EXPECT_EQ(update({}, {host("ns2.test")}), "not_there(host_attribute=ns2.test)");
  EXPECT_EQ(update({}, {host("ns.test"), host("ns.test")}),
            "given_twice(host_attribute=ns.test) not_there(host_attribute=ns.test)");
  // Addresses that come along with what is removed must be its own.
  EXPECT_EQ(update({}, {host("ns.b.com.example", {"192.0.2.1"})}),
            "not_there(host_attribute=ns.b.com.example)");
  EXPECT_EQ(update({}, {host("ns.b.com.example", {"2001:db8::1", "192.0.2.1"})}), "DomainUpdated");
  EXPECT_EQ(update({host("ns.b.com.example", {"192.0.2.9"})}, {}), "DomainUpdated");
  // Other addresses in one command; and by its name alone.
  EXPECT_EQ(update({host("ns.b.com.example", {"192.0.2.8"})}, {host("ns.b.com.example")}),
            "DomainUpdated");
  EXPECT_EQ(world.domain("b.com.example").host_attributes,
            (std::vector<HostAttribute>{host("ns.b.com.example", {"192.0.2.8"}), host("ns.test")}));
  const auto info = info_domain(world.state, world.a, name("b.com.example"), {});
  ASSERT_TRUE(info);
  EXPECT_EQ(info->statuses, std::vector<Status>{Status::ok});
  EXPECT_EQ(info->hosts, (std::vector<std::string>{"ns.b.com.example", "ns.test"}));
}

TEST_F(HostAttributes, TtlsOfGlueAreTheDomains) {
  const auto run = [&](std::string_view domain, std::vector<TtlSetting> ttls) {
    CreateDomain command = create_domain(domain);
    command.ttls = std::move(ttls);
    return world.run(world.a, command);
  };
  EXPECT_EQ(run("c.example", {{record_type::kA, {}, 3600}}), "ttl_not_supported(ttl=A:3600)");
  EXPECT_EQ(run("c.example", {{record_type::kDname, {}, 3600}}),
            "ttl_not_supported(ttl=DNAME:3600)");
  EXPECT_EQ(run("c.example", {{record_type::kNs, {}, 0}, {record_type::kDs, {}, 3600}}),
            "value_out_of_range(ttl=NS:0)");
  EXPECT_EQ(run("c.com.example", {{record_type::kAaaa, {}, 3600}, {record_type::kNs, {}, 7200}}),
            "DomainCreated AccountDebited");
  EXPECT_EQ(world.domain("c.com.example").ttls,
            (std::vector<RecordTtl>{{record_type::kNs, 7200}, {record_type::kAaaa, 3600}}));
  UpdateDomain command{.name = name("c.com.example")};
  command.ttls = {{record_type::kNs, {}, std::nullopt}, {record_type::kDs, {}, 300}};
  EXPECT_EQ(world.run(world.a, command), "DomainUpdated");
  EXPECT_EQ(world.domain("c.com.example").ttls,
            (std::vector<RecordTtl>{{record_type::kAaaa, 3600}, {record_type::kDs, 300}}));
}

}  // namespace
}  // namespace stele::core
