// The ledger: statements as the journal tells them, whatever way it was built.
#include <gtest/gtest.h>

#include "events/codec.h"
#include "events/journal/memory_journal.h"
#include "projections/ledger/ledger.h"

namespace stele::ledger {
namespace {

const Currency kEuro = *parse_currency("EUR");
const ObjectNumber kRegA{7}, kRegB{8};
const Instant kStart = *parse_instant("2026-03-01T00:00Z");
constexpr Instant kForEver{INT64_MAX};

Money money(std::string_view amount) { return {kEuro, *parse_amount(amount, true)}; }

// A journal that pays in, charges and refunds, one transaction a day from kStart on.
class Journal {
 public:
  Journal() { append({}); }  // position 0 is the genesis

  void append(std::vector<events::Event> events) {
    journal::Batch batch(journal_.head(), 1);
    batch.add(now_, events::encode({.actor = {events::ActorKind::registrar, kRegA, "reg-a"},
                                    .server_trid = "ST-1",
                                    .events = std::move(events)}));
    ASSERT_TRUE(journal_.append(1, journal_.head().next, batch.records()));
    now_ = now_ + kDay;
  }
  void credit(ObjectNumber registrar, std::string_view amount) {
    append({events::AccountCredited{.registrar = registrar,
                                    .money = money(amount),
                                    .balance = change(registrar, amount),
                                    .text = "payment"}});
  }
  void charge(ObjectNumber registrar, std::string_view amount, std::string name) {
    const std::string less = "-" + std::string(amount);
    append({events::AccountDebited{.registrar = registrar,
                                   .money = money(amount),
                                   .balance = change(registrar, less),
                                   .object_name = std::move(name),
                                   .years = 2,
                                   .tax = *parse_amount("0.10"),
                                   .tier = "top"}});
  }
  void refund(ObjectNumber registrar, std::string_view amount, std::string name) {
    append({events::AccountRefunded{.registrar = registrar,
                                    .money = money(amount),
                                    .balance = change(registrar, amount),
                                    .tax = *parse_amount("0.10"),
                                    .object_name = std::move(name)}});
  }

  journal::MemoryJournal& operator*() { return journal_; }
  Position end() { return journal_.head().next; }
  void set_time(Instant now) { now_ = now; }

 private:
  Amount change(ObjectNumber registrar, std::string_view amount) {
    Amount& balance = balances_[registrar.value];
    return balance = *add(balance, *parse_amount(amount, true));
  }

  journal::MemoryJournal journal_;
  Instant now_ = kStart + -kDay;
  std::map<std::uint64_t, Amount> balances_;
};

std::vector<Line> lines_of(const Ledger& ledger, ObjectNumber registrar, Instant from = {},
                           Instant to = kForEver) {
  std::vector<Line> lines;
  ledger.for_each_line(registrar, from, to, [&](const Line& line) {
    lines.push_back(line);
    return true;
  });
  return lines;
}

TEST(Ledger, TellsEveryLineWithItsBalance) {
  Journal journal;
  journal.credit(kRegA, "100.00");
  journal.credit(kRegB, "5.00");
  journal.charge(kRegA, "10.10", "shop.example");
  journal.refund(kRegA, "10.10", "shop.example");
  Ledger ledger(registry::memory_store());
  ASSERT_TRUE(ledger.catch_up(*journal, journal.end()));
  const auto lines = lines_of(ledger, kRegA);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0].kind, LineKind::credit);
  EXPECT_EQ(lines[0].text, "payment");
  const Line charge{.at = kStart + 2 * kDay,
                    .position = Position{3},
                    .kind = LineKind::charge,
                    .money = money("-10.10"),
                    .tax = *parse_amount("-0.10", true),
                    .balance = *parse_amount("89.90"),
                    .operation = "create",
                    .object_name = "shop.example",
                    .years = 2,
                    .tier = "top",
                    .actor = "reg-a",
                    .server_trid = "ST-1"};
  EXPECT_EQ(lines[1], charge);
  EXPECT_EQ(lines[2].operation, "addPeriod");
  EXPECT_EQ(to_text(lines[2].balance), "100.00");
  EXPECT_EQ(lines_of(ledger, kRegB).size(), 1u);
}

