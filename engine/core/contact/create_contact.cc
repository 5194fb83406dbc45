// CreateContact (RFC 5733 §3.2.1). Refusals in order of precedence; a group is reported as a whole:
//
//  1 who      registrar_disabled 2201 · not_allowed 2201 (a registrar tells of the past); from
//             staff: missing_parameter 2003 (sponsor) · object_does_not_exist 2303 (sponsor,
//             creator) · value_out_of_range 2004 (created in the future) · malformed 2001 (a
//             contact does not expire)
//  2 free     object_exists 2302
//  3 details  bad_contact_id 2005
//             missing_postal_info 2003 · missing_parameter 2003 · not_ascii 2005 · bad_syntax 2005
//             · value_out_of_range 2004 · bad_country_code 2004 · bad_phone_number 2005 ·
//             bad_email 2005 (§2.3 to §2.6)
//             weak_auth_info 2005 · value_out_of_range 2004 · bad_syntax 2005 (authInfo, §2.8)
//             the reasons of org/links.h (RFC 8544)
//
// Contacts cost nothing. Ids belong to the repository, whoever sponsors them.
#include "engine/core/auth_info.h"
#include "engine/core/checks.h"
#include "engine/core/contact/contact_rules.h"
#include "engine/core/org/links.h"

namespace stele::core {

Decided<Decision> decide(const Context& context, const CreateContact& command) {
  const State& state = context.state;
  const RepositoryId repository = context.caller.repository;
  Problems problems;

  const auto origin = require_origin(context, command.history, false, problems);
  if (!origin) return problems.refusal();
  if (state.find_contact_number(repository, command.id))
    return refuse(Reason::object_exists, Field::id, command.id);
  if (!is_identifier(command.id)) problems.add(Reason::bad_contact_id, Field::id, command.id);
  require_contact_data(command.data, problems);
  require_auth_info(command.auth_info, problems);
  const ObjectNumber number = state.next_number();
  auto links = require_links(state, {repository, number, origin->sponsor->number}, command.links,
                             problems);
  if (problems.any()) return problems.refusal();

  Decision decision;
  decision.answer = {.number = number, .id = command.id, .created_at = origin->created_at};
  decision.events.emplace_back(
      events::ContactCreated{.repository = repository,
                             .number = number,
                             .id = command.id,
                             .data = {.clear = command.data},
                             .auth_info = hash_auth_info(command.auth_info, context.random),
                             .sponsor = origin->sponsor->number,
                             .creator = origin->creator,
                             .created_at = origin->created_at});
  append_links(std::move(links), decision.events);
  return decision;
}

}  // namespace stele::core
