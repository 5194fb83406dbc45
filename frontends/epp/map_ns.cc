#include "frontends/epp/map_ns.h"

namespace stele::epp {

using xml::Index;
using xml::kNoElement;

NameServers read_name_servers(Reader& reader, Index parent) {
  NameServers list;
  const Index ns = reader.find(parent, "ns");
  if (ns == kNoElement) return list;
  for (const Index child : reader.tree().children(ns)) {
    if (reader.tree()[child].name == "hostAttr")
      list.attributes.push_back({reader.host_name(reader.find(child, "hostName")),
                                 reader.addresses(child, "hostAddr")});
    else
      list.objects.push_back(reader.host_name(child));
  }
  return list;
}

void write_name_servers(ObjectWriter& writer, const std::vector<std::string>& hosts,
                        const std::vector<HostAttribute>& attributes) {
  if (hosts.empty() && attributes.empty()) return;
  writer.begin("ns");
  for (const HostAttribute& host : attributes) {
    writer.begin("hostAttr");
    writer.element("hostName", host.name.text());
    for (const IpAddress& address : host.addresses)
      writer.element("hostAddr", "ip", address.version == IpVersion::v4 ? "v4" : "v6",
                     to_text(address));
    writer.end("hostAttr");
  }
  if (attributes.empty())
    for (const std::string& host : hosts) writer.element("hostObj", host);
  writer.end("ns");
}

}  // namespace stele::epp
