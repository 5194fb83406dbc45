// What an operation costs and whether the account bears it: exact decimals, never below the credit
// limit. Only tax and partial refunds are ever rounded: to the currency's smallest coin, halves away
// from zero, once, on the amount of the line that is charged or refunded. What is charged is net +
// tax and what a line takes from one account it gives to others, so nothing is lost by it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

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
  bool listed = false;   // a line of the list says so; else the operation is free
  bool standard = true;  // what everybody pays for an ordinary name: no line of a tier
};

// The price of an order now, for this registrar. nullopt: the list has none for it. An operation
// that adds no years and has no price is free.
std::optional<Quote> quote(const ZonePolicy& policy, const Registrar& payer, const Order& order,
                           Instant now);

// Whether a registrar's command on a name of this tier must name the fee it is ready to pay.
bool must_name_fee(const ZonePolicy& policy, std::string_view tier);

// What a command offers must cover what it costs: fee_required 2003 (`needed`, and there is none),
// wrong_currency, fee_too_low 2004 (RFC 8748 §3.2, §4). More than the price is fine: the price is
// what is charged.
void require_offer(const std::optional<FeeOffer>& offer, const Money& total, bool needed,
                   Problems& problems);

// The prices of what is ordered together, without charging them: no_such_price, and those of
// require_offer. The first order has the offer, which is for all of them. Empty: a problem.
std::vector<Quote> require_prices(const Registrar& payer, const ZonePolicy& policy,
                                  std::span<const Order> orders, Instant now, Problems& problems);

// `percent` of what was paid, and of the tax within it.
Quote refund_of(const Grace& grace, std::uint8_t percent);

// The money of one decision: every charge and refund sees the balance the one before it left, and
// what is charged is found in events() at the end. Money is put last in a decision.
class Till {
 public:
  explicit Till(const State& state, Instant now) : state_(state), now_(now) {}

  // Charges: those of require_prices; low_credit. A price of zero is charged too and no balance is too
  // low for it: every operation has its line, but for updates and deletions the list says nothing
  // of. Returns what was paid, for a grace period; nothing: a problem.
  std::optional<Quote> require_paid(const Registrar& payer, const ZonePolicy& policy,
                                    const Order& order, Problems& problems);
  // The same for what is ordered together, with one offer for all: that of the first.
  std::vector<Quote> require_paid(const Registrar& payer, const ZonePolicy& policy,
                                  std::span<const Order> orders, Problems& problems);
  // Gives `percent` of what was paid back.
  void refund(const Grace& grace, std::uint8_t percent, ObjectNumber object,
              std::string_view object_name);
  // Appends what happened to the events of the decision, in order. Once.
  void take_events(std::vector<events::Event>& events);

 private:
  Amount& balance(ObjectNumber registrar);
  void pay(const Registrar& payer, const Order& order, const Quote& price, Problems& problems);

  const State& state_;
  const Instant now_;
  std::map<ObjectNumber, Amount> balances_;
  std::vector<events::Event> events_;
};

}  // namespace stele::core
