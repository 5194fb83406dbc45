#include "engine/base/file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

namespace stele {

namespace {

std::unexpected<Error> io_fault(const char* doing, const std::string& path) {
  const int code = errno;
  const std::string what =
      std::string(doing) + " " + path + ": " + std::generic_category().message(code);
  if (code == ENOSPC || code == EDQUOT) return fail(Fault::disk_low, what);
  if (code == ENOENT) return fail(Fault::not_found, what);
  return fail(Fault::io, what);
}

int open_flags(File::Mode mode) {
  switch (mode) {
    case File::Mode::read: return O_RDONLY | O_CLOEXEC;
    case File::Mode::read_write: return O_RDWR | O_CLOEXEC;
    case File::Mode::create: return O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC;
  }
  std::unreachable();
}

}  // namespace

Result<File> File::open(const std::string& path, Mode mode) {
  const int fd = ::open(path.c_str(), open_flags(mode), 0600);
  if (fd < 0) return io_fault("cannot open", path);
  return File(fd, path);
}

File::File(File&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), path_(std::move(other.path_)) {}

File& File::operator=(File&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(path_, other.path_);
  return *this;
}

File::~File() {
  if (fd_ >= 0) ::close(fd_);
}

Result<std::uint64_t> File::size() const {
  struct stat info {};
  if (::fstat(fd_, &info) != 0) return io_fault("cannot stat", path_);
  return static_cast<std::uint64_t>(info.st_size);
}

Result<std::string> File::read_at(std::uint64_t offset, std::size_t length) const {
  std::string out(length, '\0');
  std::size_t have = 0;
  while (have < length) {
    const ssize_t n =
        ::pread(fd_, out.data() + have, length - have, static_cast<off_t>(offset + have));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return io_fault("cannot read", path_);
    if (n == 0)
      return fail(Fault::corrupt, path_ + " ends at byte " + std::to_string(offset + have) +
                                      ", expected " + std::to_string(offset + length));
    have += static_cast<std::size_t>(n);
  }
  return out;
}

Done File::write_at(std::uint64_t offset, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return io_fault("cannot write", path_);
    bytes.remove_prefix(static_cast<std::size_t>(n));
    offset += static_cast<std::uint64_t>(n);
  }
  return {};
}

Done File::sync_data() {
  if (::fdatasync(fd_) != 0) return io_fault("cannot sync", path_);
  return {};
}

Done File::set_mode(unsigned mode) {
  if (::fchmod(fd_, static_cast<mode_t>(mode)) != 0)
    return io_fault("cannot set the permissions of", path_);
  return {};
}

Done File::lock() {
  if (::flock(fd_, LOCK_EX | LOCK_NB) == 0) return {};
  if (errno == EWOULDBLOCK) return fail(Fault::busy, path_ + " is in use by another process");
  return io_fault("cannot lock", path_);
}

Result<FreshFile> FreshFile::create(const std::string& path) {
  static std::atomic<unsigned> count{0};
  const std::string fresh =
      path + ".new-" + std::to_string(::getpid()) + "-" + std::to_string(++count);
  ::unlink(fresh.c_str());
  auto file = File::open(fresh, File::Mode::create);
  if (!file) return std::unexpected(file.error());
  return FreshFile(std::move(*file), path);
}

FreshFile::~FreshFile() {
  if (file_ && !file_->path().empty()) ::unlink(file_->path().c_str());
}

Done FreshFile::write(std::string_view bytes) {
  Done done = file_->write_at(size_, bytes);
  size_ += bytes.size();
  return done;
}

Done FreshFile::publish(unsigned mode) {
  if (Done done = file_->set_mode(mode); !done) return done;
  if (Done done = file_->sync_data(); !done) return done;
  if (Done done = rename_durably(file_->path(), path_); !done) return done;
  file_.reset();
  return {};
}

bool file_exists(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}

Result<std::string> read_file(const std::string& path, std::size_t limit) {
  auto file = File::open(path, File::Mode::read);
  if (!file) return std::unexpected(file.error());
  const auto size = file->size();
  if (!size) return std::unexpected(size.error());
  if (*size > limit)
    return fail(Fault::too_large, path + " has " + std::to_string(*size) + " bytes, at most " +
                                      std::to_string(limit) + " expected");
  return file->read_at(0, *size);
}

Done sync_directory_of(const std::string& path) {
  std::string directory = std::filesystem::path(path).parent_path().string();
  if (directory.empty()) directory = ".";
  const int fd = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return io_fault("cannot open", directory);
  Done done;
  if (::fsync(fd) != 0) done = io_fault("cannot sync", directory);
  ::close(fd);
  return done;
}

Done rename_durably(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return io_fault("cannot rename", from);
  return sync_directory_of(to);
}

Done write_file_durably(const std::string& path, std::string_view bytes) {
  const std::string fresh = path + ".new";
  ::unlink(fresh.c_str());
  auto file = File::open(fresh, File::Mode::create);
  if (!file) return std::unexpected(file.error());
  if (auto done = file->write_at(0, bytes); !done) return done;
  if (auto done = file->sync_data(); !done) return done;
  return rename_durably(fresh, path);
}

}  // namespace stele
