// Organizations as objects: org-1.0 (RFC 8543).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/values/contact_data.h"
#include "frontends/epp/extensions/source.h"
#include "frontends/epp/response/response.h"

namespace stele::epp {

grammar::Mapping org_mapping();

// §3.2, §3.4, §3.5. Status words are the RFC's: "ok", "hold", "terminated", "clientLinkProhibited", …
struct OrgRole {
  std::string type;  // "registrar", "reseller", "privacyproxy", "dns-operator"
  std::vector<std::string> statuses;
  std::string id;    // identifier of the organization in this role, or nothing
  bool operator==(const OrgRole&) const = default;
};

// §3.3
struct OrgContact {
  std::string type;       // "admin", "billing", "tech", "abuse", "custom"
  std::string type_name;  // of a custom one
  std::string id;
  bool operator==(const OrgContact&) const = default;
};

// `organisation` is not used; an address has a city.
struct OrgPostal {
  std::optional<PostalInfo> international, localized;
};

struct OrgCreate {
  std::string id;
  std::vector<OrgRole> roles;
  std::vector<std::string> statuses;
  std::string parent_id;
  OrgPostal postal;
  Phone voice, fax;
  std::string email, url;
  std::vector<OrgContact> contacts;
};

struct OrgAddRemove {
  std::vector<OrgContact> contacts;
  std::vector<OrgRole> roles;
  std::vector<std::string> statuses;
};

// What is not given stays; an empty value removes. In a postal info, an empty name or city means
// that name or address are not given.
struct OrgUpdate {
  std::string id;
  OrgAddRemove added, removed;
  std::optional<std::string> parent_id, email, url;
  std::optional<Phone> voice, fax;
  OrgPostal postal;
};

// Of info and delete it is the only element, of a check there are more.
std::vector<std::string> read_org_ids(const Source& source, xml::Index at);
OrgCreate read_org_create(Source& source, xml::Index at);
OrgUpdate read_org_update(Source& source, xml::Index at);

struct OrgChecked {
  std::string id;
  bool available = false;
  std::string reason;
};
// Precondition: not empty.
Part write_org_check(const std::vector<OrgChecked>& checked);
Part write_org_created(std::string_view id, Instant created_at);

struct OrgInfo {
  OrgCreate data;  // with at least one role and one status
  std::string roid, sponsor, creator, updated_by;
  Instant created_at;
  std::optional<Instant> updated_at;
};
Part write_org_info(const OrgInfo& info);

}  // namespace stele::epp
