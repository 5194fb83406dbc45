// Events about zones.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/instant.h"
#include "engine/base/strong.h"
#include "events/values/domain_name.h"
#include "events/values/zone_policy.h"

namespace stele::events {

struct ZoneCreated {
  RepositoryId repository{};
  ObjectNumber number{};
  DomainName name;
  ZonePolicy policy;
  ZoneHeader header;
  bool publish = true;
  Instant created_at;
  bool operator==(const ZoneCreated&) const = default;
};

struct ZoneUpdated {
  RepositoryId repository{};
  ObjectNumber number{};
  std::optional<ZonePolicy> policy;
  std::optional<ZoneHeader> header;
  std::optional<bool> publish;
  Instant updated_at;
  bool operator==(const ZoneUpdated&) const = default;
};

}  // namespace stele::events
