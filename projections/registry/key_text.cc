#include "projections/registry/key_text.h"

#include <algorithm>
#include <optional>

#include "engine/base/bytes.h"
#include "engine/base/instant.h"
#include "projections/registry/rows.h"

namespace stele::registry {

namespace {

constexpr std::string_view kForms = "#~'@$&!%^";
constexpr std::size_t kMostText = 300;

constexpr KeyTable kTables[] = {
    {'n', "next object number", ""},
    {'k', "highest key slot", ""},
    {'s', "settings", ""},
    {'R', "repository", "number~"},
    {'A', "administrator", "name$"},
    {'r', "registrar", "number#"},
    {'i', "registrar by id", "id$"},
    {'b', "balance", "registrar#"},
    {'z', "zone", "number#"},
    {'c', "contact", "number#"},
    {'C', "contact by id", "repository~ id$"},
    {'h', "host", "number#"},
    {'H', "host by name", "repository~ name$"},
    {'d', "domain", "number#"},
    {'D', "domain by label", "zone# label$"},
    {'o', "organisation", "number#"},
    {'O', "organisation by id", "repository~ id$"},
    {'e', "IDN table", "number#"},
    {'e', "name that stands still", "zone# domain#"},
    {'E', "IDN table by id", "repository~ id$"},
    {'f', "text of an IDN table", "number# version#"},
    {'x', "key slot of a deleted object", "number#"},
    {'N', "listed name", "zone# label$"},
    {'a', "registry account", "account' currency&"},
    {'q', "message", "registrar# id#"},
    {'Q', "queue", "registrar#"},
    {'M', "mark authority", "repository~"},
    {'Z', "certificate revocations", "repository~ issuer%"},
    {'v', "mark revocation", "repository~ id$"},
    {'y', "claim", "repository~ label$"},
    {'p', "application", "number#"},
    {'P', "application by label", "zone# label$ number#"},
    {'w', "maintenance", "number#"},
    {'t', "due work", "at@ number#"},
    {'l', "use of a contact or host", "target# domain#"},
    {'j', "CDS records seen", "domain#"},
    {'u', "host below a domain", "domain# host#"},
    {'K', "organisations of an object", "number#"},
    {'G', "object of an organisation", "organisation# role' number#"},
    {'I', "host by address", "address! host#"},
    {'T', "access token", "number#"},
    {'S', "access token by digest", "digest%"},
    {'g', "use by an organisation", "target# organisation#"},
};

// Takes so many bytes from the front; nullopt: there are fewer.
std::optional<std::string_view> take(std::string_view& rest, std::size_t count) {
  if (rest.size() < count) return std::nullopt;
  const std::string_view out = rest.substr(0, count);
  rest.remove_prefix(count);
  return out;
}

template <class Int>
std::optional<std::string> take_number(std::string_view& rest) {
  const auto bytes = take(rest, sizeof(Int));
  if (!bytes) return std::nullopt;
  return std::to_string(get_big_endian<Int>(*bytes));
}

std::optional<std::string> take_instant(std::string_view& rest) {
  const auto bytes = take(rest, sizeof(std::uint64_t));
  if (!bytes) return std::nullopt;
  return to_text(Instant{static_cast<std::int64_t>(get_big_endian<std::uint64_t>(*bytes))});
}

std::string take_text(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\0'), rest.size());
  std::string out = to_printable(rest.substr(0, end), kMostText);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return out;
}

std::optional<std::string> take_address(std::string_view& rest) {
  const auto version = take(rest, 1);
  if (!version) return std::nullopt;
  const bool is_v4 = version->front() == static_cast<char>(IpVersion::v4);
  const auto octets = take(rest, is_v4 ? 4 : 16);
  const auto address = octets ? ip_address_from_bytes(*octets) : std::nullopt;
  return address ? std::optional(to_text(*address)) : std::nullopt;
}

std::string take_owner(std::string_view& rest) {
  std::string out;
  while (!rest.empty()) {
    const std::string label = take_text(rest);
    out = out.empty() ? label : label + "." + out;
  }
  return out.empty() ? "@" : out;
}

std::optional<std::string> take_part(char form, std::string_view& rest) {
  switch (form) {
    case '#': return take_number<std::uint64_t>(rest);
    case '~': return take_number<std::uint32_t>(rest);
    case '\'': return take_number<std::uint8_t>(rest);
    case '@': return take_instant(rest);
    case '$': return take_text(rest);
    case '^': return take_owner(rest);
    case '!': return take_address(rest);
    case '%': {
      const auto all = take(rest, rest.size());
      return to_hex(*all);
    }
    case '&': {
      const auto code = take(rest, 3);
      if (!code) return std::nullopt;
      return to_printable(*code);
    }
  }
  return std::nullopt;
}

// nullopt: the key does not fit.
std::optional<std::string> text_by(const KeyTable& table, std::string_view key) {
  std::string out(table.name);
  std::string_view rest = key.substr(1);
  for (std::string_view parts = table.parts; !parts.empty();) {
    const std::size_t form = parts.find_first_of(kForms);
    const auto part = take_part(parts[form], rest);
    if (!part) return std::nullopt;
    out.append(" ").append(parts.substr(0, form)).append("=").append(*part);
    parts.remove_prefix(std::min(form + 2, parts.size()));  // and the blank
  }
  if (!rest.empty()) return std::nullopt;
  return out;
}

}  // namespace

std::string key_text(std::span<const KeyTable> tables, std::string_view key) {
  if (key == kMetaKey) return "progress";
  for (const KeyTable& table : tables)
    if (!key.empty() && key.front() == table.tag)
      if (auto text = text_by(table, key)) return *std::move(text);
  return "unknown row 0x" + to_hex(key.substr(0, kMostText));
}

std::string key_text(std::string_view key) { return key_text(kTables, key); }

}  // namespace stele::registry
