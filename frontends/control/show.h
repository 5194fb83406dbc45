// Objects as JSON for staff. Personal data are not in it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/core/state.h"

namespace stele::control {

// kind: registrar, zone, domain, host, contact (of the default repository), settings. nullopt: no
// such object or no such kind.
std::optional<std::string> object_json(const core::State& state, std::string_view kind,
                                       std::string_view id);
// kind: registrar or zone; nullopt for other kinds.
std::optional<std::string> list_json(const core::State& state, std::string_view kind);

}  // namespace stele::control
