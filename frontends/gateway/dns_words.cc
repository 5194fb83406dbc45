// The words of what a domain says in the DNS beside its hosts: DNSSEC data as zone files write them,
// and what a zone's policy says of them.
#include <algorithm>

#include "frontends/gateway/command_words.h"

namespace stele::gateway {

using core::Field;
using core::Reason;

namespace {

constexpr const char* kDsForm =
    "a DS record such as \"12345 13 2 DIGEST\", its key behind it or not";
constexpr const char* kKeyForm = "a key such as \"257 3 13 BASE64\"";

std::vector<DsRecord> read_ds(Words& words, std::string_view key) {
  return words.list(key, parse_ds_record, kDsForm, Reason::bad_syntax, Field::ds);
}
std::vector<DnsKey> read_keys(Words& words, std::string_view key) {
  return words.list(key, parse_dns_key, kKeyForm, Reason::bad_syntax, Field::key);
}
std::optional<std::uint32_t> read_max_sig_life(Words& words) {
  return words.value("max_sig_life", as_number<std::uint32_t>, "a number of seconds");
}

std::optional<bool> as_all(std::string_view text) {
  return text == "all" ? std::optional(true) : std::nullopt;
}

}  // namespace

DnssecData read_dnssec(Words& words) {
  DnssecData data;
  data.max_sig_life = read_max_sig_life(words);
  data.ds = read_ds(words, "ds");
  data.keys = read_keys(words, "key");
  return data;
}

DnssecChange read_dnssec_change(Words& words) {
  DnssecChange change;
  change.urgent = words.value("urgent", as_yes, "yes or no").value_or(false);
  change.all_removed = words.value("rem.dnssec", as_all, "all").value_or(false);
  change.ds_removed = read_ds(words, "rem.ds");
  change.keys_removed = read_keys(words, "rem.key");
  change.added.ds = read_ds(words, "add.ds");
  change.added.keys = read_keys(words, "add.key");
  change.max_sig_life = read_max_sig_life(words);
  return change;
}

namespace {

// The name, then the addresses of glue.
std::optional<HostAttribute> as_host_attribute(std::string_view text) {
  const std::size_t end = std::min(text.find(' '), text.size());
  const auto name = as_host(text.substr(0, end));
  if (!name) return std::nullopt;
  HostAttribute host{*name, {}};
  while (text.remove_prefix(std::min(text.find(' '), text.size())), !text.empty()) {
    text.remove_prefix(1);
    const auto address = parse_ip_address(text.substr(0, text.find(' ')));
    if (!address) return std::nullopt;
    host.addresses.push_back(*address);
  }
  return host;
}

}  // namespace

std::vector<HostAttribute> read_host_attributes(Words& words, std::string_view key) {
  return words.list(key, as_host_attribute, "a host and its addresses such as \"ns1.shop.example "
                    "192.0.2.1\"", Reason::bad_syntax, Field::host_attribute);
}

std::vector<TtlSetting> read_ttls(Words& words) {
  return words.list("ttl", parse_ttl_setting, "a TTL such as NS:3600, or NS: for the zone's",
                    Reason::bad_syntax, Field::ttl);
}

bool read_dns_policy(Words& words, ZonePolicy& policy) {
  bool given = false;
  const auto numbers = [&](std::string_view key, std::vector<std::uint8_t>& to) {
    auto list = words.list(key, as_number<std::uint8_t>, "a number from 0 to 255",
                           Reason::bad_syntax, Field::policy);
    if (!words.lines(key)) return;
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
    to = std::move(list);
    given = true;
  };
  const auto put = [&](std::string_view key, const auto& parse, const char* form, auto& to) {
    given |= words.put(key, parse, form, to, Field::policy);
  };
  put("dnssec", parse_dnssec_model, "ds, key, both or none", policy.dnssec_model);
  put("most_ds", as_number<std::uint8_t>, "a number from 0 to 255", policy.most_ds);
  put("least_ttl", as_number<std::uint32_t>, "a number of seconds", policy.least_ttl);
  put("most_ttl", as_number<std::uint32_t>, "a number of seconds", policy.most_ttl);
  numbers("dnssec_algorithms", policy.dnssec_algorithms);
  numbers("ds_digest_types", policy.ds_digest_types);
  return given;
}

bool read_publication(Words& words, ZoneHeader& header) {
  bool given = false;
  const auto read = [&](std::string_view key, const auto& parse, const char* form, auto& to) {
    given |= words.put(key, parse, form, to, Field::header);
  };
  read("serial", parse_serial_scheme, "unixtime, date or counter", header.serial_scheme);
  read("serial_seconds", as_number<std::uint16_t>, "a number of seconds", header.serial_seconds);
  read("zonemd", as_yes, "yes or no", header.zonemd);
  read("denial", parse_denial, "nsec3, nsec3-opt-out or nsec", header.denial);
  read("delegated", as_yes, "yes or no", header.delegated);
  auto ds = words.list("zone_ds", parse_ds_record, kDsForm, Reason::bad_syntax, Field::header);
  if (words.lines("zone_ds")) {
    header.ds = std::move(ds);
    given = true;
  }
  return given;
}

}  // namespace stele::gateway
