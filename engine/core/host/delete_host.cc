// DeleteHost (RFC 5732 §3.2.2). Refusals in order of precedence; a group is reported as a whole:
//
//  1 who    registrar_disabled 2201
//  2 what   object_does_not_exist 2303
//  3 may    not_sponsor 2201
//  4 state  status_prohibits 2304 (clientDeleteProhibited, serverDeleteProhibited; §2.3)
//           linked 2305 (the RFC says SHOULD NOT; here it is MUST NOT)
#include "engine/core/checks.h"

namespace stele::core {

Decided<Decision> decide(const Context& context, const DeleteHost& command) {
  const State& state = context.state;
  Problems problems;
  const auto host = require_own_host(context, command.name, problems);
  if (!host) return problems.refusal();
  require_no_status(host->statuses,
                    {Status::client_delete_prohibited, Status::server_delete_prohibited}, problems);
  if (state.is_linked(host->number))
    problems.add(Reason::linked, Field::name, command.name.text());
  if (problems.any()) return problems.refusal();

  Decision decision;
  decision.answer = {.number = host->number, .id = host->name.text()};
  decision.events.emplace_back(events::HostDeleted{.repository = host->repository,
                                                   .number = host->number,
                                                   .name = host->name,
                                                   .deleted_by = acting_registrar(context.caller)});
  return decision;
}

}  // namespace stele::core
