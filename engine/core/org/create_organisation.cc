// CreateOrganisation (RFC 8543 §4.2.1). Refusals in order of precedence; a group is reported as a
// whole:
//
//  1 who      registrar_disabled 2201 · not_allowed 2201 (a registrar tells of the past); from
//             staff: object_does_not_exist 2303 (sponsor, creator) · value_out_of_range 2004
//             (created in the future) · malformed 2001 (an organisation does not expire)
//  2 free     object_exists 2302
//  3 details  bad_organisation_id 2005 (§3.1)
//             roles (§3.2): not_allowed 2201 · given_twice 2306 · status_not_settable 2306 ·
//             bad_syntax 2005 · value_out_of_range 2004 · role_required 2003
//             statuses (§3.4): status_not_settable · given_twice · statuses_exclude 2306
//             parent (§3.6): organisation_does_not_exist 2303 · organisation_not_sponsored 2201 ·
//             link_prohibited 2304 · too_many_tiers 2306
//             missing_parameter 2003 · not_ascii 2005 · bad_syntax 2005 · value_out_of_range 2004 ·
//             bad_country_code 2004 · bad_phone_number 2005 · bad_email 2005
//             bad_syntax 2005 (url, §3.7)
//             contacts (§3.3): contact_does_not_exist 2303 · value_out_of_range 2004 ·
//             bad_syntax 2005 · given_twice 2306
//
// Organisations cost nothing. One that staff make without a sponsor is the registry's own.
#include "engine/core/org/org_rules.h"
#include "engine/core/registrar/registrar_rules.h"

namespace stele::core {

Decided<Decision> decide(const Context& context, const CreateOrganisation& command) {
  const State& state = context.state;
  const RepositoryId repository = context.caller.repository;
  Problems problems;

  const auto origin =
      require_origin(context, command.history, false, problems, Sponsor::optional);
  if (!origin) return problems.refusal();
  if (state.find_organisation_number(repository, command.id))
    return refuse(Reason::object_exists, Field::id, command.id);

  const ObjectNumber sponsor = origin->sponsor ? origin->sponsor->number : ObjectNumber{};
  if (!is_identifier(command.id)) problems.add(Reason::bad_organisation_id, Field::id, command.id);
  const auto roles = require_roles(context, {}, command.roles, {}, problems);
  const auto statuses =
      require_status_change(context, kOrganisationStatuses, {}, command.statuses, {}, problems);
  require_statuses_agree(statuses.added, false, problems);
  ObjectNumber parent{};
  if (!command.parent.empty())
    parent = require_parent(state, repository, {}, sponsor, command.parent, problems);
  require_organisation_data(command.data, problems);
  require_url(command.url, problems);
  const auto contacts =
      require_distinct(require_organisation_contacts(state, repository, command.contacts, problems),
                       Field::contact, problems);
  require_contact_count(contacts.size(), problems);
  if (problems.any()) return problems.refusal();

  const ObjectNumber number = state.next_number();
  events::OrganisationCreated created{.repository = repository,
                                      .number = number,
                                      .id = command.id,
                                      .roles = roles,
                                      .statuses = statuses.added,
                                      .parent = parent,
                                      .data = {},
                                      .url = command.url,
                                      .contacts = contacts,
                                      .sponsor = sponsor,
                                      .creator = origin->creator,
                                      .created_at = origin->created_at};
  if (command.data != ContactData{}) created.data.clear = command.data;
  Decision decision;
  decision.answer = {.number = number, .id = command.id, .created_at = origin->created_at};
  decision.events.emplace_back(std::move(created));
  return decision;
}

}  // namespace stele::core
