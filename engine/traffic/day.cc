#include "engine/traffic/day.h"

#include <rocksdb/cache.h>
#include <rocksdb/db.h>
#include <rocksdb/options.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>

#include <algorithm>

namespace stele::traffic {

namespace {

rocksdb::Slice slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }
std::string_view text(const rocksdb::Slice& bytes) { return {bytes.data(), bytes.size()}; }

Error translate(const rocksdb::Status& status, const std::string& dir) {
  const Fault fault = status.IsCorruption()                       ? Fault::corrupt
                      : status.IsNoSpace()                        ? Fault::disk_low
                      : status.ToString().find("lock") != std::string::npos ? Fault::busy
                                                                  : Fault::io;
  return Error{fault, "traffic log " + dir + ": " + status.ToString()};
}

// RocksDB's own messages would be a file beside every day; what matters comes back as a status.
class Silence final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

rocksdb::Options rocksdb_options(const DayOptions& wanted) {
  // Days are read seldom, and by one at a time: what is read again comes from the system's cache.
  static const auto cache = rocksdb::NewLRUCache(8ULL << 20);
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.block_size = 16 * 1024;
  table.format_version = 5;

  rocksdb::Options options;
  options.create_if_missing = !wanted.read_only;
  options.info_log = std::make_shared<Silence>();
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  options.compression = wanted.compression ? rocksdb::kZSTD : rocksdb::kNoCompression;
  options.compression_opts.level = 1;
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  options.write_buffer_size = wanted.buffer_bytes;
  options.max_write_buffer_number = 3;
  // Records come in the order of their keys: each goes behind the last one without a search.
  options.allow_concurrent_memtable_write = false;
  options.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewFixedPrefixTransform(2));
  // Written once, read seldom, removed whole: merging files would cost more than it saves.
  options.disable_auto_compactions = true;
  options.level0_slowdown_writes_trigger = 1 << 20;
  options.level0_stop_writes_trigger = 1 << 20;
  options.max_open_files = 64;
  options.max_background_jobs = 2;
  options.paranoid_checks = true;
  options.bytes_per_sync = 1 << 20;      // a day's flush is not one burst on the journal's disk
  options.wal_bytes_per_sync = 1 << 20;
  return options;
}

std::string encode(const Counts& counts) {
  std::string out;
  put_big_endian(out, counts.rows);
  put_big_endian(out, counts.bytes);
  return out;
}

}  // namespace

Day::Day(DayOptions options, rocksdb::DB* db) : options_(std::move(options)), db_(db) {}
Day::~Day() = default;

Result<std::shared_ptr<Day>> Day::open(DayOptions options) {
  const rocksdb::Options wanted = rocksdb_options(options);
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status = options.read_only
                                     ? rocksdb::DB::OpenForReadOnly(wanted, options.dir, &db)
                                     : rocksdb::DB::Open(wanted, options.dir, &db);
  if (!status.ok()) return std::unexpected(translate(status, options.dir));
  std::shared_ptr<Day> day(new Day(std::move(options), db));
  for (const Class log : kClasses) {
    std::string value;
    const rocksdb::Status read = db->Get(rocksdb::ReadOptions{}, slice(counts_key(log)), &value);
    if (read.IsNotFound()) continue;
    if (!read.ok()) return std::unexpected(translate(read, day->options_.dir));
    if (value.size() != 16)
      return fail(Fault::corrupt, "traffic log " + day->options_.dir + ": its counts are no counts");
    day->counts_[index_of(log)] = {get_big_endian<std::uint64_t>(value),
                                   get_big_endian<std::uint64_t>(std::string_view(value).substr(8))};
  }
  return day;
}

namespace {

void add_index(std::vector<std::string>& keys, const RowId& row, Field field, std::string_view value) {
  if (value.empty()) return;
  std::string& key = keys.emplace_back(value_prefix(row.log, field, value));
  put_time_and_id(key, row.at, row.id);
}

}  // namespace

