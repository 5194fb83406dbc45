// EPP <poll op="req"> (RFC 5730 §2.9.2.3): the oldest message stays until it is acknowledged.
#include "engine/core/query.h"

namespace stele::core {

Decided<QueueHead> poll(const State& state, const Caller& caller) {
  if (caller.is_staff()) return refuse(Reason::not_allowed);
  const ObjectNumber registrar = caller.actor.number;
  return QueueHead{state.queue(registrar).waiting, state.first_message(registrar)};
}

}  // namespace stele::core
