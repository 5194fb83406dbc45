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

std::optional<int> parse_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string with_number(std::string_view line, int n) {
  constexpr std::string_view kPlace = "{n}";
  std::string out;
  for (std::size_t at; (at = line.find(kPlace)) != std::string_view::npos;) {
    out += line.substr(0, at);
    out += std::to_string(n);
    line.remove_prefix(at + kPlace.size());
  }
  return out += line;
}

// What a line tells: itself, or `for n=1..64 LINE` as many lines. Empty: it is neither.
std::vector<std::string> lines_of(std::string_view line) {
  constexpr std::string_view kFor = "for n=";
  constexpr int kMost = 1000;
  if (!line.starts_with("for ")) return {std::string(line)};
  const std::size_t end = line.find(' ', kFor.size());
  const std::size_t dots = line.find("..");
  if (!line.starts_with(kFor) || end == std::string_view::npos || dots > end) return {};
  const auto from = parse_number(line.substr(kFor.size(), dots - kFor.size()));
  const auto until = parse_number(line.substr(dots + 2, end - dots - 2));
  if (!from || !until || *from < 0 || *until < *from || *until - *from >= kMost) return {};
  std::vector<std::string> lines;
  for (int n = *from; n <= *until; ++n) lines.push_back(with_number(trim(line.substr(end)), n));
  return lines;
}

Step step_of(std::string_view line, int number) {
  Step step{.line = number};
  const std::size_t arrow = find_arrow(line);
  step.action = trim(line.substr(0, arrow));
  if (arrow != std::string_view::npos) step.expected = std::string(trim(line.substr(arrow + 2)));
  return step;
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
    const std::vector<std::string> told = lines_of(line);
    if (told.empty())
      return fail(Fault::invalid, path + ":" + std::to_string(number) +
                                      ": many lines begin with `for n=1..64`, a thousand at most");
    for (const std::string& one : told) file.stories.back().steps.push_back(step_of(one, number));
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
