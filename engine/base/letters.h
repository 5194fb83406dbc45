// The case of letters, of ASCII only: all other bytes stay as they are. No locale has a say in it.
#pragma once

#include <string>
#include <string_view>

namespace stele {

std::string lower_case(std::string_view text);
std::string upper_case(std::string_view text);
bool equal_ignoring_case(std::string_view a, std::string_view b);

}  // namespace stele
