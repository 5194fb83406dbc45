#include "events/values/wire_name.h"

#include <algorithm>

namespace stele {

std::string wire_name(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('.'), text.size());
    out.push_back(static_cast<char>(end));
    out += text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  out.push_back('\0');
  return out;
}

bool lies_in(std::string_view name, const DomainName& zone) {
  const std::string& above = zone.text();
  if (!name.ends_with(above)) return false;
  return name.size() == above.size() || name[name.size() - above.size() - 1] == '.';
}

}  // namespace stele
