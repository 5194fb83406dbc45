// Announced interruptions of service: RFC 9167.
#pragma once

#include "frontends/epp/map.h"

namespace stele::epp {

Mapped map_maintenance(const Asked& asked);

}  // namespace stele::epp
