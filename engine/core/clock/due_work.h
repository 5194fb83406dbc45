// Due work: what time does to the registry when nobody asks for it. Pure, as decide is: the same
// state and moment give the same events, now, a year late, or when a read wants to show what is due.
#pragma once

#include <vector>

#include "engine/core/decide.h"

namespace stele::core {

// One step of what is due on an object, never empty. What follows from it, also at the same moment,
// is due next. Preconditions: State::first_due gave `due`; context.now is due.at, whatever time it
// is when the work is done; the caller is the registry's clock.
//
//   domain   a pending transfer is approved · at its expiry it is renewed while the zone renews and
//            the sponsor can pay, or expires · expired and suspended names go on to their deletion,
//            deleted ones to their purge; a restore without its report lapses
//   contact  a pending transfer is approved
//   zone     the scheduled policy takes over, after names that stand still have taken its life cycle
//            up (domain/expiry.h)
//   maintenance  registrars are reminded of it, and told of its end
std::vector<events::Event> decide_due(const Context& context, const Due& due);

// The same of an object in hand, which need not stand in the state like that.
std::vector<events::Event> decide_due(const Context& context, const Domain& domain);
std::vector<events::Event> decide_due(const Context& context, const Contact& contact);

// Who acts when the clock does.
const Caller& clock_caller();

// The policy of a zone at a moment: the scheduled one from its time on.
const ZonePolicy& policy_at(const Zone& zone, Instant at);

}  // namespace stele::core
