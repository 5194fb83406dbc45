// Applications for names (RFC 8334 §2.1): finding them, and what their end means.
#pragma once

#include <optional>
#include <string>

#include "engine/core/checks.h"

namespace stele::core {

// Whether it is for this name, or for one of which this is a variant.
bool is_called(const State& state, const Application& application, const DomainName& name);

// By its identifier and, where the client says one, its name: object_does_not_exist; not_sponsor
// unless the caller is the applicant or staff; application_decided 2304 where it must be open.
std::optional<Application> require_application(const Context& context, ObjectNumber number,
                                               const DomainName* name, bool open,
                                               Problems& problems);

// The identifier clients know it by.
std::string application_id(ObjectNumber number);
std::optional<ObjectNumber> parse_application_id(std::string_view text);

}  // namespace stele::core
