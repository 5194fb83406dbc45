// A disk that loses its power: a RocksDB file system (and the watch of a journal's HEAD). It counts
// every step that changes the disk and can stop at any one of them. forget() then makes the real
// files what a power cut would have left: bytes never synced are gone, or partly there; files and
// renames whose directory was never synced are undone. Deletions count as durable at once.
//
// Use: cut_at(n), run until writes fail, destroy everything that uses the files, forget(), open
// again over a new one. Thread-safe.
#pragma once

#include <rocksdb/file_system.h>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "events/journal/head_file.h"
#include "events/journal/rocksdb_journal_env.h"

namespace stele::test {

enum class Unsynced { lost, half, kept };  // what becomes of bytes that were written, not synced

class UnsyncedFileSystem final : public rocksdb::FileSystemWrapper, public journal::HeadWatch {
 public:
  UnsyncedFileSystem();

  const char* Name() const override { return "UnsyncedFileSystem"; }

  void cut_at(std::uint64_t step);  // from 1; 0 = never
  std::uint64_t steps() const;
  bool is_cut() const;
  // Precondition: nothing has the files open any more.
  void forget(Unsynced fate);

  rocksdb::IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus ReopenWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                                       std::unique_ptr<rocksdb::FSWritableFile>* file,
                                       rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus ReuseWritableFile(const std::string& path, const std::string& old_path,
                                      const rocksdb::FileOptions& options,
                                      std::unique_ptr<rocksdb::FSWritableFile>* file,
                                      rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus NewDirectory(const std::string& path, const rocksdb::IOOptions& options,
                                 std::unique_ptr<rocksdb::FSDirectory>* directory,
                                 rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus DeleteFile(const std::string& path, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override;

  Done before_write(const std::string& path) override;
  Done before_sync(const std::string& path) override;
  void after_sync(const std::string& path) override;

 private:
  class File;
  class Directory;
  struct Tracked {
    std::uint64_t size = 0;
    std::uint64_t synced = 0;
    bool entry_synced = false;            // its directory was synced since it appeared
    std::optional<std::string> replaced;  // what the name meant before an unsynced rename
  };

  bool step();  // counts one; false once the power is gone
  rocksdb::IOStatus gone() const;
  void track(const std::string& path, std::uint64_t size, bool existed);

  mutable std::mutex mutex_;
  std::uint64_t steps_ = 0;
  std::uint64_t cut_at_ = 0;
  bool cut_ = false;
  std::map<std::string, Tracked> files_;
  std::map<std::string, std::string> unsynced_heads_;  // path -> content before the unsynced write
};

// A journal environment over it, or over the plain disk; the caller keeps the file system to cut
// and forget. Logs are not preallocated: test directories are often in memory.
std::shared_ptr<journal::RocksdbJournalEnv> journal_env(
    std::shared_ptr<UnsyncedFileSystem> disk = nullptr);

}  // namespace stele::test
