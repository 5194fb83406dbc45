// DNSSEC data of delegations: secDNS-1.1 (RFC 5910). Which interface a zone takes (DS or keys),
// known algorithms and whether a digest fits its key are for the core.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "events/values/delegation.h"
#include "frontends/epp/extensions/source.h"
#include "frontends/epp/response/response.h"

namespace stele::epp {

grammar::Mapping sec_dns_mapping();

// One of `ds` and `keys` is empty.
struct SecDnsData {
  std::optional<std::uint32_t> max_sig_life;  // seconds
  std::vector<DsRecord> ds;
  std::vector<DnsKey> keys;
  bool operator==(const SecDnsData&) const = default;
};

// In the order of §5.2.5: removed first, then added.
struct SecDnsChange {
  bool urgent = false;
  bool all_removed = false;
  std::vector<DsRecord> ds_removed;
  std::vector<DnsKey> keys_removed;
  SecDnsData added;
  std::optional<std::uint32_t> max_sig_life;  // from <secDNS:chg>
};

SecDnsData read_sec_dns_create(const Source& source, xml::Index at);
SecDnsChange read_sec_dns_update(const Source& source, xml::Index at);

// Precondition: there is a DS record or a key.
Part write_sec_dns(const SecDnsData& data);

}  // namespace stele::epp
