// UpdateOrganisation (RFC 8543 §4.2.5). Refusals in order of precedence; a group is reported as a
// whole:
//
//  1 who       registrar_disabled 2201
//  2 what      object_does_not_exist 2303
//  3 may       not_sponsor 2201
//  4 statuses  status_prohibits 2304: clientUpdateProhibited unless the command removes it,
//              serverUpdateProhibited, hold, terminated (§3.4); they do not bind staff
//  5 data      erased 2304 (the data are to change and are no more); unreadable 2400
//  6 details   nothing_to_change 2003 (alone)
//              statuses: status_not_settable · given_twice · added_and_removed · status_already_set ·
//              status_not_set · statuses_exclude 2306 · linked 2305 (to be terminated)
//              roles: not_allowed 2201 · given_twice · added_and_removed · already_there · not_there ·
//              status_… 2306 · role_required 2003 · linked 2305 (taken while it is linked)
//              parent: not_there 2306 · organisation_does_not_exist 2303 ·
//              organisation_not_sponsored 2201 · link_prohibited 2304 · parent_loop 2306 ·
//              too_many_tiers 2306
//              data and url as in create, of what changes
//              contacts: contact_does_not_exist 2303 · given_twice · added_and_removed ·
//              already_there · not_there 2306 · value_out_of_range 2004 · bad_syntax 2005
//
// The event carries the data as a whole, sealed again under the subject's own key (`slot`).
#include <algorithm>

#include "engine/core/org/org_rules.h"
#include "engine/core/registrar/registrar_rules.h"

namespace stele::core {
namespace {

using Command = UpdateOrganisation;

bool changes_data(const Command& c) {
  return c.international || c.localized || c.voice || c.fax || c.email;
}

bool changes_nothing(const Command& c) {
  return !changes_data(c) && !c.parent && !c.url && c.roles_added.empty() &&
         c.roles_removed.empty() && c.statuses_added.empty() && c.statuses_removed.empty() &&
         c.contacts_added.empty() && c.contacts_removed.empty();
}

void require_changeable(const Context& context, const Organisation& organisation,
                        const Command& command, Problems& problems) {
  require_updatable(context, organisation.statuses, command.statuses_removed, problems);
  if (context.caller.is_registrar())
    require_no_status(organisation.statuses, {Status::hold, Status::terminated}, problems);
}

// §4.2.5: parts that are given replace those there were; an empty postal info removes them.
void merge(std::optional<PostalInfo>& info, const std::optional<PostalInfoChange>& change) {
  if (!change) return;
  if (!change->name_given && !change->address_given) return info.reset();
  PostalInfo merged = info.value_or(PostalInfo{});
  if (change->name_given) merged.name = change->name;
  if (change->address_given) {
    merged.streets = change->streets;
    merged.city = change->city;
    merged.state_or_province = change->state_or_province;
    merged.postal_code = change->postal_code;
    merged.country = change->country;
  }
  info = std::move(merged);
}

void merge(ContactData& data, const Command& command) {
  merge(data.international, command.international);
  merge(data.localized, command.localized);
  if (command.voice) data.voice = *command.voice;
  if (command.fax) data.fax = *command.fax;
  if (command.email) data.email = *command.email;
}

// What is known of it as the command leaves it; nullopt where it changes nothing of that. Refusals:
// erased, unreadable.
Decided<std::optional<ContactData>> merged_data(const State& state,
                                                const Organisation& organisation,
                                                const Command& command) {
  if (!changes_data(command)) return std::nullopt;
  if (organisation.erased) return refuse(Reason::erased, Field::id, command.id);
  ContactData data;
  if (organisation.data.slot) {
    auto unsealed = state.unseal(organisation.number, organisation.data);
    if (!unsealed) return refuse(Reason::unreadable, Field::id, command.id);
    if (!*unsealed) return refuse(Reason::erased, Field::id, command.id);
    data = std::move(**unsealed);
  }
  merge(data, command);
  return data;
}

std::optional<ObjectNumber> new_parent(const State& state, const Organisation& organisation,
                                       const Command& command, Problems& problems) {
  if (!command.parent) return std::nullopt;
  if (command.parent->empty()) {
    if (!organisation.parent) problems.add(Reason::not_there, Field::parent);
    return ObjectNumber{};
  }
  return require_parent(state, organisation.repository, organisation.number,
                        organisation.made.sponsor, *command.parent, problems);
}

// A role that objects have the organisation in is not taken from it: linked.
void require_roles_not_linked(const State& state, const Organisation& before,
                              const std::vector<RoleGrant>& after, Problems& problems) {
  for (const RoleGrant& grant : before.roles) {
    const bool stays = std::any_of(after.begin(), after.end(), [&](const RoleGrant& other) {
      return other.role == grant.role;
    });
    if (!stays && state.is_linked(before.number, grant.role))
      problems.add(Reason::linked, Field::role, to_text(grant.role));
  }
}

// Those of one sorted list that are not in another.
std::vector<RoleGrant> without(const std::vector<RoleGrant>& list,
                               const std::vector<RoleGrant>& other) {
  std::vector<RoleGrant> out;
  std::set_difference(list.begin(), list.end(), other.begin(), other.end(),
                      std::back_inserter(out));
  return out;
}

}  // namespace

Decided<Decision> decide(const Context& context, const UpdateOrganisation& command) {
  const State& state = context.state;
  Problems problems;

  const auto found = require_own_organisation(context, command.id, problems);
  if (!found) return problems.refusal();
  require_changeable(context, *found, command, problems);
  if (problems.any()) return problems.refusal();
  auto data = merged_data(state, *found, command);
  if (!data) return std::unexpected(std::move(data.error()));
  if (changes_nothing(command)) return refuse(Reason::nothing_to_change);

  const auto statuses =
      require_status_change(context, kOrganisationStatuses, found->statuses,
                            command.statuses_added, command.statuses_removed, problems);
  if (!statuses.added.empty())
    require_statuses_agree(StatusSet((found->statuses.bits() & ~statuses.removed.bits()) |
                                     statuses.added.bits()),
                           state.is_linked(found->number), problems);
  const auto roles = require_roles(context, found->roles, command.roles_added,
                                   command.roles_removed, problems);
  if (!command.roles_removed.empty()) require_roles_not_linked(state, *found, roles, problems);
  const auto parent = new_parent(state, *found, command, problems);
  if (*data) require_organisation_data(**data, problems);
  if (command.url) require_url(*command.url, problems);
  const auto contacts = require_change(
      found->contacts,
      require_organisation_contacts(state, found->repository, command.contacts_added, problems),
      require_organisation_contacts(state, found->repository, command.contacts_removed, problems),
      {.field = Field::contact}, problems);
  require_contact_count(contacts.after.size(), problems);
  if (problems.any()) return problems.refusal();

  events::OrganisationUpdated updated{.repository = found->repository,
                                      .number = found->number,
                                      .roles_added = without(roles, found->roles),
                                      .roles_removed = without(found->roles, roles),
                                      .statuses_added = statuses.added,
                                      .statuses_removed = statuses.removed,
                                      .parent = parent,
                                      .url = command.url,
                                      .contacts_added = contacts.added,
                                      .contacts_removed = contacts.removed,
                                      .updated_by = acting_registrar(context.caller),
                                      .updated_at = context.now};
  if (*data)
    updated.data = Personal<ContactData>{.slot = found->data.slot, .clear = std::move(*data)};
  Decision decision;
  decision.answer = {.number = found->number, .id = found->id};
  decision.events.emplace_back(std::move(updated));
  return decision;
}

}  // namespace stele::core
