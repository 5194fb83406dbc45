#include "engine/core/zone/master_file_header.h"

#include <algorithm>
#include <utility>

#include "engine/base/bytes.h"
#include "engine/base/letters.h"
#include "events/values/ip_address.h"
#include "events/values/wire_name.h"

namespace stele::core {
namespace {

constexpr std::size_t kMostOctets = 64 * 1024;
constexpr std::size_t kMostProblems = 20;
constexpr std::uint32_t kMostTtl = 0x7fffffff;  // RFC 2181 §8

// A line's outcome: nothing, or what is wrong with it.
using Checked = Result<void, std::string>;

std::unexpected<std::string> wrong(std::string what) {
  return std::unexpected<std::string>(std::move(what));
}

std::string quoted(std::string_view text) { return "\"" + to_printable(text) + "\""; }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<std::uint32_t> parse_number(std::string_view text, std::uint32_t most) {
  if (text.empty() || text.size() > 10 || !std::all_of(text.begin(), text.end(), is_digit))
    return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) value = value * 10 + static_cast<std::uint64_t>(c - '0');
  if (value > most) return std::nullopt;
  return static_cast<std::uint32_t>(value);
}

// ---- tokens: blanks separate, quotes hold together, a semicolon begins a comment

Result<std::vector<std::string>, std::string> split(std::string_view line) {
  std::vector<std::string> tokens;
  std::string token;
  bool open = false;    // within quotes
  bool any = false;     // a token has begun, empty quotes included
  const auto finish = [&] {
    if (any) tokens.push_back(std::exchange(token, {}));
    any = false;
  };
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (static_cast<unsigned char>(c) < 0x20 && c != '\t')
      return wrong("a control character stands in it");
    if (c == '\\' && i + 1 < line.size()) {
      token += c;
      token += line[++i];
      any = true;
    } else if (c == '"') {
      open = !open;
      any = true;
      token += c;
    } else if (open) {
      token += c;
    } else if (c == ' ' || c == '\t') {
      finish();
    } else if (c == ';') {
      break;
    } else if (c == '(' || c == ')') {
      return wrong("a record stands on one line, without parentheses");
    } else {
      any = true;
      token += c;
    }
  }
  if (open) return wrong("a quote is not closed");
  finish();
  return tokens;
}

// ---- names

// Letters, digits, hyphens and underscores; "*" as the whole first label (RFC 4592).
bool is_label(std::string_view label, bool first) {
  if (first && label == "*") return true;
  return !label.empty() && label.size() <= 63 &&
         std::all_of(label.begin(), label.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '_';
         });
}

// The absolute form without its final dot; nullopt when it is no name.
std::optional<std::string> absolute(std::string_view text, const DomainName& zone) {
  if (text == "@") return zone.text();
  std::string name = lower_case(text);
  if (name.ends_with('.'))
    name.pop_back();
  else
    name += "." + zone.text();
  if (name.empty() || name.size() > 253) return std::nullopt;
  bool first = true;
  for (std::size_t begin = 0; begin <= name.size(); first = false) {
    const std::size_t end = std::min(name.find('.', begin), name.size());
    if (!is_label(std::string_view(name).substr(begin, end - begin), first)) return std::nullopt;
    begin = end + 1;
  }
  return name;
}

Checked require_target(std::string_view text, const DomainName& zone) {
  const auto name = absolute(text, zone);
  if (!name || name->starts_with("*")) return wrong(quoted(text) + " is not a host name");
  return {};
}

// ---- rdata

// Octets a character-string has once quotes and escapes are resolved; nullopt when they are wrong.
std::optional<std::size_t> count_octets(std::string_view text) {
  const bool in_quotes = text.starts_with('"');
  if (in_quotes) {
    if (text.size() < 2 || !text.ends_with('"')) return std::nullopt;
    text = text.substr(1, text.size() - 2);
  }
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i, ++count) {
    if (text[i] == '"') return std::nullopt;
    if (text[i] != '\\') continue;
    if (++i == text.size()) return std::nullopt;
    if (!is_digit(text[i])) continue;
    if (!parse_number(text.substr(i, 3), 255) || text.substr(i, 3).size() != 3)
      return std::nullopt;
    i += 2;
  }
  return count;
}

Checked require_character_string(std::string_view text) {
  const auto octets = count_octets(text);
  if (!octets) return wrong(quoted(text) + " is not a character string");
  if (*octets > 255) return wrong("a character string has more than 255 octets");
  return {};
}

using Fields = std::vector<std::string>;

Checked require_address(const Fields& fields, IpVersion version) {
  if (fields.size() != 1 || !parse_ip_address(fields[0], version))
    return wrong(version == IpVersion::v4 ? "an A record has one IPv4 address"
                                          : "an AAAA record has one IPv6 address");
  return {};
}

Checked require_caa(const Fields& fields) {  // RFC 8659 §4.1
  const auto is_tag = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c);
  };
  if (fields.size() != 3) return wrong("a CAA record has flags, tag and value");
  if (!parse_number(fields[0], 255)) return wrong("CAA flags are a number up to 255");
  if (!std::all_of(fields[1].begin(), fields[1].end(), is_tag))
    return wrong("a CAA tag has letters and digits");
  return require_character_string(fields[2]);
}

