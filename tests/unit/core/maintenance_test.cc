// Maintenance: refusals in order of precedence, what registrars are told and when, the list.
#include <gtest/gtest.h>

#include "engine/core/clock/due_work.h"
#include "engine/core/poll/notices.h"
#include "tests/unit/core/world.h"

namespace stele::core {
namespace {

CreateMaintenance announce(std::string_view start, std::string_view end) {
  MaintenanceChange plan;
  plan.name = "Routine";
  plan.systems = {{"EPP", "epp.nic.example", MaintenanceImpact::full}};
  plan.starts_at = parse_instant(start);
  plan.ends_at = parse_instant(end);
  return {.plan = plan};
}

CreateMaintenance announce() { return announce("2026-03-10T22:00Z", "2026-03-10T23:00Z"); }

std::vector<Message> messages_of(const World& world, const Caller& registrar) {
  std::vector<Message> out;
  for (std::uint64_t id = 1; id <= world.state->queue(registrar.actor.number).last_id; ++id)
    if (const auto message = world.state->find_message(registrar.actor.number, id))
      out.push_back(*message);
  return out;
}

// As the writer does it: one step of what is due first.
std::string fall_due(World& world) {
  const auto due = world.state->first_due();
  if (!due) return "nothing";
  world.now = due->at;
  world.state.set_time(due->at);
  const Context context{world.state, due->at, clock_caller(), world.random};
  auto events = decide_due(context, *due);
  add_notices(context, true, events);
  for (const events::Event& event : events) world.state.apply(event);
  return std::string(events::name_of(events::kind_of(events.front())));
}

TEST(CreateMaintenance, RefusesInOrderOfPrecedence) {
  World world;
  EXPECT_EQ(world.run(world.a, announce()), "not_allowed()");
  EXPECT_EQ(world.run(world.staff, CreateMaintenance{}),
            "missing_parameter(system) missing_parameter(start) missing_parameter(end)");
  CreateMaintenance command = announce("2026-03-10T22:00Z", "2026-03-10T22:00Z");
  MaintenanceChange& plan = command.plan;
  plan.name = "\t";
  plan.types = std::vector<std::string>{""};
  plan.systems = {{{"", "", MaintenanceImpact::none}}};
  plan.environment = "";
  plan.detail = "nic";
  plan.descriptions = {{{"", "", false}, {"hello", "12", false}, {"hello", "de-x-1", true}}};
  plan.zones = std::vector<std::string>{"example", "nowhere"};
  EXPECT_EQ(world.run(world.staff, command),
            "bad_syntax(name=\\x09) missing_parameter(text) missing_parameter(system) "
            "missing_parameter(environment) value_out_of_range(end=2026-03-10T22:00:00.000Z) "
            "bad_syntax(url=nic) missing_parameter(text) bad_syntax(text=12) "
            "object_does_not_exist(zone=nowhere)");
  EXPECT_EQ(world.run(world.staff, announce("2026-02-01T00:00Z", "2026-02-02T00:00Z")),
            "value_out_of_range(end=2026-02-02T00:00:00.000Z)");
  command = announce();
  command.plan.systems = std::vector<AffectedSystem>(51, {"EPP", "", MaintenanceImpact::none});
  EXPECT_EQ(world.run(world.staff, command), "value_out_of_range(system=51)");
}

TEST(CreateMaintenance, EveryRegistrarIsToldWithAllOfIt) {
  World world;
  const Decision decision = world.accept(world.staff, announce());
  EXPECT_EQ(decision.answer.id, maintenance_id(decision.answer.number));
  for (const Caller& registrar : {world.a, world.b, world.c}) {
    const auto messages = messages_of(world, registrar);
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].kind, MessageKind::maintenance);
    ASSERT_TRUE(messages[0].maintenance);
    EXPECT_EQ(messages[0].maintenance->occasion, MaintenanceOccasion::create);
    EXPECT_EQ(messages[0].maintenance->id, decision.answer.id);
    EXPECT_EQ(messages[0].maintenance->plan.name, "Routine");
    EXPECT_EQ(messages[0].maintenance->created_at, world.now);
  }
}

