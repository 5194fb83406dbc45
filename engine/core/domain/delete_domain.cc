// DeleteDomain (RFC 5731 §3.2.2). Refusals in order of precedence; a group is reported as a whole:
//
//  1 who       registrar_disabled 2201
//  2 what      object_does_not_exist 2303
//              of an application: object_does_not_exist 2303 · not_sponsor 2201 ·
//              application_decided 2304
//  3 may       not_sponsor 2201
//  4 state     status_prohibits 2304 (clientDeleteProhibited, serverDeleteProhibited; §2.3)
//              has_subordinate_hosts 2305 (RFC 5731 says SHOULD NOT; here it is MUST NOT)
//
// The name is purged at once: without a life cycle there is no grace period to wait for.
#include "engine/core/checks.h"
#include "engine/core/launch/applications.h"

namespace stele::core {
namespace {

// The applicant takes it back; staff reject it instead.
Decided<Decision> withdraw(const Context& context, const DeleteDomain& command,
                           Problems& problems) {
  const auto application =
      require_application(context, *command.application, &command.name, true, problems);
  if (!application) return problems.refusal();
  Decision decision;
  decision.answer = {.number = application->domain.number, .id = application->domain.name.text()};
  decision.events.emplace_back(
      events::ApplicationWithdrawn{.repository = application->domain.repository,
                                   .number = application->domain.number,
                                   .withdrawn_by = acting_registrar(context.caller)});
  return decision;
}

}  // namespace

Decided<Decision> decide(const Context& context, const DeleteDomain& command) {
  Problems problems;
  require_enabled(context, problems);
  if (problems.any()) return problems.refusal();
  if (command.application) return withdraw(context, command, problems);
  const auto domain = require_domain(context.state, command.name, problems);
  if (!domain) return problems.refusal();
  require_sponsor(context, domain->made.sponsor, Field::name, command.name.text(), problems);
  if (problems.any()) return problems.refusal();
  require_no_status(domain->statuses,
                    {Status::client_delete_prohibited, Status::server_delete_prohibited}, problems);
  if (context.state.has_hosts_below(domain->number))
    problems.add(Reason::has_subordinate_hosts, Field::name, command.name.text());
  if (problems.any()) return problems.refusal();

  Decision decision;
  decision.answer = {.number = domain->number, .id = domain->name.text()};
  decision.events.emplace_back(events::DomainDeleted{.repository = domain->repository,
                                                     .number = domain->number,
                                                     .name = domain->name,
                                                     .deleted_by = acting_registrar(context.caller),
                                                     .deleted_at = context.now,
                                                     .purge_at = context.now});
  decision.events.emplace_back(events::DomainPurged{.repository = domain->repository,
                                                    .number = domain->number,
                                                    .zone = domain->zone,
                                                    .name = domain->name,
                                                    .index_label = domain->index_label});
  return decision;
}

}  // namespace stele::core
