// The digest of a zone (RFC 8976): scheme SIMPLE, SHA-384.
#pragma once

#include <cstdint>
#include <string>

#include "projections/registry/store.h"
#include "projections/zone/apex.h"
#include "projections/zone/rows.h"

namespace stele::zone {

// RDATA of the ZONEMD record for the zone's records as they stand in `rows`, under this serial. Reads
// them all.
std::string zonemd_data(const registry::Snapshot& rows, const ZoneFacts& zone, const Apex& apex,
                        std::uint32_t serial);

}  // namespace stele::zone
