// How a contact becomes what a viewer may see of it. Private to the folder.
#pragma once

#include <span>

#include "projections/rdds/view.h"

namespace stele::rdds {

// What is known of a contact before its data: absent, erased or not to be read at the moment.
struct Held {
  std::optional<ContactData> data;
  Withheld missing = Withheld::not_held;
};
Held hold(const core::State& state, const core::Contact& contact);

// The strictest word of the policies in all these roles counts. `complete`: the viewer sees all that
// is held.
ContactView show_contact(const core::State& state, const core::Contact& contact, const Held& held,
                         std::span<const std::shared_ptr<const core::Zone>> zones,
                         std::span<const RddsRole> roles, bool complete);

// A registrar's own: company data are public, its contact person is not.
ContactView show_registrar_contact(const core::State& state, const core::Registrar& registrar,
                                   bool complete);

// What a contact asked for by itself is worth: nothing, where every field of it is withheld.
bool shows_anything(const ContactView& view);

}  // namespace stele::rdds
