// What an operation costs and whether the account bears it: exact decimals, never below the credit
// limit. Only tax and partial refunds are ever rounded: to the currency's smallest coin, halves away
// from zero, once, on the amount of the line that is charged or refunded. What is charged is net +
// tax and what a line takes from one account it gives to others, so nothing is lost by it.
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
  std::optional<FeeOffer> fee; // what the command is ready to pay
  bool by_registrar = false;   // who asks may have to say it: must_name_fee
};

struct Quote {
  Money total;    // tax included
  Amount tax;
};

// The price of an order now, for this registrar. nullopt: the list has none for it. An operation
// that adds no years and has no price is free.
std::optional<Quote> quote(const ZonePolicy& policy, const Registrar& payer, const Order& order,
                           Instant now);

// Whether the list has a price for the order; what has none and needs none leaves no line.
bool is_priced(const ZonePolicy& policy, const Registrar& payer, const Order& order, Instant now);

// Whether a registrar's command on a name of this tier must name the fee it is ready to pay.
bool must_name_fee(const ZonePolicy& policy, std::string_view tier);

// The money of one decision: every charge and refund sees the balance the one before it left, and
// what is charged is found in events() at the end. Money is put last in a decision.
class Till {
 public:
  explicit Till(const State& state, Instant now) : state_(state), now_(now) {}

  // Charges: no_such_price; fee_required 2003, wrong_currency, fee_too_low 2004; low_credit. A price
  // of zero is charged too (every operation has its line) and no balance is too low for it. Returns
  // what was paid, for a grace period.
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
