#include "engine/idn/name.h"

#include <algorithm>
#include <string>

#include "engine/idn/label.h"

namespace stele::idn {
namespace {

constexpr std::size_t kMaxText = 1024;  // octets: more than 253 as A-labels

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

std::optional<DomainName> parse_name(std::string_view utf8) {
  if (utf8.size() > kMaxText) return std::nullopt;
  if (utf8.ends_with('.')) utf8.remove_suffix(1);
  std::string ascii;
  while (true) {
    const std::size_t dot = utf8.find('.');
    const std::string_view label = utf8.substr(0, dot);
    if (is_ascii(label)) {
      ascii += label;
    } else {
      const auto parsed = parse_u_label(label);
      if (!parsed) return std::nullopt;
      ascii += parsed->ascii;
    }
    if (dot == std::string_view::npos) break;
    ascii += '.';
    utf8.remove_prefix(dot + 1);
  }
  auto name = DomainName::parse(ascii);
  return name ? std::optional(std::move(*name)) : std::nullopt;
}

}  // namespace stele::idn
