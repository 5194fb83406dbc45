#include "events/journal/rocksdb_journal.h"

#include "events/journal/verify.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/unsynced_file_system.h"
#include "tests/unit/journal/journal_fixture.h"

namespace stele::journal {
namespace {

namespace fs = std::filesystem;

class RocksdbJournalTest : public ::testing::Test {
 protected:
  RocksdbJournalOptions options() const {
    RocksdbJournalOptions out;
    out.dir = directory_.file("journal");
    out.min_free_bytes = 0;
    out.env = test::journal_env();
    return out;
  }
  void create() const {
    const EncodedRecord genesis = genesis_record(example_genesis(), kMarch);
    const auto done = RocksdbJournal::create(options(), {&genesis, 1});
    ASSERT_TRUE(done.has_value()) << done.error().what;
  }
  std::unique_ptr<RocksdbJournal> open(const RocksdbJournalOptions& with) const {
    auto journal = RocksdbJournal::open(with);
    EXPECT_TRUE(journal.has_value()) << journal.error().what;
    return journal ? std::move(*journal) : nullptr;
  }
  std::unique_ptr<RocksdbJournal> open() const { return open(options()); }

  test::TemporaryDirectory directory_;
};

TEST_F(RocksdbJournalTest, KeepsWhatWasAppendedOverRestarts) {
  create();
  std::vector<std::string> written;
  for (int start = 0; start < 3; ++start) {
    const auto journal = open();
    EXPECT_EQ(journal->recovered().dropped, 0U);
    for (int n = 0; n < 5; ++n) {
      written.push_back(payload_of(written.size()));
      append_one(*journal, written.back());
    }
    written.push_back(std::string(3 * kMaxRecordPayload, 'z'));
    append_one(*journal, written.back());
    EXPECT_EQ(payloads(*journal), written);
  }
  const auto journal = open();
  EXPECT_EQ(payloads(*journal), written);
  EXPECT_EQ(read_genesis(*journal).value(), example_genesis());
  EXPECT_FALSE(verify(*journal).first_bad.has_value());
  EXPECT_TRUE(journal->verify_files().has_value());
}

TEST_F(RocksdbJournalTest, IsMadeOnlyWhenAskedForAndOnlyOnce) {
  EXPECT_EQ(RocksdbJournal::open(options()).error().fault, Fault::not_found);
  EXPECT_FALSE(fs::exists(options().dir));
  fs::create_directory(options().dir);
  EXPECT_EQ(RocksdbJournal::open(options()).error().fault, Fault::not_found);
  EXPECT_TRUE(fs::is_empty(options().dir));
  create();
  const EncodedRecord genesis = genesis_record(example_genesis(), kMarch);
  EXPECT_EQ(RocksdbJournal::create(options(), {&genesis, 1}).error().fault, Fault::invalid);
  EXPECT_EQ(open()->head().next, Position(1));
}

TEST_F(RocksdbJournalTest, HasOneWriterOrManyReaders) {
  create();
  RocksdbJournalOptions reading = options();
  reading.read_only = true;
  {
    const auto writer = open();
    EXPECT_EQ(RocksdbJournal::open(options()).error().fault, Fault::busy);
    EXPECT_EQ(RocksdbJournal::open(reading).error().fault, Fault::busy);
  }
  const auto reader = open(reading);
  const auto another = open(reading);
  EXPECT_EQ(RocksdbJournal::open(options()).error().fault, Fault::busy);
  Batch batch(reader->head(), 1);
  batch.add(kMarch, "no");
  EXPECT_EQ(reader->append(1, Position(1), batch.records()).error().fault, Fault::read_only);
}

TEST_F(RocksdbJournalTest, ReadingOnlyLeavesTheDirectoryAsItIs) {
  create();
  {
    const auto journal = open();
    for (std::uint64_t n = 0; n < 10; ++n) append_one(*journal, payload_of(n));
  }
  const Tree before = tree_of(options().dir);
  {
    RocksdbJournalOptions reading = options();
    reading.read_only = true;
    const auto journal = open(reading);
    EXPECT_EQ(payloads(*journal).size(), 10U);
    EXPECT_FALSE(verify(*journal).first_bad.has_value());
    EXPECT_TRUE(journal->verify_files().has_value());
  }
  EXPECT_EQ(tree_of(options().dir), before);
}

TEST_F(RocksdbJournalTest, RefusesAnotherPositionAndALowDisk) {
  create();
  std::uint64_t free = 1'000'000;
  RocksdbJournalOptions with = options();
  with.min_free_bytes = 500'000;
  with.free_bytes = [&] { return free; };
  const auto journal = open(with);
  Batch batch(journal->head(), 1);
  batch.add(kMarch, "one");
  EXPECT_EQ(journal->append(1, Position(2), batch.records()).error().fault, Fault::wrong_position);
  free = 500'001;
  EXPECT_EQ(journal->append(1, Position(1), batch.records()).error().fault, Fault::disk_low);
  EXPECT_EQ(journal->head().next, Position(1));
  free = 1'000'000;
  EXPECT_TRUE(journal->append(1, Position(1), batch.records()).has_value());
  EXPECT_TRUE(journal->wait(Position(1), 0));
}

TEST_F(RocksdbJournalTest, InfoLogLivesElsewhere) {
  create();
  RocksdbJournalOptions with = options();
  with.info_log_dir = directory_.file("logs");
  fs::create_directory(with.info_log_dir);
  { append_one(*open(with), "one"); }
  EXPECT_FALSE(fs::is_empty(with.info_log_dir));
  for (const auto& [name, bytes] : tree_of(with.dir))
    EXPECT_EQ(name.find("LOG"), std::string::npos) << name;
}

// Head n with the records of head n + k: what a crash between a batch's sync and HEAD's leaves.
TEST_F(RocksdbJournalTest, DropsATailThatNobodyWasToldOf) {
  create();
  std::string old_head;
  {
    const auto journal = open();
    for (std::uint64_t n = 0; n < 4; ++n) append_one(*journal, payload_of(n));
    old_head = read_file(options().dir + "/HEAD");
    Batch batch(journal->head(), 1);
    batch.add(kMarch, std::string(2 * kMaxRecordPayload, 'u'));
    batch.add(kMarch, "unacknowledged");
    ASSERT_TRUE(journal->append(1, Position(5), batch.records()).has_value());
  }
  write_file(options().dir + "/HEAD", old_head);
  {
    RocksdbJournalOptions reading = options();
    reading.read_only = true;
    const auto journal = open(reading);  // does not see the tail, and does not drop it
    EXPECT_EQ(payloads(*journal).size(), 4U);
    EXPECT_EQ(journal->recovered().dropped, 3U);
  }
  {
    const auto journal = open();
    EXPECT_EQ(journal->recovered().dropped, 3U);
    EXPECT_EQ(payloads(*journal).size(), 4U);
  }
  {
    const auto journal = open();
    EXPECT_EQ(journal->recovered().dropped, 0U);  // it is gone for good
    append_one(*journal, "in its place");
  }
  const auto journal = open();
  EXPECT_EQ(payloads(*journal).back(), "in its place");
  EXPECT_FALSE(verify(*journal).first_bad.has_value());
  EXPECT_TRUE(journal->verify_files().has_value());
}

TEST_F(RocksdbJournalTest, AFlipAnywhereInATableFileIsFound) {
  create();
  {
    const auto journal = open();
    for (std::uint64_t n = 0; n < 50; ++n) append_one(*journal, payload_of(n));
  }
  open().reset();  // moves the log's records into a table file
  std::string table;
  for (const auto& [name, bytes] : tree_of(options().dir))
    if (name.ends_with(".sst") && (table.empty() || bytes.size() > read_file(table).size()))
      table = options().dir + "/" + name;
  ASSERT_FALSE(table.empty());
  const std::string good = read_file(table);
  RocksdbJournalOptions reading = options();
  reading.read_only = true;
  std::uint64_t opened = 0;
  for (std::size_t byte = 0; byte < good.size(); byte += good.size() / 97 + 1) {
    std::string bad = good;
    bad[byte] ^= 4;
    write_file(table, bad);
    const auto journal = RocksdbJournal::open(reading);
    if (!journal) continue;  // the damage hit what opening reads
    ++opened;
    const auto done = (*journal)->verify_files();
    ASSERT_FALSE(done.has_value()) << "byte " << byte;
    EXPECT_TRUE(done.error().what.starts_with("position ")) << done.error().what;
  }
  EXPECT_GT(opened, 0U);
}

}  // namespace
}  // namespace stele::journal
