// What a story's line asks without changing anything (check, info, poll, a transfer's state), put to
// the core's queries direct.
#pragma once

#include <optional>

#include "engine/base/instant.h"
#include "engine/base/result.h"
#include "engine/core/query.h"
#include "tests/support/scenario/outcome.h"

namespace stele::test {

// Nothing: the words are no question but a command. A fault is a mistake of the story.
std::optional<Result<Got>> inquire(const core::State& state, Instant now,
                                   const core::Caller& caller, const Words& words);

}  // namespace stele::test
