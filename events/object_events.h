// Events about what registrars register: contacts, hosts, domains. Each carries results: numbers,
// dates, keys; never inputs to be judged again.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/instant.h"
#include "engine/base/strong.h"
#include "events/values/auth_info.h"
#include "events/values/contact_data.h"
#include "events/values/domain_contact.h"
#include "events/values/domain_name.h"
#include "events/values/ip_address.h"
#include "events/values/period.h"
#include "events/values/personal.h"
#include "events/values/status.h"

namespace stele::events {

struct ContactCreated {
  RepositoryId repository{};
  ObjectNumber number{};
  std::string id;              // server-unique, 3 to 16 characters
  Personal<ContactData> data;
  AuthInfoHash auth_info;
  ObjectNumber sponsor{};
  ObjectNumber creator{};      // 0: the registry
  Instant created_at;
  bool operator==(const ContactCreated&) const = default;
};

struct ContactUpdated {
  RepositoryId repository{};
  ObjectNumber number{};
  StatusSet statuses_added, statuses_removed;
  std::optional<Personal<ContactData>> data;
  std::optional<AuthInfoHash> auth_info;
  ObjectNumber updated_by{};
  Instant updated_at;
  bool operator==(const ContactUpdated&) const = default;
};

struct ContactDeleted {
  RepositoryId repository{};
  ObjectNumber number{};
  std::string id;
  ObjectNumber deleted_by{};
  bool operator==(const ContactDeleted&) const = default;
};

struct HostCreated {
  RepositoryId repository{};
  ObjectNumber number{};
  HostName name;
  ObjectNumber superordinate{};      // domain it lies under; 0: external
  std::vector<IpAddress> addresses;  // sorted
  ObjectNumber sponsor{};
  ObjectNumber creator{};
  Instant created_at;
  bool operator==(const HostCreated&) const = default;
};

struct HostUpdated {
  RepositoryId repository{};
  ObjectNumber number{};
  std::vector<IpAddress> addresses_added, addresses_removed;
  StatusSet statuses_added, statuses_removed;
  std::optional<HostName> name;                // renamed
  std::optional<ObjectNumber> superordinate;   // with a rename; 0: external now
  ObjectNumber updated_by{};
  Instant updated_at;
  bool operator==(const HostUpdated&) const = default;
};

struct HostDeleted {
  RepositoryId repository{};
  ObjectNumber number{};
  HostName name;
  ObjectNumber deleted_by{};
  bool operator==(const HostDeleted&) const = default;
};

struct DomainCreated {
  RepositoryId repository{};
  ObjectNumber number{};
  ObjectNumber zone{};
  DomainName name;               // as applied for
  std::string index_label;       // the key it is unique by within the zone
  Period period;
  ObjectNumber registrant{};     // 0: none
  std::vector<DomainContact> contacts;   // sorted
  std::vector<ObjectNumber> hosts;       // sorted
  AuthInfoHash auth_info;
  ObjectNumber sponsor{};
  ObjectNumber creator{};
  Instant created_at;
  Instant expires_at;
  bool operator==(const DomainCreated&) const = default;
};

struct DomainUpdated {
  RepositoryId repository{};
  ObjectNumber number{};
  std::optional<ObjectNumber> registrant;
  std::vector<DomainContact> contacts_added, contacts_removed;
  std::vector<ObjectNumber> hosts_added, hosts_removed;
  StatusSet statuses_added, statuses_removed;
  std::optional<AuthInfoHash> auth_info;
  ObjectNumber updated_by{};
  Instant updated_at;
  bool operator==(const DomainUpdated&) const = default;
};

struct DomainRenewed {
  RepositoryId repository{};
  ObjectNumber number{};
  Period period;
  Instant expires_at;   // the new one
  ObjectNumber renewed_by{};
  Instant renewed_at;
  bool operator==(const DomainRenewed&) const = default;
};

// The sponsor gave the name up. Until DomainPurged the object still exists.
struct DomainDeleted {
  RepositoryId repository{};
  ObjectNumber number{};
  DomainName name;
  ObjectNumber deleted_by{};
  Instant deleted_at;
  Instant purge_at;
  bool operator==(const DomainDeleted&) const = default;
};

// The object is gone; its name is free.
struct DomainPurged {
  RepositoryId repository{};
  ObjectNumber number{};
  ObjectNumber zone{};
  DomainName name;
  std::string index_label;
  bool operator==(const DomainPurged&) const = default;
};

}  // namespace stele::events
