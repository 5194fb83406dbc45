// The power of a whole registry goes at every write of a script: real RocksDB under the journal, on
// a disk that forgets what was not synced, and a state that loses its newest batches. Afterwards
// every acknowledged command is there, and the start replays the tail alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "engine/runtime/data_directory.h"
#include "engine/runtime/log.h"
#include "engine/runtime/registry.h"
#include "engine/runtime/registry_parts.h"
#include "engine/runtime/replay.h"
#include "events/codec.h"
#include "events/journal/record.h"
#include "events/journal/rocksdb_journal.h"
#include "events/journal/transaction.h"
#include "events/journal/verify.h"
#include "projections/registry/registry_state.h"
#include "tests/sim/script.h"
#include "tests/sim/stores.h"
#include "tests/support/shared_parts.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/unsynced_file_system.h"
#include "tests/unit/runtime/fixture.h"

namespace stele::sim {
namespace {

namespace fs = std::filesystem;
using test::Unsynced;
using test::UnsyncedFileSystem;

// One acknowledged command.
struct Acknowledged {
  journal::Head head;      // of the journal, with the command in it
  std::string state_hash;  // of the registry, with the command in it
};

// A registry from its start to its power cut.
struct Life {
  std::vector<Acknowledged> acknowledged;
  std::shared_ptr<Batches> batches = std::make_shared<Batches>();
  std::shared_ptr<crypto::KeyVault> vault;
};

std::string hash_of(const registry::RegistryState& state) {
  return to_hex(view(state.published()->progress().hash.sum()));
}

class PowerCutSweep : public testing::TestWithParam<int> {
 protected:
  // Parallel shares of one sweep: share s cuts at steps s+1, s+1+kShares, …
  static constexpr std::uint64_t kShares = 4;

  void SetUp() override {
    runtime::start_log(directory_.file("log"), runtime::LogLevel::info);  // a thousand power cuts
    runtime::Options creating;
    creating.dir = empty();
    creating.clock = &clock_;
    creating.scrub = false;
    const Done made = runtime::Registry::create(creating, "sim/journal", "SIM");
    ASSERT_TRUE(made) << made.error().what;
  }

  std::string empty() const { return directory_.file("empty"); }
  std::string live() const { return directory_.file("live"); }

  void start_over() const {
    fs::remove_all(live());
    fs::create_directories(live());
    fs::copy(runtime::DataDirectory{empty()}.journal(), runtime::DataDirectory{live()}.journal(),
             fs::copy_options::recursive);
  }

  Result<std::unique_ptr<journal::RocksdbJournal>> open_journal(
      const std::shared_ptr<UnsyncedFileSystem>& disk) const {
    journal::RocksdbJournalOptions options;
    options.dir = runtime::DataDirectory{live()}.journal();
    options.min_free_bytes = 0;
    options.env = test::journal_env(disk);
    options.on_write_error = [](const Error&) {};
    return journal::RocksdbJournal::open(options);
  }

  Result<std::unique_ptr<runtime::Registry>> open_registry(
      std::unique_ptr<journal::RocksdbJournal> journal, std::unique_ptr<registry::Store> store,
      const Life& life) {
    runtime::Options options;
    options.clock = &clock_;
    options.random = &random_;
    options.scrub = false;
    options.on_journal_failure = [](const Error&) {};
    return runtime::Registry::open(options, {std::move(journal), std::move(store),
                                             std::make_unique<test::SharedVault>(life.vault)});
  }

  // Until the script is over or the power is gone.
  Life play(const std::shared_ptr<UnsyncedFileSystem>& disk) {
    start_over();
    clock_.start_over();
    Life life;
    life.vault = crypto::memory_vault(random_);
    auto journal = open_journal(disk);
    if (!journal) return life;
    auto registry =
        open_registry(std::move(*journal), std::make_unique<NotedStore>(life.batches), life);
    EXPECT_TRUE(registry) << registry.error().what;
    if (!registry) return life;
    for (std::size_t n = 0; n < kScript; ++n) {
      clock_.pass(kSecond);
      if (!(*registry)->execute(script(n, *(*registry)->state())).accepted()) break;
      life.acknowledged.push_back({(*registry)->journal().head(), (*registry)->state_hash()});
    }
    return life;
  }

  void expect_every_acknowledged_record(const Life& life, journal::Journal& journal) {
    std::vector<Digest> leaves;
    auto reader = journal.read(Position{0});
    ASSERT_TRUE(reader) << reader.error().what;
    while (auto stored = (*reader)->next()) {
      const auto record = journal::decode_record(*stored);
      ASSERT_TRUE(record) << record.error().what;
      leaves.push_back(record->leaf);
    }
    for (const Acknowledged& one : life.acknowledged) {
      ASSERT_LE(one.head.next.value, leaves.size());
      ASSERT_EQ(leaves[one.head.next.value - 1], one.head.leaf);
    }
  }

