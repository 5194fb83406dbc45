#include "engine/core/domain/life.h"

#include <algorithm>

#include "engine/core/checks.h"
#include "engine/core/domain/transfer.h"

namespace stele::core {

bool is_deleted(const Domain& domain) {
  switch (domain.phase) {
    case DomainPhase::registered:
    case DomainPhase::expired:
    case DomainPhase::suspended: return false;
    case DomainPhase::redemption:
    case DomainPhase::pending_restore:
    case DomainPhase::pending_delete: return true;
  }
  return false;
}

std::optional<Grace> make_grace(GraceKind kind, std::uint16_t days, std::uint8_t years,
                                const Registrar& payer, const Quote& paid, Instant now,
                                Instant expires_before) {
  if (days == 0) return std::nullopt;
  return Grace{.kind = kind,
               .years = years,
               .payer = payer.number,
               .ends_at = now + days * kDay,
               .paid = paid.total,
               .tax = paid.tax,
               .expires_before = expires_before};
}

Instant expiry_without(Instant expires_at, const Grace& operation) {
  const Instant before = operation.expires_before;
  const bool made = before.ms != 0 && add_years(before, operation.years) == expires_at;
  return made ? before : add_years(expires_at, -operation.years);
}

std::vector<RgpPeriod> rgp_periods(const Domain& domain, Instant now) {
  switch (domain.phase) {
    case DomainPhase::redemption: return {{"redemptionPeriod", domain.phase_ends_at}};
    case DomainPhase::pending_restore: return {{"pendingRestore", domain.phase_ends_at}};
    case DomainPhase::pending_delete: return {{"pendingDelete", domain.phase_ends_at}};
    case DomainPhase::registered:
    case DomainPhase::expired:
    case DomainPhase::suspended: break;
  }
  std::vector<RgpPeriod> periods;
  for (const Grace& grace : domain.graces) {
    if (grace.ends_at <= now) continue;
    const std::string_view word = to_text(grace.kind);
    const auto same = std::find_if(periods.begin(), periods.end(),
                                   [&](const RgpPeriod& period) { return period.word == word; });
    if (same == periods.end())
      periods.push_back({word, grace.ends_at});
    else
      same->ends_at = std::max(same->ends_at, grace.ends_at);
  }
  return periods;
}

Instant purge_time(const Lifecycle& life, ObjectNumber domain, Instant from) {
  const std::int64_t seconds = life.drop_window_minutes * 60;
  if (seconds == 0) return from;
  // SplitMix64: neighbours among the numbers are none in time.
  std::uint64_t mixed = domain.value + 0x9e3779b97f4a7c15ULL;
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
  mixed ^= mixed >> 31;
  const auto share = static_cast<std::int64_t>(mixed % static_cast<std::uint64_t>(seconds));
  return from + share * kSecond;
}

namespace {

constexpr std::size_t kMostUnlinked = 1000;  // names that lose a host in one transaction

std::uint8_t refund_percent(const Lifecycle& life, GraceKind kind) {
  switch (kind) {
    case GraceKind::add: return life.add_refund;
    case GraceKind::auto_renew: return life.auto_renew_refund;
    case GraceKind::renew: return life.renew_refund;
    case GraceKind::transfer: return life.transfer_refund;
    case GraceKind::restore: break;  // a name whose restore is under way is not deleted
  }
  return 0;
}

// Gives back what can be given back, and returns the expiry without the years that go with it: the
// last operation is taken back first.
Instant refund_graces(const Domain& domain, const Lifecycle& life, Instant now, Till& till) {
  std::vector<Refund> refunds = refunds_of(domain, life, now);
  for (const Refund& refund : refunds)
    till.refund(*refund.grace, refund.percent, domain.number, domain.name.text());
  std::stable_sort(refunds.begin(), refunds.end(), [](const Refund& a, const Refund& b) {
    return a.grace->expires_before > b.grace->expires_before;
  });
  Instant expires_at = domain.expires_at;
  for (const Refund& refund : refunds) expires_at = expiry_without(expires_at, *refund.grace);
  return expires_at;
}

bool in_add_grace(const Domain& domain, Instant now) {
  return std::any_of(domain.graces.begin(), domain.graces.end(), [&](const Grace& grace) {
    return grace.kind == GraceKind::add && now < grace.ends_at;
  });
}

}  // namespace

std::vector<Refund> refunds_of(const Domain& domain, const Lifecycle& life, Instant now) {
  std::vector<Refund> refunds;
  for (const Grace& grace : domain.graces) {
    const std::uint8_t percent = refund_percent(life, grace.kind);
    if (grace.ends_at > now && percent > 0) refunds.push_back({&grace, percent});
  }
  return refunds;
}

std::uint8_t years_to_restore(const Domain& domain, const ZonePolicy& policy, Instant now) {
  if (domain.never_expires) return 0;
  int years = 0;
  while (years < 200 && add_years(domain.expires_at, years) <= now) years += policy.least_years;
  return static_cast<std::uint8_t>(years);
}

bool delete_name(const Context& context, const Domain& domain, const Lifecycle* life,
                 ObjectNumber deleted_by, Till& till, std::vector<events::Event>& events) {
  const Instant now = context.now;
  cancel_transfer(domain, now, events);
  events::DomainDeleted deleted{.repository = domain.repository,
                                .number = domain.number,
                                .name = domain.name,
                                .deleted_by = deleted_by,
                                .deleted_at = now,
                                .purge_at = now,
                                .phase = DomainPhase::pending_delete,
                                .phase_ends_at = now};
  if (life) {
    const bool at_once = in_add_grace(domain, now);
    const Instant expires_at = refund_graces(domain, *life, now, till);
    if (!at_once) {
      const Instant redeemed = now + life->redemption_days * kDay;
      deleted.purge_at =
          purge_time(*life, domain.number, redeemed + life->pending_delete_days * kDay);
      deleted.phase_ends_at = deleted.purge_at;
      if (life->redemption_days > 0) {
        deleted.phase = DomainPhase::redemption;
        deleted.phase_ends_at = redeemed;
      }
      if (expires_at != domain.expires_at) deleted.expires_at = expires_at;
    }
  }
  const bool waits = now < deleted.purge_at;
  events.emplace_back(std::move(deleted));
  till.take_events(events);
  if (!waits) purge_name(context.state, domain, now, events);
  return waits;
}

void purge_name(const State& state, const Domain& domain, Instant now,
                std::vector<events::Event>& events) {
  std::vector<ObjectNumber> hosts;
  state.for_each_host_below(domain.number, [&](ObjectNumber host) {
    hosts.push_back(host);
    return true;
  });
  // A name of the last ones may use several of the hosts: one event each.
  std::size_t unlinked = 0;
  for (const ObjectNumber number : hosts) {
    bool more = false;
    state.for_each_domain_using(number, [&](ObjectNumber user) {
      if (user == domain.number) return true;  // its own links end with it
      more = unlinked == kMostUnlinked;
      if (more) return false;
      ++unlinked;
      events.emplace_back(events::DomainUpdated{.repository = domain.repository,
                                                .number = user,
                                                .hosts_removed = {number},
                                                .updated_at = now});
      return true;
    });
    if (more) return;
  }
  for (const ObjectNumber number : hosts) {
    const auto host = state.find_host(number);
    if (!host) continue;
    events.emplace_back(events::HostDeleted{.repository = host->repository,
                                            .number = number,
                                            .name = host->name});
  }
  events.emplace_back(events::DomainPurged{.repository = domain.repository,
                                           .number = domain.number,
                                           .zone = domain.zone,
                                           .name = domain.name,
                                           .index_label = domain.index_label});
}

}  // namespace stele::core
