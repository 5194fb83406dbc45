// The secondaries of a zone as JSON for staff: what is settled of each, and what was seen of it.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <optional>

#include "engine/core/objects.h"
#include "frontends/gateway/secondary_sight.h"

namespace stele::control {

// What the zone is now, where it is published: lag is counted from there.
struct ZoneSerial {
  std::uint32_t serial = 0;
  Instant made_at;
};

// One object a secondary, then "strangers": how often others were turned away.
// lag_seconds: for how long a newer serial has been there than the one it is known to have.
boost::json::object secondaries_json(const core::Zone& zone, const gateway::SecondarySight& sight,
                                     const std::optional<ZoneSerial>& current, Instant now);

}  // namespace stele::control
