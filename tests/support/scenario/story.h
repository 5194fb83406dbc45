// Scenarios: stories about the registry that its officers can read (docs/howto/add-a-scenario.md),
// as they stand in tests/scenarios/*.scn. Here a file becomes stories and steps; player.h
// plays them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"

namespace stele::test {

// One line: `reg-a  create domain=shop.example -> 1000 DomainCreated AccountDebited`, or one of those
// that a line `for n=1..64 …` stands for.
struct Step {
  int line = 0;
  std::string action;                   // left of the arrow
  std::optional<std::string> expected;  // right of it
};

// Begins with a comment after an empty line: its title.
struct Story {
  std::string title;
  int line = 0;
  std::vector<Step> steps;
};

struct ScenarioFile {
  std::string path;
  std::vector<Story> stories;
};

Result<ScenarioFile> parse_scenarios(const std::string& path, std::string_view text);

// "40d", "2h", "90s": milliseconds.
std::optional<std::int64_t> parse_duration(std::string_view text);

}  // namespace stele::test
