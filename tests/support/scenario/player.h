// Plays stories. The same story can be played three ways:
//
//   memory   every command goes straight to a registry in memory
//   replay   the same, and after every line the power fails; what comes back must be what was
//   epp      registrars speak EPP: frames in, answers out, through the server's real session
//
// In all three the journal is read after every command: an accepted one has left exactly the events
// the line names, a refused one has left nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/scenario/story.h"
#include "tests/support/scenario/world.h"

namespace stele::test {

enum class Way { memory, replay, epp };
std::optional<Way> parse_way(std::string_view text);

// The first line that goes otherwise than told, as "FILE:LINE: line / expected … / got …".
// Every response of EPP is put behind `responses`.
std::optional<std::string> play(const ScenarioFile& file, const Story& story, Way way,
                                std::vector<std::string>* responses = nullptr,
                                Chance chance = Chance::usual);

// Plays a story through EPP in two registries whose random bytes differ, and says which answer is not
// the same in both, byte for byte. Transaction identifiers are compared without the part that says
// which run of the server gave them; times are the same, since the story moves the clock.
std::optional<std::string> compare_two_runs(const ScenarioFile& file, const Story& story);

}  // namespace stele::test
