// A name past its expiry, under its zone's life cycle: renewed by the clock, or on its way to its
// deletion (the upper half of the picture in life.h).
//
// Nothing is to come for a name that expired while its zone had no life cycle, or whose deletion the
// registry prohibits (serverDeleteProhibited) when its time has come. It takes the life cycle up as if
// it had expired at that moment: when the zone is given one, and when the prohibition is lifted.
#pragma once

#include <vector>

#include "engine/core/decide.h"
#include "engine/core/pricing.h"

namespace stele::core {

// At its expiry (context.now): DomainRenewed and what it costs while the zone renews and the sponsor
// can pay; else DomainPhaseChanged, or what delete_name() gives.
void expire(const Context& context, const Domain& domain, const ZonePolicy& policy, Till& till,
            std::vector<events::Event>& events);

// At the end of its phase, `expired` or `suspended`.
void go_on(const Context& context, const Domain& domain, const Lifecycle& life, Till& till,
           std::vector<events::Event>& events);

// Whether the name is one of those for which nothing is to come, and nothing prohibits that.
bool can_take_up(const Domain& domain);

// The name takes the life cycle of `policy` up at context.now. A name that is out of the zone stays
// so, for as long as one that is suspended has. Precondition: can_take_up(domain).
void take_up(const Context& context, const Domain& domain, const ZonePolicy& policy, Till& till,
             std::vector<events::Event>& events);

}  // namespace stele::core
