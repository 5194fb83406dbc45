// DeleteDomain (RFC 5731 §3.2.2, RFC 3915 §3). Refusals in order of precedence; a group is reported
// as a whole:
//
//  1 who       registrar_disabled 2201
//  2 what      object_does_not_exist 2303
//              of an application: object_does_not_exist 2303 · not_sponsor 2201 ·
//              application_decided 2304
//  3 may       not_sponsor 2201
//  4 state     status_prohibits 2304 (clientDeleteProhibited, serverDeleteProhibited,
//              pendingDelete, pendingTransfer; §2.3)
//              has_subordinate_hosts 2305 (RFC 5731 says SHOULD NOT; here it is MUST NOT)
//  5 money     low_credit 2104 (a registrar's, where the price list has a price for deletions)
//
// In its add grace period, and in a zone without a life cycle, the name is purged at once. Else the
// redemption period begins and the answer is 1001. What is in a grace period is refunded either way.
#include "engine/base/check.h"
#include "engine/core/checks.h"
#include "engine/core/domain/life.h"
#include "engine/core/launch/applications.h"

namespace stele::core {
namespace {

// The applicant takes it back; staff reject it instead.
Decided<Decision> withdraw(const Context& context, const DeleteDomain& command,
                           Problems& problems) {
  require_enabled(context, problems);
  if (problems.any()) return problems.refusal();
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
  const State& state = context.state;
  Problems problems;
  if (command.application) return withdraw(context, command, problems);
  const auto domain = require_own_domain(context, command.name, problems);
  if (!domain) return problems.refusal();
  require_no_status(statuses_now(*domain),
                    {Status::client_delete_prohibited, Status::server_delete_prohibited,
                     Status::pending_delete, Status::pending_transfer},
                    problems);
  if (state.has_hosts_below(domain->number))
    problems.add(Reason::has_subordinate_hosts, Field::name, command.name.text());
  if (problems.any()) return problems.refusal();

  const auto zone = state.find_zone(domain->zone);
  CHECK(zone, "a domain's zone exists");
  const auto& life = zone->policy.lifecycle;
  Till till(state, context.now);
  if (context.caller.is_registrar()) {
    const auto payer = state.find_registrar(domain->made.sponsor);
    CHECK(payer, "a domain's sponsor exists");
    till.require_paid(*payer, zone->policy,
                      {.operation = PricedOperation::remove,
                       .tier = domain->tier,
                       .object = domain->number,
                       .object_name = domain->name.text()},
                      problems);
    if (problems.any()) return problems.refusal();
  }
  Decision decision;
  decision.answer = {.number = domain->number, .id = domain->name.text()};
  decision.answer.variants = domain->variants;
  decision.answer.pending =
      delete_name(context, *domain, life ? &*life : nullptr, acting_registrar(context.caller),
                  till, decision.events);
  return decision;
}

}  // namespace stele::core
