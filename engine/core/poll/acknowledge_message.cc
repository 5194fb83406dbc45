// AcknowledgeMessage (RFC 5730 §2.9.2.3). Refusals in order of precedence:
//
//  1 who   registrar_disabled 2201 · not_allowed 2201 (a registrar names another); from staff:
//          missing_parameter 2003 · object_does_not_exist 2303 (the registrar)
//  2 what  message_does_not_exist 2303; another registrar's is none of the caller's
//
// Messages may be acknowledged in any order: a client that keeps its own list need not be first.
#include "engine/core/checks.h"

namespace stele::core {

Decided<Decision> decide(const Context& context, const AcknowledgeMessage& command) {
  Problems problems;
  const auto owner = require_acting_for(context, command.registrar, problems);
  if (!owner) return problems.refusal();
  const std::string id = std::to_string(command.id);
  if (!context.state.find_message(owner->number, command.id))
    return refuse(Reason::message_does_not_exist, Field::id, id);

  Decision decision;
  decision.answer.id = id;
  decision.answer.messages_waiting = context.state.queue(owner->number).waiting - 1;
  decision.events.emplace_back(events::MessageAcknowledged{
      .repository = owner->repository, .registrar = owner->number, .id = command.id});
  return decision;
}

}  // namespace stele::core
