#include "engine/runtime/registry.h"

#include <algorithm>
#include <filesystem>
#include <future>
#include <optional>

#include "engine/base/file.h"
#include "engine/crypto/system_random.h"
#include "engine/runtime/data_directory.h"
#include "engine/runtime/hash_record.h"
#include "engine/runtime/log.h"
#include "engine/runtime/reading.h"
#include "engine/runtime/registry_parts.h"
#include "engine/runtime/replay.h"
#include "engine/runtime/watched_vault.h"
#include "engine/runtime/writer.h"
#include "events/journal/rocksdb_journal.h"
#include "events/journal/scrub.h"

namespace stele::runtime {

struct Registry::Impl {
  SystemClock system_clock;
  crypto::SystemRandom system_random;
  std::unique_ptr<WatchedVault> vault;
  std::unique_ptr<journal::Journal> journal;
  std::unique_ptr<registry::RegistryState> state;
  std::uint64_t replayed = 0;
  std::string hash_path;  // empty: in memory
  std::unique_ptr<Writer> writer;
  std::unique_ptr<journal::Scrub> scrub;  // before the writer ends: it closes the writer
};

namespace {

bool disk_has_room(const Options& options) {
  std::error_code error;
  const auto space = std::filesystem::space(options.dir, error);
  // A tenth above the reserve, so that it does not open and close by turns.
  return !error && space.available >= options.least_free_bytes + options.least_free_bytes / 10;
}

Result<std::unique_ptr<journal::Journal>> open_journal(const Options& options, const DataDirectory& at) {
  journal::RocksdbJournalOptions wanted;
  wanted.dir = at.journal();
  wanted.compression = options.compression;
  wanted.min_free_bytes = options.least_free_bytes;
  wanted.info_log_dir = at.logs();
  wanted.on_write_error = [](const Error&) {};  // the writer logs it, then ends the process
  auto opened = journal::RocksdbJournal::open(wanted);
  if (!opened) return std::unexpected(opened.error());
  if (const std::uint64_t dropped = (*opened)->recovered().dropped; dropped > 0)
    log(LogLevel::warning, "journal.tail_dropped",
        std::to_string(dropped) + " records from position " + std::to_string((*opened)->head().next.value) +
            " on were never acknowledged and are gone");
  return std::unique_ptr<journal::Journal>(std::move(*opened));
}

// The vault belongs to the journal, so it is never made here: a new one would open none of what is
// sealed, and people would read as erased.
Result<std::unique_ptr<crypto::KeyVault>> open_vault(const Options& options, const DataDirectory& at, Random& random) {
  if (!file_exists(at.vault()))
    return fail(Fault::invalid, at.vault() + " is missing: restore it from its back-up, personal data cannot be "
                                             "read without it");
  const std::string kek = options.kek_path.empty() ? at.kek() : options.kek_path;
  if (!file_exists(kek))
    return fail(Fault::invalid, kek + " is missing: say where the key-encryption key is (key_encryption_key of "
                                      "steled, --key-encryption-key of stele), or restore it from its back-up");
  auto vault = crypto::open_vault({at.vault(), kek}, random);
  if (vault || vault.error().fault == Fault::busy) return vault;
  return fail(Fault::invalid, vault.error().what);  // the journal is not to blame
}

void close_for_damage(Writer& writer, Position position, const Error& error) {
  writer.close(ReadOnlyCause::damage, "the scrub found damage at position " + std::to_string(position.value) +
                                          ": " + error.what +
                                          "; stop the server and run: stele journal verify");
}

}  // namespace

Result<std::unique_ptr<Registry>> Registry::open(const Options& options) {
  static crypto::SystemRandom system_random;  // the vault keeps it
  const DataDirectory at{options.dir};
  Parts parts;
  // The journal first: its refusals leave everything untouched.
  auto journal = open_journal(options, at);
  if (!journal) return std::unexpected(journal.error());
  parts.journal = std::move(*journal);
  std::error_code ignored;
  std::filesystem::remove(at.unfinished(), ignored);  // it is finished: see create.cc
  auto vault = open_vault(options, at, options.random != nullptr ? *options.random : system_random);
  if (!vault) return std::unexpected(vault.error());
  parts.vault = std::move(*vault);
  auto store = registry::open_store({at.state(), at.logs(), options.cache_bytes, options.compression, false});
  if (!store) return std::unexpected(store.error());
  parts.store = std::move(*store);
  return open(options, std::move(parts));
}

Result<std::unique_ptr<Registry>> Registry::open(const Options& options, Parts parts) {
  auto impl = std::make_unique<Impl>();
  Clock& clock = options.clock != nullptr ? *options.clock : impl->system_clock;
  Random& random = options.random != nullptr ? *options.random : impl->system_random;
  impl->vault = std::make_unique<WatchedVault>(std::move(parts.vault));
  impl->journal = std::move(parts.journal);
  impl->state = std::make_unique<registry::RegistryState>(std::move(parts.store), impl->vault.get());
  if (!options.dir.empty()) {
    impl->hash_path = DataDirectory{options.dir}.state_hash();
    if (Done same = check_hash(impl->hash_path, impl->state->published()->progress()); !same)
      return std::unexpected(same.error());
  }

  ReplayOptions replaying;
  replaying.progress = options.progress;
  replaying.vault = impl->vault.get();
  const auto replayed = replay(*impl->journal, *impl->state, replaying);
  if (!replayed) return std::unexpected(replayed.error());
  impl->replayed = replayed->records;
  if (Done same = impl->vault->reserve_up_to(impl->state->published()->highest_slot()); !same)
    return std::unexpected(same.error());

  WriterOptions writing;
  writing.mailbox = options.mailbox;
  writing.most_per_batch = options.most_per_batch;
  writing.largest_transaction = std::min(options.largest_transaction, journal::kMaxTransaction);
  writing.idle_look = std::chrono::milliseconds(options.idle_look_ms);
  writing.on_journal_failure = options.on_journal_failure;
  if (!options.dir.empty()) writing.disk_has_room = [options] { return disk_has_room(options); };
  const Instant last = impl->state->published()->time();
  ClockGuard guard(clock, last, options.longest_silence_ms);
  if (options.new_second) guard.not_before(Instant{(last.ms / kSecond + 1) * kSecond});
  impl->writer = std::make_unique<Writer>(std::move(writing), *impl->journal, *impl->state, *impl->vault, guard, random);
  if (options.scrub) {
    Writer* writer = impl->writer.get();
    impl->scrub = std::make_unique<journal::Scrub>(
        *impl->journal, journal::ScrubOptions{},
        [writer](Position position, const Error& error) { close_for_damage(*writer, position, error); });
  }
  return std::unique_ptr<Registry>(new Registry(std::move(impl)));
}

Registry::Registry(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Registry::~Registry() { stop(); }

void Registry::submit(core::Request request, Answered answered) {
  impl_->writer->submit(std::move(request), std::move(answered));
}

Outcome Registry::execute(core::Request request) {
  std::promise<Outcome> promise;
  auto future = promise.get_future();
  submit(std::move(request), [&promise](Outcome outcome) { promise.set_value(std::move(outcome)); });
  return future.get();
}

std::shared_ptr<const core::State> Registry::state() const { return reading().state(); }

Reading Registry::reading() const {
  const std::uint64_t erasures = impl_->vault->destroyed_keys();
  auto recorded = impl_->state->published();
  const Instant now = impl_->writer->believed_time().value_or(recorded->time());
  return Reading(std::move(recorded), now, erasures);
}

std::shared_ptr<const registry::Snapshot> Registry::rows() const {
  return impl_->state->published()->shared_rows();
}

Settled Registry::settled() const { return impl_->writer->settled(); }

Load Registry::load() const { return impl_->writer->load(); }

Serving Registry::serving() const { return impl_->writer->serving(); }

void Registry::report_damage(Position position, const Error& error) {
  close_for_damage(*impl_->writer, position, error);
}

journal::Journal& Registry::journal() { return *impl_->journal; }

std::string Registry::state_hash() const { return to_hex(view(impl_->state->published()->progress().hash.sum())); }

std::uint64_t Registry::replayed_at_start() const { return impl_->replayed; }

void Registry::stop() {
  impl_->scrub.reset();
  impl_->writer->stop();
  Done kept = impl_->state->store().flush();
  if (!kept)
    log(LogLevel::warning, "state.not_flushed", kept.error().what + "; the next start replays more");
  if (kept && !impl_->hash_path.empty()) kept = record_hash(impl_->hash_path, impl_->state->published()->progress());
  if (!kept) log(LogLevel::warning, "state.hash_not_recorded", kept.error().what);
}

}  // namespace stele::runtime
