#include "tests/support/scenario/published_facts.h"

#include <sstream>

#include "engine/idn/name.h"
#include "projections/whois/whois_text.h"
#include "projections/zone/image.h"
#include "projections/zone/master_file.h"

namespace stele::test {

std::optional<Facts> published_facts(const core::State& state, journal::Journal& journal,
                                     const std::string& name) {
  const std::size_t dot = name.find('.');
  const auto zone_name = dot == std::string::npos ? std::nullopt : idn::parse_name(name.substr(dot + 1));
  if (!zone_name) return std::nullopt;
  zone::Image image(registry::memory_store());
  const Done read = image.catch_up(journal, state.position(), {.settled = add_years(state.time(), 1)});
  const auto zone = read ? image.find(*zone_name) : nullptr;
  if (!zone) return std::nullopt;
  std::string file;
  const auto written = zone::write_master_file(*zone, [&](std::string_view part) -> Done {
    file += part;
    return {};
  });
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
    if (line.ends_with('\r')) line.pop_back();
    if (line.starts_with("No match") || line.starts_with("The name ")) return std::nullopt;
    const std::size_t colon = line.find(": ");
    if (colon != std::string::npos && !line.starts_with(">>>"))
      facts[line.substr(0, colon)].push_back(line.substr(colon + 2));
  }
  facts.try_emplace("Domain Variant");
  return facts;
}

Facts whois_lines(const core::State& state, const std::string& query) {
  Facts facts;
  std::istringstream lines(whois::answer(state, query));
  for (std::string line; std::getline(lines, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.starts_with(">>>")) break;
    facts["line"].push_back(line);
  }
  return facts;
}

}  // namespace stele::test
