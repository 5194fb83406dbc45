// Words of ContactModel: in zones and on the command line.
#pragma once

#include <optional>
#include <string_view>

#include "events/values/zone_policy.h"

namespace stele {

inline std::string_view to_text(ContactModel model) {
  return model == ContactModel::minimal ? "minimal" : "thick";
}

inline std::optional<ContactModel> parse_contact_model(std::string_view text) {
  for (const ContactModel model : {ContactModel::full, ContactModel::minimal})
    if (to_text(model) == text) return model;
  return std::nullopt;
}

}  // namespace stele
