#include "events/values/delegation.h"

#include <charconv>
#include <initializer_list>
#include <utility>

#include "engine/base/bytes.h"
#include "engine/base/letters.h"

namespace stele {
namespace {

// The part before the first blank; both it and the blank are taken away.
std::string_view take_part(std::string_view& text) {
  const std::size_t blank = text.find(' ');
  const std::string_view part = text.substr(0, blank);
  text.remove_prefix(blank == std::string_view::npos ? text.size() : blank + 1);
  return part;
}

template <class Int>
bool take_number(std::string_view& text, Int& to) {
  const std::string_view part = take_part(text);
  const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), to);
  return error == std::errc{} && end == part.data() + part.size();
}

std::string joined(std::initializer_list<unsigned> numbers, std::string_view last) {
  std::string out;
  for (const unsigned number : numbers) out += std::to_string(number) + ' ';
  return out.append(last);
}

}  // namespace

std::string to_text(const DnsKey& key) {
  return joined({key.flags, key.protocol, key.algorithm}, key.public_key);
}

std::optional<DnsKey> parse_dns_key(std::string_view text) {
  DnsKey key;
  if (!take_number(text, key.flags) || !take_number(text, key.protocol) ||
      !take_number(text, key.algorithm) || text.empty() || text.find(' ') != text.npos)
    return std::nullopt;
  key.public_key = text;
  return key;
}

std::string to_text(const DsRecord& ds) {
  return joined({ds.key_tag, ds.algorithm, ds.digest_type}, ds.digest);
}

std::optional<DsRecord> parse_ds_record(std::string_view text) {
  DsRecord ds;
  if (!take_number(text, ds.key_tag) || !take_number(text, ds.algorithm) ||
      !take_number(text, ds.digest_type))
    return std::nullopt;
  const std::string_view digest = take_part(text);
  if (digest.empty()) return std::nullopt;
  // What is no digest is refused later, and then told as it came.
  ds.digest = parse_hex(digest) ? upper_case(digest) : std::string(digest);
  if (text.empty()) return ds;
  ds.key = parse_dns_key(text);
  return ds.key ? std::optional(std::move(ds)) : std::nullopt;
}

std::string to_text(const HostAttribute& host) {
  std::string out = host.name.text();
  for (const IpAddress& address : host.addresses) out += ' ' + to_text(address);
  return out;
}

std::optional<std::uint16_t> parse_ttl_type(std::string_view word) {
  for (const std::uint16_t type : {record_type::kA, record_type::kNs, record_type::kAaaa,
                                   record_type::kDname, record_type::kDs})
    if (record_type_word(type) == word) return type;
  return std::nullopt;
}

std::string to_text(const RecordTtl& ttl) {
  return std::string(record_type_word(ttl.type)) + ':' + std::to_string(ttl.seconds);
}

std::string to_text(const TtlSetting& setting) {
  return (setting.type ? std::string(record_type_word(setting.type)) : setting.custom) + ':' +
         (setting.seconds ? std::to_string(*setting.seconds) : std::string());
}

std::optional<TtlSetting> parse_ttl_setting(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == text.npos || colon == 0) return std::nullopt;
  const std::string_view word = text.substr(0, colon);
  std::string_view rest = text.substr(colon + 1);
  TtlSetting setting{.type = parse_ttl_type(word).value_or(0), .custom = {}, .seconds = {}};
  if (!setting.type) setting.custom = word;
  if (rest.empty()) return setting;
  std::uint32_t seconds = 0;
  if (!take_number(rest, seconds) || !rest.empty()) return std::nullopt;
  setting.seconds = seconds;
  return setting;
}

}  // namespace stele
