// CreateMaintenance: announce an interruption of service (RFC 9167). Refusals in order of precedence;
// a group is reported as a whole:
//
//  1 who      not_allowed 2201 (staff only)
//  2 details  bad_syntax 2005 · value_out_of_range 2004 (name, types) · missing_parameter 2003
//             (systems, environment, start, end) · value_out_of_range 2004 (an end that is not after
//             the start, or past) · bad_syntax 2005 (detail, a language) · object_does_not_exist 2303
//             (a zone)
//
// All registrars of the repository are told (poll/notices.h), again before it begins, and when it is
// over.
#include "engine/core/maintenance/maintenance_rules.h"

namespace stele::core {

Decided<Decision> decide(const Context& context, const CreateMaintenance& command) {
  Problems problems;
  require_staff(context, problems);
  if (problems.any()) return problems.refusal();
  const RepositoryId repository = context.caller.repository;
  MaintenancePlan plan = changed_plan({}, command.plan);
  require_plan(context, repository, plan, problems);
  if (problems.any()) return problems.refusal();

  const ObjectNumber number = context.state.next_number();
  const Instant remind_at = reminder_time(context, plan);
  Decision decision;
  decision.answer = {.number = number, .id = maintenance_id(number), .created_at = context.now};
  decision.events.emplace_back(events::MaintenanceAnnounced{.repository = repository,
                                                            .number = number,
                                                            .plan = std::move(plan),
                                                            .remind_at = remind_at,
                                                            .created_at = context.now});
  return decision;
}

}  // namespace stele::core
