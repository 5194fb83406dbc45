// Authorization information: made into a salted hash when it is set, compared when it is given
// (RFC 9154 §4.3). The clear value never leaves the command.
#pragma once

#include <string_view>

#include "engine/base/random.h"
#include "events/values/auth_info.h"

namespace stele::core {

// An empty value is "none is set" (RFC 9154 §5.1): nothing will match it.
AuthInfoHash hash_auth_info(std::string_view password, Random& random);
bool matches(const AuthInfoHash& stored, std::string_view password);

}  // namespace stele::core
