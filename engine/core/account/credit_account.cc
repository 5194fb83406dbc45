// CreditAccount: money has come in. Refusals in order of precedence; a group is reported as a
// whole:
//
//  1 who      not_allowed 2201 (staff only)
//  2 what     object_does_not_exist 2303 (registrar)
//  3 details  value_out_of_range 2004 (currency: not the account's) · value_out_of_range 2004
//             (amount: not above zero, or more than the account can hold)
//             missing_parameter 2003 · bad_syntax 2005 · value_out_of_range 2004 (text)
#include "engine/core/checks.h"

namespace stele::core {

Decided<Decision> decide(const Context& context, const CreditAccount& command) {
  const State& state = context.state;
  Problems problems;

  require_staff(context, problems);
  if (problems.any()) return problems.refusal();
  const auto registrar = require_registrar(state, command.registrar, problems);
  if (!registrar) return problems.refusal();

  if (command.money.currency != registrar->currency)
    problems.add(Reason::value_out_of_range, Field::currency, to_text(command.money.currency));
  const auto balance = add(state.balance(registrar->number), command.money.amount);
  if (command.money.amount <= Amount{} || !balance)
    problems.add(Reason::value_out_of_range, Field::amount, to_text(command.money.amount));
  require_line(command.text, 1, 255, Field::text, problems);
  if (problems.any()) return problems.refusal();

  Decision decision;
  decision.answer = {.number = registrar->number, .id = registrar->id};
  decision.events.emplace_back(events::AccountCredited{.repository = registrar->repository,
                                                       .registrar = registrar->number,
                                                       .money = command.money,
                                                       .balance = *balance,
                                                       .text = command.text});
  return decision;
}

}  // namespace stele::core
