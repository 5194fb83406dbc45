// From the owners that have changed to a new serial: what differs, the rows, the digest, the delta.
#include <algorithm>
#include <tuple>
#include <utility>

#include "projections/zone/digest.h"
#include "projections/zone/serial.h"
#include "projections/zone/work.h"

namespace stele::zone {

namespace {

// Deltas are kept as long as they are fewer than this and together no larger than the zone itself:
// beyond, sending the zone is less work for everybody.
constexpr std::uint64_t kMostDeltas = 50'000;
constexpr std::uint64_t kLeastDeltaBytes = 1 << 20;

bool is_before(const KeyedEntry& a, const KeyedEntry& b) {
  return std::tie(a.key, a.type, a.data) < std::tie(b.key, b.type, b.data);
}

void add_missing(std::vector<KeyedEntry>& out, std::string_view owner, const std::vector<Entry>& all,
                 const std::vector<Entry>& in) {
  std::vector<Entry> entries;
  std::set_difference(all.begin(), all.end(), in.begin(), in.end(), std::back_inserter(entries));
  for (Entry& entry : entries)
    out.push_back({std::string(owner), entry.type, entry.ttl, std::move(entry.data)});
}

std::string encode(const std::vector<Entry>& entries) {
  std::string out;
  for (const Entry& entry : entries) append_entry(out, entry);
  return out;
}

std::uint64_t size_of(std::string_view owner, std::string_view row) {
  return row.empty() ? 0 : owner.size() + row.size();
}

std::uint64_t count(std::string_view row) {
  std::uint64_t found = 0;
  for (EntryReader reader(row); reader.next();) ++found;
  return found;
}

}  // namespace

struct Work::Difference {
  std::vector<KeyedEntry> removed, added;
  bool empty() const { return removed.empty() && added.empty(); }
};

void Work::put_entries(ZoneNow& zone, std::string_view owner, std::string_view before,
                       const std::vector<Entry>& after) {
  const std::string at = key('r', zone.facts->number, owner);
  const std::string row = encode(after);
  ZoneProgress& progress = zone.progress;
  progress.bytes += size_of(owner, row) - size_of(owner, before);
  progress.records += after.size() - count(before);
  const auto if_any = [](std::string_view bytes) {
    return bytes.empty() ? std::nullopt : std::optional<std::string>(bytes);
  };
  rows_.replace(at, if_any(before), if_any(row));
  if (filter_) filter_->add(at);
}

void Work::compare(ZoneNow& zone, std::string_view owner, Difference& difference) {
  std::string row;
  if (!get_row(key('r', zone.facts->number, owner), row)) row.clear();
  const std::vector<Entry> before = read_entries(row);
  std::vector<Entry> after = compose(zone, owner);
  // The digest stays until it is made anew, which it is if anything differs.
  if (owner.empty() && zone.facts->header.zonemd) {
    for (const Entry& entry : before)
      if (entry.type == record_type::kZonemd) after.push_back(entry);
    std::sort(after.begin(), after.end());
  }
  if (before == after) return;
  add_missing(difference.removed, owner, before, after);
  add_missing(difference.added, owner, after, before);
  put_entries(zone, owner, row, after);
}

void Work::put_digest(ZoneNow& zone, Difference& difference) {
  std::string row;
  if (!rows_.get(key('r', zone.facts->number), row)) row.clear();
  const std::vector<Entry> before = read_entries(row);
  std::vector<Entry> after = before;
  std::erase_if(after, [](const Entry& entry) { return entry.type == record_type::kZonemd; });
  after.push_back({record_type::kZonemd, zonemd_data(rows_, *zone.facts, *zone.apex, zone.progress.serial)});
  std::sort(after.begin(), after.end());
  add_missing(difference.removed, {}, before, after);
  add_missing(difference.added, {}, after, before);
  std::sort(difference.removed.begin(), difference.removed.end(), is_before);
  std::sort(difference.added.begin(), difference.added.end(), is_before);
  put_entries(zone, {}, row, after);
}

void Work::drop_first_delta(ZoneNow& zone) {
  ZoneProgress& progress = zone.progress;
  const ObjectNumber number = zone.facts->number;
  const std::string at = key('x', number, progress.first_delta);
  std::string row;
  if (rows_.get(at, row)) {
    progress.delta_bytes -= row.size();
    std::uint32_t serial = 0;
    registry::RowReader{row}(serial);  // its first field
    const std::string from = serial_key(number, serial);
    rows_.replace(at, std::move(row), std::nullopt);
    // After a turn of all serials another delta may begin there.
    if (rows_.get(from, row) && from_row<std::uint64_t>(row) == progress.first_delta)
      rows_.replace(from, std::move(row), std::nullopt);
  }
  ++progress.first_delta;
}

void Work::keep_delta(ZoneNow& zone, std::uint32_t from, Difference difference) {
  ZoneProgress& progress = zone.progress;
  const bool leads_here = from != 0 && !progress.restart;
  std::string row;
  if (leads_here)
    row = to_row(DeltaRow{from, progress.serial, std::move(difference.removed),
                          std::move(difference.added)});
  const std::uint64_t most = std::max(progress.bytes, kLeastDeltaBytes);
  if (!leads_here || row.size() > most) {
    while (progress.first_delta < progress.next_delta) drop_first_delta(zone);
    return;
  }
  progress.delta_bytes += row.size();
  rows_.put(serial_key(zone.facts->number, from), to_row(progress.next_delta));
  rows_.put_new(key('x', zone.facts->number, progress.next_delta++), std::move(row));
  while (progress.next_delta - progress.first_delta > kMostDeltas || progress.delta_bytes > most)
    drop_first_delta(zone);
}

// False: nothing differs.
bool Work::make_serial(ZoneNow& zone) {
  ZoneProgress& progress = zone.progress;
  Difference difference;
  for (const std::string& owner : zone.waiting)
    rows_.replace(key('t', zone.facts->number, owner), std::string(), std::nullopt);
  zone.touched.merge(zone.waiting);
  for (const std::string& owner : zone.touched) compare(zone, owner, difference);
  zone.touched.clear();
  dirty_.insert(zone.facts->number);
  progress.due_at = {};
  if (difference.empty() && !progress.forced) return false;
  const std::uint32_t from = progress.serial;
  progress.serial = next_serial(from != 0 ? std::optional(from) : std::nullopt,
                                zone.facts->header.serial_scheme, progress.changed_at);
  progress.made_at = progress.changed_at;
  progress.position = progress.changed_before;
  if (zone.facts->header.zonemd) put_digest(zone, difference);
  keep_delta(zone, from, std::move(difference));
  progress.forced = progress.restart = false;
  return true;
}

bool Work::make_serials(Instant now, const Made& made) {
  // By time, then by number: what one zone does is nothing to the others.
  std::vector<std::pair<Instant, ObjectNumber>> due;
  for (const auto& [number, zone] : zones_)
    if (zone.progress.due_at.ms && zone.progress.due_at <= now)
      due.emplace_back(zone.progress.due_at, number);
  std::sort(due.begin(), due.end());
  for (const auto& [at, number] : due) {
    ZoneNow& zone = zones_.at(number);
    if (make_serial(zone) && !made(zone)) return false;
  }
  return true;
}

std::vector<registry::RowChange> Work::take_changes() {
  for (const ObjectNumber number : dirty_) {
    ZoneNow& zone = zones_.at(number);
    for (const std::string& owner : zone.touched) rows_.put_new(key('t', number, owner), {});
    zone.waiting.merge(zone.touched);
    rows_.put(key('p', number), to_row(zone.progress));
  }
  dirty_.clear();
  return rows_.take_changes();
}

void Work::go_on(std::shared_ptr<const registry::Snapshot> base) {
  rows_ = registry::Overlay(std::move(base));
}

}  // namespace stele::zone
