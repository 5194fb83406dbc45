// ScheduleZoneUpdate: a policy that takes over at a moment to come; the clock makes it a ZoneUpdated
// then. Refusals in order of precedence; a group is reported as a whole:
//
//  1 who      not_allowed 2201 (staff only)
//  2 what     object_does_not_exist 2303
//  3 details  not_there 2306 (nothing is scheduled that could be called off) ·
//             value_out_of_range 2004 (a moment that is not to come) · bad_policy 2306
//
// One change at a time: a second replaces the first. The policy is taken over as a whole, so until
// then UpdateZone takes no other (policy_scheduled): it would be undone without a word.
#include "engine/core/checks.h"
#include "engine/core/directory/directory_rules.h"
#include "engine/core/zone/zone_rules.h"

namespace stele::core {

Decided<Decision> decide(const Context& context, const ScheduleZoneUpdate& command) {
  Problems problems;
  const auto zone = require_zone_by_staff(context, command.name, Field::name, problems);
  if (!zone) return problems.refusal();

  if (!command.policy && !zone->scheduled)
    return refuse(Reason::not_there, Field::policy, command.name.text());
  if (command.policy) {
    if (command.at <= context.now)
      problems.add(Reason::value_out_of_range, Field::policy, to_text(command.at));
    require_policy(*command.policy, problems);
    require_referrals_below(zone->name, command.policy->disclosure, problems);
    require_ttl_within(*command.policy, zone->header, problems);
    // Names may come until then, so the host model changes at once or not at all.
    if (command.policy->host_objects != zone->policy.host_objects)
      problems.add(Reason::bad_policy, Field::policy, "host_objects");
  }
  if (problems.any()) return problems.refusal();

  Decision decision;
  decision.answer = {.number = zone->number, .id = zone->name.text()};
  decision.events.emplace_back(
      events::ZoneUpdateScheduled{.repository = zone->repository,
                                  .number = zone->number,
                                  .at = command.policy ? command.at : Instant{},
                                  .policy = command.policy});
  return decision;
}

}  // namespace stele::core
