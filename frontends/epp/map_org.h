// Organisations: RFC 8543; and the infData of one, for whoever asks and for messages that show one (RFC 8590).
#pragma once

#include "frontends/epp/map.h"
#include "frontends/epp/response/response.h"

namespace stele::epp {

Mapped map_org(const Asked& asked);

Part write_organisation(const core::OrganisationInfo& info);

}  // namespace stele::epp
