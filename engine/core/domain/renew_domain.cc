// RenewDomain (RFC 5731 §3.2.3). Refusals in order of precedence; a group is reported as a whole:
//
//  1 who       registrar_disabled 2201
//  2 what      object_does_not_exist 2303
//  3 may       not_sponsor 2201
//  4 statuses  status_prohibits 2304 (clientRenewProhibited, serverRenewProhibited,
//              pendingDelete, pendingTransfer; §2.3) · never_expires 2304
//  5 details   wrong_expiry_date 2004 (curExpDate is not the UTC date of the expiry)
//              period_unit_not_supported 2004 · period_out_of_range 2004 · expiry_too_far 2105
//  6 money     no_such_price 2306 · fee_required 2003 · wrong_currency, fee_too_low 2004 ·
//              low_credit 2104; the sponsor pays, whoever asks
//
// An expired or suspended name is registered again by it, from its old expiry date on.
#include "engine/base/check.h"
#include "engine/core/checks.h"
#include "engine/core/domain/life.h"
#include "engine/core/pricing.h"

namespace stele::core {

Decided<Decision> decide(const Context& context, const RenewDomain& command) {
  const State& state = context.state;
  const std::string& name = command.name.text();
  Problems problems;

  const auto domain = require_own_domain(context, command.name, problems);
  if (!domain) return problems.refusal();
  require_no_status(statuses_now(*domain),
                    {Status::client_renew_prohibited, Status::server_renew_prohibited,
                     Status::pending_delete, Status::pending_transfer},
                    problems);
  if (domain->never_expires) problems.add(Reason::never_expires, Field::name, name);
  if (problems.any()) return problems.refusal();

  const auto zone = state.find_zone(domain->zone);
  const auto payer = state.find_registrar(domain->made.sponsor);
  CHECK(zone && payer, "a domain's zone and sponsor exist");
  const ZonePolicy& policy = zone->policy;
  if (command.current_expiry_date != to_date_text(domain->expires_at))
    problems.add(Reason::wrong_expiry_date, Field::expiry_date, command.current_expiry_date);
  const Period period = command.period.value_or(Period{policy.default_years, PeriodUnit::years});
  const auto years = require_years(policy, period, problems);
  if (!years) return problems.refusal();
  const Instant expires_at = add_years(domain->expires_at, *years);
  if (expires_at > add_years(context.now, policy.most_years_ahead))
    problems.add(Reason::expiry_too_far, Field::period, to_text(period));
  Till till(state, context.now);
  const auto paid = till.require_paid(*payer, policy,
                                      {.operation = PricedOperation::renew,
                                       .years = *years,
                                       .tier = domain->tier,
                                       .object = domain->number,
                                       .object_name = domain->name.text(),
                                       .fee = command.fee,
                                       .by_registrar = context.caller.is_registrar()},
                                      problems);
  if (problems.any()) return problems.refusal();

  std::optional<Grace> grace;
  if (policy.lifecycle)
    grace = make_grace(GraceKind::renew, policy.lifecycle->renew_grace_days, *years, *payer, *paid,
                       context.now, domain->expires_at);

  Decision decision;
  decision.answer = {domain->number, domain->name.text(), domain->made.created_at, expires_at};
  decision.answer.variants = domain->variants;
  decision.events.emplace_back(events::DomainRenewed{.repository = domain->repository,
                                                     .number = domain->number,
                                                     .period = period,
                                                     .expires_at = expires_at,
                                                     .renewed_by = acting_registrar(context.caller),
                                                     .renewed_at = context.now,
                                                     .grace = std::move(grace)});
  till.take_events(decision.events);
  return decision;
}

}  // namespace stele::core
