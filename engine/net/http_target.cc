#include "engine/net/http_target.h"

#include <algorithm>

namespace stele::net {

namespace {

constexpr std::size_t kMostParts = 64;

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

Result<std::string> decode(std::string_view text, Plus plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus == Plus::space) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      if (i + 2 >= text.size()) return fail(Fault::invalid, "a percent sign without two digits");
      const int high = digit(text[i + 1]), low = digit(text[i + 2]);
      if (high < 0 || low < 0) return fail(Fault::invalid, "a percent sign without two digits");
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

// The part before the next `separator`, which is taken away with it.
std::string_view next_part(std::string_view& rest, char separator) {
  const std::size_t end = std::min(rest.find(separator), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

}  // namespace

const std::string* HttpTarget::find(std::string_view name) const {
  for (const auto& [each, value] : query)
    if (each == name) return &value;
  return nullptr;
}

Result<HttpTarget> parse_http_target(std::string_view target, Plus plus) {
  HttpTarget out;
  std::string_view path = next_part(target, '?');
  path.remove_prefix(std::min<std::size_t>(1, path.size()));
  for (bool more = true; more;) {
    more = path.find('/') != std::string_view::npos;
    auto segment = decode(next_part(path, '/'), Plus::itself);
    if (!segment) return std::unexpected(segment.error());
    out.path.push_back(std::move(*segment));
    if (out.path.size() > kMostParts) return fail(Fault::too_large, "more than " + std::to_string(kMostParts) + " path segments");
  }
  while (!target.empty()) {
    std::string_view pair = next_part(target, '&');
    if (pair.empty()) continue;
    auto name = decode(next_part(pair, '='), plus);
    if (!name) return std::unexpected(name.error());
    auto value = decode(pair, plus);
    if (!value) return std::unexpected(value.error());
    out.query.emplace_back(std::move(*name), std::move(*value));
    if (out.query.size() > kMostParts) return fail(Fault::too_large, "more than " + std::to_string(kMostParts) + " query parameters");
  }
  return out;
}

std::string percent_encode(std::string_view text) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
      continue;
    }
    const auto octet = static_cast<unsigned char>(c);
    out += '%';
    out += kDigits[octet >> 4];
    out += kDigits[octet & 15];
  }
  return out;
}

}  // namespace stele::net
