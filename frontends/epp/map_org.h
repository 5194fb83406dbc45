// Organisations: RFC 8543.
#pragma once

#include "frontends/epp/map.h"

namespace stele::epp {

Mapped map_org(const Asked& asked);

}  // namespace stele::epp
