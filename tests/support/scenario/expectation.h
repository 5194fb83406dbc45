// `expect …`: what the registry's staff would read, held against what the story says.
#pragma once

#include <optional>
#include <string>

#include "engine/core/state.h"
#include "events/journal/journal.h"
#include "tests/support/scenario/outcome.h"

namespace stele::test {

// Who acts and reads as the registry itself.
core::Caller staff();

// The words after `expect`; what differs. `open`: whether the registry takes changes.
std::optional<std::string> expect(const core::State& state, journal::Journal& journal, bool open,
                                  const Words& words);

// Money is never made or lost: of every currency, all accounts together are nothing.
std::optional<std::string> accounts_do_not_sum_to_zero(const core::State& state);

}  // namespace stele::test
