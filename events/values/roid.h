// Roid: repository object identifier (RFC 5730 §2.8): kind letter, object number, repository suffix,
// e.g. "D42-STELE".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/strong.h"

namespace stele {

enum class ObjectKind : char { domain = 'D', host = 'H', contact = 'C', registrar = 'R', zone = 'Z',
                                organisation = 'O' };

struct Roid {
  ObjectKind kind = ObjectKind::domain;
  ObjectNumber number{};
  std::string suffix;
};

std::string to_text(const Roid& roid);
std::optional<Roid> parse_roid(std::string_view text);

}  // namespace stele
