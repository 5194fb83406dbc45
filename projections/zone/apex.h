// Apex: what a zone's header says, in the form of records. Made once for every header, then shared.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "events/values/zone_policy.h"
#include "projections/zone/published.h"
#include "projections/zone/wire.h"

namespace stele::zone {

struct Apex {
  Apex(const DomainName& zone, const ZoneHeader& header);

  // By owner key; the apex has the NS. Neither SOA nor ZONEMD.
  std::map<std::string, std::vector<Entry>, std::less<>> entries;
  std::vector<std::string> name_servers;  // owner keys of those that lie in the zone, sorted
  std::string zone_wire;
  std::string soa_before, soa_after;      // RDATA before and after the serial
  std::uint32_t ttl = 0;

  std::string soa_data(std::uint32_t serial) const;
  Record soa(std::uint32_t serial) const;
  bool uses(std::string_view host_key) const;
};

// The delegation of a zone in the zone above, as the lower zone's header says it: NS and DS at its
// name, and the addresses that its header has for name servers below it. By owner key in the zone
// above.
std::map<std::string, std::vector<Entry>, std::less<>> delegation_of(const DomainName& zone,
                                                                     const ZoneHeader& header,
                                                                     const DomainName& above);

}  // namespace stele::zone
