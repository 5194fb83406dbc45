// Events about organisations (RFC 8543). Each carries results, as in object_events.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/instant.h"
#include "engine/base/strong.h"
#include "events/values/contact_data.h"
#include "events/values/organisation.h"
#include "events/values/personal.h"

namespace stele::events {

struct OrganisationCreated {
  RepositoryId repository{};
  ObjectNumber number{};
  std::string id;                             // server-unique, 3 to 16 characters
  std::vector<RoleGrant> roles;               // sorted, as all lists here
  StatusSet statuses;
  ObjectNumber parent{};                      // 0: none
  Personal<ContactData> data;                 // absent where nothing of it is known
  std::string url;
  std::vector<OrganisationContact> contacts;
  ObjectNumber sponsor{};                     // 0: the registry itself
  ObjectNumber creator{};                     // 0: the registry
  Instant created_at;
  bool operator==(const OrganisationCreated&) const = default;
};

// A role whose identifier or statuses change is removed as it was and added as it is.
struct OrganisationUpdated {
  RepositoryId repository{};
  ObjectNumber number{};
  std::vector<RoleGrant> roles_added, roles_removed;
  StatusSet statuses_added, statuses_removed;
  std::optional<ObjectNumber> parent;         // 0: none any more
  std::optional<Personal<ContactData>> data;
  std::optional<std::string> url;
  std::vector<OrganisationContact> contacts_added, contacts_removed;
  ObjectNumber updated_by{};
  Instant updated_at;
  bool operator==(const OrganisationUpdated&) const = default;
};

struct OrganisationDeleted {
  RepositoryId repository{};
  ObjectNumber number{};
  std::string id;
  ObjectNumber deleted_by{};
  bool operator==(const OrganisationDeleted&) const = default;
};

// Which organisations an object (domain, host or contact) has, by role. They end with the object.
struct OrganisationLinksChanged {
  RepositoryId repository{};
  ObjectNumber number{};                      // of the object
  std::vector<OrganisationLink> added, removed;
  bool operator==(const OrganisationLinksChanged&) const = default;
};

}  // namespace stele::events
