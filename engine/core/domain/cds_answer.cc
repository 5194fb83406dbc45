#include "engine/core/domain/cds_answer.h"

#include <algorithm>

#include "engine/base/bytes.h"
#include "events/values/domain_name.h"
#include "events/values/ip_address.h"

namespace stele::core {
namespace {

// The text before the separator, without blanks around it; both are taken away.
std::string_view take(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  while (part.starts_with(' ')) part.remove_prefix(1);
  while (part.ends_with(' ')) part.remove_suffix(1);
  return part;
}

std::optional<CdsKey> parse_key(std::string_view text) {
  CdsKey out;
  std::size_t end = 0;
  for (int part = 0; part < 4; ++part) end = std::min(text.find(' ', end + 1), text.size());
  const auto key = parse_dns_key(text.substr(0, end));
  if (!key) return std::nullopt;
  out.key = *key;
  text.remove_prefix(end);
  while (!text.empty()) {
    const std::string_view word = take(text, ' ');
    if (word == "cds") out.signs_cds = true;
    else if (word == "cdnskey") out.signs_cdnskey = true;
    else if (word == "keys") out.signs_keys = true;
    else if (!word.empty()) return std::nullopt;
  }
  return out;
}

template <class T>
bool append(std::vector<T>& to, std::optional<T> item) {
  if (item) to.push_back(std::move(*item));
  return item.has_value();
}

bool read_part(std::string_view part, CdsAnswer& out) {
  const std::string_view word = take(part, ' ');
  if (word == "cds") return append(out.cds, parse_ds_record(part));
  if (word == "cdnskey") return append(out.cdnskey, parse_dns_key(part));
  if (word == "key") return append(out.keys, parse_key(part));
  if (word == "fault") {
    out.fault = part;
    return !part.empty();
  }
  const auto at = word == "signed" ? parse_instant(part) : std::nullopt;
  if (at) out.signed_at = *at;
  return at.has_value();
}

}  // namespace

std::string to_text(const CdsAnswer& answer) {
  std::string out = answer.host + ' ' + answer.address;
  if (!answer.fault.empty()) return out + "; fault " + to_printable(answer.fault, 200);
  for (const DsRecord& cds : answer.cds) out += "; cds " + to_text(cds);
  for (const DnsKey& key : answer.cdnskey) out += "; cdnskey " + to_text(key);
  for (const CdsKey& key : answer.keys) {
    out += "; key " + to_text(key.key);
    if (key.signs_cds) out += " cds";
    if (key.signs_cdnskey) out += " cdnskey";
    if (key.signs_keys) out += " keys";
  }
  if (answer.signed_at.ms) out += "; signed " + to_text(answer.signed_at);
  return out;
}

std::optional<CdsAnswer> parse_cds_answer(std::string_view text) {
  CdsAnswer out;
  std::string_view server = take(text, ';');
  const auto host = DomainName::parse(take(server, ' '));
  const auto address = parse_ip_address(take(server, ' '));
  if (!host || !address || !server.empty()) return std::nullopt;
  out.host = host->text();
  out.address = to_text(*address);
  while (!text.empty())
    if (const std::string_view part = take(text, ';'); !read_part(part, out)) return std::nullopt;
  std::sort(out.cds.begin(), out.cds.end());
  std::sort(out.cdnskey.begin(), out.cdnskey.end());
  std::sort(out.keys.begin(), out.keys.end());
  return out;
}

bool asks_for_deletion(const DsRecord& cds) {
  return cds.key_tag == 0 && cds.algorithm == 0 && cds.digest_type == 0 && cds.digest == "00";
}

bool asks_for_deletion(const DnsKey& cdnskey) {
  return cdnskey.flags == 0 && cdnskey.protocol == 3 && cdnskey.algorithm == 0 &&
         cdnskey.public_key == "AA==";
}

}  // namespace stele::core
