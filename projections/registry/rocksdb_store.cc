// The store on RocksDB: unsynced writes (what a power cut takes is replayed), point-in-time recovery
// (a gap would be a state that never was), checksums verified on every read.
#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/slice_transform.h>
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

rocksdb::Options rocksdb_options(const StoreOptions& wanted) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(wanted.cache_bytes);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10, false));
  // Filters and indexes are kept outside of the cache: every look-up asks them, of each file, and those of
  // tens of millions of rows would push each other out of it. They take 1.5 bytes a row.
  table.cache_index_and_filter_blocks = false;
  table.data_block_index_type = rocksdb::BlockBasedTableOptions::kDataBlockBinaryAndHash;
  table.data_block_hash_table_util_ratio = 0.75;
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
  // A write is in the order of its keys, and numbers grow: within a table of rows, which its tag begins, each
  // goes behind the last one without a search from the top.
  options.allow_concurrent_memtable_write = false;
  options.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(1));
  options.max_background_jobs = 2;
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
