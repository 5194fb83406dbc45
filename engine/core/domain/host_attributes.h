// Name servers as attributes of the domain (RFC 5731 §1.1), in zones that have no host objects.
//
// Glue is narrow: a host at or below the domain itself has addresses, any other has none. What other
// names say of a host below theirs is theirs to say.
#pragma once

#include <vector>

#include "engine/core/change.h"
#include "engine/core/command.h"
#include "engine/core/state.h"

namespace stele::core {

// host_attributes_not_supported or host_objects_not_supported for every host of the other model;
// whether there was none.
bool require_host_model(const ZonePolicy& policy, const std::vector<HostName>& objects,
                        const std::vector<HostAttribute>& attributes, Problems& problems);

// Hosts are told apart by their names. Of a creation, `domain` has the name and nothing else. In order:
//   given_twice · not_there 2306 (removed; addresses that come along must be the host's)
//   bad_name 2005 (a false A-label) · zone_itself 2306 · superordinate_does_not_exist 2303 (below a variant
//   of the name; alone) · address_required 2003 · address_not_allowed 2306 · address_not_usable 2004 ·
//   given_twice · too_many_addresses 2306 (addresses)
//   given_twice · already_there 2306 (added)
// What is removed goes first, so that one command can give a host other addresses.
SetChange<HostAttribute> require_host_attributes(const State& state, const Zone& zone, const Domain& domain,
                                                 const std::vector<HostAttribute>& added,
                                                 const std::vector<HostAttribute>& removed,
                                                 Problems& problems);

}  // namespace stele::core
