// scenario_test --way memory|replay|epp FILE.scn|DIRECTORY...: plays every story and says which went
// otherwise than told. Exit status 1 when any did, 2 for a file that cannot be read.
#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "engine/base/file.h"
#include "tests/support/scenario/player.h"

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

}  // namespace

int main(int count, char** arguments) {
  const auto way = count > 3 && std::string_view(arguments[1]) == "--way"
                       ? test::parse_way(arguments[2]) : std::nullopt;
  if (!way) {
    std::fputs("usage: scenario_test --way memory|replay|epp FILE.scn|DIRECTORY...\n", stderr);
    return 2;
  }
  std::size_t stories = 0;
  std::size_t lines = 0;
  std::size_t failed = 0;
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
        if (const auto problem = test::play(*file, story, *way)) {
          ++failed;
          std::fprintf(stderr, "# %s\n%s\n\n", story.title.c_str(), problem->c_str());
        }
      }
    }
  }
  std::printf("%zu scenarios (%zu lines, %s), %zu failed\n", stories, lines, arguments[2], failed);
  return failed == 0 && stories > 0 ? 0 : 1;
}
