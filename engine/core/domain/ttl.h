// TTLs of a name's delegation and glue records (RFC 9803): which can be set, and between which bounds.
// Shared by domains and hosts.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/core/objects.h"
#include "engine/core/problems.h"

namespace stele::core {

// Record types the registry publishes for a domain of this zone: NS and DS; A and AAAA where its hosts
// are attributes (RFC 9803 §1.2).
std::vector<std::uint16_t> ttl_types_of_domains(const ZonePolicy& policy);
// For a host: A and AAAA, which an external one does not have.
std::vector<std::uint16_t> ttl_types_of_hosts(bool internal);

// What an event carries: sorted, 0 seconds for "the zone's again". In order: ttl_not_supported 2306 ·
// value_out_of_range 2004 (the zone's bounds) · given_twice 2306.
std::vector<RecordTtl> require_ttls(const ZonePolicy& policy,
                                    const std::vector<std::uint16_t>& types,
                                    const std::vector<TtlSetting>& wished, Problems& problems);
// Of a creation: only those that differ from the zone's.
std::vector<RecordTtl> require_new_ttls(const ZonePolicy& policy,
                                        const std::vector<std::uint16_t>& types,
                                        const std::vector<TtlSetting>& wished, Problems& problems);

// Seconds of the records of one type; nullopt: the zone's.
std::optional<std::uint32_t> find_ttl(const std::vector<RecordTtl>& ttls, std::uint16_t type);

}  // namespace stele::core
