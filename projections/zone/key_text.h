// The key of a row of the zone projection (rows.h), for people.
#pragma once

#include <string>
#include <string_view>

namespace stele::zone {

std::string key_text(std::string_view key);

}  // namespace stele::zone
