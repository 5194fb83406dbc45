// Events about announced interruptions of service (RFC 9167).
#pragma once

#include "engine/base/instant.h"
#include "engine/base/strong.h"
#include "events/values/maintenance.h"

namespace stele::events {

struct MaintenanceAnnounced {
  RepositoryId repository{};
  ObjectNumber number{};
  MaintenancePlan plan;
  Instant remind_at;       // when registrars are told again; 0: they are not
  Instant created_at;
  bool operator==(const MaintenanceAnnounced&) const = default;
};

struct MaintenanceUpdated {
  RepositoryId repository{};
  ObjectNumber number{};
  MaintenancePlan plan;    // the whole of it
  Instant remind_at;
  Instant updated_at;
  bool operator==(const MaintenanceUpdated&) const = default;
};

// It will not be; nothing is left of it.
struct MaintenanceCancelled {
  RepositoryId repository{};
  ObjectNumber number{};
  bool operator==(const MaintenanceCancelled&) const = default;
};

struct MaintenanceReminded {
  RepositoryId repository{};
  ObjectNumber number{};
  bool operator==(const MaintenanceReminded&) const = default;
};

// Its end has come.
struct MaintenanceEnded {
  RepositoryId repository{};
  ObjectNumber number{};
  bool operator==(const MaintenanceEnded&) const = default;
};

}  // namespace stele::events
