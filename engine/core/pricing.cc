#include "engine/core/pricing.h"

#include <tuple>

#include "engine/base/check.h"

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

namespace {

bool matches(const Price& price, const Registrar& payer, const Order& order, std::string_view tier,
             Instant now) {
  return price.operation == order.operation && price.per_year.currency == payer.currency &&
         price.tier == tier && (!price.years || price.years == order.years) &&
         (price.group.empty() || price.group == payer.id || price.group == payer.price_group) &&
         price.from <= now && (!price.until.ms || now < price.until);
}

// The more special entry is the greater one.
auto weight(const Price& price, const Registrar& payer) {
  return std::tuple(price.group == payer.id, !price.group.empty(), price.years != 0, price.from);
}

// A tier has prices of its own for what adds years; what it has none for costs the ordinary price.
bool has_own_price_by_tier(PricedOperation operation) {
  return operation == PricedOperation::create || operation == PricedOperation::renew ||
         operation == PricedOperation::transfer;
}

const Price* find_price(const ZonePolicy& policy, const Registrar& payer, const Order& order,
                        std::string_view tier, Instant now) {
  const Price* best = nullptr;
  for (const Price& price : policy.prices) {
    if (!matches(price, payer, order, tier, now)) continue;
    if (!best || weight(*best, payer) < weight(price, payer)) best = &price;
  }
  return best;
}

const Price* find_price(const ZonePolicy& policy, const Registrar& payer, const Order& order,
                        Instant now) {
  const Price* const own = find_price(policy, payer, order, order.tier, now);
  if (own || order.tier.empty() || has_own_price_by_tier(order.operation)) return own;
  return find_price(policy, payer, order, {}, now);
}

// Years are never given away because a price was forgotten.
bool needs_price(const Order& order) {
  return order.operation == PricedOperation::create || order.operation == PricedOperation::renew ||
         (order.operation == PricedOperation::transfer && order.years > 0);
}

}  // namespace

std::optional<Quote> quote(const ZonePolicy& policy, const Registrar& payer, const Order& order,
                           Instant now) {
  const Price* price = find_price(policy, payer, order, now);
  if (!price) {
    if (needs_price(order) || (!order.tier.empty() && has_own_price_by_tier(order.operation)))
      return std::nullopt;
    return Quote{Money{payer.currency, Amount{}}, Amount{}};
  }
  const std::int64_t times = price->years || !order.years ? 1 : order.years;
  const auto net = multiply(price->per_year.amount, times);
  const auto tax = net ? share(*net, payer.tax_exempt ? 0 : policy.tax_e4, 10'000,
                               smallest_coin(payer.currency))
                       : std::nullopt;
  const auto total = tax ? add(*net, *tax) : std::nullopt;
  if (!total) return std::nullopt;
  return Quote{Money{payer.currency, *total}, *tax, true, price->tier.empty()};
}

bool must_name_fee(const ZonePolicy& policy, std::string_view tier) {
  return policy.premium_fee_required && !tier.empty();
}

void require_offer(const std::optional<FeeOffer>& offer, const Money& total, bool needed,
                   Problems& problems) {
  if (!offer) {
    if (needed) problems.add(Reason::fee_required, Field::fee, to_text(total));
    return;
  }
  if (offer->currency && *offer->currency != total.currency)
    problems.add(Reason::wrong_currency, Field::currency, to_text(*offer->currency));
  else if (offer->amount < total.amount)
    problems.add(Reason::fee_too_low, Field::fee, to_text(offer->amount));
}

