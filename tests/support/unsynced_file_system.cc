#include "tests/support/unsynced_file_system.h"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace stele::test {

namespace {

namespace fs = std::filesystem;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

std::string directory_of(const std::string& path) { return fs::path(path).parent_path(); }

// RocksDB spells one file in several ways ("db//000001.log").
std::string canonical(const std::string& path) { return fs::path(path).lexically_normal(); }

}  // namespace

class UnsyncedFileSystem::File final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  File(UnsyncedFileSystem& disk, std::string path, std::unique_ptr<rocksdb::FSWritableFile> file)
      : FSWritableFileOwnerWrapper(std::move(file)), disk_(disk), path_(std::move(path)) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* context) override {
    if (!disk_.step()) return disk_.gone();
    const IOStatus status = FSWritableFileOwnerWrapper::Append(data, options, context);
    const std::lock_guard lock(disk_.mutex_);
    disk_.files_[path_].size += data.size();
    return status;
  }
  IOStatus Append(const Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo&, IODebugContext* context) override {
    return Append(data, options, context);
  }
  IOStatus Truncate(std::uint64_t size, const IOOptions& options,
                    IODebugContext* context) override {
    if (!disk_.step()) return disk_.gone();
    const std::lock_guard lock(disk_.mutex_);
    Tracked& file = disk_.files_[path_];
    file.size = size;
    file.synced = std::min(file.synced, size);
    return FSWritableFileOwnerWrapper::Truncate(size, options, context);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* context) override {
    return synced(FSWritableFileOwnerWrapper::Flush(options, context));
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* context) override {
    return synced(FSWritableFileOwnerWrapper::Flush(options, context));
  }

 private:
  // The real sync is left out: this disk's power is cut by forget(), and tests should be quick.
  IOStatus synced(const IOStatus& status) {
    if (!disk_.step()) return disk_.gone();
    const std::lock_guard lock(disk_.mutex_);
    disk_.files_[path_].synced = disk_.files_[path_].size;
    return status;
  }

  UnsyncedFileSystem& disk_;
  std::string path_;
};

class UnsyncedFileSystem::Directory final : public rocksdb::FSDirectoryWrapper {
 public:
  Directory(UnsyncedFileSystem& disk, std::string path,
            std::unique_ptr<rocksdb::FSDirectory> directory)
      : FSDirectoryWrapper(std::move(directory)), disk_(disk), path_(std::move(path)) {}

  IOStatus Fsync(const IOOptions&, IODebugContext*) override { return synced(); }
  IOStatus FsyncWithDirOptions(const IOOptions&, IODebugContext*,
                               const rocksdb::DirFsyncOptions&) override {
    return synced();
  }

 private:
  IOStatus synced() {
    if (!disk_.step()) return disk_.gone();
    const std::lock_guard lock(disk_.mutex_);
    for (auto& [path, file] : disk_.files_) {
      if (directory_of(path) != path_) continue;
      file.entry_synced = true;
      file.replaced.reset();
    }
    return IOStatus::OK();
  }

  UnsyncedFileSystem& disk_;
  std::string path_;
};

UnsyncedFileSystem::UnsyncedFileSystem() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}

void UnsyncedFileSystem::cut_at(std::uint64_t step) {
  const std::lock_guard lock(mutex_);
  cut_at_ = step;
}

std::uint64_t UnsyncedFileSystem::steps() const {
  const std::lock_guard lock(mutex_);
  return steps_;
}

bool UnsyncedFileSystem::is_cut() const {
  const std::lock_guard lock(mutex_);
  return cut_;
}

bool UnsyncedFileSystem::step() {
  const std::lock_guard lock(mutex_);
  if (!cut_ && ++steps_ == cut_at_) cut_ = true;
  return !cut_;
}

IOStatus UnsyncedFileSystem::gone() const { return IOStatus::IOError("power cut"); }

void UnsyncedFileSystem::track(const std::string& path, std::uint64_t size, bool existed) {
  const std::lock_guard lock(mutex_);
  files_[path] = {.size = size, .synced = size, .entry_synced = existed};
}

