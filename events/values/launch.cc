#include "events/values/launch.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace stele {

std::string_view to_text(LaunchKind kind) {
  switch (kind) {
    case LaunchKind::sunrise: return "sunrise";
    case LaunchKind::landrush: return "landrush";
    case LaunchKind::claims: return "claims";
    case LaunchKind::open: return "open";
    case LaunchKind::custom: return "custom";
  }
  std::unreachable();
}

std::optional<LaunchKind> parse_launch_kind(std::string_view text) {
  for (const LaunchKind kind : {LaunchKind::sunrise, LaunchKind::landrush, LaunchKind::claims,
                                LaunchKind::open, LaunchKind::custom})
    if (text == to_text(kind)) return kind;
  return std::nullopt;
}

std::string to_text(const LaunchPhase& phase) {
  std::string out(to_text(phase.kind));
  if (!phase.name.empty()) out += ":" + phase.name;
  out += '/' + (phase.from.ms ? to_text(phase.from) : std::string());
  out += '/' + (phase.until.ms ? to_text(phase.until) : std::string());
  if (phase.applications) out += "/applications";
  if (phase.acceptance_hours != LaunchPhase{}.acceptance_hours)
    out += "/acceptance=" + std::to_string(phase.acceptance_hours) + "h";
  return out;
}

std::optional<LaunchPhase> parse_launch_phase(std::string_view text) {
  constexpr std::string_view kAcceptance = "acceptance=";
  LaunchPhase phase;
  for (int part = 0; part == 0 || !text.empty(); ++part) {
    const std::size_t slash = std::min(text.find('/'), text.size());
    std::string_view word = text.substr(0, slash);
    text.remove_prefix(std::min(slash + 1, text.size()));
    if (part == 0) {
      const std::size_t colon = std::min(word.find(':'), word.size());
      const auto kind = parse_launch_kind(word.substr(0, colon));
      if (!kind) return std::nullopt;
      phase.kind = *kind;
      phase.name = word.substr(std::min(colon + 1, word.size()));
    } else if (part <= 2) {
      const auto time = word.empty() ? std::optional(Instant{}) : parse_instant(word);
      if (!time) return std::nullopt;
      (part == 1 ? phase.from : phase.until) = *time;
    } else if (word == "applications") {
      phase.applications = true;
    } else if (word.starts_with(kAcceptance) && word.ends_with('h')) {
      word.remove_prefix(kAcceptance.size());
      word.remove_suffix(1);
      const auto [end, error] =
          std::from_chars(word.data(), word.data() + word.size(), phase.acceptance_hours);
      if (error != std::errc{} || end != word.data() + word.size()) return std::nullopt;
    } else {
      return std::nullopt;
    }
  }
  return phase;
}

std::string_view to_text(ApplicationStatus status) {
  switch (status) {
    case ApplicationStatus::pending_allocation: return "pendingAllocation";
    case ApplicationStatus::allocated: return "allocated";
    case ApplicationStatus::rejected: return "rejected";
  }
  std::unreachable();
}

}  // namespace stele
