#include "events/values/maintenance.h"

#include <charconv>
#include <utility>

namespace stele {

std::string_view to_text(MaintenanceImpact impact) {
  switch (impact) {
    case MaintenanceImpact::none: return "none";
    case MaintenanceImpact::partial: return "partial";
    case MaintenanceImpact::full: return "full";
  }
  std::unreachable();
}

std::optional<MaintenanceImpact> parse_maintenance_impact(std::string_view text) {
  for (const auto impact :
       {MaintenanceImpact::none, MaintenanceImpact::partial, MaintenanceImpact::full})
    if (to_text(impact) == text) return impact;
  return std::nullopt;
}

std::string_view to_text(MaintenanceOccasion occasion) {
  switch (occasion) {
    case MaintenanceOccasion::create: return "create";
    case MaintenanceOccasion::update: return "update";
    case MaintenanceOccasion::remove: return "delete";
    case MaintenanceOccasion::courtesy: return "courtesy";
    case MaintenanceOccasion::end: return "end";
  }
  std::unreachable();
}

std::string maintenance_id(ObjectNumber number) { return "M" + std::to_string(number.value); }

std::optional<ObjectNumber> parse_maintenance_id(std::string_view text) {
  if (!text.starts_with('M')) return std::nullopt;
  const std::string_view digits = text.substr(1);
  ObjectNumber number;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), number.value);
  if (error != std::errc{} || end != digits.data() + digits.size() || digits.starts_with('0'))
    return std::nullopt;
  return number;
}

}  // namespace stele
