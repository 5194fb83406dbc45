// What a zone's values must satisfy. Shared by create and update; every problem is reported.
#pragma once

#include "engine/core/problems.h"
#include "engine/core/state.h"

namespace stele::core {

// Zones may lie inside zones, each directly below the next: else a name between them could be
// registered and take the lower zone away. object_exists (a zone, or a domain of the zone above);
// too_many_labels.
// Hosts that lie below it were made as external ones, without addresses; as hosts of this repository
// they would be delegated to without glue: hosts_below_zone, naming the first.
void require_zone_place(const State& state, RepositoryId repository, const DomainName& name, Problems& problems);

// bad_policy for everything in which the policy contradicts itself; the value names it.
void require_policy(const ZonePolicy& policy, Problems& problems);

// bad_policy when names exist that were delegated by the other host model (RFC 5731 §1.1).
void require_host_model_kept(const State& state, const Zone& zone, const ZonePolicy& policy,
                             Problems& problems);

// bad_policy unless the header's TTL, which holds where none is set, lies within the policy's bounds
// (RFC 9803 §2.1).
void require_ttl_within(const ZonePolicy& policy, const ZoneHeader& header, Problems& problems);

// bad_zone_header for every bad value and line; the value names it. The result has its names in
// their canonical form.
ZoneHeader require_header(const DomainName& zone, const ZoneHeader& header, Problems& problems);

}  // namespace stele::core
