#include "engine/core/domain/expiry.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/core/domain/life.h"
#include "engine/core/evolve.h"

namespace stele::core {
namespace {

using Events = std::vector<events::Event>;

void change_phase(const Context& context, const Domain& domain, DomainPhase phase, Instant ends_at,
                  Events& events) {
  events.emplace_back(events::DomainPhaseChanged{.repository = domain.repository,
                                                 .number = domain.number,
                                                 .name = domain.name,
                                                 .phase = phase,
                                                 .began_at = context.now,
                                                 .phase_ends_at = ends_at});
}

// So many years that it has not expired then, paid by the sponsor; false when it cannot pay.
bool renew(const Context& context, const Domain& domain, const ZonePolicy& policy, Till& till,
           Events& events) {
  const auto sponsor = context.state.find_registrar(domain.made.sponsor);
  CHECK(sponsor, "a domain's sponsor exists");
  const std::uint8_t years = years_to_restore(domain, policy, context.now);
  Problems problems;
  const auto paid = till.require_paid(
      *sponsor, policy,
      {PricedOperation::renew, years, domain.tier, domain.number, domain.name.text()}, problems);
  if (!paid) return false;
  events.emplace_back(
      events::DomainRenewed{.repository = domain.repository,
                            .number = domain.number,
                            .period = Period{years, PeriodUnit::years},
                            .expires_at = add_years(domain.expires_at, years),
                            .renewed_at = context.now,
                            .automatic = true,
                            .grace = make_grace(GraceKind::auto_renew,
                                                policy.lifecycle->auto_renew_grace_days, years,
                                                *sponsor, *paid, context.now,
                                                domain.expires_at)});
  till.take_events(events);
  return true;
}

// Its time has come; what the registry keeps stays where it is.
void give_up(const Context& context, const Domain& domain, const Lifecycle& life, Till& till,
             Events& events) {
  if (!domain.statuses.contains(Status::server_delete_prohibited)) {
    delete_name(context, domain, &life, ObjectNumber{}, till, events);
    return;
  }
  const bool stays = domain.phase != DomainPhase::registered;
  change_phase(context, domain, stays ? domain.phase : DomainPhase::expired, {}, events);
}

// In the zone, then out of it, then deleted; the days count from `from`.
void go_on_from(Instant from, const Context& context, const Domain& domain, const Lifecycle& life,
                Till& till, Events& events) {
  const Instant at = context.now;
  const Instant suspended = from + life.suspend_days * kDay;
  const Instant deleted = from + life.delete_days * kDay;
  if (deleted <= at) return give_up(context, domain, life, till, events);
  if (at < suspended)
    return change_phase(context, domain, DomainPhase::expired, std::min(suspended, deleted), events);
  change_phase(context, domain, DomainPhase::suspended, deleted, events);
}

}  // namespace

void expire(const Context& context, const Domain& domain, const ZonePolicy& policy, Till& till,
            Events& events) {
  if (policy.lifecycle->auto_renew && renew(context, domain, policy, till, events)) return;
  go_on_from(context.now, context, domain, *policy.lifecycle, till, events);
}

// The phase began with the expiry, or later where the name took the life cycle up.
void go_on(const Context& context, const Domain& domain, const Lifecycle& life, Till& till,
           Events& events) {
  const int days = domain.phase == DomainPhase::suspended
                       ? life.delete_days
                       : std::min(life.suspend_days, life.delete_days);
  const Instant from = std::max(domain.expires_at, context.now + -days * kDay);
  go_on_from(from, context, domain, life, till, events);
}

bool can_take_up(const Domain& domain) {
  return stands_still(domain) && !domain.statuses.contains(Status::server_delete_prohibited);
}

void take_up(const Context& context, const Domain& domain, const ZonePolicy& policy, Till& till,
             Events& events) {
  const Lifecycle& life = *policy.lifecycle;
  const bool out = domain.phase == DomainPhase::suspended;
  if (!out) return expire(context, domain, policy, till, events);
  if (life.auto_renew && renew(context, domain, policy, till, events)) return;
  const Instant left = context.now + -std::min(life.suspend_days, life.delete_days) * kDay;
  go_on_from(left, context, domain, life, till, events);
}

}  // namespace stele::core
