// The objects of the registry as decide and the queries see them: plain values, read from the
// registry state at one position.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/instant.h"
#include "engine/base/money.h"
#include "engine/base/strong.h"
#include "events/values/auth_info.h"
#include "events/values/contact_data.h"
#include "events/values/domain_contact.h"
#include "events/values/domain_name.h"
#include "events/values/ip_address.h"
#include "events/values/personal.h"
#include "events/values/status.h"
#include "events/values/zone_policy.h"

namespace stele::core {

struct Settings {
  std::string server_id = "Stele";
  std::string whois_notice;
  std::uint32_t sessions_per_registrar = 100;
  std::uint32_t commands_per_second = 0;  // per session; 0: no limit
};

struct Repository {
  RepositoryId id{};
  std::string name;
  std::string roid_suffix;
};

struct Administrator {
  ObjectNumber number{};
  std::string name;
  std::string password_hash;
  bool must_change_password = false;
  Instant created_at;
};

struct Registrar {
  RepositoryId repository{};
  ObjectNumber number{};
  std::string id;
  std::string name;
  std::string url;
  Personal<ContactData> contact;
  std::string password_hash;
  std::vector<std::string> fingerprints;  // sorted
  std::vector<ObjectNumber> zones;        // sorted
  Currency currency;
  Amount credit_limit;
  bool enabled = true;
  Instant created_at;
  Instant updated_at;  // 0: never
};

struct Zone {
  RepositoryId repository{};
  ObjectNumber number{};
  DomainName name;
  ZonePolicy policy;
  ZoneHeader header;
  bool publish = true;
  Instant created_at;
  Instant updated_at;
};

// What contacts, hosts and domains have in common (RFC 5730 §2: sponsoring client, dates).
struct Provenance {
  ObjectNumber sponsor{};
  ObjectNumber creator{};
  Instant created_at;
  ObjectNumber updated_by{};
  Instant updated_at;      // 0: never
  Instant transferred_at;  // 0: never
};

struct Contact {
  RepositoryId repository{};
  ObjectNumber number{};
  std::string id;
  Personal<ContactData> data;
  bool erased = false;
  AuthInfoHash auth_info;
  StatusSet statuses;  // as set; `ok` and `linked` are derived
  Provenance made;
};

struct Host {
  RepositoryId repository{};
  ObjectNumber number{};
  HostName name;
  ObjectNumber superordinate{};  // 0: external
  std::vector<IpAddress> addresses;  // sorted
  StatusSet statuses;
  Provenance made;
};

struct Domain {
  RepositoryId repository{};
  ObjectNumber number{};
  ObjectNumber zone{};
  DomainName name;
  std::string index_label;
  ObjectNumber registrant{};
  std::vector<DomainContact> contacts;  // sorted
  std::vector<ObjectNumber> hosts;      // sorted
  StatusSet statuses;
  AuthInfoHash auth_info;
  Instant expires_at;
  Instant deleted_at;   // 0: not deleted
  Provenance made;
};

}  // namespace stele::core
