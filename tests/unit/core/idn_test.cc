// IDN tables of zones, keys of names, and variants.
#include <gtest/gtest.h>

#include "engine/core/name/labels.h"
#include "engine/core/zone/table_change.h"
#include "tests/unit/core/world.h"

namespace stele::core {
namespace {

// b and c are written for each other, and so are d and nothing but d.
constexpr const char* kTable = "U+0061\nU+0062|U+0063\nU+0063|U+0062\nU+0064\nU+00FC\n";

LoadIdnTable load(std::string id, std::string text = kTable) {
  LoadIdnTable command;
  command.id = std::move(id);
  command.text = std::move(text);
  return command;
}

ChangeZoneTables use(std::vector<ChangeZoneTables::Table> tables) {
  return {.zone = name("example"), .tables = std::move(tables)};
}

// `example` with the table, whose variants registrars may activate.
void furnish(World& world, std::uint8_t most = 16) {
  world.accept(world.staff, load("abc"));
  world.accept(world.staff, use({{"abc", 0}}));
  ZonePolicy policy = world.state->find_zone("example")->policy;
  policy.variant_activation = true;
  policy.most_variants = most;
  world.accept(world.staff, UpdateZone{.name = name("example"), .policy = policy});
}

UpdateDomain activate(std::string_view domain, std::vector<std::string> variants) {
  UpdateDomain command;
  command.name = name(domain);
  for (const std::string& variant : variants) command.variants.added.push_back(name(variant));
  return command;
}

TEST(LoadIdnTable, RefusesInOrderOfPrecedence) {
  World world;
  EXPECT_EQ(world.run(world.a, load("abc")), "not_allowed()");
  LoadIdnTable elsewhere = load("abc");
  elsewhere.repository = RepositoryId{7};
  EXPECT_EQ(world.run(world.staff, elsewhere), "object_does_not_exist(repository=7)");
  const std::string told = world.run(world.staff, load("a b", "U+0061\nnonsense\n"));
  EXPECT_TRUE(told.starts_with("bad_syntax(idn_table=a b) bad_idn_table(idn_table=line 2")) << told;
  EXPECT_EQ(world.run(world.staff, load("abc")), "IdnTableLoaded");
  EXPECT_EQ(world.run(world.staff, load("abc")), "already_there(idn_table=abc)");
  EXPECT_EQ(world.run(world.staff, load("abc", "U+0061\n")), "IdnTableLoaded");
  const auto table = world.state->find_idn_table(*world.state->find_idn_table_number(RepositoryId{1}, "abc"));
  ASSERT_EQ(table->versions.size(), 2U);
  EXPECT_EQ(world.state->idn_table_text({table->number, 1}), kTable);
}

TEST(ChangeZoneTables, RefusesInOrderOfPrecedence) {
  World world;
  world.accept(world.staff, load("abc"));
  EXPECT_EQ(world.run(world.a, use({{"abc", 0}})), "not_allowed()");
  ChangeZoneTables elsewhere = use({{"abc", 0}});
  elsewhere.zone = name("elsewhere");
  EXPECT_EQ(world.run(world.staff, elsewhere), "object_does_not_exist(zone=elsewhere)");
  EXPECT_EQ(world.run(world.staff, use({{"xyz", 0}, {"abc", 2}, {"abc", 1}, {"abc", 0}})),
            "unknown_idn_table(idn_table=xyz) unknown_idn_table(idn_table=abc:2) "
            "given_twice(idn_table=abc)");
  EXPECT_EQ(world.run(world.staff, use({})), "nothing_to_change()");
  world.accept(world.a, create_domain("ab.example"));
  world.accept(world.a, create_domain("ac.example"));
  EXPECT_EQ(world.run(world.staff, use({{"abc", 0}})), "names_collide(name=ab.example ac.example)");
}

TEST(ChangeZoneTables, NamesMayChangePlaces) {
  World world;
  // Under the first table ab has the key aa; under the second it has its own, and aa has ab's.
  world.accept(world.staff, load("one", "U+0061\nU+0062\n"));
  world.accept(world.staff, use({{"one", 0}}));
  world.accept(world.a, create_domain("ab.example"));
  world.accept(world.a, create_domain("cc.example"));
  world.accept(world.staff, load("two", "U+0061\nU+0062|U+0063\nU+0063|U+0062\n"));
  const auto zone = world.state->find_zone("example");
  const TableChange plan = plan_table_change(
      *world.state, *zone, {{*world.state->find_idn_table_number(RepositoryId{1}, "two"), 1}});
  EXPECT_EQ(plan.collision_count, 0U);
  EXPECT_EQ(plan.domains.size(), 1U) << "cc has the key bb";
  world.accept(world.staff, use({{"two", 0}}));
  EXPECT_EQ(find_domain(*world.state, name("bc.example")).value().name, name("cc.example"));
  EXPECT_EQ(find_domain(*world.state, name("ac.example")).value().name, name("ab.example"));
  world.accept(world.staff, use({}));
  EXPECT_FALSE(find_domain(*world.state, name("bc.example")));
  EXPECT_TRUE(find_domain(*world.state, name("cc.example")));
}

TEST(CreateDomain, TakesLabelsTheTablesTake) {
  World world;
  EXPECT_EQ(world.run(world.a, create_domain("xn--tda.example")),
            "label_not_allowed(name=ü.example: the zone has no IDN table)");
  furnish(world);
  world.accept(world.a, create_domain("ab.example"));
  EXPECT_EQ(world.run(world.b, create_domain("ac.example")), "variant_exists(name=ac.example)");
  EXPECT_EQ(world.run(world.b, create_domain("ab.example")), "object_exists(name=ab.example)");
  CreateDomain named = create_domain("xn--tda.example");
  named.idn = IdnWish{"latin", "u.example"};
  EXPECT_EQ(world.run(world.a, named),
            "unicode_name_differs(unicode_name=u.example) unknown_idn_table(idn_table=latin)");
  named.idn = IdnWish{"abc", "ü"};
  EXPECT_EQ(world.run(world.a, named), "DomainCreated AccountDebited");
  const std::string told = world.run(world.a, create_domain("xn--4ca.example"));
  EXPECT_TRUE(told.starts_with("label_not_allowed(name=ä.example: ")) << told;
}

TEST(UpdateDomain, ActivatesVariantsAndRefusesOthers) {
  World world;
  furnish(world, 1);
  world.accept(world.a, create_domain("abb.example"));
  EXPECT_EQ(world.run(world.a, activate("abb.example", {"abd.example"})),
            "not_a_variant(variant=abd.example)");
  EXPECT_EQ(world.run(world.a, activate("abb.example", {"abc.example", "acb.example"})),
            "too_many_variants(variant=2)");
  EXPECT_EQ(world.run(world.a, activate("abb.example", {"abc.example"})), "DomainUpdated");
  EXPECT_EQ(world.domain("abb.example").variants, std::vector{name("abc.example")});
  EXPECT_EQ(world.run(world.a, activate("acc.example", {"abc.example"})),
            "already_there(variant=abc.example)");
  UpdateRegistrar registrar{.id = "reg-a"};
  registrar.variants = false;
  world.accept(world.staff, registrar);
  EXPECT_EQ(world.run(world.a, activate("abb.example", {"acb.example"})),
            "not_allowed(variant=reg-a)");
}

TEST(UpdateDomain, DoesNotActivateWhatTheTableBlocksOrTheZoneDoesNotOffer) {
  World world;
  world.accept(world.staff, load("han", "Reference 1 test\nVersion 1 20260101\n"
                                        "4E2D;4E2D;\n56FD;56FD;570B\n570B;56FD;56FD\n"));
  world.accept(world.staff, use({{"han", 0}}));
  world.accept(world.a, create_domain("xn--fiqs8s.example"));  // 中国
  EXPECT_EQ(world.run(world.a, activate("xn--fiqs8s.example", {"xn--fiqz9s.example"})),
            "variants_not_offered(variant=example)");
  EXPECT_EQ(world.run(world.staff, activate("xn--fiqs8s.example", {"xn--fiqz9s.example"})),
            "variant_not_allocatable(variant=xn--fiqz9s.example)");
}

}  // namespace
}  // namespace stele::core
