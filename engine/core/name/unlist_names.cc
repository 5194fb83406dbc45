// UnlistNames: the zone treats names like all others again. Refusals in order of precedence; a group
// is reported as a whole:
//
//  1 who      not_allowed 2201 (staff only)
//  2 what     object_does_not_exist 2303 (zone)
//  3 details  missing_parameter 2003 (no name) · bad_name 2005 · given_twice 2306 ·
//             not_there 2306 (not on a list)
#include "engine/core/checks.h"
#include "engine/core/name/listed_names.h"

namespace stele::core {

Decided<Decision> decide(const Context& context, const UnlistNames& command) {
  const State& state = context.state;
  Problems problems;
  const auto zone = require_zone_by_staff(context, command.zone, Field::zone, problems);
  if (!zone) return problems.refusal();

  if (command.labels.empty()) problems.add(Reason::missing_parameter, Field::name);
  const auto labels = require_distinct(require_labels(state, *zone, command.labels, problems),
                                       Field::name, problems);
  for (const std::string& label : labels)
    if (!state.find_listed_name(zone->number, label))
      problems.add(Reason::not_there, Field::name, label);
  if (problems.any()) return problems.refusal();

  Decision decision;
  decision.answer = {.number = zone->number, .id = zone->name.text()};
  for (const std::string& label : labels)
    decision.events.emplace_back(events::NameUnlisted{
        .repository = zone->repository, .zone = zone->number, .label = label});
  return decision;
}

}  // namespace stele::core
