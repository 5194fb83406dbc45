// Making an empty registry: vault, log key, and a journal of two records: the genesis and the
// transaction that founds repository 1. The journal comes last and appears whole, so a directory
// with a journal is a registry. One without, in which the file `unfinished` still lies, was left by a
// crash: nothing of it was ever used, and the next create() goes on from there. Opening a registry
// removes the file, so that a registry that lost its journal is never taken for an unfinished one.
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "engine/base/file.h"
#include "engine/crypto/sign.h"
#include "engine/crypto/system_random.h"
#include "engine/runtime/data_directory.h"
#include "engine/runtime/registry.h"
#include "engine/runtime/registry_parts.h"
#include "events/codec.h"
#include "events/journal/genesis.h"
#include "events/journal/memory_journal.h"
#include "events/journal/rocksdb_journal.h"
#include "events/journal/transaction.h"

namespace stele::runtime {

namespace {

std::vector<journal::EncodedRecord> first_records(const journal::Genesis& genesis, const std::string& roid_suffix,
                                                  Instant now) {
  events::Transaction founding;
  founding.actor = {events::ActorKind::system, ObjectNumber{}, "system"};
  founding.source = events::Source::command_line;
  founding.reason = "a new registry";
  founding.events.push_back(events::RepositoryCreated{RepositoryId{1}, "default", roid_suffix});
  std::vector<journal::EncodedRecord> records{journal::genesis_record(genesis, now)};
  journal::Batch batch(journal::Head{Position{1}, records.front().leaf}, 1);
  batch.add(now, events::encode(founding));
  records.insert(records.end(), batch.records().begin(), batch.records().end());
  return records;
}

bool is_roid_suffix(const std::string& text) {
  if (text.empty() || text.size() > 8) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// Only what is empty, or was left by an interrupted create(), is written to.
Done require_unused(const DataDirectory& at) {
  if (file_exists(at.journal()))
    return fail(Fault::invalid, at.dir + " is not empty: it holds a registry already; a new one needs a directory "
                                         "of its own");
  if (file_exists(at.unfinished())) return {};
  std::error_code error;
  std::filesystem::directory_iterator entries(at.dir, error);
  if (error) return fail(Fault::io, "cannot read " + at.dir + ": " + error.message());
  for (const auto& entry : entries)
    if (entry.path() != at.unfinished() + ".new")  // the very first write was interrupted
      return fail(Fault::invalid, at.dir + " is not empty; a new registry needs a directory of its own");
  return {};
}

Result<std::unique_ptr<crypto::KeyVault>> make_vault(const DataDirectory& at, const std::string& kek, Random& random) {
  const bool begun = file_exists(at.vault()) || file_exists(at.vault() + ".created");
  if (!begun && file_exists(kek))
    return fail(Fault::invalid, kek + " exists; a new registry makes a key-encryption key of its own: name another "
                                      "file, or move this one away");
  auto vault = crypto::open_vault({at.vault(), kek}, random);
  if (!vault && begun && vault.error().fault != Fault::busy)
    return fail(Fault::invalid, vault.error().what + "; " + at.dir + " holds no registry yet, only what an interrupted "
                                "start of one left: remove it, and the key if it lies elsewhere, and begin again");
  return vault;
}

}  // namespace

Done Registry::create(const Options& options, const std::string& origin, const std::string& roid_suffix) {
  if (!is_roid_suffix(roid_suffix))
    return fail(Fault::invalid, "the ROID suffix is 1 to 8 letters and digits (RFC 5730 section 2.8), not '" +
                                    to_printable(roid_suffix) + "'");
  if (!journal::is_origin(origin))
    return fail(Fault::invalid, "the journal's origin is a short name without spaces or '+', not '" +
                                    to_printable(origin) + "'");
  std::error_code error;
  std::filesystem::create_directories(options.dir, error);
  if (error) return fail(Fault::io, "cannot make " + options.dir + ": " + error.message());
  const DataDirectory at{options.dir};
  if (Done unused = require_unused(at); !unused) return unused;
  ::chmod(options.dir.c_str(), 0700);

  crypto::SystemRandom system_random;
  Random& random = options.random != nullptr ? *options.random : system_random;
  SystemClock system_clock;
  Clock& clock = options.clock != nullptr ? *options.clock : system_clock;

  if (Done begun = write_file_durably(at.unfinished(), ""); !begun) return begun;
  auto vault = make_vault(at, options.kek_path.empty() ? at.kek() : options.kek_path, random);
  if (!vault) return std::unexpected(vault.error());
  const auto key = crypto::SigningKey::generate(random);
  if (Done done = write_file_durably(at.log_key(), key.seed()); !done) return done;
  const journal::Genesis genesis{journal::make_uuid(random), origin, key.public_key()};
  journal::RocksdbJournalOptions journal_options;
  journal_options.dir = at.journal();
  journal_options.compression = options.compression;
  journal_options.info_log_dir = at.logs();
  Done made = journal::RocksdbJournal::create(journal_options, first_records(genesis, roid_suffix, clock.now()));
  if (!made) return made;
  std::filesystem::remove(at.unfinished(), error);  // left behind, opening the registry removes it
  return {};
}

Parts memory_parts(Random& random) {
  Parts parts;
  auto journal = std::make_unique<journal::MemoryJournal>();
  const auto key = crypto::SigningKey::generate(random);
  const journal::Genesis genesis{journal::make_uuid(random), "memory/journal", key.public_key()};
  const auto records = first_records(genesis, "STELE", Instant{});
  const auto appended = journal->append(0, Position{0}, records);
  CHECK(appended.has_value(), "a journal in memory takes its first records");
  parts.journal = std::move(journal);
  parts.store = registry::memory_store();
  parts.vault = crypto::memory_vault(random);
  return parts;
}

}  // namespace stele::runtime
