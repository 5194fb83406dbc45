#include "tests/support/scenario/published_facts.h"

#include <sstream>

#include "projections/whois/whois_text.h"
#include "projections/zone/export.h"

namespace stele::test {

std::optional<Facts> published_facts(const core::State& state, const std::string& name) {
  const std::size_t dot = name.find('.');
  const auto zone = dot == std::string::npos ? nullptr : state.find_zone(name.substr(dot + 1));
  if (!zone) return std::nullopt;
  std::string file;
  const Done written = [&]() -> Done {
    const auto counts = zone::export_zone(state, *zone, [&](std::string_view part) -> Done {
      file += part;
      return {};
    });
    return counts ? Done{} : std::unexpected(counts.error());
  }();
  if (!written) return std::nullopt;
  Facts facts;
  std::istringstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string owner, type, data;
    words >> owner >> type;
    if (owner != name.substr(0, dot)) continue;
    if (type.find_first_not_of("0123456789") == std::string::npos) words >> type;  // its TTL
    std::getline(words >> std::ws, data);
    facts[type].push_back(data);
  }
  if (facts.empty()) return std::nullopt;
  facts.try_emplace("DS");
  return facts;
}

std::optional<Facts> whois_facts(const core::State& state, const std::string& query) {
  Facts facts;
  std::istringstream lines(whois::answer(state, query));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("No match")) return std::nullopt;
    if (line.ends_with('\r')) line.pop_back();
    const std::size_t colon = line.find(": ");
    if (colon != std::string::npos && !line.starts_with(">>>"))
      facts[line.substr(0, colon)].push_back(line.substr(colon + 2));
  }
  facts.try_emplace("Domain Variant");
  return facts;
}

}  // namespace stele::test
