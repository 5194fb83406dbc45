#include "engine/core/pricing.h"

#include <algorithm>
#include <string>

namespace stele::core {

std::optional<std::uint8_t> require_years(const ZonePolicy& policy, Period period,
                                          Problems& problems) {
  if (period.in_months() % 12 != 0) {
    problems.add(Reason::period_unit_not_supported, Field::period, to_text(period));
    return std::nullopt;
  }
  const int years = period.in_months() / 12;
  if (years < policy.least_years || years > policy.most_years) {
    problems.add(Reason::period_out_of_range, Field::period, to_text(period));
    return std::nullopt;
  }
  return static_cast<std::uint8_t>(years);
}

std::optional<events::AccountDebited> require_payable(const State& state, const Registrar& payer,
                                                      const ZonePolicy& policy,
                                                      PricedOperation operation,
                                                      std::uint8_t years, Problems& problems) {
  const auto price = std::find_if(policy.prices.begin(), policy.prices.end(), [&](const Price& p) {
    return p.operation == operation && p.per_year.currency == payer.currency;
  });
  if (price == policy.prices.end()) {
    problems.add(Reason::no_such_price, Field::currency, to_text(payer.currency));
    return std::nullopt;
  }
  const auto total = multiply(price->per_year.amount, years);
  const auto after = total ? subtract(state.balance(payer.number), *total) : std::nullopt;
  const Amount floor{-payer.credit_limit.e4};  // a limit is never negative
  if (!after || (*total > Amount{} && *after < floor)) {
    problems.add(Reason::low_credit, Field::amount,
                 total ? to_text(Money{payer.currency, *total}) : std::string());
    return std::nullopt;
  }
  return events::AccountDebited{.repository = payer.repository,
                                .registrar = payer.number,
                                .money = Money{payer.currency, *total},
                                .balance = *after,
                                .operation = operation,
                                .years = years};
}

}  // namespace stele::core
