// What an operation costs and whether the account bears it (exact decimals, never below the credit
// limit).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/checks.h"
#include "events/registrar_events.h"

namespace stele::core {

// Whole years of a period under a policy: period_unit_not_supported for months that make no whole
// years, period_out_of_range.
std::optional<std::uint8_t> require_years(const ZonePolicy& policy, Period period,
                                          Problems& problems);

// What is to be paid for.
struct Order {
  PricedOperation operation = PricedOperation::create;
  std::uint8_t years = 0;      // 0 where the operation has none
  std::string_view tier;       // premium tier of the name; "" none
  ObjectNumber object{};       // 0: the one about to be created has no number yet
  std::string_view object_name;
};

struct Quote {
  Money total;    // tax included
  Amount tax;
};

// The price of an order now, for this registrar. nullopt: the list has none for it. An operation
// that adds no years and has no price is free.
std::optional<Quote> quote(const ZonePolicy& policy, const Registrar& payer, const Order& order,
                           Instant now);

// The money of one decision: every charge and refund sees the balance the one before it left, and
// what is charged is found in events() at the end. Money is put last in a decision.
class Till {
 public:
  explicit Till(const State& state, Instant now) : state_(state), now_(now) {}

  // Charges: no_such_price, low_credit. A price of zero is charged too (every operation has its
  // line) and no balance is too low for it. Returns what was paid, for a grace period.
  std::optional<Quote> require_paid(const Registrar& payer, const ZonePolicy& policy,
                                    const Order& order, Problems& problems);
  // Gives `percent` of what was paid back.
  void refund(const Grace& grace, std::uint8_t percent, ObjectNumber object,
              std::string_view object_name);
  // Appends what happened to the events of the decision, in order. Once.
  void take_events(std::vector<events::Event>& events);

 private:
  Amount& balance(ObjectNumber registrar);

  const State& state_;
  const Instant now_;
  std::map<ObjectNumber, Amount> balances_;
  std::vector<events::Event> events_;
};

}  // namespace stele::core
