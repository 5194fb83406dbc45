// Where a host belongs: below a domain of the registry (internal), or anywhere else (external,
// RFC 5732 §1.1). Shared by create and rename. Once decided it is a fact of the host: a zone opened
// later makes no external host internal.
#pragma once

#include <optional>

#include "engine/core/change.h"
#include "engine/core/command.h"
#include "engine/core/state.h"

namespace stele::core {

inline constexpr std::size_t kMostAddresses = 13;

// The superordinate domain's number; 0 for an external host. In order: bad_name (a label that begins
// as an A-label and is none, RFC 5890 §2.3.2.1: nobody could look that host up by its U-label); zone_itself;
// host_objects_not_supported (the zone's hosts are attributes of names); superordinate_does_not_exist,
// superordinate_not_sponsored (value: the domain); status_prohibits when it is deleted. Empty: refused.
// Nothing lies below a variant: its addresses would stand in the zone under a name that is there only
// while the variant is active.
std::optional<ObjectNumber> require_superordinate(const State& state, RepositoryId repository,
                                                  ObjectNumber sponsor, const HostName& name,
                                                  Problems& problems);

// The name of exactly one label more than `zone` that `name` lies under or is. Precondition: it lies under
// the zone.
DomainName domain_below(const DomainName& zone, const DomainName& name);

// The policy of the zone that the superordinate domain is in; one that bounds nothing an external host
// could have where there is none.
ZonePolicy policy_above(const State& state, ObjectNumber superordinate);

// The addresses with their texts, for require_distinct and require_change.
std::vector<Named<IpAddress>> name_addresses(const std::vector<IpAddress>& addresses);

// address_not_usable for every address that must not stand in the public DNS.
void require_usable(const std::vector<IpAddress>& addresses, Problems& problems);

// too_many_addresses.
void require_address_count(std::size_t addresses, Problems& problems);

}  // namespace stele::core
