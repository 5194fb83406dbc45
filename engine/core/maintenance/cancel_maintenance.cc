// CancelMaintenance: it will not be, or will not go on. Refusals in order of precedence:
//
//  1 who    not_allowed 2201 (staff only)
//  2 what   object_does_not_exist 2303
//  3 state  maintenance_over 2304
#include "engine/core/maintenance/maintenance_rules.h"

namespace stele::core {

Decided<Decision> decide(const Context& context, const CancelMaintenance& command) {
  Problems problems;
  require_staff(context, problems);
  if (problems.any()) return problems.refusal();
  const auto found = require_maintenance_to_come(context, command.number, problems);
  if (!found) return problems.refusal();

  Decision decision;
  decision.answer = {.number = found->number, .id = maintenance_id(found->number)};
  decision.events.emplace_back(events::MaintenanceCancelled{.repository = found->repository,
                                                            .number = found->number});
  return decision;
}

}  // namespace stele::core
