// IDN tables for staff: those that were loaded, and what a zone would become under others.
#pragma once

#include <string>
#include <string_view>

#include "engine/core/state.h"

namespace stele::control {

// {"tables": [...]}: by identifier, each with its versions and the zones that use them.
std::string idn_tables_json(const core::State& state);

// `tables`: "arab,latin:2", as the command takes them; empty: none. What `zone-tables change` would do:
// {"zone", "tables", "names", "relabelled", "collisions": {"count", "first": [[a, b]]},
//  "apart": {"count", "first": [[name, variant]]}, "not_taken": {"count", "first": [a]}}. Fault::not_found: the zone or a table is not there.
Result<std::string> idn_plan_json(const core::State& state, std::string_view zone,
                                  std::string_view tables);

}  // namespace stele::control
