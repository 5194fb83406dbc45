// Prices that are asked for are those that are charged, whatever the list, and bills tell what the
// account has seen.
#include <gtest/gtest.h>

#include <numeric>
#include <random>

#include "engine/core/name/listed_names.h"
#include "engine/core/query/prices.h"
#include "tests/unit/core/world.h"

namespace stele::core {
namespace {

const Currency kEuro = *parse_currency("EUR");

Amount amount(std::string_view text) { return *parse_amount(text, true); }

Amount sum_of(const std::vector<Bill::Line>& lines) {
  return std::accumulate(lines.begin(), lines.end(), Amount{},
                         [](Amount sum, const Bill::Line& line) { return *add(sum, line.amount); });
}

PriceAnswer ask(const World& world, const Caller& caller, std::string_view name,
                PriceQuestion question) {
  const auto found = find_prices(world.state, caller, name, {.currency = {}, .questions = {question}, .token = {}});
  EXPECT_TRUE(found && found->answers.size() == 1) << name;
  return found ? found->answers.at(0) : PriceAnswer{};
}

TEST(Prices, AreAskedForByRegistrarsInTheirCurrency) {
  World world;
  PricesAsked asked{.currency = {}, .questions = {{.operation = PricedOperation::create}}, .token = {}};
  EXPECT_EQ(World::line_of(find_prices(world.state, world.staff, "b.example", asked).error()),
            "not_allowed()");
  asked.currency = parse_currency("USD");
  EXPECT_EQ(World::line_of(find_prices(world.state, world.a, "b.example", asked).error()),
            "wrong_currency(currency=USD)");
  asked.currency = kEuro;
  const auto found = find_prices(world.state, world.a, "b.example", asked);
  ASSERT_TRUE(found);
  EXPECT_EQ(sum_of(found->answers.at(0).lines), amount("10.00"));
  EXPECT_EQ(find_prices(world.state, world.a, "-b-.example", asked)->reason, Reason::bad_name);
}

TEST(Prices, ThatAreToldAreThoseThatAreCharged) {
  std::mt19937_64 random(8748);
  const auto below = [&](std::uint64_t n) { return random() % n; };
  int charged = 0;
  for (int round = 0; round < 400; ++round) {
    World world;
    ZonePolicy policy = zone_policy();
    policy.tax_e4 = static_cast<std::uint16_t>(below(2600));
    policy.lifecycle = gtld_lifecycle();
    policy.lifecycle->transfer_days = 0;
    policy.lifecycle->restore_report = below(2) == 0;
    policy.prices.clear();
    for (int i = 0; i < kPricedOperationCount; ++i) {
      const auto operation = static_cast<PricedOperation>(i);
      for (const char* tier : {"", "top"})
        policy.prices.push_back(
            {operation, {kEuro, Amount{static_cast<std::int64_t>(below(60'000))}}, 0, "", tier, {}, {}});
    }
    world.accept(world.staff, UpdateZone{.name = name("example"), .policy = policy});
    if (below(2))
      world.accept(world.staff, ListNames{.zone = name("example"),
                                          .labels = {"b"},
                                          .listed_as = ListedAs::premium,
                                          .tier = "top"});
    const auto years = static_cast<std::uint8_t>(1 + below(2));
    const Period period{years, PeriodUnit::years};
    // What is told, offered to the coin, is charged; a coin less is refused.
    const auto pay = [&](const Caller& caller, PricedOperation operation, auto command,
                         std::optional<Period> asked) {
      const PriceAnswer answer =
          ask(world, caller, "b.example", {.operation = operation, .period = asked, .phase = {}, .subphase = {}});
      Amount now;
      for (const Bill::Line& line : answer.lines)
        if (!line.delayed && line.amount > Amount{}) now = *add(now, line.amount);
      if constexpr (requires { command.fee; }) {
        if (now > Amount{}) {
          command.fee = FeeOffer{kEuro, Amount{now.e4 - 1}};
          EXPECT_TRUE(world.run(caller, command).starts_with("fee_too_low"));
        }
        command.fee = FeeOffer{std::nullopt, now};
      }
      const Amount before = world.state->balance(caller.actor.number);
      const auto done = world.decide(caller, command);
      ASSERT_TRUE(done) << World::line_of(done.error());
      const Amount after = world.state->balance(caller.actor.number);
      ASSERT_TRUE(done->answer.bill);
      EXPECT_EQ(done->answer.bill->balance, after);
      EXPECT_EQ(subtract(before, after), sum_of(done->answer.bill->lines));
      if (operation != PricedOperation::restore) {
        EXPECT_EQ(subtract(before, after), sum_of(answer.lines));
      }
      ++charged;
    };
    CreateDomain create = create_domain("b.example");
    create.auth_info = "open-sesame";
    create.period = period;
    pay(world.a, PricedOperation::create, create, period);
    pay(world.a, PricedOperation::update,
        UpdateDomain{.name = name("b.example"), .statuses_added = {Status::client_hold}}, {});
    pay(world.a, PricedOperation::renew,
        RenewDomain{.name = name("b.example"),
                    .current_expiry_date = to_date_text(world.domain("b.example").expires_at),
                    .period = period},
        period);
    pay(world.b, PricedOperation::transfer,
        TransferDomain{.name = name("b.example"), .period = period, .auth_info = "open-sesame"},
        period);
    pay(world.b, PricedOperation::remove, DeleteDomain{.name = name("b.example")}, {});
    pay(world.b, PricedOperation::restore, RestoreDomain{.name = name("b.example")}, {});
  }
  EXPECT_EQ(charged, 2400);
}

TEST(Bills, AreOfRegistrarsAndOfTheirDomains) {
  World world;
  EXPECT_TRUE(world.accept(world.a, create_domain("b.example")).answer.bill);
  EXPECT_FALSE(world.accept(world.a, create_contact("con-x")).answer.bill);
  EXPECT_FALSE(world.accept(world.staff, UpdateDomain{.name = name("b.example"),
                                                      .statuses_added = {Status::server_hold}})
                   .answer.bill);
}

TEST(AllocationTokens, AreShownToNobody) {
  World world;
  world.accept(world.staff, ListNames{.zone = name("example"), .labels = {"kept"}, .token = "token-1"});
  CreateDomain command = create_domain("kept.example");
  command.allocation_token = "token-1";
  world.accept(world.a, command);
  const auto why = [&](const Caller& caller, std::string_view domain) {
    return World::line_of(Rejections{refuse_token(world.state, caller, name(domain))});
  };
  EXPECT_EQ(why(world.a, "kept.example"), "token_not_shown(name=kept.example)");
  EXPECT_EQ(why(world.b, "kept.example"), "not_sponsor(name=kept.example)");
  EXPECT_EQ(why(world.a, "a.example"), "no_allocation_token(name=a.example)");
  EXPECT_EQ(why(world.a, "none.example"), "object_does_not_exist(name=none.example)");
}

TEST(AllocationTokens, OpenNoTransfer) {
  World world;
  CreateDomain create = create_domain("b.example");
  create.auth_info = "open-sesame";
  world.accept(world.a, create);
  TransferDomain command{.name = name("b.example"), .auth_info = "open-sesame"};
  command.allocation_token = "token-1";
  EXPECT_EQ(world.run(world.b, command), "bad_allocation_token(name=b.example)");
}

}  // namespace
}  // namespace stele::core
