// DeleteOrganisation (RFC 8543 §4.2.2). Refusals in order of precedence; a group is reported as a
// whole:
//
//  1 who    registrar_disabled 2201
//  2 what   object_does_not_exist 2303
//  3 may    not_sponsor 2201
//  4 state  status_prohibits 2304 (clientDeleteProhibited, serverDeleteProhibited; hold and
//           terminated, which do not bind staff; §3.4)
//           linked 2305 (another object names it, or an organisation lies below it)
#include "engine/core/org/org_rules.h"

namespace stele::core {

Decided<Decision> decide(const Context& context, const DeleteOrganisation& command) {
  const State& state = context.state;
  Problems problems;
  const auto found = require_own_organisation(context, command.id, problems);
  if (!found) return problems.refusal();
  require_no_status(found->statuses,
                    {Status::client_delete_prohibited, Status::server_delete_prohibited},
                    problems);
  if (context.caller.is_registrar())
    require_no_status(found->statuses, {Status::hold, Status::terminated}, problems);
  if (state.is_linked(found->number)) problems.add(Reason::linked, Field::id, command.id);
  if (problems.any()) return problems.refusal();

  Decision decision;
  decision.answer = {.number = found->number, .id = found->id};
  decision.events.emplace_back(
      events::OrganisationDeleted{.repository = found->repository,
                                  .number = found->number,
                                  .id = found->id,
                                  .deleted_by = acting_registrar(context.caller)});
  return decision;
}

}  // namespace stele::core
