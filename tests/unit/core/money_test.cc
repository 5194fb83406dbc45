// Money: which price counts, what is rounded, who is refused, and that nothing is made or lost.
#include <gtest/gtest.h>

#include <random>

#include "engine/core/account/account_limits.h"
#include "engine/core/pricing.h"
#include "tests/unit/core/world.h"

namespace stele::core {
namespace {

const Currency kEuro = *parse_currency("EUR");

Price price(PricedOperation operation, std::string_view text) {
  return *parse_price(operation, text);
}

Amount amount(std::string_view text) { return *parse_amount(text, true); }

TEST(Quote, TheMostSpecialLineCounts) {
  ZonePolicy policy;
  for (const char* line :
       {"10.00EUR", "2y:18.00EUR", "group:gold:8.00EUR", "group:gold:2y:15.00EUR",
        "group:reg-a:7.00EUR", "tier:top:100.00EUR", "from:2027-01-01:12.00EUR",
        "from:2028-01-01:until:2028-02-01:6.00EUR", "10.00USD"})
    policy.prices.push_back(price(PricedOperation::create, line));
  const Registrar plain{.id = "reg-x", .currency = kEuro};
  const Registrar gold{.id = "reg-y", .currency = kEuro, .price_group = "gold"};
  const Registrar own{.id = "reg-a", .currency = kEuro, .price_group = "gold"};
  const auto cost = [&](const Registrar& payer, std::uint8_t years, std::string_view tier,
                        std::string_view time) {
    const auto found = quote(policy, payer, {.years = years, .tier = tier}, *parse_instant(time));
    return found ? to_text(found->total) : "none";
  };
  EXPECT_EQ(cost(plain, 1, "", "2026-01-01"), "10.00 EUR");
  EXPECT_EQ(cost(plain, 2, "", "2026-01-01"), "18.00 EUR");
  EXPECT_EQ(cost(plain, 3, "", "2026-01-01"), "30.00 EUR");
  EXPECT_EQ(cost(gold, 1, "", "2026-01-01"), "8.00 EUR");
  EXPECT_EQ(cost(gold, 2, "", "2026-01-01"), "15.00 EUR");
  EXPECT_EQ(cost(own, 2, "", "2026-01-01"), "14.00 EUR");
  EXPECT_EQ(cost(plain, 2, "top", "2026-01-01"), "200.00 EUR");
  EXPECT_EQ(cost(gold, 1, "top", "2026-01-01"), "100.00 EUR");
  EXPECT_EQ(cost(plain, 1, "other", "2026-01-01"), "none");
  EXPECT_EQ(cost(plain, 1, "", "2026-12-31T23:59:59Z"), "10.00 EUR");
  EXPECT_EQ(cost(plain, 1, "", "2027-01-01"), "12.00 EUR");
  EXPECT_EQ(cost(plain, 1, "", "2028-01-01"), "6.00 EUR");
  EXPECT_EQ(cost(plain, 1, "", "2028-02-01"), "12.00 EUR");
  EXPECT_EQ(cost(plain, 2, "", "2027-01-01"), "18.00 EUR");
  EXPECT_EQ(cost({.id = "reg-y", .currency = *parse_currency("CHF")}, 1, "", "2026-01-01"), "none");
}

TEST(Quote, WhatATierHasNoPriceForCostsTheOrdinaryPriceUnlessItAddsYears) {
  ZonePolicy policy;
  policy.prices = {price(PricedOperation::restore, "40.00EUR"),
                   price(PricedOperation::renew, "10.00EUR")};
  const Registrar payer{.id = "reg-x", .currency = kEuro};
  const auto cost = [&](PricedOperation operation, std::uint8_t years) {
    const auto found =
        quote(policy, payer, {.operation = operation, .years = years, .tier = "top"}, Instant{1});
    return found ? to_text(found->total.amount) : "none";
  };
  EXPECT_EQ(cost(PricedOperation::restore, 0), "40.00");
  EXPECT_EQ(cost(PricedOperation::update, 0), "0.00");
  EXPECT_EQ(cost(PricedOperation::renew, 1), "none");
  EXPECT_EQ(cost(PricedOperation::transfer, 1), "none");
}

TEST(Quote, TaxIsRoundedToTheSmallestCoinHalvesUp) {
  ZonePolicy policy{.tax_e4 = 1900};
  Registrar payer{.id = "reg-x", .currency = kEuro};
  const auto tax = [&](std::string_view line) {
    policy.prices = {price(PricedOperation::create, line)};
    payer.currency = policy.prices[0].per_year.currency;
    const Quote found = *quote(policy, payer, {.years = 1}, Instant{1});
    EXPECT_EQ(found.total.amount.e4, policy.prices[0].per_year.amount.e4 + found.tax.e4);
    return to_text(found.tax);
  };
  EXPECT_EQ(tax("10.00EUR"), "1.90");
  EXPECT_EQ(tax("9.99EUR"), "1.90");
  EXPECT_EQ(tax("0.50EUR"), "0.10");    // 0.095
  EXPECT_EQ(tax("0.0263EUR"), "0.00");  // 0.004997
  EXPECT_EQ(tax("50JPY"), "10.00");     // 9.5: a yen has no parts
  EXPECT_EQ(tax("1.001KWD"), "0.19");
  payer.tax_exempt = true;
  EXPECT_EQ(tax("10.00EUR"), "0.00");
}

TEST(Quote, AnAmountThatCannotBeHeldIsNoPrice) {
  ZonePolicy policy{.tax_e4 = 1900};
  policy.prices = {{PricedOperation::create, {kEuro, Amount{INT64_MAX / 2}}}};
  const Registrar payer{.id = "reg-x", .currency = kEuro};
  EXPECT_FALSE(quote(policy, payer, {.years = 3}, Instant{1}));
  EXPECT_FALSE(quote(policy, payer, {.years = 1}, Instant{1}));  // of which no share can be taken
}

TEST(Till, SeesWhatItDidBeforeAndNeverGoesBelowTheLimit) {
  World world;
  const ZonePolicy policy = zone_policy();
  const Registrar payer = world.registrar("reg-b");
  Till till(world.state, world.now);
  Problems problems;
  for (int i = 0; i < 10; ++i)
    EXPECT_TRUE(till.require_paid(payer, policy, {.years = 1}, problems));
  EXPECT_FALSE(till.require_paid(payer, policy, {.years = 1}, problems));
  EXPECT_EQ(World::line_of(problems.refusal().error()), "low_credit(amount=10.00 EUR)");
  till.refund({.years = 1, .payer = payer.number, .paid = {kEuro, amount("9.99")}, .tax = amount("1.59")},
              50, {}, "a.example");
  std::vector<events::Event> events;
  till.take_events(events);
  const auto& refunded = std::get<events::AccountRefunded>(events.at(10));
  EXPECT_EQ(to_text(refunded.money), "5.00 EUR");
  EXPECT_EQ(to_text(refunded.tax), "0.80");
  EXPECT_EQ(to_text(refunded.balance), "5.00");
}

TEST(Fee, OfACommandMustCoverThePriceInTheAccountsCurrency) {
  World world;
  CreateDomain command = create_domain("b.example");
  command.fee = FeeOffer{std::nullopt, amount("9.99")};
  EXPECT_EQ(world.run(world.a, command), "fee_too_low(fee=9.99)");
  command.fee = FeeOffer{parse_currency("USD"), amount("10.00")};
  EXPECT_EQ(world.run(world.a, command), "wrong_currency(currency=USD)");
  command.fee = FeeOffer{kEuro, amount("10.00")};
  EXPECT_EQ(world.run(world.a, command), "DomainCreated AccountDebited");
}

TEST(Names, AreRefusedByTheirList) {
  World world;
  EXPECT_EQ(world.run(world.a, ListNames{.zone = name("example"), .labels = {"gold"}}),
            "not_allowed()");
  EXPECT_EQ(world.run(world.staff, ListNames{.zone = name("test"), .labels = {"gold"}}),
            "object_does_not_exist(zone=test)");
  EXPECT_EQ(world.run(world.staff, ListNames{.zone = name("example"),
                                             .labels = {"a.b", "gold", "gold"},
                                             .listed_as = ListedAs::premium,
                                             .token = "secret"}),
            "bad_name(name=a.b) given_twice(name=gold) missing_parameter(tier) malformed(token)");
  EXPECT_EQ(world.run(world.staff, ListNames{.zone = name("example"),
                                             .labels = {"kept"},
                                             .token = "token-1"}),
            "NameListed");
  EXPECT_EQ(world.run(world.staff, ListNames{.zone = name("example"),
                                             .labels = {"bad"},
                                             .listed_as = ListedAs::blocked}),
            "NameListed");
  EXPECT_EQ(world.run(world.a, create_domain("bad.example")), "name_blocked(name=bad.example)");
  CreateDomain command = create_domain("kept.example");
  EXPECT_EQ(world.run(world.a, command), "name_reserved(name=kept.example)");
  command.allocation_token = "token-2";
  EXPECT_EQ(world.run(world.a, command), "bad_allocation_token(name=kept.example)");
  command.allocation_token = "token-1";
  EXPECT_EQ(world.run(world.a, command), "DomainCreated AccountDebited");
  EXPECT_EQ(world.run(world.staff, UnlistNames{.zone = name("example"), .labels = {"other"}}),
            "not_there(name=other)");
  EXPECT_EQ(world.run(world.staff, UnlistNames{.zone = name("example"), .labels = {"kept"}}),
            "NameUnlisted");
}

TEST(Names, OfATierNeedTheirFeeWhereThePolicySaysSo) {
  World world;
  ZonePolicy policy = zone_policy();
  policy.premium_fee_required = true;
  policy.prices.push_back(price(PricedOperation::create, "tier:top:50.00EUR"));
  world.accept(world.staff, UpdateZone{.name = name("example"), .policy = policy});
  world.accept(world.staff, ListNames{.zone = name("example"),
                                      .labels = {"gold"},
                                      .listed_as = ListedAs::premium,
                                      .tier = "top"});
  CreateDomain command = create_domain("gold.example");
  EXPECT_EQ(world.run(world.a, command), "fee_required(fee=50.00 EUR)");
  EXPECT_EQ(check_domain(world.state, world.a, "gold.example").reason, Reason::fee_required);
  EXPECT_TRUE(check_domain(world.state, world.a, "gold.example", std::nullopt, true).available);
  command.fee = FeeOffer{kEuro, amount("50.00")};
  EXPECT_EQ(world.run(world.a, command), "DomainCreated AccountDebited");
  EXPECT_EQ(world.domain("gold.example").tier, "top");
}

TEST(ScheduleZoneUpdate, RefusesInOrderAndBindsUpdates) {
  World world;
  ScheduleZoneUpdate command{.name = name("example"), .at = world.now, .policy = zone_policy()};
  EXPECT_EQ(world.run(world.a, command), "not_allowed()");
  EXPECT_EQ(world.run(world.staff, ScheduleZoneUpdate{.name = name("test"), .at = {}, .policy = {}}),
            "object_does_not_exist(name=test)");
  EXPECT_EQ(
      world.run(world.staff, ScheduleZoneUpdate{.name = name("example"), .at = {}, .policy = {}}),
      "not_there(policy=example)");
  EXPECT_EQ(world.run(world.staff, command), "value_out_of_range(policy=2026-03-01T12:00:00.000Z)");
  command.at = world.now + kDay;
  EXPECT_EQ(world.run(world.staff, command), "ZoneUpdateScheduled");
  EXPECT_EQ(world.run(world.staff, UpdateZone{.name = name("example"), .policy = zone_policy()}),
            "policy_scheduled(policy=2026-03-02T12:00:00.000Z)");
  EXPECT_EQ(world.run(world.staff, UpdateZone{.name = name("example"), .publish = false}),
            "ZoneUpdated");
  EXPECT_EQ(
      world.run(world.staff, ScheduleZoneUpdate{.name = name("example"), .at = {}, .policy = {}}),
      "ZoneUpdateScheduled");
  EXPECT_EQ(world.run(world.staff, UpdateZone{.name = name("example"), .policy = zone_policy()}),
            "ZoneUpdated");
}

// All accounts in a currency, the registry's and the registrars'.
Amount sum_of_accounts(const State& state, Currency currency) {
  Amount sum;
  for (const Account account : {Account::cash, Account::income, Account::tax})
    sum = add(sum, state.balance(account, currency)).value();
  state.for_each_registrar([&](ObjectNumber number) {
    if (state.find_registrar(number)->currency == currency)
      sum = add(sum, state.balance(number)).value();
    return true;
  });
  return sum;
}

// Credits, pay-outs, charges with tax at crooked prices, refunds of crooked shares, by registrars in
// two currencies with and without a limit.
TEST(Money, IsNeverMadeOrLostWhateverIsDone) {
  World world;
  const Currency yen = *parse_currency("JPY");
  CreateRegistrar in_yen = create_registrar("reg-y", {"example"});
  in_yen.currency = yen;
  in_yen.fingerprints = {std::string(64, 'b')};
  in_yen.credit_limit = amount("5000");
  world.accept(world.staff, in_yen);
  std::mt19937_64 random(2748);
  const auto below = [&](std::int64_t n) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(n));
  };
  std::vector<Grace> graces;
  int charged = 0, refused = 0, refunded = 0;
  for (int round = 0; round < 20'000; ++round) {
    const Registrar payer = world.registrar(below(2) ? "reg-y" : "reg-b");
    const Amount before = world.state->balance(payer.number);
    std::vector<events::Event> events;
    if (const auto what = below(10); what == 0) {
      const Amount money{below(2'000'000) - 600'000};
      const bool accepted =
          world.decide(world.staff, CreditAccount{payer.id, {payer.currency, money}, "x"})
              .has_value();
      ASSERT_EQ(world.state->balance(payer.number), accepted ? add(before, money) : before);
    } else if (what < 8 || graces.empty()) {
      ZonePolicy policy{.tax_e4 = static_cast<std::uint16_t>(below(10'001))};
      policy.prices = {{PricedOperation::create, {payer.currency, Amount{below(300'000)}}}};
      Till till(world.state, world.now);
      Problems problems;
      const auto years = static_cast<std::uint8_t>(1 + below(10));
      const auto paid = till.require_paid(payer, policy, {.years = years}, problems);
      ASSERT_NE(paid.has_value(), problems.any());
      till.take_events(events);
      ASSERT_EQ(events.size(), paid ? 1u : 0u);
      paid ? ++charged : ++refused;
      if (paid) graces.push_back({.payer = payer.number, .paid = paid->total, .tax = paid->tax});
    } else {
      const auto at = static_cast<std::size_t>(below(static_cast<std::int64_t>(graces.size())));
      Till till(world.state, world.now);
      const auto percent = static_cast<std::uint8_t>(below(101));
      till.refund(graces[at], percent, {}, "x.example");
      till.take_events(events);
      for (const events::Event& event : events) {
        const auto& back = std::get<events::AccountRefunded>(event);
        ASSERT_LE(back.tax, back.money.amount);
        ASSERT_LE(back.tax, graces[at].tax);
        if (percent == 100) ASSERT_EQ(back.money, graces[at].paid);
      }
      graces.erase(graces.begin() + static_cast<std::ptrdiff_t>(at));
      ++refunded;
    }
    for (const events::Event& event : events) world.state.apply(event);
    ASSERT_EQ(sum_of_accounts(world.state, kEuro), Amount{}) << "round " << round;
    ASSERT_EQ(sum_of_accounts(world.state, yen), Amount{}) << "round " << round;
    const Amount after = world.state->balance(payer.number);
    ASSERT_TRUE(after >= before || after >= Amount{-payer.credit_limit.e4}) << "round " << round;
  }
  EXPECT_GT(charged, 1000);
  EXPECT_GT(refused, 1000);
  EXPECT_GT(refunded, 1000);
}

}  // namespace
}  // namespace stele::core
