// Organisations: refusals in order of precedence, the exact events, who sees what.
#include <gtest/gtest.h>

#include "engine/core/query.h"
#include "tests/unit/core/world.h"

namespace stele::core {
namespace {

CreateOrganisation create_org(std::string id) {
  CreateOrganisation command{.id = std::move(id), .roles = {{OrganisationRole::reseller, "", {}}}};
  command.data = person();
  return command;
}

UpdateOrganisation update(std::string id = "res-a") { return {.id = std::move(id)}; }

// With res-a of reg-a.
class OrgWorld : public World {
 public:
  OrgWorld() { accept(a, create_org("res-a")); }
  Organisation org(std::string_view id) const {
    return *state->find_organisation(*state->find_organisation_number(RepositoryId{1}, id));
  }
};

TEST(CreateOrganisation, RefusesInOrderOfPrecedence) {
  OrgWorld world;
  CreateOrganisation command = create_org("res-a");
  command.history.sponsor = "reg-b";
  EXPECT_EQ(world.run(world.a, command), "not_allowed(sponsor=reg-b)");
  EXPECT_EQ(world.run(world.staff, [] {
              CreateOrganisation far = create_org("res-x");
              far.history.created_at = parse_instant("2030-01-01T00:00Z");
              return far;
            }()),
            "value_out_of_range(created_at=2030-01-01T00:00:00.000Z)");
  command = create_org("res-a");
  command.data.email = "x";
  EXPECT_EQ(world.run(world.b, command), "object_exists(id=res-a)");
  EXPECT_EQ(world.run(world.a, CreateOrganisation{.id = "ab"}),
            "bad_organisation_id(id=ab) role_required(role)");
  command = create_org("res-x");
  command.roles = {{OrganisationRole::registrar, "", {}},
                   {OrganisationRole::reseller, "\t", {Status::server_link_prohibited}},
                   {OrganisationRole::reseller, "", {}}};
  command.statuses = {Status::hold, Status::client_delete_prohibited};
  command.parent = "nobody";
  command.data.international->country = "XX";
  command.data.voice.number = "1";
  command.data.email = "nobody";
  command.url = "res.example";
  command.contacts = {{OrganisationContactType::admin, "legal", "con-a"},
                      {OrganisationContactType::tech, "", "con-x"}};
  EXPECT_EQ(world.run(world.a, command),
            "not_allowed(role=registrar) given_twice(role=reseller) bad_syntax(role=\\x09) "
            "status_not_settable(status=serverLinkProhibited) status_not_settable(status=hold) "
            "organisation_does_not_exist(parent=nobody) bad_country_code(country=XX) "
            "bad_phone_number(voice=1) bad_email(email=nobody) bad_syntax(url=res.example) "
            "value_out_of_range(contact=legal) contact_does_not_exist(contact=con-x)");
}

TEST(CreateOrganisation, AContactOnceATypeAndAHundredAtMost) {
  OrgWorld world;
  CreateOrganisation command = create_org("res-x");
  command.contacts = {{OrganisationContactType::admin, "", "con-a"},
                      {OrganisationContactType::tech, "", "con-a"},
                      {OrganisationContactType::admin, "", "con-a"}};
  EXPECT_EQ(world.run(world.a, command), "given_twice(contact=con-a)");
  command.contacts.clear();
  for (int i = 0; i < 101; ++i)
    command.contacts.push_back({OrganisationContactType::custom, std::to_string(i), "con-a"});
  EXPECT_EQ(world.run(world.a, command), "value_out_of_range(contact=101)");
  command.contacts.pop_back();
  EXPECT_EQ(world.run(world.a, command), "OrganisationCreated");
}

TEST(CreateOrganisation, EventCarriesClearDataToBeSealed) {
  OrgWorld world;
  CreateOrganisation command = create_org("res-x");
  command.roles = {{OrganisationRole::reseller, "4711", {Status::client_link_prohibited}}};
  command.parent = "res-a";
  command.url = "https://res.example";
  command.contacts = {{OrganisationContactType::admin, "", "con-a"}};
  const ObjectNumber number = world.state->next_number();
  const Decision decision = world.accept(world.a, command);
  ASSERT_EQ(decision.events.size(), 1U);
  const auto& created = std::get<events::OrganisationCreated>(decision.events.at(0));
  EXPECT_EQ(created.number, number);
  EXPECT_EQ(created.id, "res-x");
  EXPECT_EQ(created.data.clear, person());
  EXPECT_TRUE(created.data.sealed.empty());
  EXPECT_EQ(created.roles, (std::vector<RoleGrant>{{OrganisationRole::reseller, "4711",
                                                    StatusSet{Status::client_link_prohibited}}}));
  EXPECT_EQ(created.parent, world.org("res-a").number);
  EXPECT_EQ(created.sponsor, world.a.actor.number);
  EXPECT_EQ(created.creator, world.a.actor.number);
  EXPECT_EQ(created.created_at, world.now);
  EXPECT_EQ(decision.answer.created_at, world.now);
}

TEST(CreateOrganisation, WithoutDataNoKeyIsTaken) {
  OrgWorld world;
  world.accept(world.a, CreateOrganisation{.id = "bare", .roles = create_org("x").roles});
  EXPECT_FALSE(world.org("bare").data.slot);
  EXPECT_TRUE(world.org("res-a").data.slot);
  UpdateOrganisation command = update("bare");
  command.email = "a@res.example";
  world.accept(world.a, command);
  EXPECT_TRUE(world.org("bare").data.slot);
  EXPECT_NE(world.org("bare").data.slot, world.org("res-a").data.slot);
}

TEST(UpdateOrganisation, RefusesInOrderOfPrecedence) {
  OrgWorld world;
  EXPECT_EQ(world.run(world.a, update("nobody")), "object_does_not_exist(id=nobody)");
  EXPECT_EQ(world.run(world.b, update()), "not_sponsor(id=res-a)");
  EXPECT_EQ(world.run(world.a, update()), "nothing_to_change()");
  UpdateOrganisation command = update();
  command.statuses_added = {Status::client_hold};
  command.statuses_removed = {Status::client_link_prohibited};
  command.roles_added = {{OrganisationRole::reseller, "", {}}};
  command.roles_removed = {{OrganisationRole::dns_operator, "", {}}};
  command.parent = "";
  command.voice = Phone{"1", ""};
  command.url = "x";
  command.contacts_removed = {{OrganisationContactType::admin, "", "con-a"}};
  EXPECT_EQ(world.run(world.a, command),
            "status_not_settable(status=clientHold) "
            "status_not_set(status=clientLinkProhibited) already_there(role=reseller) "
            "not_there(role=dns-operator) not_there(parent) bad_phone_number(voice=1) "
            "bad_syntax(url=x) not_there(contact=con-a)");
  command = update();
  command.statuses_added = {Status::hold};
  world.accept(world.staff, command);
  EXPECT_EQ(world.run(world.a, update()), "status_prohibits(status=hold)");
  EXPECT_EQ(world.run(world.staff, update()), "nothing_to_change()");
  command.statuses_added = {Status::terminated};
  EXPECT_EQ(world.run(world.staff, command), "statuses_exclude(status=hold)");
}

TEST(UpdateOrganisation, ARoleThatChangesIsTakenAsItWasAndGivenAsItIs) {
  OrgWorld world;
  UpdateOrganisation command = update();
  command.roles_added = {{OrganisationRole::reseller, "4711", {Status::client_link_prohibited}},
                         {OrganisationRole::privacy_proxy, "", {}}};
  const Decision decision = world.accept(world.a, command);
  const auto& updated = std::get<events::OrganisationUpdated>(decision.events.at(0));
  EXPECT_EQ(updated.roles_removed,
            (std::vector<RoleGrant>{{OrganisationRole::reseller, "", {}}}));
  EXPECT_EQ(updated.roles_added,
            (std::vector<RoleGrant>{{OrganisationRole::reseller, "4711",
                                     StatusSet{Status::client_link_prohibited}},
                                    {OrganisationRole::privacy_proxy, "", {}}}));
  EXPECT_EQ(world.org("res-a").roles, updated.roles_added);
  EXPECT_FALSE(updated.data || updated.url || updated.parent);
}

TEST(UpdateOrganisation, DataThatCannotBeReadAreNotOverwritten) {
  OrgWorld world;
  UpdateOrganisation command = update();
  command.email = "b@res.example";
  world.state.set_vault_broken(true);
  EXPECT_EQ(world.run(world.a, command), "unreadable(id=res-a)");
  EXPECT_FALSE(info_organisation(world.state, world.a, "res-a"));
  world.state.set_vault_broken(false);
  EXPECT_EQ(world.run(world.a, command), "OrganisationUpdated");
}

TEST(UpdateOrganisation, KeepsItsKey) {
  OrgWorld world;
  const KeySlot slot = world.org("res-a").data.slot;
  UpdateOrganisation command = update();
  command.international.emplace();
  command.international->name_given = command.international->address_given = false;
  const Decision decision = world.accept(world.a, command);
  const auto& updated = std::get<events::OrganisationUpdated>(decision.events.at(0));
  EXPECT_EQ(updated.data->slot, slot);
  EXPECT_FALSE(updated.data->clear->international);
  EXPECT_EQ(updated.data->clear->email, person().email);
}

TEST(OrganisationParent, NoLoopsAndNotTooDeep) {
  OrgWorld world;
  CreateOrganisation below = create_org("tier-2");
  below.parent = "res-a";
  world.accept(world.a, below);
  UpdateOrganisation loop = update();
  loop.parent = "tier-2";
  EXPECT_EQ(world.run(world.a, loop), "parent_loop(parent=tier-2)");
  loop.parent = "res-a";
  EXPECT_EQ(world.run(world.a, loop), "parent_loop(parent=res-a)");
  for (int tier = 3; tier <= 9; ++tier) {
    below = create_org("tier-" + std::to_string(tier));
    below.parent = "tier-" + std::to_string(tier - 1);
    world.accept(world.a, below);
  }
  below = create_org("tier-10");
  below.parent = "tier-9";
  EXPECT_EQ(world.run(world.a, below), "too_many_tiers(parent=tier-9)");
}

TEST(OrganisationParent, IsTheRegistrarsOrTheRegistrysAndTakesLinks) {
  OrgWorld world;
  CreateOrganisation below = create_org("res-b");
  below.parent = "res-a";
  EXPECT_EQ(world.run(world.b, below), "organisation_not_sponsored(parent=res-a)");
  UpdateOrganisation closed = update();
  closed.statuses_added = {Status::client_link_prohibited};
  world.accept(world.a, closed);
  EXPECT_EQ(world.run(world.a, below), "link_prohibited(parent=res-a)");
  world.accept(world.staff, create_org("top"));
  below.parent = "top";
  EXPECT_EQ(world.run(world.b, below), "OrganisationCreated");
}

TEST(DeleteOrganisation, RefusesInOrderOfPrecedence) {
  OrgWorld world;
  EXPECT_EQ(world.run(world.a, DeleteOrganisation{"nobody"}), "object_does_not_exist(id=nobody)");
  EXPECT_EQ(world.run(world.b, DeleteOrganisation{"res-a"}), "not_sponsor(id=res-a)");
  CreateOrganisation below = create_org("res-x");
  below.parent = "res-a";
  world.accept(world.a, below);
  UpdateOrganisation command = update();
  command.statuses_added = {Status::client_delete_prohibited};
  world.accept(world.a, command);
  EXPECT_EQ(world.run(world.a, DeleteOrganisation{"res-a"}),
            "status_prohibits(status=clientDeleteProhibited) linked(id=res-a)");
  command.statuses_removed = {Status::client_delete_prohibited};
  command.statuses_added = {Status::terminated};
  EXPECT_EQ(world.run(world.staff, command), "linked(status=terminated)");
  EXPECT_EQ(world.run(world.a, DeleteOrganisation{"res-x"}), "OrganisationDeleted");
  EXPECT_FALSE(world.state->find_organisation_number(RepositoryId{1}, "res-x"));
}

TEST(EraseOrganisation, ForgetsTheLivingAndTheDead) {
  OrgWorld world;
  EXPECT_EQ(world.run(world.a, EraseOrganisation{.id = "res-a"}), "not_allowed()");
  EXPECT_EQ(world.run(world.staff, EraseOrganisation{.id = "nobody"}),
            "object_does_not_exist(id=nobody)");
  const Organisation before = world.org("res-a");
  const Decision decision = world.accept(world.staff, EraseOrganisation{.id = "res-a"});
  const auto& erased = std::get<events::SubjectErased>(decision.events.at(0));
  EXPECT_EQ(erased.subject, before.number);
  EXPECT_EQ(erased.slot, before.data.slot);
  EXPECT_TRUE(world.org("res-a").erased);
  EXPECT_EQ(world.run(world.staff, EraseOrganisation{.id = "res-a"}), "erased(id=res-a)");
  world.accept(world.a, create_org("res-x"));
  const std::string roid =
      "O" + std::to_string(world.org("res-x").number.value) + "-STELE";
  EXPECT_EQ(world.run(world.staff, EraseOrganisation{.id = roid}),
            "object_does_not_exist(id=" + roid + ")");
  world.accept(world.a, DeleteOrganisation{"res-x"});
  EXPECT_EQ(world.run(world.staff, EraseOrganisation{.id = roid}), "SubjectErased");
  EXPECT_EQ(world.run(world.staff, EraseOrganisation{.id = roid}),
            "object_does_not_exist(id=" + roid + ")");
}

TEST(InfoOrganisation, OthersSeeNamesAlone) {
  OrgWorld world;
  CreateOrganisation command = create_org("res-x");
  command.data.localized = PostalInfo{.name = "Weiter", .city = "Köln", .country = "DE"};
  command.contacts = {{OrganisationContactType::admin, "", "con-a"}};
  world.accept(world.a, command);
  const auto own = info_organisation(world.state, world.a, "res-x");
  ASSERT_TRUE(own);
  EXPECT_EQ(own->data, command.data);
  EXPECT_EQ(own->contacts.size(), 1U);
  const auto seen = info_organisation(world.state, world.b, "res-x");
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->data->international, (PostalInfo{.name = person().international->name}));
  EXPECT_EQ(seen->data->localized, (PostalInfo{.name = "Weiter"}));
  EXPECT_TRUE(seen->data->voice.number.empty() && seen->data->email.empty());
  EXPECT_TRUE(seen->contacts.empty());
  EXPECT_FALSE(seen->authorized);
}

}  // namespace
}  // namespace stele::core
