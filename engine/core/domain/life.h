// The life of a name under its zone's policy (RFC 3915; ICANN's life cycle; country-code practice):
//
//        create                expiry: renewed by the clock while the sponsor can pay
//          |                  +--------------+
//          v                  |              |
//   +-------------+ ----------+              |      renew brings it back
//   | registered  | <------------------------+  <------------------------+
//   +-------------+ -- expiry --> expired --suspend_days--> suspended ----+
//     |        ^                     |                         |
//     | delete |                     +------ delete_days ------+ (or delete)
//     v        |                                               v
//   purged     | restore                                 +------------+
//   (add       +---------------- pending_restore <------ | redemption |
//    grace)      report            |  (no report) -----> +------------+
//                                                              | redemption_days
//                                                              v
//                                  purged <------------- pending_delete
//
// A name with serverDeleteProhibited stays `expired` or `suspended` when its time has come, until the
// registry lifts that (expiry.h); clientDeleteProhibited binds the sponsor's commands, not the clock.
//
// A phase of no days is left out. Shared by the commands of registrars and by the clock; deadlines
// are worked out when an event is made and carried in it, so that a later policy moves none of them.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/core/decide.h"
#include "engine/core/pricing.h"
#include "engine/core/query.h"

namespace stele::core {

// Deleted, and there until it is purged or restored.
bool is_deleted(const Domain& domain);

// Nothing for a grace period of no days. `expires_before`: see Grace.
std::optional<Grace> make_grace(GraceKind kind, std::uint16_t days, std::uint8_t years,
                                const Registrar& payer, const Quote& paid, Instant now,
                                Instant expires_before = {});

// The expiry without the operation: where that is what made it, the one before, as 29 February plus
// a year less a year is 28 February; else its years less.
Instant expiry_without(Instant expires_at, const Grace& operation);

// RFC 3915 §3.1: grace periods that are running, of each kind the one that ends last, or the phase
// of a deleted name.
std::vector<RgpPeriod> rgp_periods(const Domain& domain, Instant now);

// When a name that waits for its purge from `from` on is purged: the drop window spreads names over
// itself, each by its object number.
Instant purge_time(const Lifecycle& life, ObjectNumber domain, Instant from);

// So many years that a name past its expiry has not expired when it is back from its deletion or
// renewed by the clock, in the zone's shortest periods.
std::uint8_t years_to_restore(const Domain& domain, const ZonePolicy& policy, Instant now);

// What a deletion now gives back: the grace periods that are running, and how much of each.
struct Refund {
  const Grace* grace;
  std::uint8_t percent;
};
std::vector<Refund> refunds_of(const Domain& domain, const Lifecycle& life, Instant now);

// The name is given up, by its sponsor or by the clock: DomainDeleted, what is refunded of running
// grace periods (`life` says how much), and DomainPurged where nothing is left to wait for.
// `domain` lives under `life`; without one it goes at once. Returns whether it waits.
bool delete_name(const Context& context, const Domain& domain, const Lifecycle* life,
                 ObjectNumber deleted_by, Till& till, std::vector<events::Event>& events);

// DomainPurged, and before it the end of the hosts below the name: of each HostDeleted, and
// DomainUpdated of every name that is delegated to it. A host that outlived the name would answer
// for others as soon as somebody else registers it. When more names use such hosts than one
// transaction should hold, a part of them comes, without DomainPurged: the rest is the next step.
void purge_name(const State& state, const Domain& domain, Instant now,
                std::vector<events::Event>& events);

}  // namespace stele::core
