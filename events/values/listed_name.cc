#include "events/values/listed_name.h"

#include <utility>

namespace stele {

std::string_view to_text(ListedAs listed) {
  switch (listed) {
    case ListedAs::reserved: return "reserved";
    case ListedAs::blocked: return "blocked";
    case ListedAs::premium: return "premium";
  }
  std::unreachable();
}

std::optional<ListedAs> parse_listed_as(std::string_view text) {
  for (const ListedAs listed : {ListedAs::reserved, ListedAs::blocked, ListedAs::premium})
    if (text == to_text(listed)) return listed;
  return std::nullopt;
}

}  // namespace stele
