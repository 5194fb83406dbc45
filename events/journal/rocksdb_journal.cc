#include "events/journal/rocksdb_journal.h"

#include <fcntl.h>
#include <rocksdb/write_batch.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <system_error>

#include "engine/base/check.h"
#include "events/journal/chain.h"
#include "events/journal/record.h"
#include "events/journal/rocksdb_journal_env.h"
#include "events/journal/rocksdb_records.h"

namespace stele::journal {

namespace {

namespace fs = std::filesystem;

std::string head_path(const std::string& dir) { return dir + "/HEAD"; }
std::string records_dir(const std::string& dir) { return dir + "/records"; }

HeadWatch* watch_of(const RocksdbJournalOptions& options) {
  return options.env ? options.env->head_watch.get() : nullptr;
}

bool absent_or_empty(const std::string& dir) {
  std::error_code error;
  return !fs::exists(dir, error) || (fs::is_directory(dir, error) && fs::is_empty(dir, error));
}

Done sync_directory(const std::string& dir) {
  const int fd = ::open(dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = fd >= 0 && ::fsync(fd) == 0;
  const int code = errno;
  if (fd >= 0) ::close(fd);
  if (synced) return {};
  return fail(Fault::io, dir + ": sync: " + std::generic_category().message(code));
}

// Read-only, so the directory stays as it is. Empty when RocksDB cannot open it at all.
struct Found {
  RocksdbRecords records;
  RecordsExtent extent;
};
Result<Found> look(const RocksdbJournalOptions& options) {
  Found out;
  auto records = open_records(options, records_dir(options.dir), RocksdbAccess::read);
  if (!records) return std::unexpected(records.error());
  out.records = std::move(*records);
  const auto extent = measure(*out.records.db);
  if (!extent) return std::unexpected(extent.error());
  out.extent = *extent;
  return out;
}

std::unexpected<Error> fail_without_head(const RocksdbJournalOptions& options) {
  if (absent_or_empty(options.dir))
    return fail(Fault::not_found, options.dir + " holds no journal: give the directory of a registry, or make one "
                                                "with stele init");
  const auto found = look(options);
  const Position end = found ? found->extent.next : Position(0);
  return fail_at(end, Fault::corrupt,
                 head_path(options.dir) +
                     " is missing: what was acknowledged up to here is not known");
}

// What the journal is, without touching it.
Result<Recovered> judge(const RocksdbJournalOptions& options, const HeadSlots& slots) {
  const auto found = look(options);
  if (!found)
    return fail_at(Position(0), Fault::corrupt,
                   "and all after it cannot be read (HEAD says " +
                       (slots.newest ? std::to_string(slots.newest->next.value) : "nothing") +
                       "): " + found.error().what);
  const Position end = found->extent.next;
  return recover(slots, end, found->extent.flushed, [&](Position from) {
    return read_records(*found->records.db, from, end);
  });
}

Result<RocksdbRecords> open_to_write(const RocksdbJournalOptions& options,
                                     const Recovered& recovered) {
  const Position end(recovered.head.next.value + recovered.dropped);
  auto records = open_records(options, records_dir(options.dir), RocksdbAccess::write);
  if (!records) return fail_at(end, Fault::io, "cannot be written: " + records.error().what);
  const auto extent = measure(*records->db);
  if (!extent) return fail_at(end, Fault::io, extent.error().what);
  if (extent->next != end)
    return fail_at(std::min(extent->next, end), Fault::corrupt,
                   "opened to write, the journal has another end than opened to read");
  if (recovered.dropped > 0)
    if (auto done = delete_records(*records->db, recovered.head.next, end); !done)
      return std::unexpected(done.error());
  return records;
}

}  // namespace

struct RocksdbJournal::Impl {
  RocksdbJournalOptions options;
  std::unique_ptr<HeadFile> head_file;
  RocksdbRecords records;
  Recovered recovered;
  std::mutex appending;  // held over one append
  std::optional<Error> broken;
  mutable std::mutex mutex;  // guards head
  std::condition_variable grown;
  Head head;

