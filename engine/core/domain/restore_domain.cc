// RestoreDomain (RFC 3915 §4.2.5). Refusals in order of precedence; a group is reported as a whole:
//
//  1 who       registrar_disabled 2201
//  2 what      object_does_not_exist 2303
//  3 may       not_sponsor 2201
//  4 state     not_in_redemption 2304 (a request) · no_report_awaited 2304 (a report)
//              status_prohibits 2304 (serverUpdateProhibited, for registrars)
//  5 details   missing_parameter 2003 · value_out_of_range 2004 · bad_syntax 2005 (the report's
//              reason)
//  6 money     no_such_price 2306 · fee_required 2003 · wrong_currency, fee_too_low 2004 (RFC 8748
//              §4; what is offered is for all that is charged at once) · low_credit 2104; the sponsor
//              pays, whoever asks
//
// The restore is paid for when it is asked for, the renewal of a name past its expiry when it comes
// back: both at once where the zone wants no report. Of a restore whose report does not come the
// zone's policy says how much is refunded.
#include "engine/base/check.h"
#include "engine/core/checks.h"
#include "engine/core/domain/life.h"

namespace stele::core {
namespace {

constexpr std::size_t kLongestReason = 1024;

void require_phase(const RestoreDomain& command, const Domain& domain, Problems& problems) {
  if (command.report && domain.phase != DomainPhase::pending_restore)
    problems.add(Reason::no_report_awaited, Field::name, command.name.text());
  if (!command.report && domain.phase != DomainPhase::redemption)
    problems.add(Reason::not_in_redemption, Field::name, command.name.text());
}

}  // namespace

Decided<Decision> decide(const Context& context, const RestoreDomain& command) {
  const State& state = context.state;
  const Instant now = context.now;
  const std::string& name = command.name.text();
  Problems problems;

  const auto domain = require_own_domain(context, command.name, problems);
  if (!domain) return problems.refusal();
  require_phase(command, *domain, problems);
  if (context.caller.is_registrar())
    require_no_status(domain->statuses, {Status::server_update_prohibited}, problems);
  if (problems.any()) return problems.refusal();
  if (command.report) require_line(*command.report, 1, kLongestReason, Field::text, problems);

  const auto zone = state.find_zone(domain->zone);
  const auto payer = state.find_registrar(domain->made.sponsor);
  CHECK(zone && payer, "a domain's zone and sponsor exist");
  const ZonePolicy& policy = zone->policy;
  const Lifecycle life = policy.lifecycle.value_or(Lifecycle{});
  const bool waits = !command.report && life.restore_report;
  const std::uint8_t years = waits ? std::uint8_t{0} : years_to_restore(*domain, policy, now);
  std::vector<Order> orders;
  if (!command.report)
    orders.push_back({PricedOperation::restore, 0, domain->tier, domain->number, name});
  if (years > 0)
    orders.push_back({PricedOperation::renew, years, domain->tier, domain->number, name});
  Till till(state, now);
  std::vector<Quote> paid;
  if (!orders.empty()) {
    orders.front().fee = command.fee;
    orders.front().by_registrar = context.caller.is_registrar();
    paid = till.require_paid(*payer, policy, orders, problems);
  } else {
    require_offer(command.fee, Money{payer->currency, {}}, false, problems);
  }
  if (problems.any()) return problems.refusal();

  Decision decision;
  const Instant expires_at = add_years(domain->expires_at, years);
  decision.answer = {.number = domain->number,
                     .id = domain->name.text(),
                     .expires_at = expires_at,
                     .pending = waits,
                     .awaits_report = waits};
  decision.answer.variants = domain->variants;
  if (waits)
    decision.events.emplace_back(events::DomainPhaseChanged{
        .repository = domain->repository,
        .number = domain->number,
        .name = domain->name,
        .phase = DomainPhase::pending_restore,
        .began_at = now,
        .phase_ends_at = now + life.restore_report_days * kDay,
        .grace = make_grace(GraceKind::restore, life.restore_report_days, 0, *payer, paid.front(),
                            now)});
  else
    decision.events.emplace_back(
        events::DomainRestored{.repository = domain->repository,
                               .number = domain->number,
                               .name = domain->name,
                               .restored_by = acting_registrar(context.caller),
                               .restored_at = now,
                               .expires_at = expires_at,
                               .report_reason = command.report.value_or(std::string())});
  till.take_events(decision.events);
  return decision;
}

}  // namespace stele::core