  // The power is back: opens by the ordinary rules and looks at everything.
  void expect_recovered(const Life& life, std::uint64_t cut) {
    const std::size_t lost = std::min<std::size_t>(cut % 11, life.batches->size());
    const std::size_t kept = life.batches->size() - lost;
    auto journal = open_journal(nullptr);
    ASSERT_TRUE(journal) << journal.error().what;
    const Position end = (*journal)->head().next;
    const registry::RegistryState found(store_of_first(*life.batches, kept), nullptr);
    const Position begin = found.published()->position();
    auto registry = open_registry(std::move(*journal), store_of_first(*life.batches, kept), life);
    ASSERT_TRUE(registry) << registry.error().what;
    // The genesis holds no transaction to replay.
    const std::uint64_t first = std::max<std::uint64_t>(begin.value, 1);
    EXPECT_EQ((*registry)->replayed_at_start(), end.value - first);
    expect_every_acknowledged_record(life, (*registry)->journal());
    if (!life.acknowledged.empty() && life.acknowledged.back().head.next == end) {
      EXPECT_EQ((*registry)->state_hash(), life.acknowledged.back().state_hash);
    }
    const journal::VerifyReport report = journal::verify((*registry)->journal());
    EXPECT_FALSE(report.first_bad) << report.first_bad->what;
    EXPECT_EQ(report.records, end.value);
    registry::RegistryState rebuilt(registry::memory_store(), nullptr);
    const auto replayed = runtime::replay((*registry)->journal(), rebuilt, {});
    ASSERT_TRUE(replayed) << replayed.error().what;
    EXPECT_EQ(hash_of(rebuilt), (*registry)->state_hash());
    expect_erased_keys_gone(life, **registry);
    // It goes on: the first command that was not acknowledged is accepted now, unless it was
    // durable before its answer was lost.
    const std::size_t next = life.acknowledged.size();
    if (next == 0 || next == kScript || end > life.acknowledged.back().head.next) return;
    EXPECT_TRUE((*registry)->execute(script(next, *(*registry)->state())).accepted());
  }

  // An erasure that is durable has destroyed its key, at the latest at this start; nobody else's
  // key is gone.
  void expect_erased_keys_gone(const Life& life, runtime::Registry& registry) {
    auto reader = journal::TransactionReader::open(registry.journal(), Position{1});
    ASSERT_TRUE(reader) << reader.error().what;
    while (const auto stored = (*reader)->next()) {
      const auto transaction = events::decode(stored->payload);
      ASSERT_TRUE(transaction) << transaction.error().what;
      for (const events::Event& event : transaction->events)
        if (const auto* erased = std::get_if<events::SubjectErased>(&event)) {
          EXPECT_TRUE(life.vault->destroyed(erased->slot)) << "slot " << erased->slot.value;
        }
    }
    const auto state = registry.state();
    for (std::size_t n = 0; n < kScript; ++n) {
      const auto number = state->find_contact_number(RepositoryId{1}, "con-" + std::to_string(n));
      if (!number) continue;
      const auto contact = state->find_contact(*number);
      ASSERT_TRUE(contact);
      const auto data = state->unseal(*number, contact->data);
      ASSERT_TRUE(data) << data.error().what;
      EXPECT_EQ(contact->erased, !*data);
    }
  }

  test::TemporaryDirectory directory_;
  runtime::HandClock clock_;
  runtime::CountingRandom random_;
};

TEST_P(PowerCutSweep, NothingAcknowledgedIsLost) {
  const auto whole = std::make_shared<UnsyncedFileSystem>();
  const Life uncut = play(whole);
  ASSERT_EQ(uncut.acknowledged.size(), kScript);
  const std::uint64_t steps = whole->steps();
  ASSERT_GT(steps, kScript * 4);  // log and HEAD, each written and synced
  constexpr Unsynced kFates[] = {Unsynced::lost, Unsynced::half, Unsynced::kept};
  const auto first = static_cast<std::uint64_t>(GetParam()) + 1;
  for (std::uint64_t cut = first; cut <= steps; cut += kShares) {
    SCOPED_TRACE("cut at step " + std::to_string(cut) + " of " + std::to_string(steps));
    const auto disk = std::make_shared<UnsyncedFileSystem>();
    disk->cut_at(cut);
    const Life life = play(disk);
    EXPECT_TRUE(disk->is_cut());
    disk->forget(kFates[cut / kShares % 3]);
    expect_recovered(life, cut);
    if (HasFailure()) return;  // one cut explains the rest
  }
}

INSTANTIATE_TEST_SUITE_P(Share, PowerCutSweep, testing::Range(0, 4));

}  // namespace
}  // namespace stele::sim
