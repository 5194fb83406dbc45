// Objects as JSON for staff. Personal data are not in it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/core/state.h"

namespace stele::control {

// By its name as people write it; Fault::not_found.
Result<std::shared_ptr<const core::Zone>> zone_named(const core::State& state, std::string_view name);
// kind: registrar, zone, domain, host, contact, org, maintenance (of the default
// repository), settings.
// Fault::not_found: no such object or no such kind; Fault::io: it is there and cannot be read.
Result<std::string> object_json(const core::State& state, std::string_view kind,
                                std::string_view id);
// kind: registrar, zone, org or maintenance; Fault::not_found for other kinds.
Result<std::string> list_json(const core::State& state, std::string_view kind);

}  // namespace stele::control
