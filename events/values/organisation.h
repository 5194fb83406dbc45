// Organisations as registry objects (RFC 8543): resellers, privacy services, operators of name
// servers. What they are called and where they are is personal data and stands in ContactData.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/strong.h"
#include "events/values/status.h"

namespace stele {

// RFC 8543 §7.3. Append-only.
enum class OrganisationRole : std::uint8_t { registrar, reseller, privacy_proxy, dns_operator };
constexpr int kOrganisationRoleCount = 4;
std::string_view to_text(OrganisationRole role);  // "privacyproxy": the EPP word
std::optional<OrganisationRole> parse_organisation_role(std::string_view text);

// What an organisation is to others (§3.2); one of each type at most.
struct RoleGrant {
  OrganisationRole role = OrganisationRole::reseller;
  std::string id;       // that a third party has assigned to it in this role; empty: none
  StatusSet statuses;   // as set: *LinkProhibited; `ok` and `linked` are derived
  auto operator<=>(const RoleGrant&) const = default;
};

// §3.3. Append-only.
enum class OrganisationContactType : std::uint8_t { admin, billing, tech, abuse, custom };
constexpr int kOrganisationContactTypeCount = 5;
std::string_view to_text(OrganisationContactType type);
std::optional<OrganisationContactType> parse_organisation_contact_type(std::string_view text);

struct OrganisationContact {
  OrganisationContactType type = OrganisationContactType::admin;
  std::string type_name;   // of a custom one; may be empty
  ObjectNumber contact{};
  auto operator<=>(const OrganisationContact&) const = default;
};

// The same, its contact named by identifier: in commands and answers, and in messages that are read when
// the contact may be gone.
struct NamedOrganisationContact {
  OrganisationContactType type = OrganisationContactType::admin;
  std::string type_name;
  std::string id;
  auto operator<=>(const NamedOrganisationContact&) const = default;
};

// RFC 8544: the organisation an object has in this role; one at most.
struct OrganisationLink {
  OrganisationRole role = OrganisationRole::reseller;
  ObjectNumber organisation{};
  auto operator<=>(const OrganisationLink&) const = default;
};

}  // namespace stele
