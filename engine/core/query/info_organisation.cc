// EPP <info> for an organisation (RFC 8543 §4.1.2), open to every registrar of the repository; where
// it is and how to reach it are for its sponsor and staff. Refusals: object_does_not_exist;
// unreadable 2400 when the vault cannot give the data, which are not erased then.
#include "engine/core/org/org_rules.h"
#include "engine/core/query/describe.h"

namespace stele::core {
namespace {

PostalInfo name_of(const PostalInfo& info) { return {.name = info.name}; }

// What others see: names.
ContactData public_part(const ContactData& data) {
  ContactData out;
  if (data.international) out.international = name_of(*data.international);
  if (data.localized) out.localized = name_of(*data.localized);
  return out;
}

}  // namespace

Decided<OrganisationInfo> info_organisation(const State& state, const Caller& caller,
                                            std::string_view id) {
  Problems problems;
  auto found = require_organisation(state, caller.repository, id, problems);
  if (!found) return problems.refusal();

  OrganisationInfo info;
  info.authorized = caller.is_staff() || caller.actor.number == found->made.sponsor;
  info.roid = roid_of(state, ObjectKind::organisation, found->number, found->repository);
  info.statuses = complete_statuses(found->statuses, state.is_linked(found->number));
  for (const RoleGrant& grant : found->roles)
    info.roles.push_back({grant.role, grant.id, complete_statuses(grant.statuses,
                                                             state.is_linked(found->number,
                                                                             grant.role))});
  if (const auto parent = state.find_organisation(found->parent)) info.parent = parent->id;
  if (found->data.slot) {
    auto data = state.unseal(found->number, found->data);
    if (!data) return refuse(Reason::unreadable, Field::id, std::string(id));
    if (*data) info.data = info.authorized ? std::move(**data) : public_part(**data);
  }
  if (info.authorized)
    for (const OrganisationContact& contact : found->contacts)
      if (const auto named = state.find_contact(contact.contact))
        info.contacts.push_back({contact.type, contact.type_name, named->id});
  info.made = describe(state, found->made);
  info.organisation = std::move(*found);
  return info;
}

}  // namespace stele::core
