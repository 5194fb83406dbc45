// DNSSEC data of delegations: secDNS-1.1 (RFC 5910). Which interface a zone takes (DS or keys),
// known algorithms and whether a digest fits its key are for the core.
#pragma once

#include "events/values/delegation.h"
#include "frontends/epp/extensions/source.h"
#include "frontends/epp/response/response.h"

namespace stele::epp {

grammar::Mapping sec_dns_mapping();

DnssecData read_sec_dns_create(const Source& source, xml::Index at);
DnssecChange read_sec_dns_update(const Source& source, xml::Index at);

// Precondition: there is a DS record or a key.
Part write_sec_dns(const DnssecData& data);

}  // namespace stele::epp
