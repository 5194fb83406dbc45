// Announced interruptions of service: maintenance-1.0 (RFC 9167). An object mapping: asked for with
// <info>, told as poll messages.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "frontends/epp/extensions/source.h"
#include "frontends/epp/response/response.h"

namespace stele::epp {

grammar::Mapping maintenance_mapping();

// Empty: all of them (§4.1.1, <maint:list/>).
std::string read_maintenance_id(const Source& source, xml::Index at);

enum class MaintenanceImpact { none, partial, full };
enum class MaintenancePoll { create, update, remove, courtesy, end };

struct MaintenanceSystem {
  std::string name, host;  // host may be empty
  MaintenanceImpact impact = MaintenanceImpact::full;
};

// §3.3
struct Maintenance {
  std::string id, name;
  std::optional<MaintenancePoll> poll;  // in poll messages
  std::vector<MaintenanceSystem> systems;
  std::string environment = "production";  // "ote", "staging", "dev"; other words become custom
  Instant starts_at, ends_at;
  bool emergency = false;
  std::string detail;                    // URI, or nothing
  std::string description;               // or nothing
  std::vector<std::string> tlds;
  bool connection_lost = false;          // clients must connect again
  bool implementation_changed = false;   // clients may have to be changed
  Instant created_at;
  std::optional<Instant> updated_at;
};

Part write_maintenance(const Maintenance& item);
Part write_maintenance_list(const std::vector<Maintenance>& items);

}  // namespace stele::epp
