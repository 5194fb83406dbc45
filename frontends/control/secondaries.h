// The secondaries of a zone as JSON for staff: what is settled of each, and what was seen of it.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <optional>

#include "engine/core/objects.h"
#include "frontends/gateway/secondary_sight.h"

namespace stele::control {

// One object a secondary, then "strangers": how often others were turned away.
boost::json::object secondaries_json(const core::Zone& zone, const gateway::SecondarySight& sight,
                                     const std::optional<gateway::ZoneSerial>& current, Instant now);

}  // namespace stele::control
