// Serials of zones: a function of the last one, the zone's scheme and the time of a change. Whatever
// the scheme says, the next serial is later than the last one in the sense of RFC 1982 §3.2, also when
// the scheme has changed in between; 0 is left out, which some software takes for "none".
#pragma once

#include <cstdint>
#include <optional>

#include "engine/base/instant.h"
#include "events/values/zone_policy.h"

namespace stele::zone {

// RFC 1982 §3.2. False for the pair that is neither.
bool is_later(std::uint32_t serial, std::uint32_t than);

std::uint32_t next_serial(std::optional<std::uint32_t> last, SerialScheme scheme, Instant changed_at);

}  // namespace stele::zone
