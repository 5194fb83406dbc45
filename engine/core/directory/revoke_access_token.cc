// RevokeAccessToken. Refusals in order of precedence:
//
//  1 who      not_allowed 2201 (staff only)
//  2 what     object_does_not_exist 2303 · not_there 2306 (it was revoked before)
#include "engine/core/checks.h"

namespace stele::core {

Decided<Decision> decide(const Context& context, const RevokeAccessToken& command) {
  Problems problems;
  require_staff(context, problems);
  if (problems.any()) return problems.refusal();
  const std::string id = std::to_string(command.number.value);
  const auto token = context.state.find_access_token(command.number);
  if (!token) return refuse(Reason::object_does_not_exist, Field::token, id);
  if (token->revoked_at.ms) return refuse(Reason::not_there, Field::token, id);

  Decision decision;
  decision.answer = {.number = token->number, .id = id};
  decision.events.emplace_back(events::AccessTokenRevoked{.repository = token->repository,
                                                          .number = token->number,
                                                          .revoked_at = context.now});
  return decision;
}

}  // namespace stele::core
