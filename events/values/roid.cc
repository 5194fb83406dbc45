#include "events/values/roid.h"

#include <algorithm>
#include <charconv>

namespace stele {

namespace {

constexpr std::size_t kMaxSuffix = 8;  // RFC 5730 §2.8

std::optional<ObjectKind> parse_kind(char letter) {
  constexpr std::string_view kLetters = "DHCRZO";
  if (kLetters.find(letter) == std::string_view::npos) return std::nullopt;
  return static_cast<ObjectKind>(letter);
}

bool is_suffix_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

std::string to_text(const Roid& roid) {
  return static_cast<char>(roid.kind) + std::to_string(roid.number.value) + "-" + roid.suffix;
}

std::optional<Roid> parse_roid(std::string_view text) {
  const std::size_t hyphen = text.find('-');
  if (hyphen == std::string_view::npos || hyphen < 2 || text[1] == '0') return std::nullopt;
  const auto kind = parse_kind(text.front());
  if (!kind) return std::nullopt;

  Roid out;
  out.kind = *kind;
  const char* const end = text.data() + hyphen;
  const auto [stop, error] = std::from_chars(text.data() + 1, end, out.number.value);
  if (error != std::errc{} || stop != end) return std::nullopt;

  out.suffix = text.substr(hyphen + 1);
  if (out.suffix.empty() || out.suffix.size() > kMaxSuffix) return std::nullopt;
  if (!std::all_of(out.suffix.begin(), out.suffix.end(), is_suffix_character)) return std::nullopt;
  return out;
}

}  // namespace stele
