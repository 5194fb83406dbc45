#include "frontends/control/idn_tables.h"

#include <boost/json.hpp>
#include <charconv>

#include "engine/base/bytes.h"
#include "engine/core/zone/table_change.h"
#include "frontends/control/show.h"

namespace stele::control {

namespace json = boost::json;

namespace {

json::array versions_of(const core::State& state, const core::IdnTable& table) {
  json::array out;
  for (const core::IdnTable::Version& version : table.versions) {
    json::array zones;
    state.for_each_zone([&](ObjectNumber number) {
      const auto zone = state.find_zone(number);
      for (const TableUse use : zone->tables)
        if (use == TableUse{table.number, version.version}) zones.emplace_back(zone->name.text());
      return true;
    });
    out.emplace_back(json::object{{"version", version.version},
                                  {"octets", version.size},
                                  {"unicode_version", version.unicode_version},
                                  {"loaded_at", to_text(version.loaded_at)},
                                  {"zones", std::move(zones)}});
  }
  return out;
}

Result<std::vector<core::ChangeZoneTables::Table>> parse_tables(std::string_view text) {
  std::vector<core::ChangeZoneTables::Table> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    const std::string_view item = text.substr(0, end);
    const std::size_t colon = std::min(item.find(':'), item.size());
    core::ChangeZoneTables::Table table{.id = std::string(item.substr(0, colon))};
    if (colon < item.size()) {
      const auto [last, error] =
          std::from_chars(item.data() + colon + 1, item.data() + item.size(), table.version);
      if (error != std::errc{} || last != item.data() + item.size())
        return fail(Fault::invalid, to_printable(item) + " is not a table such as arab or arab:2");
    }
    out.push_back(std::move(table));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace

std::string idn_tables_json(const core::State& state) {
  json::array tables;
  state.for_each_idn_table(RepositoryId(1), [&](const core::IdnTable& table) {
    tables.emplace_back(json::object{{"id", table.id},
                                     {"number", table.number.value},
                                     {"versions", versions_of(state, table)}});
    return true;
  });
  return json::serialize(json::object{{"tables", std::move(tables)}});
}

Result<std::string> idn_plan_json(const core::State& state, std::string_view zone_name,
                                  std::string_view tables) {
  const auto named = zone_named(state, zone_name);
  if (!named) return std::unexpected(named.error());
  const core::Zone& zone = **named;
  const auto wanted = parse_tables(tables);
  if (!wanted) return std::unexpected(wanted.error());
  core::Problems problems;
  const auto uses = core::require_tables(state, zone, *wanted, problems);
  if (problems.any()) {
    const auto refusal = problems.refusal();
    const core::Rejection& first = refusal.error().front();
    return fail(Fault::not_found, std::string(core::text_of(first.reason)) + ": " + first.value);
  }
  const core::TableChange change = core::plan_table_change(state, zone, uses);
  json::array used, collisions, apart, not_taken;
  for (const TableUse use : uses)
    used.emplace_back(state.find_idn_table(use.table)->id + ":" + std::to_string(use.version));
  for (const auto& [one, other] : change.collisions)
    collisions.emplace_back(json::array{one, other});
  for (const auto& [one, variant] : change.apart) apart.emplace_back(json::array{one, variant});
  for (const std::string& each : change.not_taken) not_taken.emplace_back(each);
  return json::serialize(json::object{
      {"zone", zone.name.text()},
      {"tables", std::move(used)},
      {"names", change.names},
      {"relabelled", change.domains.size()},
      {"applications_relabelled", change.applications.size()},
      {"listed_relabelled", change.listed.size()},
      {"collisions", json::object{{"count", change.collision_count}, {"first", std::move(collisions)}}},
      {"apart", json::object{{"count", change.apart_count}, {"first", std::move(apart)}}},
      {"not_taken", json::object{{"count", change.not_taken_count}, {"first", std::move(not_taken)}}}});
}

}  // namespace stele::control
