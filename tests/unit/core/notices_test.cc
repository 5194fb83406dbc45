// What registrars are told: who of whom, how often, with what in it; and how they acknowledge it.
#include "engine/core/poll/notices.h"

#include <gtest/gtest.h>

#include "tests/unit/core/world.h"

namespace stele::core {
namespace {

std::vector<Message> messages_of(const World& world, const Caller& registrar) {
  std::vector<Message> out;
  for (std::uint64_t id = 1; id <= world.state->queue(registrar.actor.number).last_id; ++id)
    if (const auto message = world.state->find_message(registrar.actor.number, id))
      out.push_back(*message);
  return out;
}

TEST(Notices, NobodyIsToldOfWhatItDidItself) {
  World world;
  world.accept(world.a, UpdateDomain{.name = name("a.example"), .auth_info = "secret-1"});
  world.accept(world.a, create_host("ns.a.example", {"192.0.2.1"}));
  EXPECT_EQ(world.state->queue(world.a.actor.number).last_id, 0U);
}

TEST(Notices, AChangeByStaffIsToldBeforeAndAfter) {
  World world;
  world.accept(world.staff,
               UpdateDomain{.name = name("a.example"), .statuses_added = {Status::server_hold}});
  const auto messages = messages_of(world, world.a);
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(messages[0].id, 1U);
  EXPECT_EQ(messages[1].id, 2U);
  for (const Message& message : messages) {
    EXPECT_EQ(message.kind, MessageKind::change);
    EXPECT_EQ(message.object_name, "a.example");
    ASSERT_TRUE(message.change && message.change->image);
    EXPECT_EQ(message.change->operation, "update");
    EXPECT_EQ(message.change->who, "admin");
    EXPECT_EQ(message.change->image->registrant, "con-a");
  }
  EXPECT_FALSE(messages[0].change->after);
  EXPECT_FALSE(messages[0].change->image->statuses.contains(Status::server_hold));
  EXPECT_TRUE(messages[1].change->after);
  EXPECT_TRUE(messages[1].change->image->statuses.contains(Status::server_hold));
}

TEST(Notices, AContactsDataStandInMessagesSealedOnly) {
  World world;
  const Decision decision =
      world.accept(world.staff, UpdateContact{.id = "con-a", .email = "new@example.org"});
  std::vector<Message> told;
  for (const events::Event& event : decision.events)
    if (const auto* message = std::get_if<Message>(&event)) told.push_back(*message);
  ASSERT_EQ(told.size(), 2U);
  const Contact contact = *world.state->find_contact(told[0].object);
  for (const Message& message : told) {
    ASSERT_TRUE(message.change && message.change->contact);
    EXPECT_FALSE(message.change->image);
    EXPECT_EQ(message.change->contact->id, "con-a");
    EXPECT_EQ(message.change->contact->data.slot, contact.data.slot);
    EXPECT_FALSE(message.change->contact->data.clear);
  }
  EXPECT_FALSE(told[0].change->contact->data.sealed.empty()) << "as it was sealed before";
  EXPECT_NE(told[0].change->contact->data.sealed, contact.data.sealed);
  EXPECT_TRUE(told[1].change->contact->data.sealed.empty()) << "to be sealed with the update";
}

TEST(Notices, AnErasureIsToldOnceAndWithoutData) {
  World world;
  world.accept(world.staff, EraseContact{.id = "con-a"});
  const auto messages = messages_of(world, world.a);
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_TRUE(messages[0].change->after);
  EXPECT_EQ(messages[0].change->contact->data, Personal<ContactData>{});
}

TEST(Poll, ShowsAContactsDataUnlessTheVaultCannotGiveThem) {
  World world;
  const auto email = info_contact(world.state, world.a, "con-a", {})->data->email;
  world.accept(world.staff, UpdateContact{.id = "con-a", .email = "new@example.org"});
  const auto head = poll(world.state, world.a);
  ASSERT_TRUE(head && head->data);
  EXPECT_EQ(head->data->email, email);
  world.state.set_vault_broken(true);
  EXPECT_EQ(World::line_of(poll(world.state, world.a).error()), "unreadable(id=1)");
  world.state.set_vault_broken(false);
}

TEST(Notices, ABalanceIsToldOncePerCrossing) {
  World world;
  events::RegistrarUpdated thresholds{.number = world.b.actor.number};
  thresholds.low_balances_added = {*parse_amount("50.00"), *parse_amount("95.00")};
  world.state.apply(thresholds);
  world.accept(world.b, create_domain("b1.example"));  // 90.00 is left
  world.accept(world.b, create_domain("b2.example"));
  auto messages = messages_of(world, world.b);
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(messages[0].balance->threshold, *parse_amount("95.00"));
  EXPECT_EQ(messages[0].balance->balance.amount, *parse_amount("90.00"));
  for (const char* text : {"b3.example", "b4.example", "b5.example"})
    world.accept(world.b, create_domain(text));  // 50.00 is not below 50.00
  EXPECT_EQ(messages_of(world, world.b).size(), 1U);
  world.accept(world.b, create_domain("b6.example"));
  messages = messages_of(world, world.b);
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(messages[1].balance->threshold, *parse_amount("50.00"));
}

TEST(Notices, OneByTheClockCarriesTheNameAsItIs) {
  World world;
  const Domain domain = world.domain("a.example");
  std::vector<events::Event> found{events::DomainPhaseChanged{.repository = RepositoryId{1},
                                                              .number = domain.number,
                                                              .name = domain.name,
                                                              .phase = DomainPhase::expired,
                                                              .began_at = world.now}};
  const Caller clock{{events::ActorKind::system, ObjectNumber{}, "system"}, RepositoryId{1}};
  add_notices({world.state, world.now, clock, world.random}, true, found);
  ASSERT_EQ(found.size(), 2U);
  const auto& message = std::get<events::MessageQueued>(found[1]);
  EXPECT_EQ(message.registrar, world.a.actor.number);
  EXPECT_EQ(message.kind, MessageKind::life_cycle);
  EXPECT_EQ(message.text, std::string(text_of(MessageText::expired)) + ": a.example");
  EXPECT_TRUE(message.change->after);
}

TEST(AcknowledgeMessage, RefusesInOrderOfPrecedence) {
  World world;
  world.accept(world.staff, SendMessage{.registrar = "reg-a", .text = "maintenance on Sunday"});
  EXPECT_EQ(world.run(world.b, AcknowledgeMessage{.id = 1}), "message_does_not_exist(id=1)");
  EXPECT_EQ(world.run(world.a, AcknowledgeMessage{.id = 1, .registrar = "reg-a"}),
            "not_allowed(registrar=reg-a)");
  EXPECT_EQ(world.run(world.staff, AcknowledgeMessage{.id = 1}), "missing_parameter(registrar)");
  EXPECT_EQ(world.run(world.a, AcknowledgeMessage{.id = 1}), "MessageAcknowledged");
  EXPECT_EQ(world.run(world.a, AcknowledgeMessage{.id = 1}), "message_does_not_exist(id=1)");
  EXPECT_EQ(world.state->queue(world.a.actor.number).waiting, 0U);
  world.accept(world.staff, SendMessage{.text = "to all"});
  const auto messages = messages_of(world, world.a);
  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(messages[0].id, 2U);
}

TEST(SendMessage, RefusesInOrderOfPrecedence) {
  World world;
  EXPECT_EQ(world.run(world.a, SendMessage{.text = "x"}), "not_allowed()");
  EXPECT_EQ(world.run(world.staff, SendMessage{.registrar = "reg-z", .text = ""}),
            "object_does_not_exist(registrar=reg-z)");
  EXPECT_EQ(world.run(world.staff, SendMessage{}), "missing_parameter(text)");
  EXPECT_EQ(world.run(world.staff, SendMessage{.text = std::string(1001, 'x')}).substr(0, 24),
            "value_out_of_range(text=");
  EXPECT_EQ(world.run(world.staff, SendMessage{.text = "to all"}),
            "MessageQueued MessageQueued MessageQueued");
}

TEST(Poll, GivesTheOldestMessage) {
  World world;
  EXPECT_FALSE(poll(world.state, world.a)->message);
  EXPECT_EQ(World::line_of(poll(world.state, world.staff).error()), "not_allowed()");
  world.accept(world.staff, SendMessage{.registrar = "reg-a", .text = "one"});
  world.accept(world.staff, SendMessage{.registrar = "reg-a", .text = "two"});
  EXPECT_EQ(poll(world.state, world.a)->waiting, 2U);
  EXPECT_EQ(poll(world.state, world.a)->message->text, "one");
}

}  // namespace
}  // namespace stele::core
