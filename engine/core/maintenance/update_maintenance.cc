// UpdateMaintenance. Refusals in order of precedence; a group is reported as a whole:
//
//  1 who      not_allowed 2201 (staff only)
//  2 what     object_does_not_exist 2303
//  3 state    maintenance_over 2304
//  4 details  nothing_to_change 2003 (alone); as in CreateMaintenance
//
// A list that is given replaces the one there was. Whoever was reminded is reminded again when the
// new start leaves time for it.
#include "engine/core/maintenance/maintenance_rules.h"

namespace stele::core {

Decided<Decision> decide(const Context& context, const UpdateMaintenance& command) {
  Problems problems;
  require_staff(context, problems);
  if (problems.any()) return problems.refusal();
  const auto found = require_maintenance_to_come(context, command.number, problems);
  if (!found) return problems.refusal();
  MaintenancePlan plan = changed_plan(found->plan, command.plan);
  if (plan == found->plan) return refuse(Reason::nothing_to_change);
  require_plan(context, found->repository, plan, problems);
  if (problems.any()) return problems.refusal();

  const Instant remind_at = reminder_time(context, plan);
  Decision decision;
  decision.answer = {.number = found->number, .id = maintenance_id(found->number)};
  decision.events.emplace_back(events::MaintenanceUpdated{.repository = found->repository,
                                                          .number = found->number,
                                                          .plan = std::move(plan),
                                                          .remind_at = remind_at,
                                                          .updated_at = context.now});
  return decision;
}

}  // namespace stele::core
