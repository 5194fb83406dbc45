// The settings that are numbers: their words, their bounds, and where each stands in the command,
// the event and the settings. Everything that reads, judges, applies or shows settings walks this
// one table.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/core/command.h"
#include "engine/core/objects.h"
#include "events/registry_events.h"

namespace stele::core {

struct NumberSetting {
  std::string_view name;
  std::optional<std::uint32_t> ChangeSettings::*wished;
  std::optional<std::uint32_t> events::SettingsChanged::*changed;
  std::uint32_t Settings::*current;
  std::uint32_t least, most;
};

inline constexpr std::uint32_t kWeekSeconds = 7 * 24 * 3600;

#define STELE_NUMBER(name, least, most) \
  NumberSetting { #name, &ChangeSettings::name, &events::SettingsChanged::name, &Settings::name, least, most }
inline constexpr NumberSetting kNumberSettings[] = {
    STELE_NUMBER(sessions_per_registrar, 1, 100'000),
    STELE_NUMBER(commands_per_second, 1, 1'000'000),
    STELE_NUMBER(changes_per_second, 1, 1'000'000),
    STELE_NUMBER(checks_per_minute, 1, 1'000'000'000),
    STELE_NUMBER(login_failures, 1, 1'000'000),
    STELE_NUMBER(login_window_seconds, 1, kWeekSeconds),
    STELE_NUMBER(login_lock_seconds, 1, kWeekSeconds),
    STELE_NUMBER(auth_info_failures, 1, 1'000'000),
    STELE_NUMBER(password_length, 6, 64),
    STELE_NUMBER(password_classes, 1, 4),
    STELE_NUMBER(password_days, 0, 3650),
    STELE_NUMBER(contact_transfer_days, 0, 60),
    STELE_NUMBER(maintenance_courtesy_hours, 0, 720),
    STELE_NUMBER(maintenance_kept_days, 0, 3650),
    STELE_NUMBER(traffic_log_epp, 0, 1),
    STELE_NUMBER(traffic_log_whois, 0, 1),
    STELE_NUMBER(traffic_log_rdap, 0, 1),
    STELE_NUMBER(traffic_log_login, 0, 1),
    STELE_NUMBER(traffic_days_epp, 1, 3650),
    STELE_NUMBER(traffic_days_whois, 1, 3650),
    STELE_NUMBER(traffic_days_rdap, 1, 3650),
    STELE_NUMBER(traffic_days_login, 1, 3650),
    STELE_NUMBER(traffic_cleanup, 0, 1),
    STELE_NUMBER(traffic_cleanup_minute, 0, 1439),
    STELE_NUMBER(traffic_alarm_mib, 0, 1U << 30),
    STELE_NUMBER(whois_per_minute, 1, 1000000),
    STELE_NUMBER(rdap_per_minute, 1, 1000000),
    STELE_NUMBER(rdap_searches_per_minute, 1, 1000000),
    STELE_NUMBER(das_per_minute, 1, 1000000),
    STELE_NUMBER(query_prefix_v4, 8, 32),
    STELE_NUMBER(query_prefix_v6, 16, 128),
    STELE_NUMBER(query_wide_v4, 0, 32),
    STELE_NUMBER(query_wide_v6, 0, 128),
    STELE_NUMBER(query_wide_factor, 0, 1000),
};
#undef STELE_NUMBER

}  // namespace stele::core
