#include "events/journal/rocksdb_records.h"

#include <rocksdb/convenience.h>
#include <rocksdb/env.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/options.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <cstdio>
#include <vector>

#include "engine/crypto/hash.h"
#include "events/journal/chain.h"
#include "events/journal/rocksdb_journal_env.h"

namespace stele::journal {

namespace {

constexpr std::uint64_t kMiB = 1024 * 1024;

// RocksDB writes its info log into the database's directory unless it is given another one.
class NoInfoLog final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

bool can_compress() {
  const auto supported = rocksdb::GetSupportedCompressions();
  return std::ranges::find(supported, rocksdb::kZSTD) != supported.end();
}

rocksdb::Options options_for(const RocksdbJournalOptions& options, RocksdbAccess access) {
  rocksdb::Options out;
  out.create_if_missing = access == RocksdbAccess::create;
  out.error_if_exists = access == RocksdbAccess::create;
  out.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  out.paranoid_checks = true;
  out.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  out.write_buffer_size = 64 * kMiB;
  out.compression =
      options.compression && can_compress() ? rocksdb::kZSTD : rocksdb::kNoCompression;
  // Positions only grow, so level compaction moves files down without rewriting them.
  out.compaction_style = rocksdb::kCompactionStyleLevel;
  out.target_file_size_base = 64 * kMiB;
  out.skip_stats_update_on_db_open = true;
  out.stats_dump_period_sec = 0;
  out.stats_persist_period_sec = 0;
  out.allow_fallocate = !options.env || options.env->preallocate;
  if (options.info_log_dir.empty() || access == RocksdbAccess::read) {
    out.info_log = std::make_shared<NoInfoLog>();
  } else {
    out.db_log_dir = options.info_log_dir;
    out.max_log_file_size = 8 * kMiB;
    out.keep_log_file_num = 4;
  }
  return out;
}

std::optional<Position> position_of(std::string_view key) {
  if (key.size() != sizeof(std::uint64_t)) return std::nullopt;
  return Position(get_big_endian<std::uint64_t>(key));
}

rocksdb::ReadOptions forward_reads() {
  rocksdb::ReadOptions out;
  out.verify_checksums = true;
  out.fill_cache = false;  // each record is read once: replay, verification, scrub
  out.readahead_size = 1 * kMiB;
  return out;
}

class RocksdbReader final : public Reader {
 public:
  RocksdbReader(std::unique_ptr<rocksdb::Iterator> iterator, Position from, Position end)
      : iterator_(std::move(iterator)), at_(from), end_(end) {}

  Result<std::string_view> next() override {
    if (at_ >= end_) return fail(Fault::not_found, "end of the journal");
    if (started_)
      iterator_->Next();
    else
      iterator_->Seek(key_of(at_));
    started_ = true;
    if (!iterator_->status().ok())
      return fail_at(at_, Fault::corrupt, "cannot be read: " + to_text(iterator_->status()));
    if (!iterator_->Valid() || position_of(iterator_->key().ToStringView()) != at_)
      return fail_at(at_, Fault::corrupt, "record is missing");
    at_ = Position(at_.value + 1);
    return iterator_->value().ToStringView();
  }

 private:
  std::unique_ptr<rocksdb::Iterator> iterator_;
  Position at_;
  Position end_;
  bool started_ = false;
};

// Table files by the positions they cover, in their order.
struct TableFile {
  std::string path;
  Position first{};
  Position last{};
  std::string crc;  // four bytes; empty when it was written without
};

std::vector<TableFile> table_files(rocksdb::DB& db) {
  std::vector<rocksdb::LiveFileMetaData> files;
  db.GetLiveFilesMetaData(&files);
  std::vector<TableFile> out;
  for (const auto& file : files)
    out.push_back({file.db_path + file.name, position_of(file.smallestkey).value_or(Position(0)),
                   position_of(file.largestkey).value_or(Position(0)), file.file_checksum});
  std::ranges::sort(out, {}, &TableFile::first);
  return out;
}

Result<std::uint32_t> file_crc(const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"),
                                                             &std::fclose);
  if (!file) return fail(Fault::io, path + " cannot be opened");
  std::string buffer(1 * kMiB, '\0');
  std::uint32_t crc = 0;
  while (const std::size_t n = std::fread(buffer.data(), 1, buffer.size(), file.get()))
    crc = crypto::crc32c({buffer.data(), n}, crc);
  if (std::ferror(file.get()) != 0) return fail(Fault::io, path + " cannot be read");
  return crc;
}

}  // namespace

