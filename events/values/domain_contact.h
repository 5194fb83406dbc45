// Small value types of a domain: contacts by role.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/base/strong.h"

namespace stele {

enum class ContactRole : std::uint8_t { admin, billing, tech };
std::string_view to_text(ContactRole role);
std::optional<ContactRole> parse_contact_role(std::string_view text);

struct DomainContact {
  ContactRole role = ContactRole::admin;
  ObjectNumber contact{};
  auto operator<=>(const DomainContact&) const = default;
};

}  // namespace stele
