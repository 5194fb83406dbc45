#include "events/journal/head_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "engine/crypto/hash.h"

namespace stele::journal {

namespace {

constexpr std::string_view kSlotMagic = "STLH";
constexpr std::uint16_t kSlotFormat = 0;

std::unexpected<Error> fail_errno(const std::string& path, const char* step) {
  const int code = errno;
  return fail(Fault::io, path + ": " + step + ": " + std::generic_category().message(code));
}

Done write_all(int fd, const std::string& path, std::string_view bytes, std::size_t offset) {
  while (!bytes.empty()) {
    const ssize_t n = ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return fail_errno(path, "write");
    bytes.remove_prefix(static_cast<std::size_t>(n));
    offset += static_cast<std::size_t>(n);
  }
  return {};
}

// Short at the end of the file; the slot then fails its CRC.
std::string read_slot(int fd, std::size_t offset) {
  std::string out(kSlotSize, '\0');
  const ssize_t n = ::pread(fd, out.data(), out.size(), static_cast<off_t>(offset));
  out.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
  return out;
}

}  // namespace

std::string encode_slot(const Head& head) {
  std::string out(kSlotMagic);
  put_big_endian(out, kSlotFormat);
  put_big_endian(out, head.next.value);
  out.append(view(head.leaf));
  put_big_endian(out, crypto::crc32c(out));
  return out;
}

std::optional<Head> decode_slot(std::string_view bytes) {
  if (bytes.size() != kSlotSize || !bytes.starts_with(kSlotMagic)) return std::nullopt;
  const std::string_view covered = bytes.substr(0, kSlotSize - 4);
  if (get_big_endian<std::uint32_t>(bytes.substr(covered.size())) != crypto::crc32c(covered))
    return std::nullopt;
  bytes.remove_prefix(kSlotMagic.size());
  if (get_big_endian<std::uint16_t>(bytes) != kSlotFormat) return std::nullopt;
  Head out;
  out.next = Position(get_big_endian<std::uint64_t>(bytes.substr(2)));
  std::copy_n(bytes.begin() + 10, out.leaf.size(), out.leaf.begin());
  return out;
}

HeadSlots read_slots(std::string_view slot_0, std::string_view slot_1) {
  const std::optional<Head> heads[] = {decode_slot(slot_0), decode_slot(slot_1)};
  HeadSlots out;
  out.damaged = !heads[0] || !heads[1];
  out.slot = !heads[0] || (heads[1] && heads[1]->next > heads[0]->next) ? 1 : 0;
  out.newest = heads[out.slot];
  return out;
}

Done HeadFile::create(const std::string& path, const Head& head, HeadWatch* watch) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) return fail_errno(path, "create");
  HeadFile file(fd, path, watch);
  std::string bytes(2 * kSlotStride, '\0');
  const std::string slot = encode_slot(head);
  bytes.replace(0, slot.size(), slot);
  bytes.replace(kSlotStride, slot.size(), slot);
  if (watch != nullptr)
    if (auto step = watch->before_write(path); !step) return step;
  if (auto written = write_all(fd, path, bytes, 0); !written) return written;
  if (watch != nullptr)
    if (auto step = watch->before_sync(path); !step) return step;
  if (::fsync(fd) != 0) return fail_errno(path, "sync");
  if (watch != nullptr) watch->after_sync(path);
  return {};
}

Result<std::unique_ptr<HeadFile>> HeadFile::open(const std::string& path, bool read_only,
                                                 HeadWatch* watch) {
  const int fd = ::open(path.c_str(), (read_only ? O_RDONLY : O_RDWR) | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT) return fail(Fault::not_found, path + " is missing");
  if (fd < 0) return fail_errno(path, "open");
  std::unique_ptr<HeadFile> file(new HeadFile(fd, path, watch));
  if (::flock(fd, (read_only ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return fail(Fault::busy, path + ": another process has the journal");
    return fail_errno(path, "lock");
  }
  file->slots_ = read_slots(read_slot(fd, 0), read_slot(fd, kSlotStride));
  return file;
}

HeadFile::~HeadFile() { ::close(fd_); }

Done HeadFile::write(const Head& head, bool sync) {
  const int target = 1 - slots_.slot;
  if (watch_ != nullptr)
    if (auto step = watch_->before_write(path_); !step) return step;
  if (auto written = write_all(fd_, path_, encode_slot(head),
                               static_cast<std::size_t>(target) * kSlotStride);
      !written)
    return written;
  if (watch_ != nullptr)
    if (auto step = watch_->before_sync(path_); !step) return step;
  if (sync && ::fdatasync(fd_) != 0) return fail_errno(path_, "sync");
  if (watch_ != nullptr && sync) watch_->after_sync(path_);
  slots_ = {.newest = head, .slot = target, .damaged = false};
  return {};
}

}  // namespace stele::journal
