// Links of objects to organisations: refusals in order, the exact events, what ends them.
#include "engine/core/org/links.h"

#include <gtest/gtest.h>

#include "tests/unit/core/world.h"

namespace stele::core {
namespace {

constexpr OrganisationRole kReseller = OrganisationRole::reseller;
constexpr OrganisationRole kProxy = OrganisationRole::privacy_proxy;

// With res-a (reseller, privacyproxy) and res-2 (reseller) of reg-a, res-b (reseller) of reg-b, and
// dns (dns-operator) of the registry.
class LinkWorld : public World {
 public:
  LinkWorld() {
    accept(a, CreateOrganisation{.id = "res-a", .roles = {{kReseller, "", {}}, {kProxy, "", {}}}});
    accept(a, CreateOrganisation{.id = "res-2", .roles = {{kReseller, "", {}}}});
    accept(b, CreateOrganisation{.id = "res-b", .roles = {{kReseller, "", {}}}});
    accept(staff, CreateOrganisation{.id = "dns", .roles = {{OrganisationRole::dns_operator, "", {}}}});
  }
  ObjectNumber org(std::string_view id) const {
    return *state->find_organisation_number(RepositoryId{1}, id);
  }
  std::vector<OrganisationLink> links(std::string_view domain_name) const {
    return state->organisations_of(domain(domain_name).number);
  }
};

UpdateDomain update(LinkChange links) {
  return {.name = name("a.example"), .links = std::move(links)};
}

TEST(Links, RefuseInOrderOfPrecedence) {
  LinkWorld world;
  LinkChange change{.added = {{kReseller, "nobody"}, {kProxy, "res-2"}, {kProxy, "res-a"}},
                    .removed = {{OrganisationRole::dns_operator, ""}},
                    .changed = {{OrganisationRole::registrar, "res-a"}}};
  EXPECT_EQ(world.run(world.a, update(change)),
            "organisation_does_not_exist(role=nobody) organisation_lacks_role(role=privacyproxy) "
            "given_twice(role=privacyproxy) role_not_linked(role=dns-operator) "
            "role_not_linked(role=registrar)");
  EXPECT_EQ(world.run(world.a, update({.added = {{kReseller, "res-b"}}})),
            "organisation_not_sponsored(role=res-b)");
  world.accept(world.a, update({.added = {{kReseller, "res-a"}}}));
  EXPECT_EQ(world.run(world.a, update({.added = {{kReseller, "res-2"}}})),
            "role_linked(role=reseller)");
  EXPECT_EQ(world.run(world.a, update({.changed = {{kReseller, "res-a"}}})),
            "role_linked(role=reseller)");
  EXPECT_EQ(world.run(world.a, update({.removed = {{kReseller, "res-2"}}})),
            "role_not_linked(role=reseller)");
  EXPECT_EQ(world.run(world.a, update({})), "nothing_to_change()");
}

TEST(Links, TheEventSaysWhatWasAddedAndRemoved) {
  LinkWorld world;
  CreateDomain create = create_domain("b.example");
  create.links.added = {{kProxy, "res-a"}, {kReseller, "res-a"}};
  const Decision made = world.accept(world.a, create);
  const auto& linked = std::get<events::OrganisationLinksChanged>(made.events.back());
  EXPECT_EQ(linked.number, made.answer.number);
  EXPECT_EQ(linked.added, (std::vector<OrganisationLink>{{kReseller, world.org("res-a")},
                                                         {kProxy, world.org("res-a")}}));
  EXPECT_TRUE(linked.removed.empty());
  EXPECT_EQ(world.links("b.example"), linked.added);

  UpdateDomain change{.name = name("b.example")};
  change.links.changed = {{kReseller, "res-2"}};
  const Decision changed = world.accept(world.a, change);
  const auto& other = std::get<events::OrganisationLinksChanged>(changed.events.back());
  EXPECT_EQ(other.removed, (std::vector<OrganisationLink>{{kReseller, world.org("res-a")}}));
  EXPECT_EQ(other.added, (std::vector<OrganisationLink>{{kReseller, world.org("res-2")}}));
  EXPECT_TRUE(world.state->is_linked(world.org("res-a"), kProxy));
  EXPECT_FALSE(world.state->is_linked(world.org("res-a"), kReseller));
}

TEST(Links, GoWithTheObject) {
  LinkWorld world;
  CreateHost host = create_host("ns.other.test");
  host.links.added = {{kReseller, "res-a"}};
  CreateContact contact = create_contact("con-x");
  contact.links.added = {{kReseller, "res-a"}};
  CreateDomain domain = create_domain("b.example");
  domain.links.added = {{kReseller, "res-a"}};
  world.accept(world.a, host);
  world.accept(world.a, contact);
  world.accept(world.a, domain);
  for (const Command& end : {Command(DeleteHost{host_name("ns.other.test")}),
                             Command(DeleteContact{"con-x"}),
                             Command(DeleteDomain{.name = name("b.example")})}) {
    EXPECT_TRUE(world.state->is_linked(world.org("res-a")));
    world.accept(world.a, end);
  }
  EXPECT_FALSE(world.state->is_linked(world.org("res-a")));
  EXPECT_EQ(world.run(world.a, DeleteOrganisation{"res-a"}), "OrganisationDeleted");
}

TEST(Links, ARoleInUseStays) {
  LinkWorld world;
  world.accept(world.a, update({.added = {{kProxy, "res-a"}}}));
  UpdateOrganisation take{.id = "res-a", .roles_removed = {{kProxy, "", {}}}};
  EXPECT_EQ(world.run(world.a, take), "linked(role=privacyproxy)");
  take.roles_removed = {{kReseller, "", {}}};
  EXPECT_EQ(world.run(world.a, take), "OrganisationUpdated");
}

TEST(Links, OfTheLoserEndWithATransfer) {
  LinkWorld world;
  world.accept(world.a, update({.added = {{kReseller, "res-a"},
                                          {OrganisationRole::dns_operator, "dns"}}}));
  const Decision decision =
      world.accept(world.staff, TransferDomain{.name = name("a.example"), .gainer = "reg-b"});
  const events::OrganisationLinksChanged* ended = nullptr;
  for (const events::Event& event : decision.events)
    if (const auto* change = std::get_if<events::OrganisationLinksChanged>(&event)) ended = change;
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->removed, (std::vector<OrganisationLink>{{kReseller, world.org("res-a")}}));
  EXPECT_EQ(world.links("a.example"),
            (std::vector<OrganisationLink>{{OrganisationRole::dns_operator, world.org("dns")}}));
}

TEST(Links, AreNotForApplications) {
  LinkWorld world;
  ZonePolicy policy = zone_policy();
  policy.launch = {*parse_launch_phase("landrush///applications")};
  world.accept(world.staff, UpdateZone{.name = name("example"), .policy = policy});
  CreateDomain create = create_domain("gold.example");
  create.launch = LaunchCreate{.kind = LaunchKind::landrush};
  create.links.added = {{kReseller, "res-a"}};
  EXPECT_EQ(world.run(world.a, create), "application_not_linked(role)");
}

}  // namespace
}  // namespace stele::core
