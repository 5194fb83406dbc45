// What the public sees, as facts: an owner's records in the zone's master file, and a WHOIS answer.
#pragma once

#include <optional>
#include <string>

#include "engine/core/state.h"
#include "events/journal/journal.h"
#include "tests/support/scenario/outcome.h"

namespace stele::test {

// By type: "NS", "DS", "A" …, data as the file has them. Nothing: the name is not in its zone's file.
std::optional<Facts> published_facts(const core::State& state, journal::Journal& journal,
                                     const std::string& name);

// By label: "Domain Name". Nothing: there is no such object.
std::optional<Facts> whois_facts(const core::State& state, const std::string& query);
// All lines above the last update: `line`.
Facts whois_lines(const core::State& state, const std::string& query);

}  // namespace stele::test