  Done write(std::span<const EncodedRecord> appended, Position first);
  std::uint64_t free_bytes() const;
};

RocksdbJournal::RocksdbJournal(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RocksdbJournal::~RocksdbJournal() = default;

Done RocksdbJournal::create(const RocksdbJournalOptions& options,
                            std::span<const EncodedRecord> first) {
  CHECK(!first.empty(), "a journal begins with its genesis");
  if (!absent_or_empty(options.dir))
    return fail(Fault::invalid, options.dir + " is not empty: no journal is created in it");
  // Made beside its place and renamed, so that a directory without HEAD is always damage.
  const std::string making = options.dir + ".new";
  std::error_code error;
  fs::remove_all(making, error);
  if (!error) fs::create_directories(records_dir(making), error);
  if (error) return fail(Fault::io, making + ": " + error.message());
  {
    auto records = open_records(options, records_dir(making), RocksdbAccess::create);
    if (!records) return fail(Fault::io, making + ": " + records.error().what);
    Impl impl{.options = options, .records = std::move(*records)};
    if (auto written = impl.write(first, Position(0)); !written) return written;
  }
  const Head head{Position(first.size()), first.back().leaf};
  if (auto done = HeadFile::create(head_path(making), head, watch_of(options)); !done) return done;
  for (const std::string& dir : {records_dir(making), making})
    if (auto done = sync_directory(dir); !done) return done;
  fs::rename(making, options.dir, error);
  if (error) return fail(Fault::io, options.dir + ": " + error.message());
  const std::string parent = fs::absolute(options.dir, error).lexically_normal().parent_path();
  return sync_directory(parent);
}

Result<std::unique_ptr<RocksdbJournal>> RocksdbJournal::open(const RocksdbJournalOptions& options) {
  auto head_file = HeadFile::open(head_path(options.dir), options.read_only, watch_of(options));
  if (!head_file) {
    if (head_file.error().fault == Fault::not_found) return fail_without_head(options);
    return std::unexpected(head_file.error());
  }
  auto impl = std::make_unique<Impl>();
  impl->options = options;
  impl->head_file = std::move(*head_file);
  auto recovered = judge(options, impl->head_file->slots());
  if (!recovered) return std::unexpected(recovered.error());
  impl->recovered = *recovered;
  impl->head = recovered->head;
  auto records = options.read_only
                     ? open_records(options, records_dir(options.dir), RocksdbAccess::read)
                     : open_to_write(options, *recovered);
  if (!records) return std::unexpected(records.error());
  impl->records = std::move(*records);
  if (recovered->head_slot_damaged && !options.read_only)
    if (auto done = impl->head_file->write(impl->head, true); !done)
      return std::unexpected(done.error());
  return std::unique_ptr<RocksdbJournal>(new RocksdbJournal(std::move(impl)));
}

Head RocksdbJournal::head() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->head;
}

const Recovered& RocksdbJournal::recovered() const { return impl_->recovered; }

std::uint64_t RocksdbJournal::Impl::free_bytes() const {
  if (options.free_bytes) return options.free_bytes();
  struct statvfs disk {};
  if (::statvfs(options.dir.c_str(), &disk) != 0) return 0;
  return static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
}

Done RocksdbJournal::Impl::write(std::span<const EncodedRecord> appended, Position first) {
  rocksdb::WriteBatch batch;
  std::uint64_t at = first.value;
  for (const EncodedRecord& record : appended) {
    CHECK(stored_position(record.bytes) == Position(at), "a record carries its own position");
    batch.Put(key_of(Position(at++)), record.bytes);
  }
  rocksdb::WriteOptions write_options;
  write_options.sync = options.sync;
  const rocksdb::Status status = records.db->Write(write_options, &batch);
  if (!status.ok()) return fail(Fault::io, "journal write: " + to_text(status));
  return {};
}

Result<Head> RocksdbJournal::fail_write(Error error) {
  impl_->broken = error;
  if (impl_->options.on_write_error)
    impl_->options.on_write_error(error);
  else
    CHECK(false, error.what);
  return std::unexpected(std::move(error));
}

// Fencing comes with replication: until then the lock on HEAD keeps a second writer out.
Result<Head> RocksdbJournal::append(std::uint32_t, Position expected,
                                    std::span<const EncodedRecord> records) {
  CHECK(!records.empty(), "an append has records");
  const std::lock_guard one_at_a_time(impl_->appending);
  if (impl_->options.read_only) return fail(Fault::read_only, "the journal is open to read only");
  if (impl_->broken) return std::unexpected(*impl_->broken);
  const Head before = head();
  if (expected != before.next)
    return fail_at(expected, Fault::wrong_position,
                   "the journal's next is " + std::to_string(before.next.value));
  std::uint64_t size = 0;
  for (const EncodedRecord& record : records) size += record.bytes.size();
  const std::uint64_t free = impl_->free_bytes();
  if (free < impl_->options.min_free_bytes + size)
    return fail(Fault::disk_low, impl_->options.dir + ": " + std::to_string(free) +
                                     " bytes free, the reserve is " +
                                     std::to_string(impl_->options.min_free_bytes));

  if (auto done = impl_->write(records, expected); !done) return fail_write(done.error());
  const Head after{Position(before.next.value + records.size()), records.back().leaf};
  if (auto done = impl_->head_file->write(after, impl_->options.sync); !done)
    return fail_write(done.error());
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->head = after;
  }
  impl_->grown.notify_all();
  return after;
}

Result<std::unique_ptr<Reader>> RocksdbJournal::read(Position from) {
  return read_records(*impl_->records.db, from, head().next);
}

bool RocksdbJournal::wait(Position beyond, std::int64_t timeout_ms) {
  std::unique_lock lock(impl_->mutex);
  return impl_->grown.wait_for(lock, std::chrono::milliseconds(timeout_ms),
                               [&] { return impl_->head.next > beyond; });
}

Done RocksdbJournal::verify_files() { return verify_table_files(*impl_->records.db); }

}  // namespace stele::journal
