// What other IDN tables would make of a zone's names: which get another key, which would become one
// name, which active variants would be another name, and which names the tables would not take today.
// Asked by the command that changes the tables and by its dry run. Looks at every name of the zone.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/core/command.h"
#include "engine/core/problems.h"
#include "engine/core/state.h"

namespace stele::core {

constexpr std::size_t kShownNames = 100;

struct TableChange {
  std::vector<Relabelled> domains;       // by number
  std::vector<Relabelled> applications;  // by number
  std::vector<Relisted> listed;          // by label
  // Two names with one key, as they are written; the first kShownNames. A zone below is a name too.
  std::vector<std::pair<std::string, std::string>> collisions;
  // A name and an active variant of it that has another key: somebody else could register what the
  // first has in the zone. The first kShownNames.
  std::vector<std::pair<std::string, std::string>> apart;
  // Names that stay although the tables would not take them; the first kShownNames.
  std::vector<std::string> not_taken;
  std::uint64_t collision_count = 0;
  std::uint64_t apart_count = 0;
  std::uint64_t not_taken_count = 0;
  std::uint64_t names = 0;               // looked at
};

// The versions that are meant: unknown_idn_table, given_twice.
std::vector<TableUse> require_tables(const State& state, const Zone& zone,
                                     const std::vector<ChangeZoneTables::Table>& wanted,
                                     Problems& problems);

TableChange plan_table_change(const State& state, const Zone& zone,
                              const std::vector<TableUse>& tables);

}  // namespace stele::core
