// DeleteContact (RFC 5733 §3.2.2). Refusals in order of precedence; a group is reported as a whole:
//
//  1 who    registrar_disabled 2201
//  2 what   object_does_not_exist 2303
//  3 may    not_sponsor 2201
//  4 state  status_prohibits 2304 (clientDeleteProhibited, serverDeleteProhibited,
//           pendingTransfer; §2.2)
//           linked 2305 (the RFC says SHOULD NOT; here it is MUST NOT)
#include "engine/core/checks.h"

namespace stele::core {

Decided<Decision> decide(const Context& context, const DeleteContact& command) {
  const State& state = context.state;
  Problems problems;
  const auto contact = require_own_contact(context, command.id, problems);
  if (!contact) return problems.refusal();
  require_no_status(statuses_now(*contact),
                    {Status::client_delete_prohibited, Status::server_delete_prohibited,
                     Status::pending_transfer},
                    problems);
  if (state.is_linked(contact->number)) problems.add(Reason::linked, Field::id, command.id);
  if (problems.any()) return problems.refusal();

  Decision decision;
  decision.answer = {.number = contact->number, .id = contact->id};
  decision.events.emplace_back(
      events::ContactDeleted{.repository = contact->repository,
                             .number = contact->number,
                             .id = contact->id,
                             .deleted_by = acting_registrar(context.caller)});
  return decision;
}

}  // namespace stele::core