Done Day::append(std::span<const std::pair<std::uint64_t, Record>> records) {
  const std::lock_guard lock(mutex_);
  std::array<Counts, kClasses.size()> counts = counts_;
  rocksdb::WriteBatch batch;
  std::vector<std::string> keys;
  for (const auto& [id, record] : records) {
    const RowId row{record.log, record.at, id};
    const std::string value = traffic::encode(record);
    batch.Put(slice(record_key(row)), slice(value));
    add_index(keys, row, Field::client_trid, record.client_trid);
    add_index(keys, row, Field::server_trid, record.server_trid);
    add_index(keys, row, Field::registrar, record.registrar);
    add_index(keys, row, Field::address, record.address);
    for (const std::string& object : record.objects) add_index(keys, row, Field::object, object);
    Counts& of = counts[index_of(record.log)];
    ++of.rows;
    of.bytes += value.size();
  }
  // In order: each key is then looked for from where the last one went, not from the top.
  std::ranges::sort(keys);
  for (const std::string& key : keys) batch.Put(slice(key), {});
  for (const Class log : kClasses)
    if (counts[index_of(log)] != counts_[index_of(log)])
      batch.Put(slice(counts_key(log)), slice(encode(counts[index_of(log)])));
  const rocksdb::Status status = db_->Write(rocksdb::WriteOptions{}, &batch);
  if (!status.ok()) return std::unexpected(translate(status, options_.dir));
  counts_ = counts;
  return {};
}

Done Day::flush() {
  const rocksdb::Status status = db_->Flush(rocksdb::FlushOptions{});
  if (!status.ok()) return std::unexpected(translate(status, options_.dir));
  return {};
}

Result<std::optional<Record>> Day::find(const RowId& row) {
  std::string value;
  const rocksdb::Status status = db_->Get(rocksdb::ReadOptions{}, slice(record_key(row)), &value);
  if (status.IsNotFound()) return std::optional<Record>();
  if (!status.ok()) return std::unexpected(translate(status, options_.dir));
  auto record = decode(row.log, row.at, value);
  if (!record) return std::unexpected(record.error());
  return std::optional(std::move(*record));
}

Counts Day::counts(Class log) {
  const std::lock_guard lock(mutex_);
  return counts_[index_of(log)];
}

Done Day::purge(Class log) {
  const std::string begin = class_prefix(log);
  const std::string end(1, static_cast<char>(static_cast<int>(log) + 1));
  {
    const std::lock_guard lock(mutex_);
    rocksdb::WriteBatch batch;
    batch.DeleteRange(slice(begin), slice(end));
    batch.Delete(slice(counts_key(log)));
    const rocksdb::Status status = db_->Write(rocksdb::WriteOptions{}, &batch);
    if (!status.ok()) return std::unexpected(translate(status, options_.dir));
    counts_[index_of(log)] = {};
  }
  rocksdb::CompactRangeOptions whole;
  whole.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
  rocksdb::Status status = db_->Flush(rocksdb::FlushOptions{});
  if (status.ok()) status = db_->CompactRange(whole, nullptr, nullptr);
  if (!status.ok()) return std::unexpected(translate(status, options_.dir));
  return {};
}

// ---- walking

Day::Walk::~Walk() = default;
Day::Walk::Walk(Walk&&) noexcept = default;

Day::Walk Day::walk(Class log, Field field, std::string_view value, Instant from, Instant until,
                    bool backwards) {
  Walk walk;
  walk.day_ = shared_from_this();
  walk.at_.reset(db_->NewIterator(rocksdb::ReadOptions{}));
  walk.log_ = log;
  walk.prefix_ = value_prefix(log, field, value);
  walk.from_ = Instant{std::max<std::int64_t>(from.ms, 0)};
  walk.until_ = Instant{std::max<std::int64_t>(until.ms, 0)};
  walk.backwards_ = backwards;
  return walk;
}

Result<std::optional<RowId>> Day::Walk::next() {
  if (!begun_) {
    std::string key = prefix_;
    put_time_and_id(key, backwards_ ? until_ : from_, 0);
    if (backwards_) at_->SeekForPrev(slice(key));
    else at_->Seek(slice(key));
    begun_ = true;
  } else if (backwards_) {
    at_->Prev();
  } else {
    at_->Next();
  }
  if (!at_->Valid()) {
    if (!at_->status().ok())
      return std::unexpected(translate(at_->status(), day_->options_.dir));
    return std::optional<RowId>();
  }
  const std::string_view key = text(at_->key());
  if (!key.starts_with(prefix_) || key.size() != prefix_.size() + 16) return std::optional<RowId>();
  const RowId row = row_of(log_, key);
  if (backwards_ && row.at == until_ && row.id == 0) return next();  // the bound itself is outside
  if (backwards_ ? row.at < from_ : row.at >= until_) return std::optional<RowId>();
  return std::optional(row);
}

}  // namespace stele::traffic
