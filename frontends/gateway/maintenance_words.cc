// The words of announced interruptions of service (RFC 9167).
#include "frontends/gateway/command_words.h"

namespace stele::gateway {

using core::Field;
using core::Reason;

namespace {

// "EPP", "EPP:epp.example", "EPP::partial" or "EPP:epp.example:partial"
std::optional<AffectedSystem> as_system(std::string_view text) {
  AffectedSystem system;
  const std::size_t first = text.find(':');
  system.name = text.substr(0, first);
  if (first == std::string_view::npos) return system;
  std::string_view rest = text.substr(first + 1);
  const std::size_t second = rest.find(':');
  if (second != std::string_view::npos) {
    const auto impact = parse_maintenance_impact(rest.substr(second + 1));
    if (!impact) return std::nullopt;
    system.impact = *impact;
    rest = rest.substr(0, second);
  }
  if (rest.empty()) return system;
  const auto host = as_host(rest);
  if (!host) return std::nullopt;
  system.host = host->text();
  return system;
}

std::optional<bool> as_emergency(std::string_view text) {
  if (text == "emergency") return true;
  if (text == "planned") return false;
  return std::nullopt;
}

// "[de] Wartung", "[en html] <b>Soon</b>" or just the text.
MaintenanceText as_description(std::string text) {
  MaintenanceText out;
  const std::size_t end = text.find(']');
  if (!text.starts_with('[') || end == std::string::npos) {
    out.text = std::move(text);
    return out;
  }
  out.language = text.substr(1, end - 1);
  if (const std::size_t space = out.language.find(' ');
      space != std::string::npos && out.language.substr(space + 1) == "html") {
    out.html = true;
    out.language.resize(space);
  }
  const std::size_t begin = text.find_first_not_of(' ', end + 1);
  if (begin != std::string::npos) out.text = text.substr(begin);
  return out;
}

std::optional<std::vector<MaintenanceText>> read_descriptions(Words& words) {
  auto lines = words.lines("description");
  if (!lines) return std::nullopt;
  std::vector<MaintenanceText> out;
  for (std::string& line : *lines) out.push_back(as_description(std::move(line)));
  return out;
}

// A list that is given at all, be it empty.
template <class Parse>
auto optional_list(Words& words, std::string_view key, const Parse& parse, std::string_view what,
                   Field field) {
  auto items = words.list(key, parse, what, Reason::bad_syntax, field);
  std::optional<decltype(items)> out;
  if (words.lines(key)) out = std::move(items);
  return out;
}

core::MaintenanceChange read_plan(Words& words) {
  core::MaintenanceChange plan;
  plan.name = words.text("name");
  plan.types = optional_list(words, "type", as_text, "a type", Field::text);
  plan.systems = optional_list(words, "system", as_system,
                               "a system such as EPP, or EPP:epp.example:partial", Field::system);
  plan.environment = words.text("environment");
  plan.starts_at = words.value("start", parse_instant, "a date and time", Reason::bad_syntax,
                               Field::start);
  plan.ends_at =
      words.value("end", parse_instant, "a date and time", Reason::bad_syntax, Field::end);
  plan.emergency = words.value("reason", as_emergency, "planned or emergency", Reason::bad_syntax,
                               Field::text);
  plan.detail = words.text("detail");
  plan.descriptions = read_descriptions(words);
  plan.zones = optional_list(words, "zones", as_zone, "a zone", Field::zone);
  plan.connection = words.value("connection", as_yes, "yes or no");
  plan.implementation = words.value("implementation", as_yes, "yes or no");
  return plan;
}

// 0, which is no object's, for what is no identifier.
ObjectNumber read_number(Words& words) {
  return words.value("maintenance", parse_maintenance_id, "an identifier such as M42",
                     Reason::object_does_not_exist, Field::maintenance)
      .value_or(ObjectNumber{});
}

}  // namespace

core::Command create_maintenance(Words& words) {
  return core::CreateMaintenance{.plan = read_plan(words)};
}

core::Command update_maintenance(Words& words) {
  const ObjectNumber number = read_number(words);
  return core::UpdateMaintenance{.number = number, .plan = read_plan(words)};
}

core::Command cancel_maintenance(Words& words) {
  return core::CancelMaintenance{read_number(words)};
}

}  // namespace stele::gateway
