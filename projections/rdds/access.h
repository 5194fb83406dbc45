// Access tokens of authorities (law enforcement and others with a right to know): secrets that the
// registry gave out for a time and, if it said so, for some zones. Each use needs a reason, which the
// frontend records before it answers (an access, not an event).
#pragma once

#include <optional>
#include <string_view>

#include "projections/rdds/view.h"

namespace stele::rdds {

constexpr std::size_t kMostAccessReason = 500;  // characters

enum class AccessDenied : std::uint8_t { unknown, expired, revoked };
std::string_view to_text(AccessDenied denied);

struct Access {
  Viewer viewer;                       // anyone where it was denied
  std::optional<AccessDenied> denied;
  ObjectNumber token{};                // 0: unknown; for the record of its use
  std::string holder;                  // whose it is; for the record of its use
};
// `secret`: the token as its holder sends it, any bytes. In constant time but for whether the number in
// it is one of a token.
Access find_access(const core::State& state, std::string_view secret);
// 1 to kMostAccessReason characters of UTF-8 without control characters, not blank.
bool is_access_reason(std::string_view text);

}  // namespace stele::rdds