TEST(UpdateMaintenance, RefusesInOrderOfPrecedence) {
  World world;
  const ObjectNumber number = world.accept(world.staff, announce()).answer.number;
  UpdateMaintenance command{.number = number};
  EXPECT_EQ(world.run(world.a, command), "not_allowed()");
  EXPECT_EQ(world.run(world.staff, UpdateMaintenance{.number = ObjectNumber{1}}),
            "object_does_not_exist(maintenance=M1)");
  EXPECT_EQ(world.run(world.staff, command), "nothing_to_change()");
  command.plan.name = "Routine";
  EXPECT_EQ(world.run(world.staff, command), "nothing_to_change()");
  command.plan.systems.emplace();
  EXPECT_EQ(world.run(world.staff, command), "missing_parameter(system)");
}

TEST(Maintenance, IsRemindedOfOnceAndEndsOnce) {
  World world;
  const ObjectNumber number = world.accept(world.staff, announce()).answer.number;
  EXPECT_EQ(fall_due(world), "MaintenanceReminded");
  EXPECT_EQ(to_text(world.now), "2026-03-09T22:00:00.000Z");
  EXPECT_EQ(fall_due(world), "MaintenanceEnded");
  EXPECT_EQ(to_text(world.now), "2026-03-10T23:00:00.000Z");
  const auto after = world.state->first_due();
  EXPECT_TRUE(!after || after->object != number);
  const auto messages = messages_of(world, world.c);
  ASSERT_EQ(messages.size(), 3U);
  EXPECT_EQ(messages[1].maintenance->occasion, MaintenanceOccasion::courtesy);
  EXPECT_EQ(messages[2].maintenance->occasion, MaintenanceOccasion::end);
  EXPECT_EQ(messages[2].maintenance->updated_at, Instant{});
  EXPECT_EQ(world.run(world.staff, CancelMaintenance{number}),
            "maintenance_over(maintenance=" + maintenance_id(number) + ")");
  EXPECT_EQ(world.run(world.staff, UpdateMaintenance{.number = number}),
            "maintenance_over(maintenance=" + maintenance_id(number) + ")");
}

TEST(Maintenance, WhatIsCancelledIsDueNoMore) {
  World world;
  const auto before = world.state->first_due();
  const ObjectNumber number = world.accept(world.staff, announce()).answer.number;
  EXPECT_EQ(world.state->first_due()->object, number);
  EXPECT_EQ(world.run(world.a, CancelMaintenance{number}), "not_allowed()");
  world.accept(world.staff, CancelMaintenance{number});
  EXPECT_EQ(world.state->first_due()->object, before->object);
  const auto messages = messages_of(world, world.a);
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(messages[1].maintenance->occasion, MaintenanceOccasion::remove);
  EXPECT_EQ(messages[1].maintenance->plan.name, "Routine");
  EXPECT_EQ(world.run(world.staff, CancelMaintenance{number}),
            "object_does_not_exist(maintenance=" + maintenance_id(number) + ")");
}

TEST(Maintenance, TheListHasWhatIsToComeFirst) {
  World world;
  const auto at = [&](const char* start, const char* end) {
    return world.accept(world.staff, announce(start, end)).answer.number;
  };
  const ObjectNumber later = at("2026-03-20T00:00Z", "2026-03-20T01:00Z");
  const ObjectNumber sooner = at("2026-03-10T00:00Z", "2026-03-10T01:00Z");
  const ObjectNumber first = at("2026-03-02T00:00Z", "2026-03-02T01:00Z");
  const ObjectNumber second = at("2026-03-03T00:00Z", "2026-03-03T01:00Z");
  const auto listed = [&](const char* when) {
    world.state.set_time(*parse_instant(when));
    events::SettingsChanged tick;  // so that time has passed
    world.state.apply(tick);
    std::vector<ObjectNumber> numbers;
    for (const Maintenance& item : list_maintenance(world.state, world.a))
      numbers.push_back(item.number);
    return numbers;
  };
  using Numbers = std::vector<ObjectNumber>;
  EXPECT_EQ(listed("2026-03-01T12:00Z"), (Numbers{first, second, sooner, later}));
  EXPECT_EQ(listed("2026-03-05T00:00Z"), (Numbers{sooner, later, second, first}));
  EXPECT_EQ(listed("2026-04-01T01:00Z"), (Numbers{later, sooner, second}));
}

TEST(MaintenanceId, IsALetterAndANumber) {
  EXPECT_EQ(maintenance_id(ObjectNumber{42}), "M42");
  EXPECT_EQ(parse_maintenance_id("M42"), ObjectNumber{42});
  for (const char* bad : {"", "M", "42", "m42", "M042", "M0", "M4x", "M-4", "M99999999999999999999"})
    EXPECT_FALSE(parse_maintenance_id(bad)) << bad;
}

}  // namespace
}  // namespace stele::core
