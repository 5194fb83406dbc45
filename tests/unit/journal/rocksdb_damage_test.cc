// Damage to a stopped journal, every kind that matters, under real RocksDB: either everything
// acknowledged is still there, or the journal is refused, names a position, and the directory is
// byte for byte what it was.
#include <set>

#include "events/journal/rocksdb_journal.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/unsynced_file_system.h"
#include "tests/unit/journal/journal_fixture.h"

namespace stele::journal {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kTransactions = 12;
constexpr std::size_t kWalBlock = 32 * 1024;
constexpr std::size_t kWalHeader = 7;  // CRC, length, type of RocksDB's log format

struct Outcome {
  bool opened = false;
  std::size_t kept = 0;
  Error error;
};

class RocksdbDamageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const EncodedRecord genesis = genesis_record(example_genesis(), kMarch);
    ASSERT_TRUE(RocksdbJournal::create(options(), {&genesis, 1}).has_value());
    for (int start = 0; start < 2; ++start) {  // the first half ends in a table file
      auto journal = RocksdbJournal::open(options());
      ASSERT_TRUE(journal.has_value()) << journal.error().what;
      for (std::uint64_t n = 0; n < kTransactions / 2; ++n)
        append_one(**journal, payload_of(start * kTransactions / 2 + n));
    }
    good_ = tree_of(options().dir);
    find_wal();
  }

  void find_wal() {
    std::size_t largest = 0;
    for (const auto& [name, bytes] : good_) {
      if (!name.ends_with(".log") || bytes.size() <= largest) continue;
      wal_ = name;
      largest = bytes.size();
    }
    ASSERT_GT(largest, kTransactions / 2 * 100) << "no write-ahead log to damage";
  }

  RocksdbJournalOptions options() const {
    RocksdbJournalOptions out;
    out.dir = directory_.file("journal");
    out.min_free_bytes = 0;
    out.env = test::journal_env();
    out.sync = false;
    return out;
  }

  void put(const Tree& tree) const {
    fs::remove_all(options().dir);
    for (const auto& [name, bytes] : tree) {
      const fs::path path = options().dir + "/" + name;
      if (bytes == "directory") {
        fs::create_directories(path);
        continue;
      }
      fs::create_directories(path.parent_path());
      write_file(path, bytes);
    }
  }

  // Opens the damaged tree to write; when it is refused, checks that nothing was touched.
  Outcome open(const Tree& damaged) const {
    put(damaged);
    const Tree before = tree_of(options().dir);
    auto journal = RocksdbJournal::open(options());
    if (!journal) {
      EXPECT_EQ(tree_of(options().dir), before) << "a refusal touched the directory";
      return {.error = journal.error()};
    }
    return {.opened = true, .kept = payloads(**journal).size()};
  }

  void expect_refused(const Tree& damaged, const std::string& damage) const {
    const Outcome outcome = open(damaged);
    EXPECT_FALSE(outcome.opened) << damage << ", kept " << outcome.kept;
    if (outcome.opened) return;
    EXPECT_TRUE(outcome.error.what.starts_with("position "))
        << damage << ": " << outcome.error.what;
    EXPECT_TRUE(outcome.error.fault == Fault::regressed || outcome.error.fault == Fault::corrupt)
        << damage << ": " << outcome.error.what;
  }

  Tree with(const std::string& name, const std::string& bytes) const {
    Tree out = good_;
    out[name] = bytes;
    return out;
  }
  Tree without(const std::string& name) const {
    Tree out = good_;
    out.erase(name);
    return out;
  }

  // Where each of RocksDB's log records (or fragments of one) begins; blocks end in padding.
  std::vector<std::size_t> wal_records() const {
    const std::string& bytes = good_.at(wal_);
    std::vector<std::size_t> out;
    for (std::size_t at = 0; at + kWalHeader <= bytes.size();) {
      const std::size_t left = kWalBlock - at % kWalBlock;
      if (left < kWalHeader) {
        at += left;
        continue;
      }
      out.push_back(at);
      const auto low = static_cast<unsigned char>(bytes[at + 4]);
      const auto high = static_cast<unsigned char>(bytes[at + 5]);
      at += kWalHeader + low + high * 256U;
    }
    return out;
  }

  void expect_every_header_bit_guarded(const std::vector<std::size_t>& records) const {
    const std::string& bytes = good_.at(wal_);
    for (const std::size_t at : records)
      for (std::size_t bit = 0; bit < kWalHeader * 8; ++bit) {
        std::string bad = bytes;
        bad[at + bit / 8] ^= static_cast<char>(1 << bit % 8);
        expect_refused(with(wal_, bad),
                       "header at " + std::to_string(at) + " bit " + std::to_string(bit));
      }
  }

  test::TemporaryDirectory directory_;
  Tree good_;
  std::string wal_;
};

