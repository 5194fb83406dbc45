// File: an open file with positioned, complete reads and writes, and the few durable steps built
// from it. Every fault names the path. Nothing here retries a failed sync: after one, what the disk
// holds is not known.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.h"

namespace stele {

class File {
 public:
  enum class Mode { read, read_write, create };  // create: empty, 0600, must not exist yet

  static Result<File> open(const std::string& path, Mode mode);
  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File();

  const std::string& path() const { return path_; }
  Result<std::uint64_t> size() const;
  // Exactly `length` bytes; Fault::corrupt when the file ends before.
  Result<std::string> read_at(std::uint64_t offset, std::size_t length) const;
  Done write_at(std::uint64_t offset, std::string_view bytes);
  Done sync_data();  // fdatasync: bytes and length
  Done set_mode(unsigned mode);
  // For as long as this File lives. Fault::busy when another holder has it.
  Done lock();

 private:
  File(int fd, std::string path) : fd_(fd), path_(std::move(path)) {}
  int fd_ = -1;
  std::string path_;
};

// FreshFile: written in parts beside its path, and there whole or not at all: what fails or is given up
// leaves the old file. Two writers of one path do not meet; the last one to finish stays.
class FreshFile {
 public:
  static Result<FreshFile> create(const std::string& path);
  FreshFile(FreshFile&&) = default;
  FreshFile& operator=(FreshFile&&) = default;
  ~FreshFile();

  Done write(std::string_view bytes);
  // Syncs it, gives it these permissions and moves it to its place; durable on return.
  Done publish(unsigned mode);

 private:
  FreshFile(File file, std::string path) : file_(std::move(file)), path_(std::move(path)) {}
  std::optional<File> file_;  // none: published or moved from
  std::string path_;
  std::uint64_t size_ = 0;
};

bool file_exists(const std::string& path);
// Fault::too_large above `limit` bytes.
Result<std::string> read_file(const std::string& path, std::size_t limit);
// Makes names created or renamed in the directory of `path` durable.
Done sync_directory_of(const std::string& path);
// Moves within one directory, over what is there; durable on return.
Done rename_durably(const std::string& from, const std::string& to);
// All of `bytes` or nothing, 0600, through `path`.new; durable on return.
Done write_file_durably(const std::string& path, std::string_view bytes);

}  // namespace stele
