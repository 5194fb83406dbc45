// Events about zones.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/instant.h"
#include "engine/base/strong.h"
#include "events/values/auth_info.h"
#include "events/values/distribution.h"
#include "events/values/domain_name.h"
#include "events/values/listed_name.h"
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

// The policy that takes over at a moment to come; the clock makes it a ZoneUpdated then. One at a
// time: without a policy, what was scheduled is called off.
struct ZoneUpdateScheduled {
  RepositoryId repository{};
  ObjectNumber number{};
  Instant at;
  std::optional<ZonePolicy> policy;
  bool operator==(const ZoneUpdateScheduled&) const = default;
};

// Replaces what was said of the name before.
struct NameListed {
  RepositoryId repository{};
  ObjectNumber zone{};
  std::string label;          // index label
  ListedAs listed_as = ListedAs::reserved;
  std::string tier;           // of a premium name
  AuthInfoHash token;         // allocation token of a reserved name
  std::string note;           // for staff
  std::string name;           // the label as it was listed, of which `label` is the key
  bool operator==(const NameListed&) const = default;
};

struct NameUnlisted {
  RepositoryId repository{};
  ObjectNumber zone{};
  std::string label;
  bool operator==(const NameUnlisted&) const = default;
};

// A key that secondaries of the zone sign with, new or with another secret. `replaced`: the slot of
// the secret before it, which is destroyed once this is durable.
struct TsigKeySet {
  RepositoryId repository{};
  ObjectNumber zone{};
  std::string name;
  TsigAlgorithm algorithm = TsigAlgorithm::hmac_sha256;
  Personal<TsigSecret> secret;
  KeySlot replaced{};
  Instant set_at;
  bool operator==(const TsigKeySet&) const = default;
};

struct TsigKeyRemoved {
  RepositoryId repository{};
  ObjectNumber zone{};
  std::string name;
  KeySlot slot{};             // destroyed once this is durable
  Instant removed_at;
  bool operator==(const TsigKeyRemoved&) const = default;
};

// Lists sorted by name. A secondary that changes is given as it is then.
struct SecondariesChanged {
  RepositoryId repository{};
  ObjectNumber zone{};
  std::vector<Secondary> added, changed;
  std::vector<std::string> removed;
  Instant changed_at;
  bool operator==(const SecondariesChanged&) const = default;
};

}  // namespace stele::events
