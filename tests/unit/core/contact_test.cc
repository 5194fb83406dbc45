// Contacts: refusals in order of precedence, the exact events, merging and erasure.
#include <gtest/gtest.h>

#include "engine/core/auth_info.h"
#include "engine/core/checks.h"
#include "tests/unit/core/world.h"

namespace stele::core {
namespace {

UpdateContact update(std::string id = "con-a") { return {.id = std::move(id)}; }

TEST(CreateContact, RefusesInOrderOfPrecedence) {
  World world;
  CreateContact command = create_contact("con-x");
  command.history.creator = "reg-b";
  EXPECT_EQ(world.run(world.a, command), "not_allowed(creator=reg-b)");
  command = create_contact("con-b");
  command.data.email = "x";
  EXPECT_EQ(world.run(world.a, command), "object_exists(id=con-b)");
  EXPECT_EQ(world.run(world.a, create_contact("ab")), "bad_contact_id(id=ab)");
  EXPECT_EQ(world.run(world.a, create_contact("a contact")), "bad_contact_id(id=a contact)");
  EXPECT_EQ(world.run(world.a, create_contact(std::string(17, 'x'))),
            "bad_contact_id(id=xxxxxxxxxxxxxxxxx)");
  EXPECT_EQ(world.run(world.a, CreateContact{.id = "con-x"}),
            "missing_postal_info(postal_info) missing_parameter(email)");
  command = create_contact("con-x");
  command.data.international->city = "";
  command.data.international->country = "XX";
  command.data.international->name = "Zo\xc3\xab";
  command.data.international->postal_code = std::string(17, '1');
  command.data.localized = PostalInfo{.name = "Zo\xc3", .city = "Br\xc3\xb8", .country = ""};
  command.data.voice.number = "47.1";
  command.data.fax.extension = "12";
  command.data.email = "nobody";
  command.auth_info = "short";
  EXPECT_EQ(world.run(world.a, command),
            "not_ascii(person=Zo\xc3\xab) missing_parameter(city) "
            "value_out_of_range(postal_code=11111111111111111) bad_country_code(country=XX) "
            "bad_syntax(person=Zo\\xc3) missing_parameter(country) "
            "bad_phone_number(voice=47.1) bad_phone_number(fax= x12) bad_email(email=nobody) "
            "weak_auth_info(auth_info)");
}

TEST(CountCharacters, TakesWellFormedUtf8WithoutControls) {
  EXPECT_EQ(count_characters("a\xc3\xab\xe2\x82\xac\xf0\x9f\x98\x80"), 4U);
  for (const char* bad : {"\t", "\x7f", "\x80", "\xc1\xbf", "\xc3", "\xc3(", "\xe0\x80\x80",
                          "\xed\xa0\x80", "\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xc2\x80"})
    EXPECT_FALSE(count_characters(bad)) << ::testing::PrintToString(bad);
}

TEST(CreateContact, LengthsAreCountedInCharacters) {
  World world;
  CreateContact command = create_contact("con-x");
  std::string name;
  for (int i = 0; i < 255; ++i) name += "\xc3\xab";
  command.data.localized = command.data.international;
  command.data.localized->name = name;
  EXPECT_EQ(world.run(world.a, command), "ContactCreated");
  command.id = "con-y";
  command.data.localized->name += "e";
  EXPECT_EQ(world.run(world.a, command), "value_out_of_range(person=" + name + "e)");
}

TEST(CreateContact, EventCarriesClearDataToBeSealed) {
  World world;
  const ObjectNumber number = world.state->next_number();
  const Decision decision = world.accept(world.a, create_contact("con-x"));
  const auto& created = std::get<events::ContactCreated>(decision.events.at(0));
  EXPECT_EQ(decision.events.size(), 1U);  // contacts cost nothing
  EXPECT_EQ(created.number, number);
  EXPECT_EQ(created.id, "con-x");
  EXPECT_EQ(created.data.clear, person());
  EXPECT_TRUE(created.data.sealed.empty());
  EXPECT_EQ(created.data.slot, KeySlot{});
  EXPECT_TRUE(matches(created.auth_info, "contact-secret"));
  EXPECT_EQ(created.sponsor, world.a.actor.number);
  EXPECT_EQ(created.creator, world.a.actor.number);
  EXPECT_EQ(created.created_at, world.now);
}

TEST(UpdateContact, RefusesInOrderOfPrecedence) {
  World world;
  EXPECT_EQ(world.run(world.a, update("nobody")), "object_does_not_exist(id=nobody)");
  EXPECT_EQ(world.run(world.a, update("con-b")), "not_sponsor(id=con-b)");
  EXPECT_EQ(world.run(world.a, update()), "nothing_to_change()");
  UpdateContact command = update();
  command.statuses_added = {Status::client_hold, Status::client_delete_prohibited};
  command.statuses_removed = {Status::client_transfer_prohibited};
  command.international = PostalInfo{.name = "Jo", .city = "Oslo", .country = "no"};
  command.voice = Phone{"1", ""};
  command.email = "";
  EXPECT_EQ(world.run(world.a, command),
            "status_not_settable(status=clientHold) "
            "status_not_set(status=clientTransferProhibited) bad_country_code(country=no) "
            "bad_phone_number(voice=1) missing_parameter(email)");
  command = update();
  command.statuses_added = {Status::client_update_prohibited};
  world.accept(world.a, command);
  EXPECT_EQ(world.run(world.a, update()), "status_prohibits(status=clientUpdateProhibited)");
  EXPECT_EQ(world.run(world.staff, update()), "nothing_to_change()");
}

TEST(UpdateContact, WhatIsNotGivenStays) {
  World world;
  UpdateContact command = update();
  PostalInfoChange change;
  change.organisation = "Doe AS";
  change.name_given = change.address_given = false;
  command.international = change;
  command.fax = Phone{"+47.33333333", "7"};
  const Decision decision = world.accept(world.a, command);
  ContactData expected = person();
  expected.international->organisation = "Doe AS";
  expected.fax = Phone{"+47.33333333", "7"};
  const auto& updated = std::get<events::ContactUpdated>(decision.events.at(0));
  ASSERT_TRUE(updated.data);
  EXPECT_EQ(updated.data->clear, expected);
  EXPECT_FALSE(updated.auth_info);
  EXPECT_EQ(updated.updated_by, world.a.actor.number);
  EXPECT_EQ(updated.updated_at, world.now);
}

TEST(UpdateContact, TheKeySlotStays) {
  World world;
  const KeySlot slot = world.contact("con-a").data.slot;
  UpdateContact command = update();
  command.email = "new@doe.example";
  const Decision decision = world.accept(world.a, command);
  const auto& updated = std::get<events::ContactUpdated>(decision.events.at(0));
  EXPECT_EQ(updated.data->slot, slot);
  EXPECT_TRUE(updated.data->sealed.empty());
}

TEST(DeleteContact, RefusesInOrderOfPrecedence) {
  World world;
  EXPECT_EQ(world.run(world.a, DeleteContact{"nobody"}), "object_does_not_exist(id=nobody)");
  EXPECT_EQ(world.run(world.a, DeleteContact{"con-b"}), "not_sponsor(id=con-b)");
  EXPECT_EQ(world.run(world.b, DeleteContact{"con-b"}), "linked(id=con-b)");
  UpdateContact command = update();
  command.statuses_added = {Status::server_delete_prohibited};
  world.accept(world.staff, command);
  EXPECT_EQ(world.run(world.a, DeleteContact{"con-a"}),
            "status_prohibits(status=serverDeleteProhibited) linked(id=con-a)");
  world.accept(world.a, create_contact("con-x"));
  const events::ContactDeleted expected{.repository = RepositoryId{1},
                                        .number = world.contact("con-x").number,
                                        .id = "con-x",
                                        .deleted_by = world.a.actor.number};
  const Decision decision = world.accept(world.a, DeleteContact{"con-x"});
  EXPECT_EQ(std::get<events::ContactDeleted>(decision.events.at(0)), expected);
}

TEST(EraseContact, StaffForgetAPerson) {
  World world;
  EXPECT_EQ(world.run(world.a, EraseContact{.id = "con-a"}), "not_allowed()");
  EXPECT_EQ(world.run(world.staff, EraseContact{.id = "nobody"}),
            "object_does_not_exist(id=nobody)");
  EXPECT_EQ(world.run(world.staff, EraseContact{.id = "reg-a"}),
            "object_does_not_exist(id=reg-a)");  // it has no contact data
  const KeySlot slot = world.contact("con-a").data.slot;
  const Decision decision = world.accept(world.staff, EraseContact{.id = "con-a"});
  const events::SubjectErased expected{.repository = RepositoryId{1},
                                       .subject = world.contact("con-a").number,
                                       .slot = slot};
  EXPECT_EQ(std::get<events::SubjectErased>(decision.events.at(0)), expected);
  EXPECT_EQ(world.run(world.staff, EraseContact{.id = "con-a"}), "erased(id=con-a)");

  UpdateContact command = update();
  command.email = "new@doe.example";
  EXPECT_EQ(world.run(world.a, command), "erased(id=con-a)");
  command = update();
  command.statuses_added = {Status::client_transfer_prohibited};
  EXPECT_EQ(world.run(world.a, command), "ContactUpdated");
}

TEST(EraseContact, ADeletedContactIsNamedByItsRoid) {
  World world;
  world.accept(world.a, create_contact("con-x"));
  const std::string roid = "C" + std::to_string(world.contact("con-x").number.value) + "-STELE";
  EXPECT_EQ(world.run(world.staff, EraseContact{.id = roid}),
            "object_does_not_exist(id=" + roid + ")");  // it is not deleted
  world.accept(world.a, DeleteContact{"con-x"});
  EXPECT_EQ(world.run(world.staff, EraseContact{.id = roid}), "SubjectErased");
  EXPECT_EQ(world.run(world.staff, EraseContact{.id = roid}),
            "object_does_not_exist(id=" + roid + ")");
}

// Data that cannot be read are not erased data: nothing is decided from their absence.
TEST(UpdateContact, DataThatCannotBeReadCannotBeChanged) {
  World world;
  world.accept(world.staff, UpdateRegistrar{.id = "reg-a", .contact = person()});
  world.state.set_vault_broken(true);
  UpdateContact command = update();
  command.email = "new@doe.example";
  EXPECT_EQ(world.run(world.a, command), "unreadable(id=con-a)");
  EXPECT_EQ(world.run(world.staff, UpdateRegistrar{.id = "reg-a", .contact = person()}),
            "unreadable(id=reg-a)");
  EXPECT_EQ(world.run(world.staff, UpdateRegistrar{.id = "reg-a", .name = "Another"}),
            "RegistrarUpdated");
  EXPECT_EQ(world.run(world.staff, EraseContact{.id = "reg-a"}), "SubjectErased");
  world.state.set_vault_broken(false);
  EXPECT_EQ(world.run(world.a, command), "ContactUpdated");
}

TEST(EraseContact, ARegistrarsContactCanBeErasedAndGivenAnew) {
  World world;
  world.accept(world.staff, UpdateRegistrar{.id = "reg-a", .contact = person()});
  EXPECT_EQ(world.run(world.staff, EraseContact{.id = "reg-a"}), "SubjectErased");
  EXPECT_EQ(world.run(world.staff, EraseContact{.id = "reg-a"}), 
            "object_does_not_exist(id=reg-a)");
  const Decision decision =
      world.accept(world.staff, UpdateRegistrar{.id = "reg-a", .contact = person()});
  const auto& updated = std::get<events::RegistrarUpdated>(decision.events.at(0));
  EXPECT_EQ(updated.contact->slot, KeySlot{});
  EXPECT_EQ(updated.contact->clear, person());
}

}  // namespace
}  // namespace stele::core
