// Announced interruptions of service (RFC 9167 §3.3).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/instant.h"
#include "engine/base/strong.h"

namespace stele {

// Append-only, both.
enum class MaintenanceImpact : std::uint8_t { none, partial, full };
std::string_view to_text(MaintenanceImpact impact);
std::optional<MaintenanceImpact> parse_maintenance_impact(std::string_view text);

// Why registrars are told of one.
enum class MaintenanceOccasion : std::uint8_t { create, update, remove, courtesy, end };
std::string_view to_text(MaintenanceOccasion occasion);  // the pollType: "delete" for remove

struct AffectedSystem {
  std::string name;        // "EPP"
  std::string host;        // or empty
  MaintenanceImpact impact = MaintenanceImpact::full;
  bool operator==(const AffectedSystem&) const = default;
};

struct MaintenanceText {
  std::string text;
  std::string language;    // RFC 5646; empty: English
  bool html = false;       // else plain
  bool operator==(const MaintenanceText&) const = default;
};

// All that is announced of one.
struct MaintenancePlan {
  std::string name;                          // for people; or empty
  std::vector<std::string> types;            // "Routine Maintenance"
  std::vector<AffectedSystem> systems;       // at least one
  std::string environment = "production";    // "ote", "staging", "dev", or a word of its own
  Instant starts_at, ends_at;
  bool emergency = false;                    // else planned
  std::string detail;                        // URI, or empty
  std::vector<MaintenanceText> descriptions;
  std::vector<std::string> zones;            // empty: all
  bool connection = false;                   // clients will have to connect again
  bool implementation = false;               // clients may have to be changed
  bool operator==(const MaintenancePlan&) const = default;
};

// One as it stood when registrars were told.
struct MaintenanceNotice {
  MaintenanceOccasion occasion = MaintenanceOccasion::create;
  std::string id;
  MaintenancePlan plan;
  Instant created_at;
  Instant updated_at;      // 0: never
  bool operator==(const MaintenanceNotice&) const = default;
};

// The identifier registrars and staff know one by: "M42".
std::string maintenance_id(ObjectNumber number);
std::optional<ObjectNumber> parse_maintenance_id(std::string_view text);

}  // namespace stele
