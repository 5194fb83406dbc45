// Names a zone treats in their own way, registered or not.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace stele {

enum class ListedAs : std::uint8_t {
  reserved,  // registered only by staff, or with its allocation token (RFC 8495)
  blocked,   // not registered at all
  premium,   // has a price tier of its own
};
std::string_view to_text(ListedAs listed);
std::optional<ListedAs> parse_listed_as(std::string_view text);

}  // namespace stele
