// check and info: who sees what, and what is derived.
#include "engine/core/query.h"

#include <gtest/gtest.h>

#include "tests/unit/core/world.h"

namespace stele::core {
namespace {

std::string line_of(const Availability& availability) {
  return availability.available ? "available" : std::string(name_of(*availability.reason));
}

TEST(Check, Domain) {
  World world;
  const auto check = [&](const Caller& caller, std::string_view text) {
    return line_of(check_domain(world.state, caller, text));
  };
  EXPECT_EQ(check(world.a, "-.example"), "bad_name");
  EXPECT_EQ(check(world.a, "shop.test"), "zone_not_served");
  EXPECT_EQ(check(world.a, "com.example"), "zone_itself");
  EXPECT_EQ(check(world.a, "x.shop.example"), "too_many_labels");
  EXPECT_EQ(check(world.c, "shop.example"), "no_zone_access");
  EXPECT_EQ(check(world.b, "A.example"), "object_exists");
  EXPECT_EQ(check(world.b, "shop.com.example"), "available");
  EXPECT_EQ(check(world.staff, "shop.example"), "available");
}

TEST(Check, HostAndContact) {
  World world;
  world.accept(world.a, create_host("ns.test"));
  EXPECT_EQ(line_of(check_host(world.state, world.a, "!.test")), "bad_name");
  EXPECT_EQ(line_of(check_host(world.state, world.a, "com.example")), "zone_itself");
  EXPECT_EQ(line_of(check_host(world.state, world.b, "ns.test")), "object_exists");
  EXPECT_EQ(line_of(check_host(world.state, world.b, "ns2.test")), "available");
  EXPECT_EQ(line_of(check_contact(world.state, world.a, "x")), "bad_contact_id");
  EXPECT_EQ(line_of(check_contact(world.state, world.b, "con-a")), "object_exists");
  EXPECT_EQ(line_of(check_contact(world.state, world.b, "con-x")), "available");
}

TEST(Info, DomainHasNamesAndDerivedStatuses) {
  World world;
  auto info = info_domain(world.state, world.a, name("a.example"), {});
  ASSERT_TRUE(info);
  EXPECT_EQ(info->statuses, std::vector<Status>{Status::inactive});
  EXPECT_EQ(info->registrant, "con-a");
  const std::vector<std::pair<ContactRole, std::string>> contacts{{ContactRole::admin, "con-a"},
                                                                  {ContactRole::tech, "con-b"}};
  EXPECT_EQ(info->contacts, contacts);
  EXPECT_EQ(info->roid, "D" + std::to_string(info->domain.number.value) + "-STELE");
  EXPECT_EQ(info->made.sponsor, "reg-a");
  EXPECT_EQ(info->made.creator, "reg-a");
  EXPECT_EQ(info->made.updated_by, "");
  EXPECT_TRUE(info->authorized);

  world.accept(world.a, create_host("ns2.a.example", {"192.0.2.2"}));
  world.accept(world.a, create_host("ns1.a.example", {"192.0.2.1"}));
  UpdateDomain link{.name = name("a.example")};
  link.hosts_added = {host_name("ns1.a.example"), host_name("ns2.a.example")};
  world.accept(world.a, link);
  info = info_domain(world.state, world.a, name("a.example"), {});
  EXPECT_EQ(info->statuses, std::vector<Status>{Status::ok});
  const std::vector<std::string> hosts{"ns1.a.example", "ns2.a.example"};
  EXPECT_EQ(info->hosts, hosts);
  EXPECT_EQ(info->subordinate_hosts, hosts);
}

TEST(Info, DomainOfAnotherRegistrar) {
  World world;
  EXPECT_FALSE(info_domain(world.state, world.b, name("a.example"), {})->authorized);
  EXPECT_TRUE(info_domain(world.state, world.b, name("a.example"), "domain-secret")->authorized);
  const auto wrong = info_domain(world.state, world.b, name("a.example"), "guess");
  EXPECT_EQ(World::line_of(wrong.error()), "bad_auth_info(auth_info)");
  const auto none = info_domain(world.state, world.b, name("none.example"), {});
  EXPECT_EQ(World::line_of(none.error()), "object_does_not_exist(name=none.example)");
}

TEST(Info, WithoutAuthInfoNothingMatches) {
  World world;
  UpdateDomain clear{.name = name("a.example")};
  clear.auth_info = "";
  world.accept(world.a, clear);
  const auto info = info_domain(world.state, world.b, name("a.example"), "");
  EXPECT_EQ(World::line_of(info.error()), "bad_auth_info(auth_info)");
}

TEST(Info, HostIsOpenToAll) {
  World world;
  world.accept(world.a, create_host("ns.test"));
  EXPECT_EQ(info_host(world.state, world.b, host_name("ns.test"))->statuses,
            std::vector<Status>{Status::ok});
  UpdateDomain link{.name = name("a.example")};
  link.hosts_added = {host_name("ns.test")};
  world.accept(world.a, link);
  EXPECT_EQ(info_host(world.state, world.b, host_name("ns.test"))->statuses,
            (std::vector<Status>{Status::ok, Status::linked}));
  EXPECT_EQ(World::line_of(info_host(world.state, world.b, host_name("no.test")).error()),
            "object_does_not_exist(name=no.test)");
}

TEST(Info, ContactIsForSponsorStaffAndWhoKnowsTheAuthInfo) {
  World world;
  const auto info = [&](const Caller& caller, const std::optional<std::string>& auth_info) {
    return info_contact(world.state, caller, "con-a", auth_info);
  };
  EXPECT_EQ(info(world.a, {})->data, person());
  EXPECT_EQ(info(world.staff, {})->data, person());
  EXPECT_EQ(info(world.b, "contact-secret")->data, person());
  EXPECT_EQ(info(world.a, {})->statuses, (std::vector<Status>{Status::ok, Status::linked}));
  EXPECT_EQ(World::line_of(info(world.b, {}).error()), "not_sponsor(id=con-a)");
  EXPECT_EQ(World::line_of(info(world.b, "guess").error()), "bad_auth_info(auth_info)");
  world.state.set_vault_broken(true);
  EXPECT_EQ(World::line_of(info(world.a, {}).error()), "unreadable(id=con-a)");
  world.accept(world.staff, EraseContact{.id = "con-a"});
  EXPECT_FALSE(info(world.a, {})->data);  // erased is known without the vault
}

}  // namespace
}  // namespace stele::core
