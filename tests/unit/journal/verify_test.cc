#include "events/journal/verify.h"

#include <future>

#include "events/journal/memory_journal.h"
#include "events/journal/merkle.h"
#include "events/journal/scrub.h"
#include "tests/unit/journal/journal_fixture.h"

namespace stele::journal {
namespace {

constexpr std::uint64_t kRecords = 30;

void fill(Journal& journal) {
  append_genesis(journal);
  for (std::uint64_t n = 1; n < kRecords; ++n) append_one(journal, payload_of(n));
}

TEST(Verify, APassReportsWhatIsThere) {
  MemoryJournal journal;
  fill(journal);
  std::vector<std::string> seen;
  std::vector<std::uint64_t> progress;
  VerifyOptions options;
  options.transaction = [&](const StoredTransaction& transaction) -> Done {
    seen.emplace_back(transaction.payload);
    return {};
  };
  options.progress = [&](Position at) { progress.push_back(at.value); };
  options.progress_step = 10;
  const VerifyReport report = verify(journal, options);
  EXPECT_FALSE(report.first_bad.has_value());
  EXPECT_EQ(report.records, kRecords);
  EXPECT_EQ(report.transactions, kRecords - 1);
  EXPECT_EQ(report.root, *tree_root(kRecords, leaves_of(journal)));
  EXPECT_EQ(report.genesis, example_genesis());
  EXPECT_EQ(seen, payloads(journal));
  EXPECT_EQ(progress, (std::vector<std::uint64_t>{10, 20, 30}));
}

TEST(Verify, NamesTheFirstFlippedRecord) {
  for (std::uint64_t position = 0; position < kRecords; ++position) {
    MemoryJournal journal;
    fill(journal);
    journal.flip_bit(Position(position), 8 * 40 + position);
    const VerifyReport report = verify(journal);
    ASSERT_TRUE(report.first_bad.has_value());
    EXPECT_EQ(report.first_bad->position, Position(position));
    EXPECT_TRUE(report.first_bad->what.starts_with("position " + std::to_string(position) + ": "));
    EXPECT_EQ(report.records, position);
  }
}

// A copy in which one transaction was replaced and every later record made again with care: only
// the root tells, and only to someone who kept a checkpoint.
TEST(Verify, ARewrittenJournalFailsAgainstASavedCheckpoint) {
  MemoryJournal honest;
  fill(honest);
  MemoryJournal forged;
  append_genesis(forged);
  for (std::uint64_t n = 1; n < kRecords; ++n)
    append_one(forged, n == 11 ? "something else" : payload_of(n));
  EXPECT_FALSE(verify(forged).first_bad.has_value());
  VerifyOptions options;
  options.saved = Checkpoint{example_genesis().origin, 20, *tree_root(20, leaves_of(honest))};
  EXPECT_FALSE(verify(honest, options).first_bad.has_value());
  const auto bad = verify(forged, options).first_bad;
  ASSERT_TRUE(bad.has_value());
  EXPECT_EQ(bad->position, Position(19));
  options.saved->size = kRecords + 1;
  EXPECT_EQ(verify(honest, options).first_bad->position, Position(kRecords));
}

TEST(Verify, ReportsATransactionTheCallerCannotRead) {
  MemoryJournal journal;
  fill(journal);
  VerifyOptions options;
  options.transaction = [](const StoredTransaction& transaction) -> Done {
    if (transaction.first == Position(9)) return fail(Fault::unsupported, "event kind 77");
    return {};
  };
  const auto bad = verify(journal, options).first_bad;
  ASSERT_TRUE(bad.has_value());
  EXPECT_EQ(bad->position, Position(9));
  EXPECT_EQ(bad->what, "position 9: event kind 77");
}

TEST(Verify, AJournalBeginsWithItsGenesis) {
  MemoryJournal journal;
  append_one(journal, "not a genesis");
  EXPECT_EQ(verify(journal).first_bad->what, "position 0: is not a genesis record");
}

TEST(Scrub, WalksAgainAndAgain) {
  MemoryJournal journal;
  fill(journal);
  Scrub scrub(journal, {.slice_records = 7, .slice_pause_ms = 0, .pass_pause_ms = 0},
              [](Position at, const Error&) { ADD_FAILURE() << at.value; });
  EXPECT_TRUE(scrub.wait_for_passes(3, 10'000));
}

TEST(Scrub, FindsDamageThatCameAfterThePassBefore) {
  MemoryJournal journal;
  fill(journal);
  std::promise<std::pair<Position, std::string>> found;
  Scrub scrub(journal, {.slice_records = 7, .slice_pause_ms = 0, .pass_pause_ms = 1},
              [&](Position at, const Error& error) { found.set_value({at, error.what}); });
  ASSERT_TRUE(scrub.wait_for_passes(1, 10'000));
  journal.flip_bit(Position(13), 8 * 50);
  auto future = found.get_future();
  ASSERT_EQ(future.wait_for(std::chrono::seconds(10)), std::future_status::ready);
  const auto [at, what] = future.get();
  EXPECT_EQ(at, Position(13));
  EXPECT_TRUE(what.starts_with("position 13: ")) << what;
}

TEST(Scrub, StopsWithoutWaitingForItsPause) {
  MemoryJournal journal;
  fill(journal);
  const auto begin = std::chrono::steady_clock::now();
  {
    Scrub scrub(journal, {.pass_pause_ms = 3'600'000}, [](Position, const Error&) {});
    ASSERT_TRUE(scrub.wait_for_passes(1, 10'000));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
}

}  // namespace
}  // namespace stele::journal
