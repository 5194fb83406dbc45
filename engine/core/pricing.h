// What an operation costs and whether the account bears it (exact decimals, never below the credit
// limit).
#pragma once

#include <cstdint>
#include <optional>

#include "engine/core/checks.h"
#include "events/registrar_events.h"

namespace stele::core {

// Whole years of a period under a policy: period_unit_not_supported for months that make no whole
// years, period_out_of_range.
std::optional<std::uint8_t> require_years(const ZonePolicy& policy, Period period,
                                          Problems& problems);

// The debit of `years` years: no_such_price, low_credit. The caller fills in the object. A price of
// zero is debited too (every operation has its line) and no balance is too low for it.
std::optional<events::AccountDebited> require_payable(const State& state, const Registrar& payer,
                                                      const ZonePolicy& policy,
                                                      PricedOperation operation,
                                                      std::uint8_t years, Problems& problems);

}  // namespace stele::core
