// What a domain refers to: hosts and contacts named in a command, found by number, counted against
// the zone's policy. Shared by create and update.
#pragma once

#include <string>
#include <vector>

#include "engine/core/change.h"
#include "engine/core/command.h"
#include "engine/core/state.h"

namespace stele::core {

// contact_does_not_exist for every contact not found.
std::vector<Named<DomainContact>> require_contacts(const State& state, RepositoryId repository,
                                                   const ZonePolicy& policy,
                                                   const std::vector<NamedContact>& contacts,
                                                   Problems& problems);

// Whether there is such a host, and it is external or has an address.
bool can_be_reached(const State& state, ObjectNumber host);

// host_does_not_exist for every host not found, address_required for every internal one without an
// address: nobody could reach it.
std::vector<Named<ObjectNumber>> require_hosts(const State& state, RepositoryId repository,
                                               const std::vector<HostName>& hosts,
                                               Problems& problems);

// contact_does_not_exist; registrant_required when the zone wants one and `id` is empty;
// contacts_not_held where there is one and the zone holds none.
ObjectNumber require_registrant(const State& state, RepositoryId repository,
                                const ZonePolicy& policy, const std::string& id,
                                Problems& problems);

// too_few_contacts, too_many_contacts; the value is the role. A zone that holds no contacts wants none,
// whatever its numbers say.
void require_contact_count(const ZonePolicy& policy, ContactRole role,
                           const std::vector<DomainContact>& contacts, Problems& problems);

// too_few_hosts, too_many_hosts; the value is the number of hosts.
void require_host_count(const ZonePolicy& policy, std::size_t hosts, Problems& problems);

}  // namespace stele::core
