// Events about the registry itself: repositories, settings, staff, the clock, erasure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/base/instant.h"
#include "engine/base/money.h"
#include "engine/base/strong.h"

namespace stele::events {

struct RepositoryCreated {
  RepositoryId repository{};
  std::string name;
  std::string roid_suffix;  // at most 8 characters, registered with IANA (RFC 5730 §2.8)
  bool operator==(const RepositoryCreated&) const = default;
};

struct SettingsChanged {
  RepositoryId repository{};  // 0: the whole server
  std::optional<std::string> server_id;     // EPP svID
  std::optional<std::string> whois_notice;  // lines below every WHOIS answer
  std::optional<std::uint32_t> sessions_per_registrar;
  std::optional<std::uint32_t> commands_per_second;  // per EPP session; 0: no limit
  bool operator==(const SettingsChanged&) const = default;
};

struct AdministratorCreated {
  RepositoryId repository{};
  ObjectNumber number{};
  std::string name;
  std::string password_hash;   // PHC string
  bool must_change_password = false;
  Instant created_at;
  bool operator==(const AdministratorCreated&) const = default;
};

// The key of a person's data is to be destroyed; durable before the key slot is overwritten.
struct SubjectErased {
  RepositoryId repository{};
  ObjectNumber subject{};
  KeySlot slot{};
  bool operator==(const SubjectErased&) const = default;
};

// An operator has accepted a clock that jumped or stood still for long.
struct ClockAccepted {
  RepositoryId repository{};
  Instant previous;  // time of the last record before
  Instant accepted;
  bool operator==(const ClockAccepted&) const = default;
};

}  // namespace stele::events
