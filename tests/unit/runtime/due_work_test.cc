// Time as a writer: what falls due is done once, in order, before anything else, also after a year of
// silence and whatever write the power fails at; and a name that drops goes to one.
#include <gtest/gtest.h>

#include <algorithm>
#include <barrier>
#include <chrono>
#include <future>
#include <iostream>
#include <thread>
#include <vector>

#include "engine/runtime/replay.h"
#include "events/codec.h"
#include "events/journal/memory_journal.h"
#include "events/journal/transaction.h"
#include "projections/registry/registry_state.h"
#include "tests/support/shared_parts.h"
#include "tests/unit/runtime/fixture.h"

namespace stele::runtime {
namespace {

constexpr std::int64_t kNoLook = 24 * 3600 * kSecond;  // only a request makes the writer look

class DueWorkTest : public testing::Test {
 protected:
  DueWorkTest() {
    options_.clock = &clock_;
    options_.random = &random_;
    options_.scrub = false;
    options_.idle_look_ms = kNoLook;
    options_.longest_silence_ms = 100 * 365 * kDay;
  }

  void start() {
    auto opened = Registry::open(options_, memory_parts(random_));
    ASSERT_TRUE(opened) << opened.error().what;
    registry_ = std::move(*opened);
    furnish(*registry_);
  }
  void set_lifecycle(const Lifecycle& life) {
    core::UpdateZone update;
    update.name = *DomainName::parse("example");
    update.policy = registry_->state()->find_zone("example")->policy;
    update.policy->lifecycle = life;
    require_accepted(registry_->execute(staff(update)));
  }
  core::Request as_registrar(core::Command command) {
    return by_registrar(*registry_->state(), "reg-a", std::move(command));
  }
  // A request that is refused, after what is due was done.
  static Outcome look(Registry& registry) { return registry.execute(staff(core::ChangeSettings{})); }

  struct Line {
    Instant recorded;
    events::Transaction transaction;
  };
  static std::vector<Line> lines(journal::Journal& journal) {
    std::vector<Line> all;
    const Position end = journal.head().next;  // the clock's work may go on meanwhile
    auto reader = journal::TransactionReader::open(journal, Position{1});
    CHECK(reader.has_value(), "a journal in memory is read");
    for (Position next{1}; next < end;) {
      const auto stored = (*reader)->next();
      CHECK(stored.has_value(), "a journal in memory is read");
      auto transaction = events::decode(stored->payload);
      CHECK(transaction.has_value(), "a transaction is decoded");
      all.push_back({stored->time, std::move(*transaction)});
      next = stored->next;
    }
    return all;
  }
  static std::vector<events::DomainRenewed> renewals(journal::Journal& journal) {
    std::vector<events::DomainRenewed> all;
    for (const Line& line : lines(journal))
      for (const events::Event& event : line.transaction.events)
        if (const auto* renewed = std::get_if<events::DomainRenewed>(&event)) all.push_back(*renewed);
    return all;
  }

