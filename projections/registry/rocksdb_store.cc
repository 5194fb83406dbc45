// The store on RocksDB: unsynced writes (what a power cut takes is replayed), point-in-time recovery
// (a gap would be a state that never was), checksums verified on every read.
#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/table.h>

#include <filesystem>

#include "engine/base/check.h"
#include "projections/registry/store.h"

namespace stele::registry {

namespace {

rocksdb::Slice slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }
std::string_view text(const rocksdb::Slice& bytes) { return {bytes.data(), bytes.size()}; }

Error translate(const rocksdb::Status& status, const std::string& dir) {
  const Fault fault = status.IsCorruption() ? Fault::corrupt : status.IsNoSpace() ? Fault::disk_low : Fault::io;
  return Error{fault, "registry state " + dir + ": " + status.ToString()};
}

// A read that fails is a broken store: there is no answer to give that the journal says.
void require_read(const rocksdb::Status& status) {
  CHECK(status.ok(), "registry state cannot be read: " + status.ToString() +
                         "; stop the server and remove the state directory, it is rebuilt at start");
}

class RocksdbSnapshot final : public Snapshot {
 public:
  explicit RocksdbSnapshot(std::shared_ptr<rocksdb::DB> db) : db_(std::move(db)), at_(db_->GetSnapshot()) {}
  ~RocksdbSnapshot() override { db_->ReleaseSnapshot(at_); }

  bool get(std::string_view key, std::string& value) const override {
    rocksdb::ReadOptions options;
    options.snapshot = at_;
    const rocksdb::Status status = db_->Get(options, db_->DefaultColumnFamily(), slice(key), &value);
    if (status.IsNotFound()) return false;
    require_read(status);
    return true;
  }

  void scan(std::string_view prefix, std::string_view start, const Visit& visit) const override {
    rocksdb::ReadOptions options;
    options.snapshot = at_;
    const std::unique_ptr<rocksdb::Iterator> it(db_->NewIterator(options));
    for (it->Seek(slice(start.empty() ? prefix : start)); it->Valid() && text(it->key()).starts_with(prefix);
         it->Next())
      if (!visit(text(it->key()), text(it->value()))) return;
    require_read(it->status());
  }

  Done check_files() const override {
    const rocksdb::Status status = db_->VerifyChecksum();
    if (!status.ok()) return std::unexpected(translate(status, db_->GetName()));
    return {};
  }

 private:
  std::shared_ptr<rocksdb::DB> db_;
  const rocksdb::Snapshot* at_;
};

class RocksdbStore final : public Store {
 public:
  RocksdbStore(std::string dir, rocksdb::DB* db) : dir_(std::move(dir)), db_(db) {}

  std::shared_ptr<const Snapshot> snapshot() override { return std::make_shared<RocksdbSnapshot>(db_); }

  Done write(const std::vector<RowChange>& changes) override {
    rocksdb::WriteBatch batch;
    for (const RowChange& change : changes) {
      if (change.value)
        batch.Put(slice(change.key), slice(*change.value));
      else
        batch.Delete(slice(change.key));
    }
    const rocksdb::Status status = db_->Write(rocksdb::WriteOptions{}, &batch);
    if (!status.ok()) return std::unexpected(translate(status, dir_));
    return {};
  }

  Done flush() override {
    rocksdb::Status status = db_->FlushWAL(true);
    if (!status.ok()) return std::unexpected(translate(status, dir_));
    return {};
  }

 private:
  std::string dir_;
  std::shared_ptr<rocksdb::DB> db_;
};

// The cache is divided into shards, and a block that is larger than one is never kept: the filter of
// a file of millions of small rows takes megabytes and would be read anew by every look-up. RocksDB's
// own choice is 512 KiB a shard and more, up to 64 of them.
constexpr std::uint64_t kLeastShard = 16ULL << 20;
constexpr int kMostShardBits = 6;

int shard_bits(std::uint64_t cache_bytes) {
  int bits = 0;
  while (bits < kMostShardBits && (cache_bytes >> (bits + 1)) >= kLeastShard) ++bits;
  return bits;
}

rocksdb::Options rocksdb_options(const StoreOptions& wanted) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(wanted.cache_bytes, shard_bits(wanted.cache_bytes));
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10, false));
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  // In parts of some kilobytes: whole filters of tens of millions of rows do not fit the cache together,
  // and then every look-up reads megabytes of them anew.
  table.partition_filters = true;
  table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  table.format_version = 5;

  rocksdb::Options options;
  options.create_if_missing = !wanted.read_only;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  options.compression = wanted.compression ? rocksdb::kLZ4Compression : rocksdb::kNoCompression;
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  options.write_buffer_size = 64ULL << 20;
  options.max_write_buffer_number = 3;
  // Most questions of a creation are about what is not there: they need not search the skip list.
  options.memtable_prefix_bloom_size_ratio = 0.05;
  options.memtable_whole_key_filtering = true;
  options.max_background_jobs = 2;
  // A large journal read from the start: every merge into the first level writes all of that level
  // again, so fewer of them are half the work. Filters keep look-ups in the files before it cheap.
  options.level0_file_num_compaction_trigger = 8;
  options.level0_slowdown_writes_trigger = 24;
  options.level0_stop_writes_trigger = 40;
  options.db_log_dir = wanted.log_dir;
  options.keep_log_file_num = 4;
  options.max_total_wal_size = 256ULL << 20;
  options.paranoid_checks = true;
  return options;
}

}  // namespace

Result<std::unique_ptr<Store>> open_store(const StoreOptions& wanted) {
  std::error_code error;
  if (!wanted.read_only) std::filesystem::create_directories(wanted.dir, error);
  if (error) return fail(Fault::io, "cannot make " + wanted.dir + ": " + error.message());
  if (!wanted.log_dir.empty()) std::filesystem::create_directories(wanted.log_dir, error);
  const rocksdb::Options options = rocksdb_options(wanted);
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status = wanted.read_only ? rocksdb::DB::OpenForReadOnly(options, wanted.dir, &db)
                                                  : rocksdb::DB::Open(options, wanted.dir, &db);
  if (!status.ok()) return std::unexpected(translate(status, wanted.dir));
  return std::unique_ptr<Store>(std::make_unique<RocksdbStore>(wanted.dir, db));
}

}  // namespace stele::registry
