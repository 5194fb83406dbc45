// The right to a name that is not for everybody: allocationToken-1.0 (RFC 8495).
#pragma once

#include <string>

#include "frontends/epp/extensions/source.h"
#include "frontends/epp/response/response.h"

namespace stele::epp {

grammar::Mapping allocation_token_mapping();

// `at`: <allocationToken:allocationToken> of check, create or transfer. An
// <allocationToken:info> has nothing to read: that it is there asks for the token (§3.1.2).
std::string read_allocation_token(const Source& source, xml::Index at);

Part write_allocation_token(std::string_view token);

}  // namespace stele::epp
