// Rows: 'L' registrar time position index -> Line; "meta" -> Progress.
#include "projections/ledger/ledger.h"

#include <algorithm>
#include <utility>

#include "engine/base/bytes.h"
#include "events/codec.h"
#include "projections/registry/key_text.h"
#include "projections/registry/row_codec.h"

namespace stele::ledger {

template <class Archive>
void fields(Archive& a, Line& v) {
  a(v.at, v.position, v.kind, v.money.currency, v.money.amount, v.tax, v.balance, v.operation,
    v.object_name, v.years, v.tier, v.text, v.actor, v.server_trid);
}

// How far the journal has been read, and the transaction that shows it is the same journal.
struct Ledger::Progress {
  std::uint32_t format = 0;
  Position last{}, next{1};
  std::string leaf;
};

namespace {

constexpr std::uint32_t kFormat = 1;      // raised with every change of keys or fields
constexpr std::string_view kMetaKey = "meta";
constexpr std::size_t kChangesAtOnce = 4096;
constexpr char kLineTag = 'L';

std::string prefix_of(ObjectNumber registrar) {
  std::string key(1, kLineTag);
  put_big_endian(key, registrar.value);
  return key;
}

// Instants of transactions are after 1970; earlier bounds begin with the first line.
std::string key_from(ObjectNumber registrar, Instant at) {
  std::string key = prefix_of(registrar);
  put_big_endian(key, at.ms > 0 ? static_cast<std::uint64_t>(at.ms) : std::uint64_t{});
  return key;
}

template <class T>
std::string to_row(T& value) {
  std::string out;
  registry::RowWriter writer(out);
  fields(writer, value);
  return out;
}

Line read_line(std::string_view bytes) {
  Line line;
  registry::RowReader reader(bytes);
  fields(reader, line);
  return line;
}

struct Entry {
  ObjectNumber registrar;
  Line line;
};

Amount negative(Amount amount) { return Amount{-amount.e4}; }

std::optional<Entry> entry_of(const events::Event& event) {
  if (const auto* e = std::get_if<events::AccountCredited>(&event))
    return Entry{e->registrar,
                 {.kind = LineKind::credit, .money = e->money, .balance = e->balance, .text = e->text}};
  if (const auto* e = std::get_if<events::AccountDebited>(&event))
    return Entry{e->registrar,
                 {.kind = LineKind::charge,
                  .money = {e->money.currency, negative(e->money.amount)},
                  .tax = negative(e->tax),
                  .balance = e->balance,
                  .operation = std::string(to_text(e->operation)),
                  .object_name = e->object_name,
                  .years = e->years,
                  .tier = e->tier}};
  if (const auto* e = std::get_if<events::AccountRefunded>(&event))
    return Entry{e->registrar,
                 {.kind = LineKind::refund,
                  .money = e->money,
                  .tax = e->tax,
                  .balance = e->balance,
                  .operation = std::string(to_text(e->cause)),
                  .object_name = e->object_name}};
  return std::nullopt;
}

void add_lines(std::vector<registry::RowChange>& changes, const journal::StoredTransaction& stored,
               const events::Transaction& transaction) {
  std::uint32_t index = 0;
  for (const events::Event& event : transaction.events) {
    auto entry = entry_of(event);
    if (!entry) continue;
    Line& line = entry->line;
    line.at = stored.time;
    line.position = stored.first;
    line.actor = transaction.actor.name;
    line.server_trid = transaction.server_trid;
    std::string key = key_from(entry->registrar, stored.time);
    put_big_endian(key, stored.first.value);
    put_big_endian(key, index++);
    changes.push_back({std::move(key), to_row(line)});
  }
}

}  // namespace

std::string_view to_text(LineKind kind) {
  switch (kind) {
    case LineKind::credit: return "credit";
    case LineKind::charge: return "charge";
    case LineKind::refund: return "refund";
  }
  std::unreachable();
}

std::optional<Position> Ledger::read_up_to(const registry::Snapshot& rows) {
  const Progress found = progress(rows);
  return found.format == kFormat ? std::optional(found.next) : std::nullopt;
}

std::string Ledger::key_text(std::string_view key) {
  static constexpr registry::KeyTable kTables[] = {
      {kLineTag, "line of an account", "registrar# at@ position# index~"}};
  return registry::key_text(kTables, key);
}

Ledger::Progress Ledger::progress(const registry::Snapshot& rows) {
  Progress found;
  std::string row;
  if (!rows.get(kMetaKey, row)) return found;
  registry::RowReader reader(row);
  reader(found.format);
  if (found.format == kFormat) reader(found.last, found.next, found.leaf);
  return found;
}

// A journal that was put in the place of another one has another leaf there, or is shorter.
bool Ledger::is_of(journal::Journal& journal, const Progress& progress) const {
  if (progress.format != kFormat) return false;
  if (progress.next > journal.head().next) return false;
  auto reader = journal::TransactionReader::open(journal, progress.last);
  if (!reader) return false;
  const auto stored = (*reader)->next();
  return stored && stored->next == progress.next && view(stored->leaf) == progress.leaf;
}

Done Ledger::clear() {
  const auto snapshot = store_->snapshot();
  std::vector<registry::RowChange> changes;
  Done done;
  const auto remove = [&](std::string_view key, std::string_view) {
    changes.push_back({std::string(key), std::nullopt});
    if (changes.size() >= kChangesAtOnce) {
      done = store_->write(changes);
      changes.clear();
    }
    return done.has_value();
  };
  // The progress goes first: what a crash leaves then counts for nothing.
  if (done = store_->write({{std::string(kMetaKey), std::nullopt}}); !done) return done;
  snapshot->scan(std::string(1, kLineTag), {}, remove);
  return done && !changes.empty() ? store_->write(changes) : done;
}

Done Ledger::catch_up(journal::Journal& journal, Position end, std::stop_token stop) {
  const std::lock_guard lock(mutex_);
  Progress at = progress(*store_->snapshot());
  if (!is_of(journal, at)) {
    if (Done cleared = clear(); !cleared) return cleared;
    at = Progress{};
  }
  if (at.next >= end) return {};
  auto reader = journal::TransactionReader::open(journal, at.next);
  if (!reader) return std::unexpected(reader.error());
  at.format = kFormat;
  std::vector<registry::RowChange> changes;
  const auto write = [&] {
    std::string meta;
    registry::RowWriter writer(meta);
    writer(at.format, at.last, at.next, at.leaf);
    changes.push_back({std::string(kMetaKey), std::move(meta)});
    // In order of key the store finds each place beside the last one: a third less work, measured.
    std::sort(changes.begin(), changes.end(),
              [](const auto& one, const auto& other) { return one.key < other.key; });
    Done done = store_->write(changes);
    changes.clear();
    return done;
  };
  while (at.next < end) {
    if (stop.stop_requested()) {
      if (!at.leaf.empty())
        if (Done written = write(); !written) return written;
      return fail(Fault::closed, "cut off: the server stops; the next statement goes on from here");
    }
    const auto stored = (*reader)->next();
    if (!stored) return std::unexpected(stored.error());
    const auto content = events::decode(stored->payload);
    if (!content)
      return fail(content.error().fault, "position " + std::to_string(stored->first.value) + ": " +
                                             content.error().what);
    add_lines(changes, *stored, *content);
    at.last = stored->first;
    at.next = stored->next;
    at.leaf = view(stored->leaf);
    if (changes.size() >= kChangesAtOnce)
      if (Done written = write(); !written) return written;
  }
  return write();
}

void Ledger::for_each_line(ObjectNumber registrar, Instant from, Instant to,
                           const Visit& visit) const {
  store_->snapshot()->scan(prefix_of(registrar), key_from(registrar, from),
                           [&](std::string_view, std::string_view row) {
                             const Line line = read_line(row);
                             return line.at < to && visit(line);
                           });
}

std::optional<Amount> Ledger::balance_before(ObjectNumber registrar, Instant at) const {
  std::optional<Amount> found;
  store_->snapshot()->scan(prefix_of(registrar), key_from(registrar, at),
                           [&](std::string_view, std::string_view row) {
                             const Line line = read_line(row);
                             found = subtract(line.balance, line.money.amount);
                             return false;
                           });
  return found;
}

}  // namespace stele::ledger
