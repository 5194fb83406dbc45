// EPP <poll op="req"> (RFC 5730 §2.9.2.3): the oldest message stays until it is acknowledged.
#include "engine/core/query.h"

namespace stele::core {

namespace {

const Personal<ContactData>* shown_data(const QueueHead& head) {
  if (!head.message || !head.message->change) return nullptr;
  const ChangeNotice& change = *head.message->change;
  if (change.contact) return &change.contact->data;
  return change.organisation ? &change.organisation->data : nullptr;
}

}  // namespace

Decided<QueueHead> poll(const State& state, const Caller& caller) {
  if (caller.is_staff()) return refuse(Reason::not_allowed);
  const ObjectNumber registrar = caller.actor.number;
  QueueHead head{state.queue(registrar).waiting, state.first_message(registrar), {}};
  if (const Personal<ContactData>* const shown = shown_data(head)) {
    auto data = state.unseal(head.message->object, *shown);
    if (!data) return refuse(Reason::unreadable, Field::id, std::to_string(head.message->id));
    head.data = std::move(*data);
  }
  return head;
}

}  // namespace stele::core
