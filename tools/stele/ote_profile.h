// What the sandbox says of its EPP service in the ready file, for test suites that nobody here wrote:
// the words are those of ICANN's registry system tests where these have one.
#pragma once

#include <boost/json.hpp>
#include <string_view>

#include "engine/core/state.h"
#include "frontends/epp/profile.h"

namespace stele::cli {

// Precondition: `zone` is one of the registry's.
boost::json::object describe_profile(const core::State& state, std::string_view zone,
                                     const epp::Profile& profile);

}  // namespace stele::cli
