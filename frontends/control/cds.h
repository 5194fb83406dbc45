// The scan for CDS records as staff look at it: its walks over the zones, what is known of one name, and
// a look at one now.
#pragma once

#include <stop_token>
#include <string>

#include "frontends/control/message.h"
#include "frontends/gateway/gateway.h"

namespace stele::control {

// `name`: a zone, a domain, or empty for all zones that are scanned.
Reply cds_status(gateway::Gateway& gateway, const std::string& name);
// Only where a server runs that scans.
Reply cds_scan(gateway::Gateway& gateway, const std::string& name, bool dry, std::stop_token stop);

}  // namespace stele::control
