// UpdateContact (RFC 5733 §3.2.5). Refusals in order of precedence; a group is reported as a whole:
//
//  1 who       registrar_disabled 2201
//  2 what      object_does_not_exist 2303
//  3 may       not_sponsor 2201
//  4 statuses  status_prohibits 2304: clientUpdateProhibited unless the command removes it,
//              serverUpdateProhibited, pendingTransfer (§2.2). The last binds staff too where a status is
//              added that prohibits transfers
//  5 erased    erased 2304 (the data are to change and are no more); unreadable 2400 (they are to
//              change and the vault cannot give them)
//  6 details   nothing_to_change 2003 (alone)
//              status_not_settable · given_twice · added_and_removed · status_already_set ·
//              status_not_set 2306
//              missing_parameter 2003 · not_ascii 2005 · bad_syntax 2005 · value_out_of_range 2004
//              · bad_country_code 2004 · bad_phone_number 2005 · bad_email 2005, of what changes
//              weak_auth_info 2005 · value_out_of_range 2004 · bad_syntax 2005 (authInfo)
//              the reasons of org/links.h (RFC 8544)
//
// The event carries the data as a whole, sealed again under the subject's own key (`slot`).
#include "engine/core/auth_info.h"
#include "engine/core/checks.h"
#include "engine/core/contact/contact_rules.h"
#include "engine/core/org/links.h"
#include "engine/core/transfer_rules.h"

namespace stele::core {
namespace {

bool changes_data(const UpdateContact& c) {
  return c.international || c.localized || c.voice || c.fax || c.email || c.disclose;
}

bool changes_nothing(const UpdateContact& c) {
  return !changes_data(c) && c.statuses_added.empty() && c.statuses_removed.empty() &&
         !c.auth_info && c.links.empty();
}

// RFC 5733 §3.2.5: what is not given stays.
void merge(std::optional<PostalInfo>& info, const PostalInfoChange& change) {
  PostalInfo merged = info.value_or(PostalInfo{});
  if (change.name_given) merged.name = change.name;
  if (change.organisation_given) merged.organisation = change.organisation;
  if (change.address_given) {
    merged.streets = change.streets;
    merged.city = change.city;
    merged.state_or_province = change.state_or_province;
    merged.postal_code = change.postal_code;
    merged.country = change.country;
  }
  info = std::move(merged);
}

// Judges what the command changes, not what stood there before under older rules.
void require_merged(ContactData& data, const UpdateContact& command, Problems& problems) {
  if (command.international) {
    merge(data.international, *command.international);
    require_postal_info(*data.international, true, problems);
  }
  if (command.localized) {
    merge(data.localized, *command.localized);
    require_postal_info(*data.localized, false, problems);
  }
  if (command.voice) {
    data.voice = *command.voice;
    require_phone(data.voice, Field::voice, problems);
  }
  if (command.fax) {
    data.fax = *command.fax;
    require_phone(data.fax, Field::fax, problems);
  }
  if (command.email) {
    data.email = *command.email;
    require_email(data.email, problems);
  }
  if (command.disclose) data.disclose = command.disclose;
}

}  // namespace

Decided<Decision> decide(const Context& context, const UpdateContact& command) {
  const State& state = context.state;
  Problems problems;

  const auto contact = require_own_contact(context, command.id, problems);
  if (!contact) return problems.refusal();
  require_updatable(context, statuses_now(*contact), command.statuses_removed, problems);
  if (context.caller.is_staff())
    require_unlocked_while_pending(contact->transfer, command.statuses_added, problems);
  if (problems.any()) return problems.refusal();
  std::optional<ContactData> data;
  if (changes_data(command)) {
    if (!contact->erased) {
      auto unsealed = state.unseal(contact->number, contact->data);
      if (!unsealed) return refuse(Reason::unreadable, Field::id, command.id);
      data = std::move(*unsealed);
    }
    if (!data) return refuse(Reason::erased, Field::id, command.id);
  }
  if (changes_nothing(command)) return refuse(Reason::nothing_to_change);

  const auto statuses =
      require_status_change(context, kContactStatuses, contact->statuses, command.statuses_added,
                            command.statuses_removed, problems);
  if (data) require_merged(*data, command, problems);
  if (command.auth_info) require_auth_info(*command.auth_info, problems);
  auto links = require_links(state, {contact->repository, contact->number, contact->made.sponsor},
                             command.links, problems);
  if (problems.any()) return problems.refusal();

  events::ContactUpdated updated{.repository = contact->repository,
                                 .number = contact->number,
                                 .statuses_added = statuses.added,
                                 .statuses_removed = statuses.removed,
                                 .updated_by = acting_registrar(context.caller),
                                 .updated_at = context.now};
  if (data)
    updated.data = Personal<ContactData>{.slot = contact->data.slot, .clear = std::move(data)};
  if (command.auth_info) updated.auth_info = hash_auth_info(*command.auth_info, context.random);
  Decision decision;
  decision.answer = {.number = contact->number, .id = contact->id};
  decision.events.emplace_back(std::move(updated));
  append_links(std::move(links), decision.events);
  return decision;
}

}  // namespace stele::core