  HandClock clock_;
  CountingRandom random_;
  Options options_;
  std::unique_ptr<Registry> registry_;
};

TEST_F(DueWorkTest, IsDoneWithoutBeingAskedFor) {
  options_.idle_look_ms = 5;
  start();
  set_lifecycle(gtld_lifecycle());
  require_accepted(registry_->execute(as_registrar(create_domain("shop.example"))));
  clock_.pass(366 * kDay);
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (renewals(registry_->journal()).empty() && std::chrono::steady_clock::now() < until)
    std::this_thread::yield();
  EXPECT_EQ(renewals(registry_->journal()).size(), 1U);
}

TEST_F(DueWorkTest, AYearOfSilenceIsMadeUpForOnceAndInOrder) {
  start();
  set_lifecycle(gtld_lifecycle());
  for (int i = 0; i < 60; ++i) {
    clock_.pass(3600 * kSecond);
    require_accepted(
        registry_->execute(as_registrar(create_domain("n" + std::to_string(i) + ".example"))));
  }
  const auto payer = registry_->state()->find_registrar("reg-a")->number;
  EXPECT_EQ(to_text(registry_->state()->balance(payer)), "400.00");
  clock_.pass(2 * 365 * kDay);
  // 40 names can be renewed with what is left; the others are deleted and, in time, purged.
  look(*registry_);
  const auto renewed = renewals(registry_->journal());
  ASSERT_EQ(renewed.size(), 40U);
  EXPECT_TRUE(std::is_sorted(renewed.begin(), renewed.end(), [](const auto& a, const auto& b) {
    return a.renewed_at < b.renewed_at;
  }));
  EXPECT_EQ(to_text(registry_->state()->balance(payer)), "0.00");
  Instant last;
  for (const Line& line : lines(registry_->journal())) {
    EXPECT_GE(line.recorded, last) << "transaction time never falls";
    last = line.recorded;
    if (line.transaction.source != events::Source::clock) continue;
    EXPECT_EQ(line.transaction.actor.kind, events::ActorKind::system);
  }
  const Position end = registry_->journal().head().next;
  look(*registry_);
  EXPECT_EQ(registry_->journal().head().next, end) << "nothing is due twice";
}

TEST_F(DueWorkTest, ADoubtedClockDoesNothing) {
  start();
  set_lifecycle(gtld_lifecycle());
  require_accepted(registry_->execute(as_registrar(create_domain("shop.example"))));
  clock_.jump(366 * kDay);
  look(*registry_);
  EXPECT_TRUE(renewals(registry_->journal()).empty());
  EXPECT_EQ(to_text(registry_->state()->find_domain(
                *registry_->state()->find_domain_number(*registry_->state()->find_zone("example"), "shop"))
                ->expires_at),
            "2027-03-01T00:00:00.000Z")
      << "nor is it shown as done";
  require_accepted(registry_->execute(staff(core::AcceptClock{})));
  look(*registry_);
  EXPECT_EQ(renewals(registry_->journal()).size(), 1U);
}

// The power goes at every single write while a year is made up for; after the restart the journal
// says each thing once, and the money is right.
TEST_F(DueWorkTest, PowerCutAtEveryWriteChargesNobodyTwice) {
  start();
  set_lifecycle(gtld_lifecycle());
  constexpr int kNames = 6;
  for (int i = 0; i < kNames; ++i)
    require_accepted(
        registry_->execute(as_registrar(create_domain("n" + std::to_string(i) + ".example"))));
  registry_->stop();
  auto* const made = dynamic_cast<journal::MemoryJournal*>(&registry_->journal());
  clock_.pass(2 * 365 * kDay + kDay);
  options_.on_journal_failure = [](const Error&) {};
  std::string hash;
  bool whole = false;
  for (std::uint64_t cut = 1; !whole; ++cut) {
    ASSERT_LT(cut, 500U);
    auto journal = made->crash({.seed = cut, .power_cut_at = 0});
    ASSERT_TRUE(journal);
    const std::uint64_t begun = (*journal)->steps();
    auto faulty = (*journal)->crash({.seed = cut, .power_cut_at = begun + cut});
    ASSERT_TRUE(faulty);
    journal::MemoryJournal* const cut_short = faulty->get();
    auto first = Registry::open(options_, {std::move(*faulty), registry::memory_store(),
                                           crypto::memory_vault(random_)});
    ASSERT_TRUE(first) << first.error().what;
    look(**first);
    whole = (*first)->serving().open();
    (*first)->stop();
    auto found = cut_short->crash();
    ASSERT_TRUE(found) << found.error().what;
    auto second = Registry::open(options_, {std::move(*found), registry::memory_store(),
                                            crypto::memory_vault(random_)});
    ASSERT_TRUE(second) << second.error().what;
    look(**second);
    EXPECT_EQ(renewals((*second)->journal()).size(), 2U * kNames) << "cut at step " << cut;
    const auto state = (*second)->state();
    EXPECT_EQ(to_text(state->balance(state->find_registrar("reg-a")->number)), "820.00");
    if (hash.empty()) hash = (*second)->state_hash();
    EXPECT_EQ((*second)->state_hash(), hash) << "cut at step " << cut;
  }
}

// 200 clients race for 1,000 names that drop at one instant.
TEST_F(DueWorkTest, ADroppingNameGoesToWhoAsksFirst) {
  constexpr int kNames = 1000;
  constexpr int kClients = 200;
  constexpr int kThreads = 8;
  options_.mailbox = static_cast<std::size_t>(kNames) * kClients;
  start();
  require_accepted(registry_->execute(
      staff(core::CreditAccount{"reg-a", {*parse_currency("EUR"), *parse_amount("90000.00")}, "more"})));
  Lifecycle life;
  life.pending_delete_days = 5;
  set_lifecycle(life);
  const auto name_of = [](int i) { return "n" + std::to_string(i) + ".example"; };
  for (int i = 0; i < kNames; ++i)
    require_accepted(registry_->execute(as_registrar(create_domain(name_of(i)))));
  for (int i = 0; i < kNames; ++i)
    require_accepted(
        registry_->execute(as_registrar(core::DeleteDomain{*DomainName::parse(name_of(i))})));
  clock_.pass(5 * kDay - 1);
  ASSERT_FALSE(registry_->execute(as_registrar(create_domain(name_of(0)))).accepted());

  struct Win {
    int name, client;
    Position position;
  };
  std::mutex mutex;
  std::vector<Win> wins;
  std::atomic<int> answered = 0;
  std::promise<void> all_answered;
  const Position before = registry_->journal().head().next;
  const auto begun = std::chrono::steady_clock::now();
  clock_.pass(1);
  std::barrier ready(kThreads);
  const auto base = by_registrar(*registry_->state(), "reg-a", core::AcceptClock{});
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&, t] {
      ready.arrive_and_wait();
      for (int client = t; client < kClients; client += kThreads)
        for (int i = 0; i < kNames; ++i) {
          const int name = (i + client * 7) % kNames;
          core::Request request = base;
          request.client_trid = "client-" + std::to_string(client);
          request.command = create_domain(name_of(name));
          registry_->submit(std::move(request), [&, name, client](Outcome outcome) {
            if (outcome.accepted()) {
              const std::lock_guard lock(mutex);
              wins.push_back({name, client, outcome.accepted()->first});
            }
            if (++answered == kNames * kClients) all_answered.set_value();
          });
        }
    });
  for (std::thread& thread : threads) thread.join();
  all_answered.get_future().wait();
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - begun);
  std::cout << kNames << " names, " << kClients << " clients: " << took.count() << " ms, "
            << kNames * kClients * 1000LL / std::max<std::int64_t>(took.count(), 1)
            << " creates/s answered\n";

  ASSERT_EQ(wins.size(), static_cast<std::size_t>(kNames));
  std::vector<int> names;
  for (const Win& win : wins) names.push_back(win.name);
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end()) << "a name went to two";
  // Winners are answered in the order the journal has them, which is the order they came in.
  EXPECT_TRUE(std::is_sorted(wins.begin(), wins.end(), [](const Win& a, const Win& b) {
    return a.position < b.position;
  }));
  std::vector<std::string> journal_order;
  for (const Line& line : lines(registry_->journal()))
    for (const events::Event& event : line.transaction.events)
      if (std::holds_alternative<events::DomainCreated>(event) && line.recorded == clock_.now())
        journal_order.push_back(line.transaction.client_trid);
  ASSERT_EQ(journal_order.size(), wins.size());
  for (std::size_t i = 0; i < wins.size(); ++i)
    EXPECT_EQ(journal_order[i], "client-" + std::to_string(wins[i].client));
  EXPECT_EQ(registry_->journal().head().next.value, before.value + 2U * kNames)
      << "a purge and a creation each, nothing else";
}

}  // namespace
}  // namespace stele::runtime
