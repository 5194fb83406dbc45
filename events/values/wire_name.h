// Names in wire form (RFC 1035 §3.1): each label with its length in front, the root's empty one at the
// end. Taken from text without a final dot whose labels are judged already.
#pragma once

#include <string>
#include <string_view>

#include "events/values/domain_name.h"

namespace stele {

// "shop.example" → 4shop7example0; "" is the root. Letters stay as they are: lower case, as the
// registry stores names, is the canonical form too (RFC 4034 §6.2).
std::string wire_name(std::string_view text);

// Whether a name is the zone's own or lies below it.
bool lies_in(std::string_view name, const DomainName& zone);

}  // namespace stele
