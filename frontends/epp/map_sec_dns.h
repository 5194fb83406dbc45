// The secDNS extension (RFC 5910) of domain commands: to what the engine understands, and of its
// answers.
#pragma once

#include "frontends/epp/map_parts.h"

namespace stele::epp {

DnssecData read_dnssec(Reader& reader);           // of a create; empty without the extension
DnssecChange read_dnssec_change(Reader& reader);  // of an update
// What the sponsor gave: DS data or keys. Nothing of a name without either (§5.1.2).
void add_dnssec(Reply& reply, const std::vector<DsRecord>& ds, const std::vector<DnsKey>& keys);

}  // namespace stele::epp
