// CreateZone. Refusals in order of precedence; a group is reported as a whole:
//
//  1 who      not_allowed 2201 (staff only)
//  2 where    object_does_not_exist 2303 (repository)
//  3 place    bad_name 2005 · object_exists, variant_exists 2302 (a zone, or a name of the zone above) ·
//             too_many_labels 2306 (a zone lies directly below the one it lies in) ·
//             hosts_below_zone 2305 (they were made as external ones)
//  4 details  bad_policy 2306 · bad_zone_header 2306 (the value names what, and the line)
#include "engine/core/checks.h"
#include "engine/core/directory/directory_rules.h"
#include "engine/core/zone/zone_rules.h"
#include "engine/idn/label.h"

namespace stele::core {

Decided<Decision> decide(const Context& context, const CreateZone& command) {
  const State& state = context.state;
  Problems problems;

  require_staff(context, problems);
  if (problems.any()) return problems.refusal();
  require_repository(state, command.repository, problems);
  if (problems.any()) return problems.refusal();
  if (command.name.empty() || idn::find_false_a_label(command.name.text()))
    return refuse(Reason::bad_name, Field::name, command.name.text());
  require_zone_place(state, command.repository, command.name, problems);
  if (problems.any()) return problems.refusal();

  require_policy(command.policy, problems);
  require_referrals_below(command.name, command.policy.disclosure, problems);
  ZoneHeader header = require_header(command.name, command.header, problems);
  if (!problems.any()) require_ttl_within(command.policy, header, problems);
  if (problems.any()) return problems.refusal();

  const ObjectNumber number = state.next_number();
  Decision decision;
  decision.answer = {.number = number, .id = command.name.text(), .created_at = context.now};
  decision.events.emplace_back(events::ZoneCreated{.repository = command.repository,
                                                   .number = number,
                                                   .name = command.name,
                                                   .policy = command.policy,
                                                   .header = std::move(header),
                                                   .publish = command.publish,
                                                   .created_at = context.now});
  return decision;
}

}  // namespace stele::core
