// TransferDomain (RFC 5731 §3.2.4). Refusals in order of precedence; a group is reported as a whole.
// A request:
//
//  1 who       registrar_disabled 2201 · not_allowed 2201 (a registrar asks for another); from staff:
//              missing_parameter 2003 · object_does_not_exist 2303 (the gainer)
//  2 what      object_does_not_exist 2303
//  3 access    no_zone_access 2201 (the gainer's)
//  4 whose     already_sponsor 2106
//  5 proof     missing_parameter 2003 · bad_auth_info 2202; not asked of staff ·
//              bad_allocation_token 2201 (no transfer needs one; RFC 8495 §3.2.4)
//  6 state     object_pending_transfer 2300 (alone) · status_prohibits 2304 (pendingDelete; for
//              registrars clientTransferProhibited and serverTransferProhibited too) ·
//              transfer_locked 2304 (so soon after a creation or a transfer; registrars)
//  7 details   never_expires 2304 (a period was named; none is added) ·
//              period_unit_not_supported 2004 · period_out_of_range 2004 · expiry_too_far 2105 (a
//              period that was named; the one the zone adds is cut to what fits)
//  8 money     no_such_price 2306 · fee_required 2003 · wrong_currency, fee_too_low 2004 (RFC 8748
//              §4) · low_credit 2104 (the gainer's)
//
// Approve, reject and cancel:
//
//  1 who       registrar_disabled 2201
//  2 what      object_does_not_exist 2303
//  3 may       not_sponsor 2201 (approve, reject) · object_not_pending_transfer 2301 ·
//              not_requester 2201 (cancel) · bad_auth_info 2202 (only where one is sent)
//
// A request waits as many days as the zone's life cycle says, then the registry approves it; with
// none, and when staff ask, the domain changes hands at once. What an approval does, and when it
// turns into a cancellation, is in transfer.h.
#include <algorithm>

#include "engine/base/check.h"
#include "engine/core/checks.h"
#include "engine/core/domain/transfer.h"
#include "engine/core/evolve.h"
#include "engine/core/pricing.h"
#include "engine/core/transfer_rules.h"

namespace stele::core {
namespace {

Decision decided(const Context& context, Domain domain, std::vector<events::Event> events) {
  Decision decision{.events = std::move(events)};
  for (const events::Event& event : decision.events) evolve_with(domain, event);
  decision.answer = {.number = domain.number, .id = domain.name.text()};
  decision.answer.variants = domain.variants;
  decision.answer.pending = domain.transfer->pending();
  decision.answer.transfer = describe_transfer(context.state, domain);
  return decision;
}

void require_transferable(const Context& context, const Domain& domain,
                          const Lifecycle& lifecycle, Problems& problems) {
  if (domain.transfer && domain.transfer->pending())
    return problems.add(Reason::object_pending_transfer, Field::name, domain.name.text());
  require_no_status(statuses_now(domain), {Status::pending_delete}, problems);
  if (context.caller.is_staff()) return;
  require_no_status(domain.statuses,
                    {Status::client_transfer_prohibited, Status::server_transfer_prohibited},
                    problems);
  const Instant since = std::max(domain.made.created_at, domain.made.transferred_at);
  const Instant free_at = since + lifecycle.transfer_lock_days * kDay;
  if (context.now < free_at)
    problems.add(Reason::transfer_locked, Field::name, to_text(free_at));
}

std::uint8_t require_years_added(const Context& context, const Domain& domain,
                                 const ZonePolicy& policy, const std::optional<Period>& period,
                                 Problems& problems) {
  if (domain.never_expires) {
    if (period) problems.add(Reason::never_expires, Field::name, domain.name.text());
    return 0;
  }
  if (!period) return policy.lifecycle ? policy.lifecycle->transfer_years : std::uint8_t{0};
  const auto years = require_years(policy, *period, problems);
  if (years && !fits(domain, policy, *years, context.now))
    problems.add(Reason::expiry_too_far, Field::period, to_text(*period));
  return years.value_or(0);
}

Decided<Decision> request(const Context& context, const TransferDomain& command) {
  const State& state = context.state;
  const std::string& name = command.name.text();
  Problems problems;

  const auto gainer = require_acting_for(context, command.gainer, problems);
  if (!gainer) return problems.refusal();
  const auto domain = require_domain(state, command.name, problems);
  if (!domain) return problems.refusal();
  const auto zone = state.find_zone(domain->zone);
  CHECK(zone, "a domain's zone exists");
  require_zone_access(*gainer, *zone, name, problems);
  if (problems.any()) return problems.refusal();
  if (domain->made.sponsor == gainer->number)
    return refuse(Reason::already_sponsor, Field::name, name);
  require_transfer_proof(context, domain->auth_info, command.auth_info, problems);
  if (command.allocation_token) problems.add(Reason::bad_allocation_token, Field::name, name);
  if (problems.any()) return problems.refusal();
  const Lifecycle lifecycle = zone->policy.lifecycle.value_or(Lifecycle{});
  require_transferable(context, *domain, lifecycle, problems);
  if (problems.any()) return problems.refusal();

  const std::uint8_t years =
      require_years_added(context, *domain, zone->policy, command.period, problems);
  const bool staff = context.caller.is_staff();
  const TransferTerms terms{
      .gainer = gainer->number,
      .years = years,
      .status = staff ? TransferStatus::server_approved : TransferStatus::client_approved,
      .acted_by = acting_registrar(context.caller),
      .at = context.now,
      .fee = command.fee,
      .by_registrar = !staff};
  auto events = transfer_now(context, *domain, terms, problems);
  if (problems.any()) return problems.refusal();
  if (staff || lifecycle.transfer_days == 0)
    return decided(context, *domain, std::move(events));

  const Instant acts_at = context.now + lifecycle.transfer_days * kDay;
  events = {events::DomainTransferRequested{
      .repository = domain->repository,
      .number = domain->number,
      .requested_by = gainer->number,
      .requested_at = context.now,
      .acts_at = acts_at,
      .years = years,
      .expires_at = expiry_after_transfer(*domain, zone->policy, years, acts_at)}};
  return decided(context, *domain, std::move(events));
}

Decided<Decision> end(const Context& context, const TransferDomain& command) {
  Problems problems;
  require_enabled(context, problems);
  if (problems.any()) return problems.refusal();
  const auto domain = require_domain(context.state, command.name, problems);
  if (!domain) return problems.refusal();
  require_end_of_transfer(context,
                          {command.step, domain->made.sponsor, domain->transfer, domain->auth_info,
                           command.auth_info, Field::name, command.name.text()},
                          problems);
  if (problems.any()) return problems.refusal();

  const TransferStatus status = status_after(context.caller, command.step);
  const ObjectNumber by = acting_registrar(context.caller);
  if (command.step == TransferStep::approve)
    return decided(context, *domain,
                   approve_transfer(context, *domain, status, by, context.now));
  return decided(context, *domain,
                 {events::DomainTransferEnded{.repository = domain->repository,
                                              .number = domain->number,
                                              .status = status,
                                              .acted_by = by,
                                              .acted_at = context.now}});
}

}  // namespace

Decided<Decision> decide(const Context& context, const TransferDomain& command) {
  return command.step == TransferStep::request ? request(context, command)
                                               : end(context, command);
}

}  // namespace stele::core
