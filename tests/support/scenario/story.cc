#include "tests/support/scenario/story.h"

#include <charconv>

#include "engine/base/instant.h"

namespace stele::test {
namespace {

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r";
  const std::size_t from = text.find_first_not_of(kSpace);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kSpace) - from + 1);
}

// The arrow that stands outside quotes; npos when there is none.
std::size_t find_arrow(std::string_view text) {
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted && text[i] == '\\') {
      ++i;
      continue;
    }
    if (text[i] == '"') quoted = !quoted;
    if (!quoted && text.substr(i).starts_with("->")) return i;
  }
  return std::string_view::npos;
}

}  // namespace

Result<ScenarioFile> parse_scenarios(const std::string& path, std::string_view text) {
  ScenarioFile file{path, {}};
  bool after_gap = true;  // a comment here is the title of a story
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) {
      after_gap = true;
      continue;
    }
    if (line.starts_with('#')) {
      if (after_gap) file.stories.push_back({std::string(trim(line.substr(1))), number, {}});
      after_gap = false;
      continue;
    }
    after_gap = false;
    if (file.stories.empty())
      return fail(Fault::invalid, path + ":" + std::to_string(number) +
                                      ": a story begins with a line `# what it tells`");
    Step step{.line = number};
    const std::size_t arrow = find_arrow(line);
    step.action = trim(line.substr(0, arrow));
    if (arrow != std::string_view::npos) step.expected = std::string(trim(line.substr(arrow + 2)));
    file.stories.back().steps.push_back(std::move(step));
  }
  // A first comment that stands alone is the file's heading.
  if (file.stories.size() > 1 && file.stories.front().steps.empty())
    file.stories.erase(file.stories.begin());
  for (const Story& story : file.stories)
    if (story.steps.empty())
      return fail(Fault::invalid, path + ":" + std::to_string(story.line) +
                                      ": nothing happens in this story");
  return file;
}

std::optional<std::int64_t> parse_duration(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  std::int64_t value = 0;
  const char* const end = text.data() + text.size() - 1;
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || value < 0 || value > 1'000'000) return std::nullopt;
  switch (text.back()) {
    case 'd': return value * kDay;
    case 'h': return value * 3600 * kSecond;
    case 'm': return value * 60 * kSecond;
    case 's': return value * kSecond;
    default: return std::nullopt;
  }
}

}  // namespace stele::test