std::string key_of(Position position) {
  std::string out;
  put_big_endian(out, position.value);
  return out;
}

std::string to_text(const rocksdb::Status& status) { return to_printable(status.ToString(), 300); }

Result<RocksdbRecords> open_records(const RocksdbJournalOptions& options, const std::string& dir,
                                    RocksdbAccess access) {
  RocksdbRecords out;
  rocksdb::Options db_options = options_for(options, access);
  if (options.env && options.env->file_system) {
    out.env = rocksdb::NewCompositeEnv(options.env->file_system);
    db_options.env = out.env.get();
  }
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status = access == RocksdbAccess::read
                                     ? rocksdb::DB::OpenForReadOnly(db_options, dir, &db)
                                     : rocksdb::DB::Open(db_options, dir, &db);
  out.db.reset(db);
  if (!status.ok()) return fail(Fault::corrupt, to_text(status));
  return out;
}

Result<RecordsExtent> measure(rocksdb::DB& db) {
  RecordsExtent out;
  const std::unique_ptr<rocksdb::Iterator> iterator(db.NewIterator(forward_reads()));
  iterator->SeekToLast();
  if (!iterator->status().ok())
    return fail(Fault::corrupt, "the last record cannot be found: " + to_text(iterator->status()));
  if (iterator->Valid()) {
    const auto last = position_of(iterator->key().ToStringView());
    if (!last) return fail(Fault::corrupt, "a key is not a position");
    out.next = Position(last->value + 1);
  }
  for (const TableFile& file : table_files(db)) {
    if (file.first > out.flushed) break;  // a gap: from here on every record is looked at
    out.flushed = std::max(out.flushed, Position(file.last.value + 1));
  }
  return out;
}

Result<std::unique_ptr<Reader>> read_records(rocksdb::DB& db, Position from, Position end) {
  return std::make_unique<RocksdbReader>(
      std::unique_ptr<rocksdb::Iterator>(db.NewIterator(forward_reads())), from, end);
}

Done delete_records(rocksdb::DB& db, Position from, Position end) {
  rocksdb::WriteBatch batch;
  for (Position at = from; at < end; at = Position(at.value + 1)) batch.Delete(key_of(at));
  rocksdb::WriteOptions synced;
  synced.sync = true;
  rocksdb::Status status = db.Write(synced, &batch);
  // Rewriting the files that held them keeps `flushed` of the next opening honest.
  const std::string key = key_of(from);
  const rocksdb::Slice begin(key);
  if (status.ok()) status = db.CompactRange(rocksdb::CompactRangeOptions(), &begin, nullptr);
  if (!status.ok()) return fail(Fault::io, "the tail cannot be dropped: " + to_text(status));
  return {};
}

Done verify_table_files(rocksdb::DB& db) {
  for (const TableFile& file : table_files(db)) {
    const auto crc = file_crc(file.path);
    if (!crc) return fail_at(file.first, crc.error().fault, crc.error().what);
    std::string bytes;
    put_big_endian(bytes, *crc);  // as RocksDB's FileChecksumGenCrc32c writes it
    if (bytes != file.crc)
      return fail_at(file.first, Fault::corrupt,
                     "table file " + file.path + " (positions " + std::to_string(file.first.value) +
                         " to " + std::to_string(file.last.value) + ") has CRC32C " +
                         to_hex(bytes) + ", it was written with " + to_hex(file.crc));
  }
  return {};
}

}  // namespace stele::journal
