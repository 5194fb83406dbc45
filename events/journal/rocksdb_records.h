// The RocksDB under a RocksdbJournal: opening it either way, what it holds, reading it forward.
// Knows nothing of HEAD. Private to the RocksDB adapter.
#pragma once

#include <rocksdb/db.h>

#include <memory>
#include <string>

#include "engine/base/result.h"
#include "engine/base/strong.h"
#include "events/journal/journal.h"
#include "events/journal/rocksdb_journal.h"

namespace stele::journal {

enum class RocksdbAccess { create, write, read };

std::string key_of(Position position);
std::string to_text(const rocksdb::Status& status);

// The database together with what must outlive it.
struct RocksdbRecords {
  std::unique_ptr<rocksdb::Env> env;  // only over a test's file system
  std::unique_ptr<rocksdb::DB> db;
};
Result<RocksdbRecords> open_records(const RocksdbJournalOptions& options, const std::string& dir,
                                    RocksdbAccess access);

struct RecordsExtent {
  Position next{};     // after the last record
  Position flushed{};  // table files cover every position below it; above, the write-ahead log does
};
Result<RecordsExtent> measure(rocksdb::DB& db);

// Reads [from, end) forward; a position that is not there is Fault::corrupt.
Result<std::unique_ptr<Reader>> read_records(rocksdb::DB& db, Position from, Position end);

Done delete_records(rocksdb::DB& db, Position from, Position end);

// See RocksdbJournal::verify_files.
Done verify_table_files(rocksdb::DB& db);

}  // namespace stele::journal
