// EraseContact: forget a person, a contact's or a registrar's. A contact that was deleted is named by
// its ROID, which is in the history; its identifier may be somebody else's by now. Refusals in order of precedence:
//
//  1 who    not_allowed 2201 (staff only)
//  2 what   object_does_not_exist 2303 (no contact and no registrar with contact data of that id;
//           for a ROID: no deleted contact whose data are still there)
//  3 state  erased 2304
//
// The event names the key; the runtime destroys it once the event is durable. A contact's id comes
// first where a registrar has the same.
#include "engine/core/checks.h"
#include "events/values/roid.h"

namespace stele::core {
namespace {

Decided<Decision> erase(RepositoryId repository, ObjectNumber subject, KeySlot slot,
                        const std::string& id) {
  Decision decision;
  decision.answer = {.number = subject, .id = id};
  decision.events.emplace_back(
      events::SubjectErased{.repository = repository, .subject = subject, .slot = slot});
  return decision;
}

}  // namespace

Decided<Decision> decide(const Context& context, const EraseContact& command) {
  const State& state = context.state;
  Problems problems;
  require_staff(context, problems);
  if (problems.any()) return problems.refusal();

  if (const auto number = state.find_contact_number(command.repository, command.id)) {
    const auto contact = require_contact(state, command.repository, command.id, problems);
    if (!contact) return problems.refusal();
    if (contact->erased) return refuse(Reason::erased, Field::id, command.id);
    return erase(contact->repository, contact->number, contact->data.slot, contact->id);
  }
  if (const auto roid = parse_roid(command.id); roid && roid->kind == ObjectKind::contact) {
    const auto slot = state.find_deleted_subject(roid->number);
    if (!slot) return refuse(Reason::object_does_not_exist, Field::id, command.id);
    return erase(command.repository, roid->number, *slot, command.id);
  }
  const auto registrar = state.find_registrar(command.id);
  const bool has_data = registrar && registrar->repository == command.repository &&
                        (registrar->contact.clear || !registrar->contact.sealed.empty());
  if (!has_data) return refuse(Reason::object_does_not_exist, Field::id, command.id);
  // A key that cannot be read can still be destroyed.
  const auto data = state.unseal(registrar->number, registrar->contact);
  if (data && !*data)
    return refuse(Reason::erased, Field::id, command.id);
  return erase(registrar->repository, registrar->number, registrar->contact.slot, registrar->id);
}

}  // namespace stele::core
