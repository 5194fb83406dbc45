// EraseOrganisation: forget what is known of an organisation. One that was deleted is named by its
// ROID; its identifier may be another's by now. Refusals in order of precedence:
//
//  1 who    not_allowed 2201 (staff only)
//  2 what   object_does_not_exist 2303 (none of that id; for a ROID: none that was deleted and whose
//           data are still there)
//  3 state  erased 2304 (or there never were any data)
//
// The event names the key; the runtime destroys it once the event is durable.
#include "engine/core/org/org_rules.h"
#include "events/values/roid.h"

namespace stele::core {

Decided<Decision> decide(const Context& context, const EraseOrganisation& command) {
  const State& state = context.state;
  Problems problems;
  require_staff(context, problems);
  if (problems.any()) return problems.refusal();

  events::SubjectErased erased{.repository = command.repository};
  if (const auto number = state.find_organisation_number(command.repository, command.id)) {
    const auto found = state.find_organisation(*number);
    if (!found || !found->data.slot) return refuse(Reason::erased, Field::id, command.id);
    erased.subject = *number;
    erased.slot = found->data.slot;
  } else {
    const auto roid = parse_roid(command.id);
    const auto slot = roid && roid->kind == ObjectKind::organisation
                          ? state.find_deleted_subject(roid->number)
                          : std::nullopt;
    if (!slot) return refuse(Reason::object_does_not_exist, Field::id, command.id);
    erased.subject = roid->number;
    erased.slot = *slot;
  }
  Decision decision;
  decision.answer = {.number = erased.subject, .id = command.id};
  decision.events.emplace_back(erased);
  return decision;
}

}  // namespace stele::core
