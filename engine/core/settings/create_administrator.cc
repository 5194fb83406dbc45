// CreateAdministrator. Refusals in order of precedence; a group is reported as a whole:
//
//  1 who      not_allowed 2201 (staff only)
//  2 free     object_exists 2302 (name)
//  3 details  bad_syntax 2005 (name) · missing_parameter 2003 · bad_syntax 2005 (password)
//
// Administrators belong to the whole server: repository 0.
#include "engine/base/bytes.h"
#include "engine/core/checks.h"
#include "engine/core/registrar/registrar_rules.h"

namespace stele::core {

Decided<Decision> decide(const Context& context, const CreateAdministrator& command) {
  const State& state = context.state;
  Problems problems;
  require_staff(context, problems);
  if (problems.any()) return problems.refusal();
  if (state.find_administrator(command.name))
    return refuse(Reason::object_exists, Field::name, command.name);
  if (!is_identifier(command.name))
    problems.add(Reason::bad_syntax, Field::name, to_printable(command.name));
  if (command.password_hash.empty()) problems.add(Reason::missing_parameter, Field::password);
  require_password_hash(command.password_hash, problems);
  if (problems.any()) return problems.refusal();

  const ObjectNumber number = state.next_number();
  Decision decision;
  decision.answer = {.number = number, .id = command.name, .created_at = context.now};
  decision.events.emplace_back(
      events::AdministratorCreated{.number = number,
                                   .name = command.name,
                                   .password_hash = command.password_hash,
                                   .must_change_password = command.must_change_password,
                                   .created_at = context.now});
  return decision;
}

}  // namespace stele::core
