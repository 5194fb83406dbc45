// scenario_test --way memory|replay|epp|twice FILE.scn|DIRECTORY...: plays every story and says which
// went otherwise than told. With EPP every response is held against the official schemas too, where
// they are at hand; `twice` plays it through EPP in two registries, whose answers must be the same.
// Exit status 1 when anything was wrong, 2 for a file that cannot be read.
#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "engine/base/file.h"
#include "tests/support/scenario/player.h"
#include "tests/unit/epp/schema_oracle.h"

namespace {

using namespace stele;

constexpr std::size_t kLargestFile = 1 << 20;

std::vector<std::string> files_of(const std::string& path) {
  if (!std::filesystem::is_directory(path)) return {path};
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(path))
    if (entry.path().extension() == ".scn") files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

Result<test::ScenarioFile> read(const std::string& path) {
  const auto text = read_file(path, kLargestFile);
  if (!text) return std::unexpected(text.error());
  return test::parse_scenarios(path, *text);
}

// How many are not valid; the first of them are shown.
std::size_t count_invalid(const std::vector<std::string>& responses) {
  constexpr std::size_t kShown = 10;
  const epp::testing::SchemaOracle oracle;
  if (!oracle.available()) {
    std::printf("skipped: no schemas, %zu responses are not held against them\n", responses.size());
    return 0;
  }
  std::size_t invalid = 0;
  const auto verdicts = oracle.judge(responses);
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    if (verdicts[i].empty()) continue;
    if (++invalid <= kShown)
      std::fprintf(stderr, "%s\n%s\n\n", responses[i].c_str(), verdicts[i].c_str());
  }
  std::printf("%zu responses held against the schemas, %zu invalid\n", responses.size(), invalid);
  return invalid;
}

}  // namespace

int main(int count, char** arguments) {
  const bool asked = count > 3 && std::string_view(arguments[1]) == "--way";
  const bool twice = asked && std::string_view(arguments[2]) == "twice";
  const auto way = asked ? test::parse_way(arguments[2]) : std::nullopt;
  if (!way && !twice) {
    std::fputs("usage: scenario_test --way memory|replay|epp|twice FILE.scn|DIRECTORY...\n", stderr);
    return 2;
  }
  std::size_t stories = 0;
  std::size_t lines = 0;
  std::size_t failed = 0;
  std::vector<std::string> responses;
  for (int i = 3; i < count; ++i) {
    for (const std::string& path : files_of(arguments[i])) {
      const auto file = read(path);
      if (!file) {
        std::fprintf(stderr, "%s\n", file.error().what.c_str());
        return 2;
      }
      for (const test::Story& story : file->stories) {
        ++stories;
        lines += story.steps.size();
        if (const auto problem = twice ? test::compare_two_runs(*file, story)
                                       : test::play(*file, story, *way, &responses)) {
          ++failed;
          std::fprintf(stderr, "# %s\n%s\n\n", story.title.c_str(), problem->c_str());
        }
      }
    }
  }
  std::printf("%zu scenarios (%zu lines, %s), %zu failed\n", stories, lines, arguments[2], failed);
  const std::size_t invalid = way == test::Way::epp ? count_invalid(responses) : 0;
  return failed == 0 && invalid == 0 && stories > 0 ? 0 : 1;
}
