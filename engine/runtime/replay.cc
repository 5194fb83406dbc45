#include "engine/runtime/replay.h"

#include "engine/runtime/decoded_reader.h"
#include "engine/runtime/seal.h"
#include "events/journal/record.h"

namespace stele::runtime {

namespace {

// Rows gathered before they are written: enough to write a hot row seldom, few enough to stay in the
// processor's cache.
constexpr std::size_t kRowsPerWrite = 5'000;

// The state must have been built from this very journal.
Done check_same_journal(journal::Journal& journal, const registry::Progress& progress) {
  if (progress.position.value == 0) return {};
  const std::string where = "registry state at position " + std::to_string(progress.position.value);
  const journal::Head head = journal.head();
  if (progress.position > head.next)
    return fail(Fault::regressed, where + " is ahead of the journal, which ends before position " +
                                      std::to_string(head.next.value) +
                                      "; restore the journal, or remove the state directory if the journal is right");
  auto reader = journal.read(Position{progress.position.value - 1});
  if (!reader) return std::unexpected(reader.error());
  const auto stored = (*reader)->next();
  if (!stored) return std::unexpected(stored.error());
  const auto record = journal::decode_record(*stored);
  if (!record) return std::unexpected(record.error());
  if (record->leaf != progress.leaf)
    return fail(Fault::regressed, where + " was built from another journal; remove the state directory to rebuild it");
  return {};
}

Done destroy_erased(const events::Transaction& transaction, crypto::KeyVault& vault) {
  for (const events::Event& event : transaction.events)
    if (const KeySlot slot = ended_slot(event))
      if (Done done = vault.destroy(slot); !done) return done;
  return {};
}

}  // namespace

Result<Replayed> replay(journal::Journal& journal, registry::RegistryState& state, const ReplayOptions& options) {
  const registry::Progress before = state.published()->progress();
  if (Done same = check_same_journal(journal, before); !same) return std::unexpected(same.error());
  const std::uint64_t end = journal.head().next.value;
  const Position from{std::max<std::uint64_t>(before.position.value, 1)};  // 0 is the genesis
  Replayed out;
  if (from.value >= end) return out;

  auto opened = journal::TransactionReader::open(journal, from);
  if (!opened) return std::unexpected(opened.error());
  DecodedReader reader(std::move(*opened), {.until = options.until, .until_time = options.until_time});
  auto pending = state.begin();
  for (;;) {
    const auto next = reader.next();
    if (!next) return std::unexpected(next.error());
    if (!*next) break;
    const DecodedTransaction& read = **next;
    if (options.vault)
      if (Done done = destroy_erased(read.transaction, *options.vault); !done) return std::unexpected(done.error());
    pending->apply(read.transaction, read.next, read.leaf, read.time);
    ++out.transactions;
    out.records += read.next.value - read.first.value;
    if (pending->rows_changed() >= kRowsPerWrite) {
      if (Done done = state.commit(*pending); !done) return std::unexpected(done.error());
      pending = state.begin();
      if (options.progress) options.progress(out.records, end - from.value);
      if (options.stop.stop_requested())
        return fail(Fault::closed, "the replay was cut off");
    }
  }
  if (Done done = state.commit(*pending); !done) return std::unexpected(done.error());
  if (options.progress) options.progress(out.records, end - from.value);
  return out;
}

}  // namespace stele::runtime
