// Whom a zone is given to: TSIG keys and secondaries.
#include <gtest/gtest.h>

#include "tests/unit/core/world.h"

namespace stele::core {
namespace {

const TsigSecret kSecret{"0123456789abcdef"};

SetTsigKey set_key(std::string key) {
  return {.zone = name("example"), .name = std::move(key), .secret = kSecret};
}

Secondary secondary(std::string text, std::vector<std::string> addresses = {"192.0.2.1"}) {
  Secondary out{.name = std::move(text), .contact = {}, .addresses = {}, .key = {}};
  for (const std::string& address : addresses)
    out.addresses.push_back(*parse_secondary_address(address));
  return out;
}

ChangeSecondaries add(std::vector<Secondary> added) {
  return {.zone = name("example"), .added = std::move(added), .changed = {}, .removed = {}};
}

TEST(SetTsigKey, RefusesInOrderOfPrecedence) {
  World world;
  EXPECT_EQ(world.run(world.a, set_key("k")), "not_allowed()");
  SetTsigKey command = set_key("a..b");
  command.zone = name("elsewhere");
  EXPECT_EQ(world.run(world.staff, command), "object_does_not_exist(zone=elsewhere)");
  command.zone = name("example");
  command.secret.bytes = std::string(15, 'x');
  EXPECT_EQ(world.run(world.staff, command), "bad_name(key=a..b) bad_tsig_secret(key)");
  command = set_key("k");
  command.secret.bytes = std::string(129, 'x');
  EXPECT_EQ(world.run(world.staff, command), "bad_tsig_secret(key)");
  for (int i = 0; i < 64; ++i) world.accept(world.staff, set_key("k" + std::to_string(i)));
  EXPECT_EQ(world.run(world.staff, set_key("one-more")), "too_many_tsig_keys(key=one-more)");
  EXPECT_EQ(world.run(world.staff, set_key("K63")), "TsigKeySet");
}

TEST(SetTsigKey, TheSecretIsSealedAndReadAgain) {
  World world;
  world.accept(world.staff, set_key("NS.Transfer"));
  const auto zone = world.state->find_zone("example");
  ASSERT_EQ(zone->distribution.keys.size(), 1U);
  const TsigKey& key = zone->distribution.keys.front();
  EXPECT_EQ(key.name, "ns.transfer");
  EXPECT_FALSE(key.secret.clear);
  EXPECT_EQ(key.secret.sealed.find(kSecret.bytes), std::string::npos);
  EXPECT_EQ(world.state->unseal(zone->number, key.secret).value(), kSecret);
}

TEST(SetTsigKey, AnotherSecretTakesAnotherSlotAndTheOldOneIsDestroyed) {
  World world;
  world.accept(world.staff, set_key("k"));
  const auto before = world.state->find_zone("example");
  SetTsigKey again = set_key("k");
  again.secret.bytes = "fedcba9876543210";
  const Decision decision = world.accept(world.staff, again);
  EXPECT_EQ(std::get<events::TsigKeySet>(decision.events.at(0)).replaced,
            before->distribution.keys.front().secret.slot);
  const auto after = world.state->find_zone("example");
  EXPECT_EQ(world.state->unseal(after->number, after->distribution.keys.front().secret).value(),
            again.secret);
  EXPECT_EQ(world.state->unseal(before->number, before->distribution.keys.front().secret).value(),
            std::nullopt);
}

TEST(RemoveTsigKey, RefusesInOrderOfPrecedence) {
  World world;
  RemoveTsigKey command{.zone = name("elsewhere"), .name = "k"};
  EXPECT_EQ(world.run(world.a, command), "not_allowed()");
  EXPECT_EQ(world.run(world.staff, command), "object_does_not_exist(zone=elsewhere)");
  command.zone = name("example");
  EXPECT_EQ(world.run(world.staff, command), "no_such_tsig_key(key=k)");
  world.accept(world.staff, set_key("k"));
  Secondary user = secondary("ns-a");
  user.key = "K";
  world.accept(world.staff, add({user}));
  EXPECT_EQ(world.run(world.staff, command), "linked(secondary=ns-a)");
  world.accept(world.staff, ChangeSecondaries{.zone = name("example"), .added = {}, .changed = {},
                                              .removed = {"ns-a"}});
  const auto zone = world.state->find_zone("example");
  const Decision decision = world.accept(world.staff, command);
  EXPECT_EQ(std::get<events::TsigKeyRemoved>(decision.events.at(0)).slot,
            zone->distribution.keys.front().secret.slot);
  EXPECT_EQ(world.state->unseal(zone->number, zone->distribution.keys.front().secret).value(),
            std::nullopt);
}

TEST(ChangeSecondaries, RefusesInOrderOfPrecedence) {
  World world;
  ChangeSecondaries command = add({});
  EXPECT_EQ(world.run(world.a, command), "not_allowed()");
  command.zone = name("elsewhere");
  EXPECT_EQ(world.run(world.staff, command), "object_does_not_exist(zone=elsewhere)");
  EXPECT_EQ(world.run(world.staff, add({})), "nothing_to_change()");
  EXPECT_EQ(world.run(world.staff, add({secondary("a"), secondary("a")})),
            "given_twice(secondary=a)");
  EXPECT_EQ(world.run(world.staff, add({secondary("no space", {})})),
            "bad_syntax(secondary=no space) secondary_address_required(secondary=no space)");
  Secondary bad = secondary("b", {"192.0.2.1", "192.0.2.1"});
  bad.contact = "nobody";
  bad.key = "none";
  EXPECT_EQ(world.run(world.staff, add({bad})),
            "bad_email(email=nobody) given_twice(address=192.0.2.1) no_such_tsig_key(key=none)");
  std::vector<std::string> many;
  for (int i = 0; i < 17; ++i) many.push_back("192.0.2." + std::to_string(i));
  EXPECT_EQ(world.run(world.staff, add({secondary("b", many)})), "too_many_addresses(secondary=b)");
  std::vector<Secondary> crowd;
  for (int i = 0; i < 101; ++i) crowd.push_back(secondary("s" + std::to_string(i)));
  EXPECT_EQ(world.run(world.staff, add(crowd)), "too_many_secondaries(secondary)");
  world.accept(world.staff, add({secondary("a")}));
  command = add({secondary("a")});
  command.changed = {secondary("b")};
  command.removed = {"c"};
  EXPECT_EQ(world.run(world.staff, command),
            "already_there(secondary=a) not_there(secondary=b) not_there(secondary=c)");
}

TEST(ChangeSecondaries, TheEventIsSortedAndEvolvesTheZone) {
  World world;
  world.accept(world.staff, add({secondary("b"), secondary("a", {"192.0.2.9", "192.0.2.3"})}));
  EXPECT_EQ(world.state->find_zone("example")->distribution.secondaries,
            (std::vector{secondary("a", {"192.0.2.3", "192.0.2.9"}), secondary("b")}));
  world.accept(world.staff, ChangeSecondaries{.zone = name("example"),
                                              .added = {secondary("c")},
                                              .changed = {secondary("b", {"2001:db8::1"})},
                                              .removed = {"a"}});
  EXPECT_EQ(world.state->find_zone("example")->distribution.secondaries,
            (std::vector{secondary("b", {"2001:db8::1"}), secondary("c")}));
}

TEST(SecondaryAddress, HasOneTextAndBack) {
  for (const char* text : {"192.0.2.1", "192.0.2.1:5353", "2001:db8::1", "[2001:db8::1]:53"})
    EXPECT_EQ(to_text(parse_secondary_address(text).value()), text);
  for (const char* text : {"", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:65536", "[2001:db8::1",
                           "[2001:db8::1]x53", "ns1.example", "192.0.2.1:53:53"})
    EXPECT_FALSE(parse_secondary_address(text)) << text;
}

}  // namespace
}  // namespace stele::core
