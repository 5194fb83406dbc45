#include "engine/core/clock/due_work.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/core/contact/transfer.h"
#include "engine/core/domain/expiry.h"
#include "engine/core/domain/life.h"
#include "engine/core/domain/transfer.h"
#include "engine/core/evolve.h"

namespace stele::core {

const Caller& clock_caller() {
  static const Caller caller{{events::ActorKind::system, ObjectNumber{}, "system"}};
  return caller;
}

const ZonePolicy& policy_at(const Zone& zone, Instant at) {
  return zone.scheduled && zone.scheduled_at <= at ? *zone.scheduled : zone.policy;
}

namespace {

using Events = std::vector<events::Event>;

Events phase_changed(const Domain& domain, DomainPhase phase, Instant at, Instant ends_at) {
  return {events::DomainPhaseChanged{.repository = domain.repository,
                                     .number = domain.number,
                                     .name = domain.name,
                                     .phase = phase,
                                     .began_at = at,
                                     .phase_ends_at = ends_at}};
}

// The redemption period is over; a name that nothing holds any longer goes at once.
Events not_redeemed(const Context& context, const Domain& domain, const Lifecycle& life) {
  const Instant at = context.now;
  const Instant purged =
      purge_time(life, domain.number, at + life.pending_delete_days * kDay);
  if (at < purged) return phase_changed(domain, DomainPhase::pending_delete, at, purged);
  Events events;
  purge_name(context.state, domain, at, events);
  return events;
}

// RFC 3915 §2: back to what is left of the redemption period. What the restore cost comes back as far
// as the policy says, with the step that ends it: a purge may need several.
Events restore_lapsed(const Context& context, const Domain& domain, const Lifecycle& life) {
  const Instant redeemed = domain.deleted_at + life.redemption_days * kDay;
  Events events = redeemed <= context.now
                      ? not_redeemed(context, domain, life)
                      : phase_changed(domain, DomainPhase::redemption, context.now, redeemed);
  if (std::holds_alternative<events::DomainUpdated>(events.back())) return events;
  Till till(context.state, context.now);
  for (const Grace& grace : domain.graces)
    if (grace.kind == GraceKind::restore)
      till.refund(grace, life.restore_refund, domain.number, domain.name.text());
  till.take_events(events);
  return events;
}

}  // namespace

std::vector<events::Event> decide_due(const Context& context, const Domain& domain) {
  const Instant at = context.now;
  CHECK(due_at(domain) == at, "a domain has work due at the time of the work");
  const auto zone = context.state.find_zone(domain.zone);
  CHECK(zone, "a domain's zone exists");
  if (domain.transfer && domain.transfer->pending() && domain.transfer->acted_at == at)
    return approve_transfer(context, domain, TransferStatus::server_approved, ObjectNumber{}, at);
  const ZonePolicy& policy = policy_at(*zone, at);
  const Lifecycle life = policy.lifecycle.value_or(Lifecycle{});
  // Without a life cycle an expired name stays; a deleted one goes as soon as it can.
  if (!policy.lifecycle && !is_deleted(domain))
    return phase_changed(domain, DomainPhase::expired, at, Instant{});
  Till till(context.state, at);
  Events events;
  switch (domain.phase) {
    case DomainPhase::registered:
      expire(context, domain, policy, till, events);
      return events;
    case DomainPhase::expired:
    case DomainPhase::suspended:
      go_on(context, domain, life, till, events);
      return events;
    case DomainPhase::redemption: return not_redeemed(context, domain, life);
    case DomainPhase::pending_restore: return restore_lapsed(context, domain, life);
    case DomainPhase::pending_delete: break;
  }
  purge_name(context.state, domain, at, events);
  return events;
}

std::vector<events::Event> decide_due(const Context& context, const Contact& contact) {
  CHECK(due_at(contact) == context.now, "a contact has work due at the time of the work");
  return {approve_transfer(context, contact, TransferStatus::server_approved, ObjectNumber{},
                           context.now)};
}

namespace {

Events decide_due(const Maintenance& maintenance, Instant at) {
  if (maintenance.remind_at == at)
    return {events::MaintenanceReminded{.repository = maintenance.repository,
                                        .number = maintenance.number}};
  return {events::MaintenanceEnded{.repository = maintenance.repository,
                                   .number = maintenance.number}};
}

constexpr std::size_t kMostTakenUp = 1000;  // names in one transaction

// Names that stand still take the policy's life cycle up with it; while there are more than one
// transaction should hold, a part of them without the policy: the rest is the next step.
Events decide_due(const Context& context, const Zone& zone) {
  Events events;
  Till till(context.state, context.now);
  std::size_t taken = 0;
  if (zone.scheduled->lifecycle)
    context.state.for_each_domain_standing_still(zone.number, [&](ObjectNumber number) {
      const auto domain = context.state.find_domain(number);
      CHECK(domain, "a name that stands still exists");
      if (!can_take_up(*domain)) return true;
      if (taken == kMostTakenUp) return ++taken, false;
      take_up(context, *domain, *zone.scheduled, till, events);
      return ++taken, true;
    });
  if (taken > kMostTakenUp) return events;
  events.emplace_back(events::ZoneUpdated{.repository = zone.repository,
                                          .number = zone.number,
                                          .policy = *zone.scheduled,
                                          .updated_at = context.now});
  return events;
}

}  // namespace

std::vector<events::Event> decide_due(const Context& context, const Due& due) {
  CHECK(context.now == due.at, "due work is decided as of its own time");
  if (const auto domain = context.state.find_domain(due.object))
    return decide_due(context, *domain);
  if (const auto contact = context.state.find_contact(due.object))
    return decide_due(context, *contact);
  if (const auto maintenance = context.state.find_maintenance(due.object))
    return decide_due(*maintenance, due.at);
  const auto zone = context.state.find_zone(due.object);
  CHECK(zone && zone->scheduled, "what is due is a domain, a contact, a zone or maintenance");
  return decide_due(context, *zone);
}

}  // namespace stele::core
