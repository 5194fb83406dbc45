#include "events/values/domain_contact.h"

#include <utility>

namespace stele {

std::string_view to_text(ContactRole role) {
  switch (role) {
    case ContactRole::admin: return "admin";
    case ContactRole::billing: return "billing";
    case ContactRole::tech: return "tech";
  }
  std::unreachable();
}

std::optional<ContactRole> parse_contact_role(std::string_view text) {
  for (const ContactRole role : {ContactRole::admin, ContactRole::billing, ContactRole::tech})
    if (text == to_text(role)) return role;
  return std::nullopt;
}

}  // namespace stele
