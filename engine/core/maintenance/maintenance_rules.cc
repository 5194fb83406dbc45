#include "engine/core/maintenance/maintenance_rules.h"

#include <algorithm>
#include <string>

#include "engine/base/bytes.h"
#include "engine/core/registrar/registrar_rules.h"

namespace stele::core {
namespace {

constexpr std::size_t kMostItems = 50;         // of each list
constexpr std::size_t kMostName = 255;         // characters, as the rest
constexpr std::size_t kMostWord = 64;
constexpr std::size_t kMostDescription = 2000;

void require_items(std::size_t count, Field field, Problems& problems) {
  if (count > kMostItems) problems.add(Reason::value_out_of_range, field, std::to_string(count));
}

// RFC 5646, as XML Schema's `language` has it: parts of 1 to 8 letters, digits from the second on.
bool is_language(std::string_view tag) {
  bool first = true;
  while (true) {
    const std::string_view part = tag.substr(0, tag.find('-'));
    const bool right = std::all_of(part.begin(), part.end(), [&](char c) {
      const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      return letter || (!first && c >= '0' && c <= '9');
    });
    if (part.empty() || part.size() > 8 || !right) return false;
    if (part.size() == tag.size()) return true;
    tag.remove_prefix(part.size() + 1);
    first = false;
  }
}

void require_times(const Context& context, const MaintenancePlan& plan, Problems& problems) {
  if (plan.starts_at.ms == 0) problems.add(Reason::missing_parameter, Field::start);
  if (plan.ends_at.ms == 0) return problems.add(Reason::missing_parameter, Field::end);
  if (plan.ends_at <= plan.starts_at || plan.ends_at <= context.now)
    problems.add(Reason::value_out_of_range, Field::end, to_text(plan.ends_at));
}

void require_systems(const MaintenancePlan& plan, Problems& problems) {
  if (plan.systems.empty()) problems.add(Reason::missing_parameter, Field::system);
  require_items(plan.systems.size(), Field::system, problems);
  for (const AffectedSystem& system : plan.systems)
    require_line(system.name, 1, kMostWord, Field::system, problems);
}

void require_descriptions(const MaintenancePlan& plan, Problems& problems) {
  require_items(plan.descriptions.size(), Field::text, problems);
  for (const MaintenanceText& description : plan.descriptions) {
    require_line(description.text, 1, kMostDescription, Field::text, problems);
    if (!description.language.empty() && !is_language(description.language))
      problems.add(Reason::bad_syntax, Field::text, to_printable(description.language));
  }
}

template <class T>
void replace(T& field, const std::optional<T>& value) {
  if (value) field = *value;
}

}  // namespace

MaintenancePlan changed_plan(MaintenancePlan plan, const MaintenanceChange& change) {
  replace(plan.name, change.name);
  replace(plan.types, change.types);
  replace(plan.systems, change.systems);
  replace(plan.environment, change.environment);
  replace(plan.starts_at, change.starts_at);
  replace(plan.ends_at, change.ends_at);
  replace(plan.emergency, change.emergency);
  replace(plan.detail, change.detail);
  replace(plan.descriptions, change.descriptions);
  replace(plan.zones, change.zones);
  replace(plan.connection, change.connection);
  replace(plan.implementation, change.implementation);
  return plan;
}

void require_plan(const Context& context, RepositoryId repository, const MaintenancePlan& plan,
                  Problems& problems) {
  require_line(plan.name, 0, kMostName, Field::name, problems);
  require_items(plan.types.size(), Field::text, problems);
  for (const std::string& type : plan.types)
    require_line(type, 1, kMostWord, Field::text, problems);
  require_systems(plan, problems);
  require_line(plan.environment, 1, kMostWord, Field::environment, problems);
  require_times(context, plan, problems);
  require_url(plan.detail, problems);
  require_descriptions(plan, problems);
  require_items(plan.zones.size(), Field::zone, problems);
  for (const std::string& name : plan.zones) {
    const auto zone = context.state.find_zone(name);
    if (!zone || zone->repository != repository)
      problems.add(Reason::object_does_not_exist, Field::zone, name);
  }
}

Instant reminder_time(const Context& context, const MaintenancePlan& plan) {
  const std::int64_t hours = context.state.settings()->maintenance_courtesy_hours;
  const Instant at = plan.starts_at + -hours * 3600 * kSecond;
  return hours != 0 && at > context.now ? at : Instant{};
}

std::optional<Maintenance> require_maintenance_to_come(const Context& context, ObjectNumber number,
                                                       Problems& problems) {
  auto found = context.state.find_maintenance(number);
  if (!found || found->repository != context.caller.repository) {
    problems.add(Reason::object_does_not_exist, Field::maintenance, maintenance_id(number));
    return std::nullopt;
  }
  if (found->ended) {
    problems.add(Reason::maintenance_over, Field::maintenance, maintenance_id(number));
    return std::nullopt;
  }
  return found;
}

}  // namespace stele::core
