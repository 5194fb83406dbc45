// Somebody with the disk and the tools of the store rewrites history in a copy of the journal. The
// store finds nothing wrong; verification names the position.
#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include <filesystem>
#include <functional>

#include "engine/base/bytes.h"
#include "engine/runtime/data_directory.h"
#include "engine/runtime/registry.h"
#include "events/journal/record.h"
#include "events/journal/rocksdb_journal.h"
#include "events/journal/verify.h"
#include "tests/sim/script.h"
#include "tests/support/temporary_directory.h"
#include "tests/unit/runtime/fixture.h"

namespace stele::sim {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kVictim = 40;  // an ordinary transaction in the middle

std::string key_of(std::uint64_t position) {
  std::string out;
  put_big_endian(out, position);
  return out;
}

class TamperTest : public testing::Test {
 protected:
  void SetUp() override {
    runtime::HandClock clock;
    runtime::Options options;
    options.dir = directory_.file("data");
    options.clock = &clock;
    options.scrub = false;
    options.least_free_bytes = 0;
    ASSERT_TRUE(runtime::Registry::create(options, "sim/journal", "SIM"));
    auto registry = runtime::Registry::open(options);
    ASSERT_TRUE(registry) << registry.error().what;
    for (std::size_t n = 0; n < 80; ++n)
      ASSERT_TRUE((*registry)->execute(script(n, *(*registry)->state())).accepted());
    registry->reset();
    fs::copy(runtime::DataDirectory{options.dir}.journal(), copy(), fs::copy_options::recursive);
  }

  std::string copy() const { return directory_.file("copy"); }

  using Rewrite = std::function<void(rocksdb::DB&)>;
  void rewrite(const Rewrite& change) const {
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open({}, copy() + "/records", &opened).ok());
    const std::unique_ptr<rocksdb::DB> db(opened);
    change(*db);
  }

  static std::string stored(rocksdb::DB& db, std::uint64_t position) {
    std::string out;
    EXPECT_TRUE(db.Get({}, key_of(position), &out).ok());
    return out;
  }

  std::optional<journal::BadRecord> first_bad() const {
    journal::RocksdbJournalOptions options;
    options.dir = copy();
    options.min_free_bytes = 0;
    auto journal = journal::RocksdbJournal::open(options);
    EXPECT_TRUE(journal) << journal.error().what;
    return journal ? journal::verify(**journal).first_bad : std::nullopt;
  }

  void expect_found(std::uint64_t position) const {
    const auto bad = first_bad();
    ASSERT_TRUE(bad);
    EXPECT_EQ(bad->position, Position(position)) << bad->what;
  }

  test::TemporaryDirectory directory_;
};

TEST_F(TamperTest, ACopyVerifies) { EXPECT_FALSE(first_bad()); }

TEST_F(TamperTest, ADeletedRecordIsFound) {
  rewrite([](rocksdb::DB& db) { ASSERT_TRUE(db.Delete({}, key_of(kVictim)).ok()); });
  expect_found(kVictim);
}

TEST_F(TamperTest, SwappedRecordsAreFound) {
  rewrite([](rocksdb::DB& db) {
    const std::string first = stored(db, kVictim);
    const std::string second = stored(db, kVictim + 1);
    ASSERT_TRUE(db.Put({}, key_of(kVictim), second).ok());
    ASSERT_TRUE(db.Put({}, key_of(kVictim + 1), first).ok());
  });
  expect_found(kVictim);
}

// Made anew with every checksum right: only the next record's `prev` tells.
TEST_F(TamperTest, AnAlteredRecordIsFound) {
  rewrite([](rocksdb::DB& db) {
    const std::string before = stored(db, kVictim);
    const auto record = journal::decode_record(before);
    ASSERT_TRUE(record);
    const std::string other = stored(db, kVictim + 8);
    const auto forged = journal::encode_record(
        record->envelope, journal::decode_record(other)->payload);
    ASSERT_TRUE(journal::decode_record(forged.bytes));
    ASSERT_TRUE(db.Put({}, key_of(kVictim), forged.bytes).ok());
  });
  expect_found(kVictim + 1);
}

TEST_F(TamperTest, ARecordMovedFromElsewhereIsFound) {
  rewrite([](rocksdb::DB& db) {
    ASSERT_TRUE(db.Put({}, key_of(kVictim), stored(db, kVictim + 8)).ok());
  });
  expect_found(kVictim);
}

}  // namespace
}  // namespace stele::sim
