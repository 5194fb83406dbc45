// <domain:ns>: host objects or host attributes (RFC 5731 §1.1), read and written. Which of them a zone
// takes is for the core.
#pragma once

#include "frontends/epp/map_parts.h"

namespace stele::epp {

struct NameServers {
  std::vector<HostName> objects;
  std::vector<HostAttribute> attributes;
};
// Of the <ns> below `parent`; both may be absent.
NameServers read_name_servers(Reader& reader, xml::Index parent);

// `hosts`: the names of objects. Nothing where there is neither.
void write_name_servers(ObjectWriter& writer, const std::vector<std::string>& hosts,
                        const std::vector<HostAttribute>& attributes);

}  // namespace stele::epp
