#include "frontends/epp/map_sec_dns.h"

#include "frontends/epp/extensions/sec_dns.h"

namespace stele::epp {

using xml::kNoElement;

DnssecData read_dnssec(Reader& reader) {
  const xml::Index at = reader.extension(xml::Ns::sec_dns, "create");
  return at == kNoElement ? DnssecData{} : read_sec_dns_create(reader.source(), at);
}

DnssecChange read_dnssec_change(Reader& reader) {
  const xml::Index at = reader.extension(xml::Ns::sec_dns, "update");
  return at == kNoElement ? DnssecChange{} : read_sec_dns_update(reader.source(), at);
}

void add_dnssec(Reply& reply, const std::vector<DsRecord>& ds, const std::vector<DnsKey>& keys) {
  DnssecData data{.max_sig_life = {}, .ds = {}, .keys = keys};
  // The DS records of keys are the registry's (§4.2).
  if (keys.empty()) data.ds = ds;
  if (!data.empty()) reply.extensions.push_back(write_sec_dns(data));
}

}  // namespace stele::epp
