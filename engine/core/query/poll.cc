// EPP <poll op="req"> (RFC 5730 §2.9.2.3): the oldest message stays until it is acknowledged.
#include "engine/core/query.h"

namespace stele::core {

Decided<QueueHead> poll(const State& state, const Caller& caller) {
  if (caller.is_staff()) return refuse(Reason::not_allowed);
  const ObjectNumber registrar = caller.actor.number;
  QueueHead head{state.queue(registrar).waiting, state.first_message(registrar), {}};
  if (head.message && head.message->change && head.message->change->contact) {
    auto data = state.unseal(head.message->object, head.message->change->contact->data);
    if (!data) return refuse(Reason::unreadable, Field::id, std::to_string(head.message->id));
    head.contact = std::move(*data);
  }
  return head;
}

}  // namespace stele::core