TEST(Ledger, AMonthBeginsAndEndsWithTheBalanceOfItsMoments) {
  Journal journal;
  for (int day = 0; day < 60; ++day) journal.credit(kRegA, "1.00");
  Ledger ledger(registry::memory_store());
  ASSERT_TRUE(ledger.catch_up(*journal, journal.end()));
  const Instant april = *parse_instant("2026-04-01");
  const auto march = lines_of(ledger, kRegA, kStart, april);
  EXPECT_EQ(march.size(), 31u);
  EXPECT_EQ(to_text(march.back().balance), "31.00");
  EXPECT_EQ(to_text(*ledger.balance_before(kRegA, april)), "31.00");
  EXPECT_EQ(to_text(*ledger.balance_before(kRegA, Instant{})), "0.00");
  EXPECT_FALSE(ledger.balance_before(kRegA, kStart + 60 * kDay));
  EXPECT_FALSE(ledger.balance_before(kRegB, kStart));
}

TEST(Ledger, BuiltBitByBitOrAtOnceIsTheSame) {
  Journal journal;
  auto kept = std::make_unique<Ledger>(registry::memory_store());
  for (int i = 0; i < 20; ++i) {
    journal.credit(kRegA, "10.00");
    journal.charge(kRegA, "3.33", "n" + std::to_string(i) + ".example");
    ASSERT_TRUE(kept->catch_up(*journal, journal.end()));
    ASSERT_TRUE(kept->catch_up(*journal, journal.end()));
  }
  Ledger anew(registry::memory_store());
  ASSERT_TRUE(anew.catch_up(*journal, journal.end()));
  EXPECT_EQ(lines_of(*kept, kRegA), lines_of(anew, kRegA));
  EXPECT_EQ(lines_of(anew, kRegA).size(), 40u);
}

TEST(Ledger, SaysNothingBeyondThePublishedPosition) {
  Journal journal;
  journal.credit(kRegA, "1.00");
  const Position published = journal.end();
  journal.credit(kRegA, "2.00");
  Ledger ledger(registry::memory_store());
  ASSERT_TRUE(ledger.catch_up(*journal, published));
  EXPECT_EQ(lines_of(ledger, kRegA).size(), 1u);
}

TEST(Ledger, RowsOfAnotherJournalAreThrownAway) {
  Journal one, other;
  for (int i = 0; i < 5; ++i) one.credit(kRegA, "1.00");
  for (int i = 0; i < 8; ++i) other.credit(kRegA, "2.00");
  Ledger ledger(registry::memory_store());
  ASSERT_TRUE(ledger.catch_up(*one, one.end()));
  ASSERT_TRUE(ledger.catch_up(*other, other.end()));
  const auto lines = lines_of(ledger, kRegA);
  ASSERT_EQ(lines.size(), 8u);
  EXPECT_EQ(to_text(lines.back().balance), "16.00");
  Journal shorter;
  shorter.credit(kRegA, "3.00");
  ASSERT_TRUE(ledger.catch_up(*shorter, shorter.end()));
  EXPECT_EQ(lines_of(ledger, kRegA).size(), 1u);
}

TEST(Ledger, IsCutOffAndGoesOn) {
  Journal journal;
  for (int i = 0; i < 5; ++i) journal.credit(kRegA, "1.00");
  Ledger ledger(registry::memory_store());
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(ledger.catch_up(*journal, journal.end(), stop.get_token()).error().fault,
            Fault::closed);
  ASSERT_TRUE(ledger.catch_up(*journal, journal.end()));
  EXPECT_EQ(lines_of(ledger, kRegA).size(), 5u);
}

}  // namespace
}  // namespace stele::ledger