Checked require_ds(const Fields& fields) {  // RFC 4034 §5.3
  if (fields.size() < 4) return wrong("a DS record has key tag, algorithm, digest type and digest");
  if (!parse_number(fields[0], 65535)) return wrong("a DS key tag is a number up to 65535");
  if (!parse_number(fields[1], 255)) return wrong("a DS algorithm is a number up to 255");
  const auto type = parse_number(fields[2], 255);
  const std::size_t octets = !type ? 0 : *type == 1 ? 20 : *type == 2 ? 32 : *type == 4 ? 48 : 0;
  if (octets == 0) return wrong("a DS digest type is 1, 2 or 4");
  std::string digest;
  for (std::size_t i = 3; i < fields.size(); ++i) digest += fields[i];
  const auto bytes = parse_hex(lower_case(digest));
  if (!bytes || bytes->size() != octets)
    return wrong("the DS digest is not " + std::to_string(octets * 2) + " hex digits");
  return {};
}

Checked require_mx(const Fields& fields, const DomainName& zone) {
  if (fields.size() != 2) return wrong("an MX record has a preference and a host");
  if (!parse_number(fields[0], 65535)) return wrong("an MX preference is a number up to 65535");
  if (fields[1] == ".") return {};  // no mail at all (RFC 7505)
  return require_target(fields[1], zone);
}

Checked require_ns(const Fields& fields, const DomainName& zone) {
  if (fields.size() != 1) return wrong("an NS record has one host");
  return require_target(fields[0], zone);
}

Checked require_txt(const Fields& fields) {
  if (fields.empty()) return wrong("a TXT record has at least one character string");
  for (const std::string& field : fields)
    if (const auto checked = require_character_string(field); !checked) return checked;
  return {};
}

Checked require_rdata(const HeaderRecord& record, const DomainName& zone) {
  const bool apex = record.owner == zone.text();
  switch (record.type) {
    case HeaderRecordType::a: return require_address(record.rdata, IpVersion::v4);
    case HeaderRecordType::aaaa: return require_address(record.rdata, IpVersion::v6);
    case HeaderRecordType::caa: return require_caa(record.rdata);
    case HeaderRecordType::ds:
      if (apex) return wrong("the zone's own DS belongs to the zone above");
      return require_ds(record.rdata);
    case HeaderRecordType::mx: return require_mx(record.rdata, zone);
    case HeaderRecordType::ns:
      if (apex) return wrong("the zone's own NS are its name servers, not free records");
      return require_ns(record.rdata, zone);
    case HeaderRecordType::txt: return require_txt(record.rdata);
  }
  return {};
}

std::optional<HeaderRecordType> parse_type(std::string_view text) {
  constexpr std::pair<std::string_view, HeaderRecordType> kTypes[] = {
      {"a", HeaderRecordType::a},   {"aaaa", HeaderRecordType::aaaa},
      {"caa", HeaderRecordType::caa}, {"ds", HeaderRecordType::ds},
      {"mx", HeaderRecordType::mx}, {"ns", HeaderRecordType::ns},
      {"txt", HeaderRecordType::txt}};
  const std::string name = lower_case(text);
  for (const auto& [word, type] : kTypes)
    if (name == word) return type;
  return std::nullopt;
}

// ---- a line

Result<HeaderRecord, std::string> parse_record(const std::vector<std::string>& tokens,
                                               const DomainName& zone) {
  HeaderRecord record;
  const auto owner = absolute(tokens[0], zone);
  if (!owner) return wrong(quoted(tokens[0]) + " is not a name");
  if (!lies_in(*owner, zone)) return wrong(quoted(tokens[0]) + " lies outside the zone");
  record.owner = *owner;

  std::size_t at = 1;
  bool has_class = false;
  for (; at < tokens.size(); ++at) {
    if (!record.ttl && is_digit(tokens[at].front())) {
      record.ttl = parse_number(tokens[at], kMostTtl);
      if (!record.ttl) return wrong(quoted(tokens[at]) + " is not a TTL in seconds");
    } else if (!has_class && lower_case(tokens[at]) == "in") {
      has_class = true;
    } else {
      break;
    }
  }
  if (at == tokens.size()) return wrong("the record type is missing");
  const auto type = parse_type(tokens[at]);
  if (!type)
    return wrong(quoted(tokens[at]) + " is not one of the types A AAAA CAA DS MX NS TXT");
  record.type = *type;
  record.rdata.assign(tokens.begin() + static_cast<std::ptrdiff_t>(at) + 1, tokens.end());
  if (const auto checked = require_rdata(record, zone); !checked) return wrong(checked.error());
  return record;
}

// Nothing for a line without a record.
Result<std::optional<HeaderRecord>, std::string> parse_line(std::string_view line,
                                                            const DomainName& zone) {
  const auto tokens = split(line);
  if (!tokens) return wrong(tokens.error());
  if (tokens->empty()) return std::optional<HeaderRecord>();
  if (line.front() == ' ' || line.front() == '\t') return wrong("the owner name is missing");
  if (line.front() == '$') return wrong("directives have no place here");
  auto record = parse_record(*tokens, zone);
  if (!record) return wrong(record.error());
  return std::optional<HeaderRecord>(std::move(*record));
}

}  // namespace

Result<std::vector<HeaderRecord>, std::vector<HeaderProblem>> parse_header_records(
    const DomainName& zone, std::string_view text) {
  std::vector<HeaderRecord> records;
  std::vector<HeaderProblem> problems;
  if (text.size() > kMostOctets) {
    problems.push_back({1, "the records have more than 65536 octets"});
    return std::unexpected(std::move(problems));
  }
  std::size_t number = 0;
  while (!text.empty() && problems.size() < kMostProblems) {
    ++number;
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    auto record = parse_line(line, zone);
    if (!record) {
      problems.push_back({number, record.error()});
    } else if (*record) {
      (*record)->line = number;
      records.push_back(std::move(**record));
    }
  }
  if (!problems.empty()) return std::unexpected(std::move(problems));
  return records;
}

}  // namespace stele::core
