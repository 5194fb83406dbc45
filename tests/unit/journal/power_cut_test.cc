// The power goes at every step of a script, under real RocksDB over a disk that forgets what was
// not synced: every acknowledged transaction is there afterwards, and the journal goes on.
#include "events/journal/rocksdb_journal.h"
#include "events/journal/verify.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/unsynced_file_system.h"
#include "tests/unit/journal/journal_fixture.h"

namespace stele::journal {
namespace {

using test::Unsynced;
using test::UnsyncedFileSystem;

constexpr std::size_t kScript = 12;

std::string script_payload(std::size_t n) {
  return n % 5 == 4 ? std::string(2 * kMaxRecordPayload + n, 'l') : payload_of(n);
}

// Appends until the script is over or a write fails; opening may fail too once the power is gone.
// Returns how many transactions were acknowledged.
std::size_t run_script(RocksdbJournalOptions options,
                       const std::shared_ptr<UnsyncedFileSystem>& disk) {
  options.env = test::journal_env(disk);
  options.on_write_error = [](const Error&) {};
  auto journal = RocksdbJournal::open(options);
  if (!journal) return 0;
  for (std::size_t n = 0; n < kScript; ++n) {
    Batch batch((*journal)->head(), 1);
    batch.add(kMarch, script_payload(n));
    if (!(*journal)->append(1, (*journal)->head().next, batch.records())) return n;
  }
  return kScript;
}

class PowerCutTest : public ::testing::TestWithParam<Unsynced> {
 protected:
  RocksdbJournalOptions options(const test::TemporaryDirectory& directory) const {
    RocksdbJournalOptions out;
    out.dir = directory.file("journal");
    out.min_free_bytes = 0;
    out.env = test::journal_env();
    return out;
  }
  void create(const RocksdbJournalOptions& options) const {
    const EncodedRecord genesis = genesis_record(example_genesis(), kMarch);
    ASSERT_TRUE(RocksdbJournal::create(options, {&genesis, 1}).has_value());
  }
};

TEST_P(PowerCutTest, NothingAcknowledgedIsLostAtAnyStep) {
  const std::uint64_t steps = [&] {
    const test::TemporaryDirectory directory;
    create(options(directory));
    const auto disk = std::make_shared<UnsyncedFileSystem>();
    EXPECT_EQ(run_script(options(directory), disk), kScript);
    return disk->steps();
  }();
  ASSERT_GT(steps, kScript * 4);
  std::uint64_t dropped = 0;
  std::uint64_t torn = 0;
  for (std::uint64_t cut = 1; cut <= steps; ++cut) {
    SCOPED_TRACE("cut at step " + std::to_string(cut));
    const test::TemporaryDirectory directory;
    create(options(directory));
    const auto disk = std::make_shared<UnsyncedFileSystem>();
    disk->cut_at(cut);
    const std::size_t acknowledged = run_script(options(directory), disk);
    disk->forget(GetParam());
    const auto journal = RocksdbJournal::open(options(directory));
    ASSERT_TRUE(journal.has_value()) << journal.error().what;
    dropped += (*journal)->recovered().dropped;
    torn += (*journal)->recovered().head_slot_damaged ? 1 : 0;
    const auto kept = payloads(**journal);
    ASSERT_GE(kept.size(), acknowledged);
    ASSERT_LE(kept.size(), acknowledged + 1);
    for (std::size_t n = 0; n < kept.size(); ++n) ASSERT_EQ(kept[n], script_payload(n));
    append_one(**journal, "goes on");
    ASSERT_FALSE(verify(**journal).first_bad.has_value());
  }
  EXPECT_GT(dropped, 0U);
  if (GetParam() == Unsynced::half) {
    EXPECT_GT(torn, 0U);
  }
}

TEST_P(PowerCutTest, AJournalIsCreatedWholeOrNotAtAll) {
  const EncodedRecord genesis = genesis_record(example_genesis(), kMarch);
  for (std::uint64_t cut = 1;; ++cut) {
    SCOPED_TRACE("cut at step " + std::to_string(cut));
    const test::TemporaryDirectory directory;
    const auto disk = std::make_shared<UnsyncedFileSystem>();
    disk->cut_at(cut);
    RocksdbJournalOptions with = options(directory);
    with.env = test::journal_env(disk);
    const bool created = RocksdbJournal::create(with, {&genesis, 1}).has_value();
    disk->forget(GetParam());
    const auto journal = RocksdbJournal::open(options(directory));
    if (created) {
      ASSERT_TRUE(journal.has_value()) << journal.error().what;
      EXPECT_EQ((*journal)->head().next, Position(1));
    } else {
      ASSERT_FALSE(journal.has_value());
      EXPECT_EQ(journal.error().fault, Fault::not_found);
      EXPECT_TRUE(RocksdbJournal::create(options(directory), {&genesis, 1}).has_value());
    }
    if (!disk->is_cut()) break;
  }
}

INSTANTIATE_TEST_SUITE_P(Fates, PowerCutTest,
                         ::testing::Values(Unsynced::lost, Unsynced::half, Unsynced::kept),
                         [](const auto& fate) {
                           switch (fate.param) {
                             case Unsynced::lost: return "Lost";
                             case Unsynced::half: return "Half";
                             case Unsynced::kept: return "Kept";
                           }
                           return "";
                         });

// A failed write is never tried again: the journal tells once and takes nothing more.
TEST(WriteError, IsToldOnceAndNeverRetried) {
  const test::TemporaryDirectory directory;
  RocksdbJournalOptions options;
  options.dir = directory.file("journal");
  options.min_free_bytes = 0;
  const EncodedRecord genesis = genesis_record(example_genesis(), kMarch);
  ASSERT_TRUE(RocksdbJournal::create(options, {&genesis, 1}).has_value());
  const auto disk = std::make_shared<UnsyncedFileSystem>();
  options.env = test::journal_env(disk);
  std::vector<std::string> told;
  options.on_write_error = [&](const Error& error) { told.push_back(error.what); };
  auto journal = RocksdbJournal::open(options);
  ASSERT_TRUE(journal.has_value()) << journal.error().what;
  append_one(**journal, "one");
  disk->cut_at(disk->steps() + 1);
  for (int n = 0; n < 2; ++n) {
    Batch batch((*journal)->head(), 1);
    batch.add(kMarch, "two");
    EXPECT_EQ((*journal)->append(1, Position(2), batch.records()).error().fault, Fault::io);
  }
  EXPECT_EQ(told.size(), 1U);
  EXPECT_EQ((*journal)->head().next, Position(2));
}

TEST(WriteErrorDeathTest, EndsTheProcess) {
  const test::TemporaryDirectory directory;
  RocksdbJournalOptions options;
  options.dir = directory.file("journal");
  options.min_free_bytes = 0;
  const EncodedRecord genesis = genesis_record(example_genesis(), kMarch);
  ASSERT_TRUE(RocksdbJournal::create(options, {&genesis, 1}).has_value());
  const auto fail_in_child = [&] {
    const auto disk = std::make_shared<UnsyncedFileSystem>();
    options.env = test::journal_env(disk);
    const auto journal = RocksdbJournal::open(options);
    disk->cut_at(disk->steps() + 1);
    append_one(**journal, "one");
  };
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(fail_in_child(), "journal write: IO error: power cut");
}

}  // namespace
}  // namespace stele::journal
