// What a request's target says: path segments and query parameters, percent-decoded. The bytes may
// be anything, UTF-8 or not: who uses them looks.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.h"

namespace stele::net {

struct HttpTarget {
  std::vector<std::string> path;  // "/a/b%2Fc/" is "a", "b/c", ""; "/" is one empty segment
  std::vector<std::pair<std::string, std::string>> query;  // in order; "x" alone has an empty value

  const std::string* find(std::string_view name) const;  // the first of that name
};

// What a plus sign is in a query: itself (RFC 3986), or a space, as forms send it.
enum class Plus { itself, space };

// Precondition: begins with "/". Fails on a percent sign without two hexadecimal digits, and on more
// than 64 parts.
Result<HttpTarget> parse_http_target(std::string_view target, Plus plus);
// For one segment or query value: all but RFC 3986's unreserved characters as %XX.
std::string percent_encode(std::string_view text);

}  // namespace stele::net
