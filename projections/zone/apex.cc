#include "projections/zone/apex.h"

#include <algorithm>

#include "engine/base/bytes.h"
#include "engine/base/check.h"

namespace stele::zone {

namespace {

std::vector<core::HeaderRecord> records_of(const DomainName& zone, const ZoneHeader& header) {
  auto records = core::parse_header_records(zone, header.records);
  CHECK(records.has_value(), "a zone's header that was accepted cannot be read");
  return std::move(*records);
}

}  // namespace

Apex::Apex(const DomainName& zone, const ZoneHeader& header)
    : zone_wire(wire_name(zone.text())), ttl(header.ttl) {
  for (const core::HeaderRecord& record : records_of(zone, header))
    entries[owner_key(record.owner, zone.text())].push_back(header_entry(record, zone));
  for (const std::string& name : header.name_servers) {
    entries[""].push_back({record_type::kNs, wire_name(name)});
    if (lies_in(name, zone)) name_servers.push_back(owner_key(name, zone.text()));
  }
  std::sort(name_servers.begin(), name_servers.end());
  soa_before = wire_name(header.primary) + wire_name(header.responsible);
  for (const std::uint32_t number : {header.refresh, header.retry, header.expire, header.minimum})
    put_big_endian(soa_after, number);
}

std::string Apex::soa_data(std::uint32_t serial) const {
  std::string data = soa_before;
  put_big_endian(data, serial);
  return data + soa_after;
}

Record Apex::soa(std::uint32_t serial) const {
  return {zone_wire, record_type::kSoa, ttl, soa_data(serial)};
}

bool Apex::uses(std::string_view host_key) const {
  return std::binary_search(name_servers.begin(), name_servers.end(), host_key);
}

std::map<std::string, std::vector<Entry>, std::less<>> delegation_of(const DomainName& zone,
                                                                     const ZoneHeader& header,
                                                                     const DomainName& above) {
  std::map<std::string, std::vector<Entry>, std::less<>> out;
  std::vector<Entry>& own = out[owner_key(zone.text(), above.text())];
  for (const std::string& name : header.name_servers) own.push_back({record_type::kNs, wire_name(name)});
  for (const DsRecord& ds : header.ds) own.push_back({record_type::kDs, ds_data(ds)});
  for (const core::HeaderRecord& record : records_of(zone, header)) {
    const bool address =
        record.type == core::HeaderRecordType::a || record.type == core::HeaderRecordType::aaaa;
    if (!address || std::find(header.name_servers.begin(), header.name_servers.end(),
                              record.owner) == header.name_servers.end())
      continue;
    out[owner_key(record.owner, above.text())].push_back(header_entry(record, zone));
  }
  return out;
}

}  // namespace stele::zone
