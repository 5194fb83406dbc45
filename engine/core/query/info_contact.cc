// EPP <info> for a contact (RFC 5733 §3.1.2): for its sponsor, for staff, and for whoever has the
// authInfo. Refusals in order: object_does_not_exist; bad_auth_info when one was sent and is wrong;
// not_sponsor; unreadable 2400 when the vault cannot give the data, which are not erased then.
#include "engine/core/auth_info.h"
#include "engine/core/checks.h"
#include "engine/core/query/describe.h"

namespace stele::core {

Decided<ContactInfo> info_contact(const State& state, const Caller& caller, std::string_view id,
                                  const std::optional<std::string>& auth_info) {
  Problems problems;
  auto contact = require_contact(state, caller.repository, id, problems);
  if (!contact) return problems.refusal();
  if (auth_info && !matches(contact->auth_info, *auth_info))
    return refuse(Reason::bad_auth_info, Field::auth_info);
  if (!auth_info && caller.is_registrar() && caller.actor.number != contact->made.sponsor)
    return refuse(Reason::not_sponsor, Field::id, std::string(id));

  ContactInfo info;
  info.roid = roid_of(state, ObjectKind::contact, contact->number, contact->repository);
  info.statuses = complete_statuses(statuses_now(*contact), state.is_linked(contact->number));
  if (!contact->erased) {
    auto data = state.unseal(contact->number, contact->data);
    if (!data) return refuse(Reason::unreadable, Field::id, std::string(id));
    info.data = std::move(*data);
  }
  info.made = describe(state, contact->made);
  info.organisations = describe_links(state, contact->number);
  info.contact = std::move(*contact);
  return info;
}

}  // namespace stele::core
