// CreditAccount: money has come in, or with a negative amount is paid out or corrected. Refusals in
// order of precedence; a group is reported as a whole:
//
//  1 who      not_allowed 2201 (staff only)
//  2 what     object_does_not_exist 2303 (registrar)
//  3 details  wrong_currency 2004 · value_out_of_range 2004 (amount: zero, or more than the accounts
//             may hold) · below_limit 2104 (what is paid out is not there)
//             missing_parameter 2003 · bad_syntax 2005 · value_out_of_range 2004 (text)
#include "engine/core/account/account_limits.h"
#include "engine/core/checks.h"

namespace stele::core {
namespace {

// The balance afterwards.
Amount require_balance(const State& state, const Registrar& registrar, Amount amount,
                       Problems& problems) {
  const Currency currency = registrar.currency;
  const auto after = add(state.balance(registrar.number), amount);
  const auto cash = subtract(state.balance(Account::cash, currency), amount);
  if (amount == Amount{} || !after || !within(*after, kMostMoney) || !cash ||
      !within(*cash, kMostCash))
    problems.add(Reason::value_out_of_range, Field::amount, to_text(amount));
  else if (amount < Amount{} && *after < Amount{-registrar.credit_limit.e4})
    problems.add(Reason::below_limit, Field::amount, to_text(amount));
  return after.value_or(Amount{});
}

}  // namespace

Decided<Decision> decide(const Context& context, const CreditAccount& command) {
  const State& state = context.state;
  Problems problems;

  require_staff(context, problems);
  if (problems.any()) return problems.refusal();
  const auto registrar = require_registrar(state, command.registrar, problems);
  if (!registrar) return problems.refusal();

  if (command.money.currency != registrar->currency)
    problems.add(Reason::wrong_currency, Field::currency, to_text(command.money.currency));
  const Amount balance = require_balance(state, *registrar, command.money.amount, problems);
  require_line(command.text, 1, 255, Field::text, problems);
  if (problems.any()) return problems.refusal();

  Decision decision;
  decision.answer = {.number = registrar->number, .id = registrar->id};
  decision.events.emplace_back(events::AccountCredited{.repository = registrar->repository,
                                                       .registrar = registrar->number,
                                                       .money = command.money,
                                                       .balance = balance,
                                                       .text = command.text});
  return decision;
}

}  // namespace stele::core
