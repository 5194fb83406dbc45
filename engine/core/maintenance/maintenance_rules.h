// What an announcement must look like (RFC 9167 §3.3). Shared by create and update.
#pragma once

#include "engine/core/checks.h"

namespace stele::core {

// The plan with what a command says of it.
MaintenancePlan changed_plan(MaintenancePlan plan, const MaintenanceChange& change);

// Every problem: missing_parameter (start, end, system), value_out_of_range (an end that is not after
// the start or not to come; too many systems, types, descriptions; lengths), bad_syntax (names, URI,
// languages), object_does_not_exist (a zone that is not the repository's).
void require_plan(const Context& context, RepositoryId repository, const MaintenancePlan& plan,
                  Problems& problems);

// So long before the start as the registry's settings say; 0 when that is past or switched off.
Instant reminder_time(const Context& context, const MaintenancePlan& plan);

// One that is not over, by its identifier: object_does_not_exist; maintenance_over.
std::optional<Maintenance> require_maintenance_to_come(const Context& context, ObjectNumber number,
                                                       Problems& problems);

}  // namespace stele::core
