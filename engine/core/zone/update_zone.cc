// UpdateZone. Refusals in order of precedence; a group is reported as a whole:
//
//  1 who      not_allowed 2201 (staff only)
//  2 what     object_does_not_exist 2303
//  3 details  nothing_to_change 2003 (alone) · policy_scheduled 2304 (another policy takes over at a
//             moment to come, as a whole) · bad_policy 2306 · bad_zone_header 2306; a header has to
//             fit the policy that is to come, too
//
// A new policy binds what is done from now on; what is registered stays as it is. Only names that
// stand still past their expiry take a life cycle up (domain/expiry.h). Of those there may be more
// than one transaction holds, so the policy is scheduled for now then, and the clock, which works
// before the next command is decided, does the rest.
#include "engine/core/checks.h"
#include "engine/core/directory/directory_rules.h"
#include "engine/core/domain/expiry.h"
#include "engine/core/zone/zone_rules.h"

namespace stele::core {
namespace {

// Whether a life cycle would set names going again.
bool anything_waits(const Context& context, const Zone& zone) {
  bool found = false;
  context.state.for_each_domain_standing_still(zone.number, [&](ObjectNumber number) {
    const auto domain = context.state.find_domain(number);
    found = domain && can_take_up(*domain);
    return !found;
  });
  return found;
}

}  // namespace

Decided<Decision> decide(const Context& context, const UpdateZone& command) {
  Problems problems;
  const auto zone = require_zone_by_staff(context, command.name, Field::name, problems);
  if (!zone) return problems.refusal();
  if (!command.policy && !command.header && !command.publish)
    return refuse(Reason::nothing_to_change);

  if (command.policy && zone->scheduled)
    problems.add(Reason::policy_scheduled, Field::policy, to_text(zone->scheduled_at));
  if (command.policy) {
    require_policy(*command.policy, problems);
    require_referrals_below(zone->name, command.policy->disclosure, problems);
    require_host_model_kept(context.state, *zone, *command.policy, problems);
  }
  std::optional<ZoneHeader> header;
  if (command.header) header = require_header(zone->name, *command.header, problems);
  if ((command.policy || command.header) && !problems.any())
    require_ttl_within(command.policy.value_or(zone->policy), header.value_or(zone->header),
                       problems);
  if (header && zone->scheduled && !problems.any())
    require_ttl_within(*zone->scheduled, *header, problems);
  if (problems.any()) return problems.refusal();

  const bool by_clock = command.policy && command.policy->lifecycle && anything_waits(context, *zone);
  Decision decision;
  decision.answer = {.number = zone->number, .id = zone->name.text()};
  if (!by_clock || header || command.publish)
    decision.events.emplace_back(
        events::ZoneUpdated{.repository = zone->repository,
                            .number = zone->number,
                            .policy = by_clock ? std::nullopt : command.policy,
                            .header = std::move(header),
                            .publish = command.publish,
                            .updated_at = context.now});
  if (by_clock)
    decision.events.emplace_back(events::ZoneUpdateScheduled{.repository = zone->repository,
                                                             .number = zone->number,
                                                             .at = context.now,
                                                             .policy = command.policy});
  return decision;
}

}  // namespace stele::core
