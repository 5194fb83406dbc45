// Updates that a tolerant profile lets pass, translated into what the core understands. The core's
// rules stay as they are: what a client says too much is left out here, by the published state.
#pragma once

#include "frontends/epp/map.h"

namespace stele::epp {

// Whether the meaning of a frame depends on the state, so that the session's changes before it must
// have been done.
bool depends_on_state(const Frame& frame, Tolerances tolerances);

// Leaves out of the command what is there already (host_both_ways) or is not (absent_status). The
// result goes back as Tolerated where something was left out.
Mapped forgive(const Asked& asked, Mapped mapped);

}  // namespace stele::epp