std::vector<Quote> require_prices(const Registrar& payer, const ZonePolicy& policy,
                                  std::span<const Order> orders, Instant now, Problems& problems) {
  std::vector<Quote> prices;
  std::optional<Amount> sum = Amount{};
  bool standard = true;
  for (const Order& order : orders) {
    const auto price = quote(policy, payer, order, now);
    sum = price ? add(*sum, price->total.amount) : std::nullopt;
    if (!sum) {
      problems.add(Reason::no_such_price, Field::currency, to_text(payer.currency));
      return {};
    }
    standard = standard && price->standard;
    prices.push_back(*price);
  }
  const std::size_t problems_before = problems.count();
  require_offer(orders.front().fee, Money{payer.currency, *sum},
                orders.front().by_registrar && policy.premium_fee_required && !standard, problems);
  if (problems.count() > problems_before) prices.clear();
  return prices;
}

Quote refund_of(const Grace& grace, std::uint8_t percent) {
  const Amount coin = smallest_coin(grace.paid.currency);
  const auto back = share(grace.paid.amount, percent, 100, coin);
  const auto tax = share(grace.tax, percent, 100, coin);
  CHECK(back && tax, "prices are bounded (account_limits.h)");
  return Quote{Money{grace.paid.currency, *back}, *tax};
}

namespace {

// What leaves a line on the statement even where it is free.
bool leaves_line(PricedOperation operation) {
  return operation != PricedOperation::update && operation != PricedOperation::remove;
}

}  // namespace

Amount& Till::balance(ObjectNumber registrar) {
  const auto it = balances_.find(registrar);
  if (it != balances_.end()) return it->second;
  return balances_.emplace(registrar, state_.balance(registrar)).first->second;
}

std::optional<Quote> Till::require_paid(const Registrar& payer, const ZonePolicy& policy,
                                        const Order& order, Problems& problems) {
  const auto paid = require_paid(payer, policy, std::span(&order, 1), problems);
  return paid.empty() ? std::nullopt : std::optional(paid.front());
}

std::vector<Quote> Till::require_paid(const Registrar& payer, const ZonePolicy& policy,
                                      std::span<const Order> orders, Problems& problems) {
  const std::size_t problems_before = problems.count();
  auto prices = require_prices(payer, policy, orders, now_, problems);
  for (std::size_t i = 0; i < prices.size(); ++i) pay(payer, orders[i], prices[i], problems);
  if (problems.count() > problems_before) prices.clear();
  return prices;
}

void Till::pay(const Registrar& payer, const Order& order, const Quote& price,
               Problems& problems) {
  if (!price.listed && !leaves_line(order.operation)) return;
  Amount& before = balance(payer.number);
  const auto after = subtract(before, price.total.amount);
  const Amount floor{-payer.credit_limit.e4};  // a limit is never negative
  if (!after || (price.total.amount > Amount{} && *after < floor))
    return problems.add(Reason::low_credit, Field::amount, to_text(price.total));
  before = *after;
  events_.emplace_back(events::AccountDebited{.repository = payer.repository,
                                              .registrar = payer.number,
                                              .money = price.total,
                                              .balance = *after,
                                              .operation = order.operation,
                                              .object = order.object,
                                              .object_name = std::string(order.object_name),
                                              .years = order.years,
                                              .tax = price.tax,
                                              .tier = std::string(order.tier)});
}

void Till::refund(const Grace& grace, std::uint8_t percent, ObjectNumber object,
                  std::string_view object_name) {
  const auto payer = state_.find_registrar(grace.payer);
  CHECK(payer, "who paid for an operation exists");
  const Quote back = refund_of(grace, percent);
  if (back.total.amount == Amount{}) return;
  const auto after = add(balance(payer->number), back.total.amount);
  CHECK(after, "prices and balances are bounded (account_limits.h)");
  balance(payer->number) = *after;
  events_.emplace_back(events::AccountRefunded{.repository = payer->repository,
                                               .registrar = payer->number,
                                               .money = back.total,
                                               .balance = *after,
                                               .tax = back.tax,
                                               .cause = grace.kind,
                                               .object = object,
                                               .object_name = std::string(object_name)});
}

void Till::take_events(std::vector<events::Event>& events) {
  for (events::Event& event : events_) events.push_back(std::move(event));
  events_.clear();
}

}  // namespace stele::core
