// Organisations of domains, hosts and contacts: RFC 8544, between the wire and the core.
#pragma once

#include <vector>

#include "frontends/epp/map_parts.h"

namespace stele::epp {

// What <orgext:create> or <orgext:update> of this frame says; empty without one.
core::LinkChange read_links(Reader& reader);
// <orgext:infData>, where there is anything to tell (§4.1.2).
void add_links(Reply& reply, const std::vector<core::NamedLink>& links);

}  // namespace stele::epp
