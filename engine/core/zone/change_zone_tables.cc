// ChangeZoneTables: the IDN tables of a zone, and with them the keys of its names. All or nothing.
// Refusals in order of precedence; a group is reported as a whole:
//
//  1 who      not_allowed 2201 (staff only)
//  2 what     object_does_not_exist 2303 (zone)
//  3 tables   unknown_idn_table 2306 (no such table or version in the zone's repository) ·
//             given_twice 2306 · nothing_to_change 2003 (alone)
//  4 names    names_collide 2306 (two names, or a name and a zone below), not_a_variant 2306 (an active
//             variant would be another name, which somebody else could register): once for each of the
//             first hundred
//
// Registered names the tables would not take stay as they are, and so do active variants they would
// block: a registrant loses nothing by a better table.
#include <algorithm>

#include "engine/core/checks.h"
#include "engine/core/zone/table_change.h"
#include "engine/idn/code_point.h"

namespace stele::core {

std::vector<TableUse> require_tables(const State& state, const Zone& zone,
                                     const std::vector<ChangeZoneTables::Table>& wanted,
                                     Problems& problems) {
  std::vector<TableUse> uses;
  for (const ChangeZoneTables::Table& table : wanted) {
    const auto number = state.find_idn_table_number(zone.repository, table.id);
    const auto found = number ? state.find_idn_table(*number) : std::nullopt;
    const std::uint32_t newest = found ? found->versions.back().version : 0;
    if (!found || table.version > newest)
      problems.add(Reason::unknown_idn_table, Field::idn_table,
                   table.version ? table.id + ":" + std::to_string(table.version) : table.id);
    else if (std::ranges::find(uses, *number, &TableUse::table) != uses.end())
      problems.add(Reason::given_twice, Field::idn_table, table.id);
    else
      uses.push_back({*number, table.version ? table.version : newest});
  }
  return uses;
}

Decided<Decision> decide(const Context& context, const ChangeZoneTables& command) {
  const State& state = context.state;
  Problems problems;
  const auto zone = require_zone_by_staff(context, command.zone, Field::zone, problems);
  if (!zone) return problems.refusal();

  auto tables = require_tables(state, *zone, command.tables, problems);
  if (problems.any()) return problems.refusal();
  if (tables == zone->tables) return refuse(Reason::nothing_to_change);
  TableChange change = plan_table_change(state, *zone, tables);
  for (const auto& [one, other] : change.collisions)
    problems.add(Reason::names_collide, Field::name, one + " " + other);
  for (const auto& [name, variant] : change.apart)
    problems.add(Reason::not_a_variant, Field::variant, name + " " + variant);
  if (problems.any()) return problems.refusal();

  Decision decision;
  decision.answer = {.number = zone->number, .id = zone->name.text()};
  decision.events.emplace_back(
      events::ZoneTablesChanged{.repository = zone->repository,
                                .number = zone->number,
                                .tables = std::move(tables),
                                .unicode_version = idn::unicode_version(),
                                .domains = std::move(change.domains),
                                .applications = std::move(change.applications),
                                .names = std::move(change.listed),
                                .changed_at = context.now});
  return decision;
}

}  // namespace stele::core
