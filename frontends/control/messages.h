// A registrar's queue of messages as JSON for staff.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/core/state.h"

namespace stele::control {

struct MessageFilter {
  std::string kind;           // "transfer", "life_cycle" …; empty: all
  std::string object;         // name or identifier; empty: all
  std::uint64_t from = 0;     // the lowest number
  std::uint64_t most = 100;   // so many of those that pass
};

// {"waiting": n, "messages": [...]}, oldest first: those that are not acknowledged.
// Fault::not_found: no such registrar.
Result<std::string> messages_json(const core::State& state, std::string_view registrar,
                                  const MessageFilter& filter);

}  // namespace stele::control
