#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <future>
#include <vector>

#include "engine/base/file.h"
#include "engine/runtime/hash_record.h"
#include "engine/runtime/log.h"
#include "engine/runtime/replay.h"
#include "events/journal/memory_journal.h"
#include "projections/registry/registry_state.h"
#include "tests/support/shared_parts.h"
#include "tests/support/temporary_directory.h"
#include "tests/unit/runtime/fixture.h"

namespace stele::runtime {
namespace {

struct RegistryTest : testing::Test {
  HandClock clock;
  CountingRandom random;
  Options options;
  std::unique_ptr<Registry> registry;

  RegistryTest() {
    options.clock = &clock;
    options.random = &random;
    options.scrub = false;
  }
  void start() {
    auto opened = Registry::open(options, memory_parts(random));
    ASSERT_TRUE(opened) << opened.error().what;
    registry = std::move(*opened);
    furnish(*registry);
  }
  Outcome create(std::string_view name) {
    return registry->execute(by_registrar(*registry->state(), "reg-a", create_domain(name)));
  }
};

TEST_F(RegistryTest, AnswersAfterPublishing) {
  start();
  const Outcome outcome = create("shop.example");
  ASSERT_TRUE(outcome.accepted());
  EXPECT_EQ(outcome.accepted()->kinds,
            (std::vector{events::EventKind::DomainCreated, events::EventKind::AccountDebited}));
  const auto state = registry->state();
  EXPECT_GT(state->position(), outcome.accepted()->first);
  EXPECT_TRUE(state->find_domain_number(*state->find_zone("example"), "shop"));
  EXPECT_EQ(to_text(state->balance(state->find_registrar("reg-a")->number)), "990.00");
}

TEST_F(RegistryTest, TwoCreatesOfOneNameInABatchCannotBothSucceed) {
  start();
  constexpr int kCallers = 50;
  std::vector<std::promise<bool>> promises(kCallers);
  for (auto& promise : promises)
    registry->submit(by_registrar(*registry->state(), "reg-a", create_domain("one.example")),
                     [&promise](Outcome outcome) { promise.set_value(outcome.accepted() != nullptr); });
  int accepted = 0;
  for (auto& promise : promises) accepted += promise.get_future().get() ? 1 : 0;
  EXPECT_EQ(accepted, 1);
}

TEST_F(RegistryTest, AHeldStateNeverChanges) {
  start();
  const auto before = registry->state();
  ASSERT_TRUE(create("later.example").accepted());
  EXPECT_FALSE(before->find_domain_number(*before->find_zone("example"), "later"));
}

TEST_F(RegistryTest, ReplayOfTheWholeJournalGivesTheLiveHash) {
  start();
  for (int i = 0; i < 50; ++i) ASSERT_TRUE(create("n" + std::to_string(i) + ".example").accepted());
  ASSERT_TRUE(registry->execute(by_registrar(*registry->state(), "reg-a",
                                             core::DeleteDomain{*DomainName::parse("n7.example")}))
                  .accepted());
  registry::RegistryState rebuilt(registry::memory_store(), nullptr);
  const auto replayed = replay(registry->journal(), rebuilt, {});
  ASSERT_TRUE(replayed) << replayed.error().what;
  EXPECT_EQ(to_hex(view(rebuilt.published()->progress().hash.sum())), registry->state_hash());
  EXPECT_EQ(registry::hash_of_rows(*rebuilt.published()->shared_rows()), rebuilt.published()->progress().hash);
}

TEST_F(RegistryTest, AStateAheadOfTheJournalIsRefused) {
  start();
  ASSERT_TRUE(create("ahead.example").accepted());
  registry::RegistryState rebuilt(registry::memory_store(), nullptr);
  ASSERT_TRUE(replay(registry->journal(), rebuilt, {}));
  const auto younger = memory_parts(random);
  const auto refused = replay(*younger.journal, rebuilt, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::regressed);
}

TEST_F(RegistryTest, PersonalDataIsReadableUntilErased) {
  start();
  auto state = registry->state();
  const ObjectNumber number = *state->find_contact_number(RepositoryId{1}, "con-1");
  EXPECT_EQ(state->unseal(number, state->find_contact(number)->data).value(), person("Somebody Withname"));
  ASSERT_TRUE(registry->execute(staff(core::EraseContact{RepositoryId{1}, "con-1"})).accepted());
  state = registry->state();
  EXPECT_TRUE(state->find_contact(number)->erased);
  EXPECT_EQ(state->unseal(number, state->find_contact(number)->data).value(), std::nullopt);
}

// A vault whose disk fails: what it cannot read is not what was erased.
class FailingVault final : public test::SharedVault {
 public:
  using SharedVault::SharedVault;
  Result<std::optional<std::string>> unseal(KeySlot, std::string_view, std::string_view) override {
    return fail(Fault::io, "keys.vault: input/output error");
  }
};

std::size_t lines_with(const std::string& text, std::string_view word) {
  std::size_t count = 0;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++count;
  return count;
}

TEST_F(RegistryTest, AVaultThatCannotBeReadIsAFaultAndIsLoggedOnce) {
  const test::TemporaryDirectory directory;
  const std::string path = directory.path() + "/log";
  start_log(path, LogLevel::warning);
  Parts parts = memory_parts(random);
  parts.vault = std::make_unique<FailingVault>(std::move(parts.vault));
  auto opened = Registry::open(options, std::move(parts));
  ASSERT_TRUE(opened) << opened.error().what;
  registry = std::move(*opened);
  furnish(*registry);
  const auto state = registry->state();
  const core::Contact contact = *state->find_contact(*state->find_contact_number(RepositoryId{1}, "con-1"));
  for (int i = 0; i < 3; ++i) {
    const auto data = state->unseal(contact.number, contact.data);
    ASSERT_FALSE(data);
    EXPECT_EQ(data.error().fault, Fault::io);
  }
  flush_log();
  EXPECT_EQ(lines_with(read_file(path, 1 << 20).value(), "vault.unreadable keys.vault: input/output"), 1U);
  start_log({}, LogLevel::info);
}

TEST_F(RegistryTest, ADeletedContactCanStillBeForgotten) {
  start();
  const ObjectNumber number = *registry->state()->find_contact_number(RepositoryId{1}, "con-1");
  ASSERT_TRUE(registry->execute(by_registrar(*registry->state(), "reg-a", core::DeleteContact{"con-1"})).accepted());
  EXPECT_TRUE(registry->state()->find_deleted_subject(number));
  const core::EraseContact erase{RepositoryId{1}, "C" + std::to_string(number.value) + "-STELE"};
  ASSERT_TRUE(registry->execute(staff(erase)).accepted());
  EXPECT_FALSE(registry->state()->find_deleted_subject(number));
  EXPECT_FALSE(registry->execute(staff(erase)).accepted());
}

TEST_F(RegistryTest, AClockThatJumpsStopsChangesUntilItIsAccepted) {
  start();
  clock.jump(61 * kSecond);
  EXPECT_EQ(create("a.example").rejections()->front().reason, core::Reason::read_only);
  EXPECT_EQ(registry->serving().cause, ReadOnlyCause::clock);
  ASSERT_TRUE(registry->execute(staff(core::AcceptClock{})).accepted());
  EXPECT_TRUE(create("a.example").accepted());
}

TEST_F(RegistryTest, AClockThatFallsBackLetsTimeStandStill) {
  start();
  const Instant before = create("a.example").accepted()->time;
  clock.jump(-kDay);
  const Outcome later = create("b.example");
  ASSERT_TRUE(later.accepted());
  EXPECT_EQ(later.accepted()->time, before);
}

TEST_F(RegistryTest, LongSilenceIsDoubtedAtStart) {
  clock.pass(0);
  auto parts = memory_parts(random);
  auto first = Registry::open(options, std::move(parts));
  ASSERT_TRUE(first);
  furnish(**first);
  // A second registry over a state whose last record is eight days old.
  (*first)->stop();
  auto* journal = dynamic_cast<journal::MemoryJournal*>(&(*first)->journal());
  auto found = journal->crash();
  ASSERT_TRUE(found);
  clock.pass(8 * kDay);
  auto second = Registry::open(options, Parts{std::move(*found), registry::memory_store(), crypto::memory_vault(random)});
  ASSERT_TRUE(second) << second.error().what;
  EXPECT_EQ((*second)->serving().cause, ReadOnlyCause::clock);
}

TEST_F(RegistryTest, AFullMailboxIsARefusalNotAWait) {
  options.mailbox = 4;
  options.most_per_batch = 1;
  start();
  std::promise<void> release;
  const auto released = release.get_future().share();
  registry->submit(by_registrar(*registry->state(), "reg-a", create_domain("hold.example")),
                   [released](Outcome) { released.wait(); });
  int overloaded = 0;
  std::vector<std::promise<Outcome>> answers(20);
  for (auto& answer : answers)
    registry->submit(by_registrar(*registry->state(), "reg-a", create_domain("x.example")),
                     [&answer](Outcome outcome) { answer.set_value(std::move(outcome)); });
  release.set_value();
  for (auto& answer : answers) {
    const Outcome outcome = answer.get_future().get();
    if (!outcome.accepted() && outcome.rejections()->front().reason == core::Reason::overloaded) ++overloaded;
  }
  EXPECT_GE(overloaded, 20 - 4 - 1);
}

TEST_F(RegistryTest, ATransactionThatIsTooLargeIsRefusedAndLeavesNothing) {
  options.largest_transaction = 16 * 1024;
  start();
  core::ListNames names{.zone = *DomainName::parse("example"), .listed_as = ListedAs::blocked};
  for (int i = 0; i < 1000; ++i) names.labels.push_back("word-" + std::to_string(i));
  const Position before = registry->journal().head().next;
  const Outcome refused = registry->execute(staff(names));
  ASSERT_FALSE(refused.accepted());
  EXPECT_EQ(*refused.rejections(), (core::Rejections{{core::Reason::too_large}}));
  EXPECT_EQ(registry->journal().head().next, before);
  EXPECT_FALSE(registry->state()->find_listed_name(registry->state()->find_zone("example")->number,
                                                   "word-0"));
  names.labels.resize(10);
  EXPECT_TRUE(registry->execute(staff(names)).accepted());
}

TEST(HashRecord, AnotherHashAtTheSamePositionIsRefused) {
  const std::string path =
      (std::filesystem::temp_directory_path() / ("stele_hash_" + std::to_string(::getpid()))).string();
  registry::Progress progress;
  progress.position = Position{7};
  EXPECT_TRUE(check_hash(path, progress)) << "no record says nothing";
  ASSERT_TRUE(record_hash(path, progress));
  EXPECT_TRUE(check_hash(path, progress));
  registry::Progress other = progress;
  other.hash.add("key", "value");
  const Done refused = check_hash(path, other);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::corrupt);
  other.position = Position{8};
  EXPECT_TRUE(check_hash(path, other)) << "a record of another position says nothing";
  std::filesystem::remove(path);
}

// The power goes at every single step of a script; what was acknowledged is there afterwards.
TEST_F(RegistryTest, PowerCutAtEveryWriteLosesNothingAcknowledged) {
  for (std::uint64_t cut = 1; cut < 60; ++cut) {
    CountingRandom local;
    auto parts = memory_parts(local);
    auto* made = dynamic_cast<journal::MemoryJournal*>(parts.journal.get());
    const std::uint64_t begun = made->steps();
    auto again = made->crash({.seed = cut, .power_cut_at = 0});
    ASSERT_TRUE(again);
    journal::MemoryFaults faults{.seed = cut, .power_cut_at = begun + cut};
    auto faulty = made->crash(faults);
    ASSERT_TRUE(faulty);
    auto* journal = faulty->get();
    options.on_journal_failure = [](const Error&) {};
    auto opened = Registry::open(options, Parts{std::move(*faulty), std::move(parts.store), std::move(parts.vault)});
    ASSERT_TRUE(opened) << opened.error().what;
    std::vector<Position> acknowledged;
    const auto note = [&](const Outcome& outcome) {
      if (outcome.accepted()) acknowledged.push_back(outcome.accepted()->first);
    };
    core::CreateZone zone;
    zone.name = *DomainName::parse("example");
    zone.header.primary = "ns1.nic.example";
    zone.header.responsible = "hostmaster.nic.example";
    zone.header.name_servers = {"ns1.nic.example"};
    note((*opened)->execute(staff(zone)));
    for (int i = 0; i < 10; ++i) {
      core::CreateRegistrar registrar;
      registrar.id = "reg-" + std::to_string(i);
      registrar.name = "R";
      registrar.currency = *parse_currency("EUR");
      note((*opened)->execute(staff(registrar)));
    }
    (*opened)->stop();
    auto found = journal->crash();
    ASSERT_TRUE(found) << "cut at step " << cut << ": " << found.error().what;
    registry::RegistryState rebuilt(registry::memory_store(), nullptr);
    ASSERT_TRUE(replay(**found, rebuilt, {}));
    for (const Position position : acknowledged)
      EXPECT_LT(position, rebuilt.published()->position()) << "cut at step " << cut;
  }
}

}  // namespace
}  // namespace stele::runtime