void UnsyncedFileSystem::forget(Unsynced fate) {
  const std::lock_guard lock(mutex_);
  for (const auto& [path, file] : files_) {
    if (!fs::exists(path)) continue;
    if (!file.entry_synced && fate != Unsynced::kept) {
      if (file.replaced)
        write_file(path, *file.replaced);
      else
        fs::remove(path);
      continue;
    }
    const std::uint64_t unsynced = file.size - file.synced;
    const std::uint64_t left = fate == Unsynced::kept   ? unsynced
                               : fate == Unsynced::half ? unsynced / 2
                                                        : 0;
    fs::resize_file(path, file.synced + left);
  }
  for (const auto& [path, before] : unsynced_heads_) {
    if (!fs::exists(path) || fate == Unsynced::kept) continue;
    std::string bytes = before;
    if (fate == Unsynced::half) {  // half of the bytes that differ: a torn slot
      const std::string after = read_file(path);
      std::size_t changed = 0;
      for (std::size_t i = 0; i < std::min(bytes.size(), after.size()); ++i)
        if (bytes[i] != after[i] && changed++ % 2 == 0) bytes[i] = after[i];
    }
    write_file(path, bytes);
  }
  files_.clear();
  unsynced_heads_.clear();
}

IOStatus UnsyncedFileSystem::NewWritableFile(const std::string& path,
                                             const rocksdb::FileOptions& options,
                                             std::unique_ptr<rocksdb::FSWritableFile>* file,
                                             IODebugContext* context) {
  if (!step()) return gone();
  const IOStatus status = FileSystemWrapper::NewWritableFile(path, options, file, context);
  if (!status.ok()) return status;
  track(canonical(path), 0, false);
  *file = std::make_unique<File>(*this, canonical(path), std::move(*file));
  return status;
}

IOStatus UnsyncedFileSystem::ReopenWritableFile(const std::string& path,
                                                const rocksdb::FileOptions& options,
                                                std::unique_ptr<rocksdb::FSWritableFile>* file,
                                                IODebugContext* context) {
  if (!step()) return gone();
  const bool existed = fs::exists(path);
  const std::uint64_t size = existed ? fs::file_size(path) : 0;
  const IOStatus status = FileSystemWrapper::ReopenWritableFile(path, options, file, context);
  if (!status.ok()) return status;
  track(canonical(path), size, existed);
  *file = std::make_unique<File>(*this, canonical(path), std::move(*file));
  return status;
}

IOStatus UnsyncedFileSystem::ReuseWritableFile(const std::string&, const std::string&,
                                               const rocksdb::FileOptions&,
                                               std::unique_ptr<rocksdb::FSWritableFile>*,
                                               IODebugContext*) {
  return IOStatus::NotSupported("logs are not recycled");
}

IOStatus UnsyncedFileSystem::NewDirectory(const std::string& path, const IOOptions& options,
                                          std::unique_ptr<rocksdb::FSDirectory>* directory,
                                          IODebugContext* context) {
  const IOStatus status = FileSystemWrapper::NewDirectory(path, options, directory, context);
  if (!status.ok()) return status;
  std::string plain = canonical(path);
  if (plain.ends_with('/')) plain.pop_back();
  *directory = std::make_unique<Directory>(*this, plain, std::move(*directory));
  return status;
}

IOStatus UnsyncedFileSystem::RenameFile(const std::string& from, const std::string& to,
                                        const IOOptions& options, IODebugContext* context) {
  if (!step()) return gone();
  const std::string source = canonical(from);
  const std::string target = canonical(to);
  std::optional<std::string> replaced;
  if (fs::exists(target)) replaced = read_file(target);
  const IOStatus status = FileSystemWrapper::RenameFile(from, to, options, context);
  if (!status.ok()) return status;
  const std::lock_guard lock(mutex_);
  Tracked file = files_[source];
  files_.erase(source);
  file.entry_synced = false;
  file.replaced = std::move(replaced);
  files_[target] = std::move(file);
  return status;
}

IOStatus UnsyncedFileSystem::DeleteFile(const std::string& path, const IOOptions& options,
                                        IODebugContext* context) {
  if (!step()) return gone();
  const IOStatus status = FileSystemWrapper::DeleteFile(path, options, context);
  const std::lock_guard lock(mutex_);
  if (status.ok()) files_.erase(canonical(path));
  return status;
}

Done UnsyncedFileSystem::before_write(const std::string& path) {
  if (!step()) return fail(Fault::io, "power cut");
  const std::lock_guard lock(mutex_);
  unsynced_heads_.try_emplace(path, read_file(path));
  return {};
}

Done UnsyncedFileSystem::before_sync(const std::string&) {
  if (!step()) return fail(Fault::io, "power cut");
  return {};
}

void UnsyncedFileSystem::after_sync(const std::string& path) {
  const std::lock_guard lock(mutex_);
  unsynced_heads_.erase(path);
}

std::shared_ptr<journal::RocksdbJournalEnv> journal_env(std::shared_ptr<UnsyncedFileSystem> disk) {
  auto env = std::make_shared<journal::RocksdbJournalEnv>();
  env->file_system = disk;
  env->head_watch = disk;
  env->preallocate = false;
  return env;
}

}  // namespace stele::test
