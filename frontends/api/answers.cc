#include "frontends/api/answers.h"

#include <boost/json.hpp>

#include "engine/base/instant.h"
#include "engine/core/name/labels.h"
#include "events/values/domain_contact.h"

namespace stele::api {

namespace json = boost::json;

namespace {

// What there is none of is left out.
void put(json::object& out, json::string_view name, const std::string& text) {
  if (!text.empty()) out[name] = text;
}

void put(json::object& out, json::string_view name, Instant at) {
  if (at != Instant{}) out[name] = to_text(at);
}

json::array texts(const std::vector<std::string>& list) {
  json::array out;
  for (const std::string& text : list) out.emplace_back(text);
  return out;
}

json::object named(const DomainName& name) {
  return {{"name", name.text()}, {"unicode_name", core::unicode_name(name)}};
}

json::object to_json(const DnsKey& key) {
  return {{"flags", key.flags}, {"protocol", key.protocol}, {"algorithm", key.algorithm},
          {"public_key", key.public_key}};
}

json::object to_json(const DsRecord& ds) {
  return {{"key_tag", ds.key_tag}, {"algorithm", ds.algorithm}, {"digest_type", ds.digest_type},
          {"digest", ds.digest}};
}

template <class T>
json::array list_of(const std::vector<T>& items) {
  json::array out;
  for (const T& item : items) out.push_back(to_json(item));
  return out;
}

}  // namespace

std::string domain_text(const core::DomainInfo& info) {
  const core::Domain& domain = info.domain;
  json::object out = named(domain.name);
  out["roid"] = info.roid;
  json::array& statuses = out["statuses"].emplace_array();
  for (const Status status : info.statuses) statuses.emplace_back(to_text(status));
  json::array& periods = out["rgp"].emplace_array();
  for (const core::RgpPeriod& period : info.rgp)
    periods.push_back(json::object{{"status", period.word}, {"ends_at", to_text(period.ends_at)}});
  put(out, "registrant", info.registrant);
  json::array& contacts = out["contacts"].emplace_array();
  for (const auto& [role, id] : info.contacts)
    contacts.push_back(json::object{{"type", to_text(role)}, {"id", id}});
  out["hosts"] = texts(info.hosts);
  out["subordinate_hosts"] = texts(info.subordinate_hosts);
  out["ds"] = list_of(domain.ds);
  out["keys"] = list_of(domain.keys);
  json::array& organisations = out["organisations"].emplace_array();
  for (const core::NamedLink& link : info.organisations)
    organisations.push_back(json::object{{"role", to_text(link.role)}, {"id", link.id}});
  put(out, "idn_table", info.idn_table);
  out["index_label"] = domain.index_label;
  json::array& variants = out["variants"].emplace_array();
  for (const DomainName& variant : domain.variants) variants.push_back(named(variant));
  put(out, "sponsor", info.made.sponsor);
  put(out, "creator", info.made.creator);
  put(out, "created_at", info.made.created_at);
  put(out, "updated_by", info.made.updated_by);
  put(out, "updated_at", info.made.updated_at);
  put(out, "transferred_at", info.made.transferred_at);
  put(out, "expires_at", domain.expires_at);
  return json::serialize(out);
}

std::string variants_text(const core::State& state, const core::Domain& domain, bool too_many) {
  const core::VariantList found = core::list_variants(state, domain, true);
  json::object out = named(domain.name);
  out["index_label"] = domain.index_label;
  json::array& variants = out["variants"].emplace_array();
  for (const core::VariantInfo& one : found.variants)
    variants.push_back(json::object{{"name", one.name.text()},
                                    {"unicode_name", one.unicode},
                                    {"state", one.active ? "active" : "allocatable"}});
  out["too_many"] = too_many || found.too_many;
  return json::serialize(out);
}

std::string availability_text(const std::vector<NameChecked>& names) {
  json::object out;
  json::array& list = out["names"].emplace_array();
  for (const NameChecked& name : names) {
    json::object& each = list.emplace_back(json::object()).get_object();
    each["name"] = name.name;
    each["available"] = name.found.available;
    if (!name.found.reason) continue;
    each["reason"] = core::name_of(*name.found.reason);
    each["text"] = core::text_of(*name.found.reason);
  }
  return json::serialize(out);
}

}  // namespace stele::api
