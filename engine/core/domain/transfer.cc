#include "engine/core/domain/transfer.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/core/checks.h"
#include "engine/core/domain/life.h"
#include "engine/core/pricing.h"

namespace stele::core {
namespace {

// From where the years of a transfer count.
Instant expiry_before(const Domain& domain, const ZonePolicy& policy, std::uint8_t years,
                      Instant at) {
  const Grace* const undone = undone_renewal(domain, policy, years, at);
  return undone ? expiry_without(domain.expires_at, *undone) : domain.expires_at;
}

Instant uncapped_expiry(const Domain& domain, const ZonePolicy& policy, std::uint8_t years,
                        Instant at) {
  return add_years(expiry_before(domain, policy, years, at), years);
}

// Those that the name has in full: what was cut off is not taken back by a deletion.
std::uint8_t years_gained(const Domain& domain, const ZonePolicy& policy, std::uint8_t years,
                          Instant at) {
  const Instant before = expiry_before(domain, policy, years, at);
  const Instant after = expiry_after_transfer(domain, policy, years, at);
  while (years > 0 && add_years(before, years) > after) --years;
  return years;
}

bool may_gain(const Registrar& gainer, const Zone& zone) {
  return gainer.enabled &&
         std::binary_search(gainer.zones.begin(), gainer.zones.end(), zone.number);
}

}  // namespace

const Grace* undone_renewal(const Domain& domain, const ZonePolicy& policy, std::uint8_t years,
                            Instant at) {
  if (years == 0 || !policy.lifecycle || policy.lifecycle->auto_renew_refund == 0) return nullptr;
  for (const Grace& grace : domain.graces)
    if (grace.kind == GraceKind::auto_renew && grace.ends_at > at) return &grace;
  return nullptr;
}

Instant expiry_after_transfer(const Domain& domain, const ZonePolicy& policy, std::uint8_t years,
                              Instant at) {
  const Instant capped =
      std::min(uncapped_expiry(domain, policy, years, at), add_years(at, policy.most_years_ahead));
  return std::max(capped, domain.expires_at);
}

bool fits(const Domain& domain, const ZonePolicy& policy, std::uint8_t years, Instant at) {
  return uncapped_expiry(domain, policy, years, at) <= add_years(at, policy.most_years_ahead);
}

std::vector<events::Event> transfer_now(const Context& context, const Domain& domain,
                                        const TransferTerms& terms, Problems& problems) {
  const State& state = context.state;
  const auto zone = state.find_zone(domain.zone);
  const auto gainer = state.find_registrar(terms.gainer);
  CHECK(zone && gainer, "a domain's zone and the registrar that asks for it exist");
  const std::string& name = domain.name.text();

  Till till(state, terms.at);
  const auto paid = till.require_paid(
      *gainer, zone->policy,
      {.operation = PricedOperation::transfer,
       .years = terms.years,
       .tier = domain.tier,
       .object = domain.number,
       .object_name = name,
       .fee = terms.fee,
       .by_registrar = terms.by_registrar},
      problems);
  if (!paid) return {};
  const Lifecycle lifecycle = zone->policy.lifecycle.value_or(Lifecycle{});
  if (const Grace* undone = undone_renewal(domain, zone->policy, terms.years, terms.at))
    till.refund(*undone, lifecycle.auto_renew_refund, domain.number, name);
  std::optional<Grace> grace;
  if (lifecycle.transfer_grace_days)
    grace = Grace{.kind = GraceKind::transfer,
                  .years = years_gained(domain, zone->policy, terms.years, terms.at),
                  .payer = terms.gainer,
                  .ends_at = terms.at + lifecycle.transfer_grace_days * kDay,
                  .paid = paid->total,
                  .tax = paid->tax,
                  .expires_before = expiry_before(domain, zone->policy, terms.years, terms.at)};

  std::vector<events::Event> found;
  found.emplace_back(events::DomainTransferred{
      .repository = domain.repository,
      .number = domain.number,
      .status = terms.status,
      .loser = domain.made.sponsor,
      .gainer = terms.gainer,
      .acted_by = terms.acted_by,
      .transferred_at = terms.at,
      .years = terms.years,
      .expires_at = expiry_after_transfer(domain, zone->policy, terms.years, terms.at),
      .grace = grace});
  state.for_each_host_below(domain.number, [&](ObjectNumber host) {
    found.emplace_back(events::HostTransferred{.repository = domain.repository,
                                               .number = host,
                                               .gainer = terms.gainer,
                                               .transferred_at = terms.at});
    return true;
  });
  till.take_events(found);
  return found;
}

std::vector<events::Event> approve_transfer(const Context& context, const Domain& domain,
                                            TransferStatus status, ObjectNumber acted_by,
                                            Instant at) {
  CHECK(domain.transfer && domain.transfer->pending(), "only a pending transfer is approved");
  const auto zone = context.state.find_zone(domain.zone);
  const auto gainer = context.state.find_registrar(domain.transfer->requested_by);
  CHECK(zone && gainer, "a domain's zone and the registrar that asks for it exist");
  if (may_gain(*gainer, *zone)) {
    Problems problems;
    auto done = transfer_now(context, domain,
                             {.gainer = gainer->number,
                              .years = domain.transfer->years,
                              .status = status,
                              .acted_by = acted_by,
                              .at = at},
                             problems);
    if (!problems.any()) return done;
  }
  std::vector<events::Event> cancelled;
  cancel_transfer(domain, at, cancelled);
  return cancelled;
}

void cancel_transfer(const Domain& domain, Instant at, std::vector<events::Event>& events) {
  if (!domain.transfer || !domain.transfer->pending()) return;
  events.emplace_back(events::DomainTransferEnded{.repository = domain.repository,
                                                  .number = domain.number,
                                                  .status = TransferStatus::server_cancelled,
                                                  .acted_at = at});
}

}  // namespace stele::core
