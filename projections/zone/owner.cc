// The records of one owner, from the facts as they are now: the header's, a delegation with its DS, and
// narrow glue. An address of a host stands only where a published delegation of the host's own zone,
// or the apex, uses the host; also when the name it lies under is on hold, for the others that depend
// on it. Where hosts are attributes, glue goes with the delegation that says it.
#include "engine/base/check.h"
#include "engine/core/domain/dnssec.h"
#include "engine/core/domain/owner_names.h"
#include "engine/core/domain/ttl.h"
#include "projections/zone/work.h"

namespace stele::zone {

namespace {

std::uint32_t ttl_of(const std::vector<RecordTtl>& ttls, std::uint16_t type) {
  return core::find_ttl(ttls, type).value_or(kZoneTtl);
}

void add_addresses(std::vector<Entry>& out, const std::vector<IpAddress>& addresses,
                   const std::vector<RecordTtl>& ttls) {
  for (const IpAddress& address : addresses) {
    const std::uint16_t number = address.version == IpVersion::v4 ? record_type::kA : record_type::kAaaa;
    out.push_back({number, std::string(address.bytes()), ttl_of(ttls, number)});
  }
}

}  // namespace

void Work::add_delegation(std::vector<Entry>& out, const ZoneNow& zone, const core::Domain& domain,
                          std::string_view owner) const {
  const std::uint32_t ttl = ttl_of(domain.ttls, record_type::kNs);
  for (const ObjectNumber number : domain.hosts) {
    const auto host = find_host(number);
    CHECK(host, "a domain refers to a host that does not exist");
    out.push_back({record_type::kNs, wire_name(host->host.name.text()), ttl});
  }
  for (const HostAttribute& host : domain.host_attributes)
    out.push_back({record_type::kNs, wire_name(host.name.text()), ttl});
  for (const DomainName& name : core::owner_names(domain)) {
    if (owner_key(name.text(), zone.facts->name.text()) != owner) continue;
    for (const DsRecord& ds : core::ds_records_at(domain, name))
      out.push_back({record_type::kDs, ds_data(ds), ttl_of(domain.ttls, record_type::kDs)});
  }
}

void Work::add_glue(std::vector<Entry>& out, const ZoneNow& zone, std::string_view owner) const {
  std::string row;
  if (!get_row(key('m', zone.facts->number, owner), row)) return;
  const auto number = from_row<ObjectNumber>(row);
  const auto host = find_host(number);
  CHECK(host, "a zone refers to a host that does not exist");
  if (host->host.addresses.empty()) return;
  if (users_of(number) > 0 || zone.apex->uses(owner))
    add_addresses(out, host->host.addresses, host->host.ttls);
}

// Only hosts at or below the name have addresses here (core/domain/host_attributes.h).
void Work::add_attributes(std::vector<Entry>& out, const ZoneNow& zone, const core::Domain& domain,
                          std::string_view owner) const {
  const std::string& name = zone.facts->name.text();
  for (const HostAttribute& host : domain.host_attributes)
    if (!host.addresses.empty() && host.name.text().ends_with("." + name) &&
        owner_key(host.name.text(), name) == owner)
      add_addresses(out, host.addresses, domain.ttls);
}

void Work::add_lower_zone(std::vector<Entry>& out, const ZoneNow& zone,
                          std::string_view owner) const {
  std::string name(top_key(owner));
  name.back() = '.';
  const auto lower = by_name_.find(name += zone.facts->name.text());
  if (lower == by_name_.end()) return;
  const ZoneFacts& facts = *zones_.at(lower->second).facts;
  if (!facts.header.delegated || !facts.publish) return;
  const auto delegation = delegation_of(facts.name, facts.header, zone.facts->name);
  if (const auto at = delegation.find(owner); at != delegation.end())
    out.insert(out.end(), at->second.begin(), at->second.end());
}

std::vector<Entry> Work::compose(const ZoneNow& zone, std::string_view owner) const {
  std::vector<Entry> out;
  if (const auto at = zone.apex->entries.find(owner); at != zone.apex->entries.end())
    out = at->second;
  if (!owner.empty()) {
    const std::string_view top = top_key(owner);
    if (const auto number = find_number('n', zone.facts->number, top)) {
      const auto domain = find_domain(*number);
      CHECK(domain, "a zone refers to a domain that does not exist");
      if (is_published(*domain)) {
        if (owner == top) add_delegation(out, zone, *domain, owner);
        add_attributes(out, zone, *domain, owner);
      }
    }
    add_glue(out, zone, owner);
    add_lower_zone(out, zone, owner);
  }
  normalize(out);
  return out;
}

}  // namespace stele::zone
