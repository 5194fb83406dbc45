// Two hundred commands of registry staff and registrars that touch every kind of object: what the
// simulations run while something breaks. Each is accepted when those before it were.
#pragma once

#include <cstddef>

#include "engine/core/command.h"
#include "engine/core/state.h"

namespace stele::sim {

constexpr std::size_t kScript = 200;

// The n-th, by a caller found in this state, which holds all commands before it.
core::Request script(std::size_t n, const core::State& state);

}  // namespace stele::sim