TEST_F(RocksdbDamageTest, UndamagedItOpens) {
  const Outcome outcome = open(good_);
  ASSERT_TRUE(outcome.opened) << outcome.error.what;
  EXPECT_EQ(outcome.kept, kTransactions);
}

TEST_F(RocksdbDamageTest, EveryBitOfTheLogsRecordHeaders) {
  const auto records = wal_records();
  ASSERT_EQ(records.size(), kTransactions / 2);
  expect_every_header_bit_guarded(records);
}

// Records in fragments: a reader that loses one may find its footing again in a later block.
TEST_F(RocksdbDamageTest, EveryBitOfTheHeadersOfALogOfSeveralBlocks) {
  put(good_);
  {
    auto journal = RocksdbJournal::open(options());
    ASSERT_TRUE(journal.has_value()) << journal.error().what;
    for (const char c : {'a', 'b', 'c', 'd', 'e', 'f'})
      append_one(**journal, std::string(20'000, c));
  }
  good_ = tree_of(options().dir);
  find_wal();
  const auto records = wal_records();
  ASSERT_GE(records.size(), 9U);  // six, and a fragment more for each block that one crosses
  expect_every_header_bit_guarded(records);
}

TEST_F(RocksdbDamageTest, EveryBitOfOneEnvelopeAndASampleOfTheRest) {
  const std::string& bytes = good_.at(wal_);
  const std::size_t envelope = bytes.find("STLR") - 4;
  std::set<std::size_t> bits;
  for (std::size_t bit = 0; bit < 102 * 8; bit += 3) bits.insert(envelope * 8 + bit);
  for (std::size_t bit = 0; bit < bytes.size() * 8; bit += 61) bits.insert(bit);
  for (const std::size_t bit : bits) {
    std::string bad = bytes;
    bad[bit / 8] ^= static_cast<char>(1 << bit % 8);
    expect_refused(with(wal_, bad), "bit " + std::to_string(bit));
  }
}

TEST_F(RocksdbDamageTest, ALogShortenedEmptiedOrDeleted) {
  const std::string& bytes = good_.at(wal_);
  for (std::size_t size = 0; size < bytes.size(); size += 17)
    expect_refused(with(wal_, bytes.substr(0, size)), "log of " + std::to_string(size));
  expect_refused(with(wal_, bytes.substr(0, bytes.size() - 1)), "log without its last byte");
  expect_refused(without(wal_), "log deleted");
}

TEST_F(RocksdbDamageTest, NamesThePositionAfterTheRecoveredHead) {
  const std::string& bytes = good_.at(wal_);
  const auto records = wal_records();
  const Outcome outcome = open(with(wal_, bytes.substr(0, records[4] + 20)));
  EXPECT_EQ(outcome.error.fault, Fault::regressed);
  EXPECT_TRUE(outcome.error.what.starts_with("position 11: acknowledged and lost"))
      << outcome.error.what;  // genesis, six in the table, four in the log
}

// Whole log records removed with care, their neighbours intact: RocksDB has nothing to object to.
TEST_F(RocksdbDamageTest, ALogRecordCutOutOfTheMiddle) {
  const std::string& bytes = good_.at(wal_);
  const auto records = wal_records();
  for (std::size_t n = 0; n + 1 < records.size(); ++n)
    expect_refused(with(wal_, bytes.substr(0, records[n]) + bytes.substr(records[n + 1])),
                   "log record " + std::to_string(n));
}

TEST_F(RocksdbDamageTest, OtherFilesDeletedEmptiedShortened) {
  std::size_t refused = 0;
  for (const auto& [name, bytes] : good_) {
    if (bytes == "directory" || name == wal_) continue;
    const Tree damages[] = {without(name), with(name, ""),
                            with(name, bytes.substr(0, bytes.size() / 2))};
    for (const Tree& damage : damages) {
      const Outcome outcome = open(damage);
      if (outcome.opened)  // OPTIONS, IDENTITY, an old log, half of HEAD
        EXPECT_EQ(outcome.kept, kTransactions) << name;
      else
        EXPECT_TRUE(outcome.error.what.starts_with("position ")) << name << outcome.error.what;
      refused += outcome.opened ? 0 : 1;
    }
    const bool needed = name.ends_with("CURRENT") || name.find("MANIFEST") != std::string::npos ||
                        name.ends_with(".sst") || name == "HEAD";
    if (!needed) continue;
    expect_refused(without(name), name + " deleted");
    expect_refused(with(name, ""), name + " emptied");
  }
  EXPECT_GE(refused, 8U);
}

TEST_F(RocksdbDamageTest, EveryByteOfTheManifest) {
  std::string manifest;
  for (const auto& [name, bytes] : good_)
    if (name.find("MANIFEST") != std::string::npos) manifest = name;
  const std::string& bytes = good_.at(manifest);
  for (std::size_t byte = 0; byte < bytes.size(); byte += 3) {
    std::string bad = bytes;
    bad[byte] ^= static_cast<char>(1 << byte % 8);
    const Outcome outcome = open(with(manifest, bad));
    if (outcome.opened)
      EXPECT_EQ(outcome.kept, kTransactions) << byte;
    else
      EXPECT_TRUE(outcome.error.what.starts_with("position ")) << outcome.error.what;
  }
}

TEST_F(RocksdbDamageTest, EveryBitOfHead) {
  const std::string& bytes = good_.at("HEAD");
  ASSERT_EQ(bytes.size(), 2 * kSlotStride);
  for (const std::size_t slot : {std::size_t{0}, kSlotStride})
    for (std::size_t bit = 0; bit < kSlotSize * 8; bit += 5) {
      std::string bad = bytes;
      bad[slot + bit / 8] ^= static_cast<char>(1 << bit % 8);
      const Outcome outcome = open(with("HEAD", bad));  // one slot is left
      ASSERT_TRUE(outcome.opened) << outcome.error.what;
      ASSERT_EQ(outcome.kept, kTransactions) << "slot at " << slot << " bit " << bit;
    }
  std::string both = bytes;
  both[3] ^= 1;
  both[kSlotStride + 3] ^= 1;
  expect_refused(with("HEAD", both), "both slots");
}

TEST_F(RocksdbDamageTest, AHeadOfAnotherHistory) {
  const std::string& bytes = good_.at("HEAD");
  const HeadSlots slots =
      read_slots(bytes.substr(0, kSlotSize), bytes.substr(kSlotStride, kSlotSize));
  Head other = *slots.newest;
  other.leaf[0] ^= 1;
  std::string bad = bytes;
  for (const std::size_t at : {std::size_t{0}, kSlotStride})
    bad.replace(at, kSlotSize, encode_slot(other));
  const Outcome outcome = open(with("HEAD", bad));
  EXPECT_EQ(outcome.error.fault, Fault::corrupt);
  EXPECT_TRUE(outcome.error.what.starts_with("position 12: its leaf is ")) << outcome.error.what;
}

}  // namespace
}  // namespace stele::journal
