#include "events/values/organisation.h"

#include <algorithm>
#include <array>
#include <utility>

namespace stele {
namespace {

constexpr std::array<std::string_view, kOrganisationRoleCount> kRoles{"registrar", "reseller",
                                                                      "privacyproxy",
                                                                      "dns-operator"};
constexpr std::array<std::string_view, kOrganisationContactTypeCount> kContactTypes{
    "admin", "billing", "tech", "abuse", "custom"};

template <class Enum, class Words>
std::optional<Enum> find(const Words& words, std::string_view text) {
  const auto found = std::find(words.begin(), words.end(), text);
  if (found == words.end()) return std::nullopt;
  return static_cast<Enum>(found - words.begin());
}

}  // namespace

std::string_view to_text(OrganisationRole role) { return kRoles[std::to_underlying(role)]; }

std::optional<OrganisationRole> parse_organisation_role(std::string_view text) {
  return find<OrganisationRole>(kRoles, text);
}

std::string_view to_text(OrganisationContactType type) {
  return kContactTypes[std::to_underlying(type)];
}

std::optional<OrganisationContactType> parse_organisation_contact_type(std::string_view text) {
  return find<OrganisationContactType>(kContactTypes, text);
}

}  // namespace stele
