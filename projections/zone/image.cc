#include "projections/zone/image.h"

#include <optional>
#include <utility>

#include "engine/base/check.h"
#include "engine/runtime/decoded_reader.h"
#include "projections/zone/zone_view.h"

namespace stele::zone {

namespace {

constexpr std::size_t kRowsAtOnce = 32 * 1024;

}  // namespace

Progress read_progress(const registry::Snapshot& rows) {
  std::string row;
  if (!rows.get(kMetaKey, row)) return {};
  Progress found;
  registry::RowReader reader(row);
  reader(found.format);
  if (found.format != kFormat) return {};
  reader(found.last, found.next, found.leaf);
  return found;
}

// A journal that was put in the place of another one has another leaf there, or is shorter.
bool Image::is_of(journal::Journal& journal, const Progress& progress) const {
  if (progress.format != kFormat || progress.next > journal.head().next) return false;
  auto reader = journal::TransactionReader::open(journal, progress.last);
  if (!reader) return false;
  const auto stored = (*reader)->next();
  return stored && stored->next == progress.next && view(stored->leaf) == progress.leaf;
}

Done Image::clear() {
  // The progress goes first: what a crash leaves then counts for nothing.
  Done done = store_->write({{std::string(kMetaKey), std::nullopt}});
  std::vector<registry::RowChange> changes;
  if (done)
    store_->snapshot()->scan({}, {}, [&](std::string_view at, std::string_view) {
      changes.push_back({std::string(at), std::nullopt});
      if (changes.size() >= kRowsAtOnce) {
        done = store_->write(changes);
        changes.clear();
      }
      return done.has_value();
    });
  return done && !changes.empty() ? store_->write(changes) : done;
}

Done Image::open(journal::Journal& journal) {
  at_ = read_progress(*store_->snapshot());
  std::optional<OwnerFilter> filter;
  if (!is_of(journal, at_)) {
    if (Done cleared = clear(); !cleared) return cleared;
    at_ = Progress{};
    filter.emplace(journal.head().next.value);
  }
  auto rows = store_->snapshot();
  ZoneMap zones = read_zones(*rows);
  work_ = std::make_unique<Work>(std::move(rows), std::move(zones), std::move(filter));
  shown_ = false;
  return {};
}

Done Image::write(const Reading& reading) {
  std::vector<registry::RowChange> changes = work_->take_changes();
  changes.push_back({std::string(kMetaKey), to_row(at_)});
  if (Done done = store_->write(changes); !done) return done;
  work_->go_on(store_->snapshot());
  shown_ = false;
  {
    const std::lock_guard lock(mutex_);
    next_ = at_.next;
  }
  if (reading.progress) reading.progress(at_.next);
  return {};
}

// In parts, each of which is written with how far it has come.
Done Image::read(journal::Journal& journal, Position end, const Reading& reading) {
  const Work::Made made = [&](const ZoneNow& zone) {
    return !reading.go_on || reading.go_on(zone.facts->name, zone.progress.serial);
  };
  std::optional<runtime::DecodedReader> reader;
  if (at_.next < end) {
    auto opened = journal::TransactionReader::open(journal, at_.next);
    if (!opened) return std::unexpected(opened.error());
    reader.emplace(std::move(*opened), runtime::DecodedReader::Limits{.until = end, .until_time = {}});
  }
  const Position before = at_.next;
  while (at_.next < end) {
    if (reading.stop.stop_requested()) {
      if (Done done = at_.next == before ? Done() : write(reading); !done) return done;
      return fail(Fault::closed, "cut off: the server stops; the zones go on from here");
    }
    const auto found = reader->next();
    if (!found) return std::unexpected(found.error());
    CHECK(*found != nullptr, "a journal is at least as long as it was said to be");
    const runtime::DecodedTransaction& read = **found;
    // Serials of the time before it know nothing of it.
    if (!work_->make_serials(read.time, made)) return write(reading);
    work_->apply(read.transaction, read.next, read.time);
    at_ = {kFormat, read.first, read.next, std::string(view(read.leaf))};
    if (work_->rows_changed() >= kRowsAtOnce)
      if (Done done = write(reading); !done) return done;
  }
  work_->make_serials(reading.settled, made);
  return at_.next == before && work_->rows_changed() == 0 ? Done() : write(reading);
}

Done Image::catch_up(journal::Journal& journal, Position end, const Reading& reading) {
  if (!work_)
    if (Done opened = open(journal); !opened) return opened;
  const Done done = read(journal, end, reading);
  if (done || done.error().fault == Fault::closed)
    show();
  else
    work_.reset();
  return done;
}

// Looked for some times a second, changed now and then.
void Image::show() {
  if (shown_) return;
  shown_ = true;
  const std::shared_ptr<const registry::Snapshot> rows = store_->snapshot();
  std::map<DomainName, std::shared_ptr<const Published>> zones;
  Instant due;
  for (const auto& [number, zone] : work_->zones()) {
    const Instant at = zone.progress.due_at;
    if (at.ms && (!due.ms || at < due)) due = at;
    if (zone.facts->publish && zone.progress.serial != 0)
      zones.emplace(zone.facts->name, std::make_shared<ZoneView>(rows, zone));
  }
  std::vector<std::pair<DomainName, std::uint32_t>> fresh;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [name, zone] : zones)
      if (const auto before = published_.find(name);
          before == published_.end() || before->second->serial() != zone->serial())
        fresh.emplace_back(name, zone->serial());
    published_.swap(zones);
    next_ = at_.next;
    next_due_ = due;
  }
  for (const auto& [name, serial] : fresh)
    for (const NewSerial& call : new_serial_) call(name, serial);
}

Position Image::next() const {
  const std::lock_guard lock(mutex_);
  return next_;
}

Instant Image::next_due() const {
  const std::lock_guard lock(mutex_);
  return next_due_;
}

std::shared_ptr<const Published> Image::find(const DomainName& name) const {
  const std::lock_guard lock(mutex_);
  const auto at = published_.find(name);
  return at == published_.end() ? nullptr : at->second;
}

std::vector<DomainName> Image::list() const {
  std::vector<DomainName> names;
  const std::lock_guard lock(mutex_);
  for (const auto& [name, zone] : published_) names.push_back(name);
  return names;
}

}  // namespace stele::zone
