// Events about the registry itself: repositories, settings, staff, the clock, erasure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

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
  // What holds for a registrar that has no limit of its own.
  std::optional<std::uint32_t> commands_per_second;  // over all its sessions
  std::optional<std::uint32_t> changes_per_second;
  std::optional<std::uint32_t> checks_per_minute;    // names
  // So many failed logins of one registrar or from one address within the window lock it.
  std::optional<std::uint32_t> login_failures;
  std::optional<std::uint32_t> login_window_seconds;
  std::optional<std::uint32_t> login_lock_seconds;
  std::optional<std::uint32_t> auth_info_failures;   // of a session, and of a registrar on an object
  std::optional<std::uint32_t> password_length;      // the shortest
  std::optional<std::uint32_t> password_classes;     // of lower case, upper case, digits, the rest
  std::optional<std::uint32_t> password_days;        // then it has to be changed; 0: never
  std::optional<std::uint32_t> contact_transfer_days;  // until one is approved; 0: at once
  std::optional<std::uint32_t> maintenance_courtesy_hours;  // before its start; 0: no reminder
  std::optional<std::uint32_t> maintenance_kept_days;       // in lists, when it is over
  // Traffic logs and the limits of public queries: engine/core/objects.h says what each is.
  std::optional<std::uint32_t> traffic_log_epp;
  std::optional<std::uint32_t> traffic_log_whois;
  std::optional<std::uint32_t> traffic_log_rdap;
  std::optional<std::uint32_t> traffic_log_login;
  std::optional<std::uint32_t> traffic_days_epp;
  std::optional<std::uint32_t> traffic_days_whois;
  std::optional<std::uint32_t> traffic_days_rdap;
  std::optional<std::uint32_t> traffic_days_login;
  std::optional<std::uint32_t> traffic_cleanup;
  std::optional<std::uint32_t> traffic_cleanup_minute;
  std::optional<std::uint32_t> traffic_alarm_mib;
  std::optional<std::uint32_t> whois_per_minute;
  std::optional<std::uint32_t> rdap_per_minute;
  std::optional<std::uint32_t> rdap_searches_per_minute;
  std::optional<std::uint32_t> das_per_minute;
  std::optional<std::uint32_t> query_prefix_v4;
  std::optional<std::uint32_t> query_prefix_v6;
  std::optional<std::uint32_t> query_wide_v4;
  std::optional<std::uint32_t> query_wide_v6;
  std::optional<std::uint32_t> query_wide_factor;
  std::optional<std::string> query_exempt;
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

// A right to see registration data for a time, in these zones or, with none, in all. Its holder is an
// authority, not a person; its secret is known to it alone: here is its SHA-256 in hex.
struct AccessTokenIssued {
  RepositoryId repository{};
  ObjectNumber number{};
  std::string holder;
  std::string digest;
  std::vector<ObjectNumber> zones;  // sorted
  Instant issued_at;
  Instant expires_at;
  bool operator==(const AccessTokenIssued&) const = default;
};

struct AccessTokenRevoked {
  RepositoryId repository{};
  ObjectNumber number{};
  Instant revoked_at;
  bool operator==(const AccessTokenRevoked&) const = default;
};

// A day of a class of the traffic log is past its time and about to be removed (engine/traffic). The
// log is no projection: this fact is all the journal says of it.
struct AccessLogPurged {
  RepositoryId repository{};
  std::string log;           // "epp", "whois", "rdap", "login"
  Instant day;               // its first moment, UTC
  std::uint64_t count = 0;   // of its rows
  bool operator==(const AccessLogPurged&) const = default;
};

}  // namespace stele::events
