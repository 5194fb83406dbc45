// Domain names as people write them: labels in Unicode or as A-labels, mixed as they like.
#pragma once

#include <optional>
#include <string_view>

#include "events/values/domain_name.h"

namespace stele::idn {

// With every label as it stands in the DNS. Nothing is mapped but the case of ASCII letters; nullopt
// for a name with a label that IDNA2008 does not take. A final dot is taken off.
std::optional<DomainName> parse_name(std::string_view utf8);

}  // namespace stele::idn
