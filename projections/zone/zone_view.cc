#include "projections/zone/zone_view.h"

namespace stele::zone {

Done ZoneView::for_each_record(const Visit& visit) const {
  Record record;  // one for all: its strings keep their room
  rows_->scan(key('r', facts_->number), {}, [&](std::string_view at, std::string_view row) {
    record.owner.clear();
    append_owner(record.owner, behind_zone(at), apex_->zone_wire);
    for (EntryReader entry(row); entry.next();) {
      record.type = entry.type();
      record.ttl = ttl_of(entry.ttl());
      record.data.assign(entry.data());
      if (!visit(record)) return false;
    }
    return true;
  });
  return {};
}

std::vector<Record> ZoneView::records_of(const std::vector<KeyedEntry>& entries) const {
  std::vector<Record> out;
  out.reserve(entries.size());
  for (const KeyedEntry& entry : entries) {
    Record& record = out.emplace_back();
    append_owner(record.owner, entry.key, apex_->zone_wire);
    record.type = entry.type;
    record.ttl = ttl_of(entry.ttl);
    record.data = entry.data;
  }
  return out;
}

std::optional<std::vector<Delta>> ZoneView::deltas_since(std::uint32_t serial,
                                                         std::size_t most_records) const {
  std::vector<Delta> out;
  if (serial == progress_.serial) return out;
  std::string row;
  if (!rows_->get(serial_key(facts_->number, serial), row)) return std::nullopt;
  const auto first = from_row<std::uint64_t>(row);
  std::size_t records = 0;
  rows_->scan(key('x', facts_->number), key('x', facts_->number, first),
              [&](std::string_view, std::string_view bytes) {
                const auto delta = from_row<DeltaRow>(bytes);
                records += delta.removed.size() + delta.added.size();
                if (records > most_records) return false;
                out.push_back({delta.from, delta.to, records_of(delta.removed),
                               records_of(delta.added)});
                return true;
              });
  if (records > most_records || out.empty() || out.back().to != progress_.serial)
    return std::nullopt;
  return out;
}

}  // namespace stele::zone
