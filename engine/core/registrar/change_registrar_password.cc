// ChangeRegistrarPassword: by staff, or by the registrar itself (EPP newPW, RFC 5730 §2.9.1.1).
// Refusals in order of precedence:
//
//  1 what     object_does_not_exist 2303
//  2 may      not_allowed 2201 (another registrar's) · registrar_disabled 2201
//  3 details  missing_parameter 2003 · bad_syntax 2005 (no PHC string)
#include "engine/core/checks.h"
#include "engine/core/registrar/registrar_rules.h"

namespace stele::core {

Decided<Decision> decide(const Context& context, const ChangeRegistrarPassword& command) {
  Problems problems;
  const auto registrar = require_registrar(context.state, command.id, problems);
  if (!registrar) return problems.refusal();
  if (context.caller.is_registrar() && context.caller.actor.number != registrar->number)
    return refuse(Reason::not_allowed, Field::registrar, command.id);
  require_enabled(context, problems);
  if (problems.any()) return problems.refusal();
  if (command.password_hash.empty()) return refuse(Reason::missing_parameter, Field::password);
  require_password_hash(command.password_hash, problems);
  if (problems.any()) return problems.refusal();

  Decision decision;
  decision.answer = {.number = registrar->number, .id = registrar->id};
  decision.events.emplace_back(
      events::RegistrarPasswordChanged{.repository = registrar->repository,
                                       .number = registrar->number,
                                       .password_hash = command.password_hash,
                                       .changed_at = context.now,
                                       .by_registry = context.caller.is_staff()});
  return decision;
}

}  // namespace stele::core
