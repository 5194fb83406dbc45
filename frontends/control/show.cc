#include "frontends/control/show.h"

#include <algorithm>
#include <boost/json.hpp>

#include "engine/base/bytes.h"
#include "engine/core/name/labels.h"
#include "engine/core/query.h"
#include "engine/core/settings/number_settings.h"
#include "engine/idn/name.h"

namespace stele::control {

namespace json = boost::json;

namespace {

json::value date(Instant t) {
  return t == Instant{} ? json::value(nullptr) : json::value(to_text(t));
}

json::array words(const std::vector<Status>& statuses) {
  json::array out;
  for (const Status status : statuses) out.emplace_back(to_text(status));
  return out;
}

json::array texts(const std::vector<std::string>& list) {
  json::array out;
  for (const std::string& text : list) out.emplace_back(text);
  return out;
}

template <class T>
json::array names_of(const std::vector<T>& list) {
  json::array out;
  for (const T& each : list) out.emplace_back(each.name);
  return out;
}

template <class T>
json::array texts_of(const std::vector<T>& list) {
  json::array out;
  for (const T& each : list) out.emplace_back(to_text(each));
  return out;
}

void put_provenance(json::object& out, const core::ProvenanceInfo& made) {
  out["sponsor"] = made.sponsor;
  out["creator"] = made.creator;
  out["created_at"] = date(made.created_at);
  out["updated_by"] = made.updated_by;
  out["updated_at"] = date(made.updated_at);
  out["transferred_at"] = date(made.transferred_at);
}

json::object to_json(const core::State& state, const core::Registrar& registrar) {
  json::array zones;
  for (const ObjectNumber number : registrar.zones)
    if (const auto zone = state.find_zone(number)) zones.emplace_back(zone->name.text());
  json::array low_balances;
  for (const Amount amount : registrar.low_balances) low_balances.emplace_back(to_text(amount));
  return {{"id", registrar.id},
          {"number", registrar.number.value},
          {"name", registrar.name},
          {"url", registrar.url},
          {"iana_id", registrar.directory.iana_id},
          {"whois_server", registrar.directory.whois_server},
          {"rdap_url", registrar.directory.rdap_url},
          {"abuse_email", registrar.directory.abuse_email},
          {"abuse_phone", registrar.directory.abuse_phone},
          {"enabled", registrar.enabled},
          {"currency", to_text(registrar.currency)},
          {"balance", to_text(state.balance(registrar.number))},
          {"credit_limit", to_text(registrar.credit_limit)},
          {"price_group", registrar.price_group},
          {"tax_exempt", registrar.tax_exempt},
          {"low_balances", std::move(low_balances)},
          {"variants", registrar.variants},
          {"zones", std::move(zones)},
          {"fingerprints", texts(registrar.fingerprints)},
          {"networks", texts(registrar.access.networks)},
          {"certificate", to_text(registrar.access.certificate)},
          {"sessions", registrar.access.sessions},
          {"commands_per_second", registrar.access.commands_per_second},
          {"changes_per_second", registrar.access.changes_per_second},
          {"checks_per_minute", registrar.access.checks_per_minute},
          {"password_changed_at", date(registrar.password_changed_at)},
          {"created_at", date(registrar.created_at)},
          {"updated_at", date(registrar.updated_at)}};
}

json::object to_json(const core::State& state, const core::Zone& zone) {
  json::array tables;
  for (const TableUse use : zone.tables)
    if (const auto table = state.find_idn_table(use.table))
      tables.emplace_back(table->id + ":" + std::to_string(use.version));
  json::array prices;
  for (const Price& price : zone.policy.prices)
    prices.emplace_back(std::string(to_text(price.operation)) + " " + to_text(price));
  const ZonePolicy& policy = zone.policy;
  return {{"name", zone.name.text()},
          {"number", zone.number.value},
          {"publish", zone.publish},
          {"years", std::to_string(policy.least_years) + "-" + std::to_string(policy.most_years)},
          {"default_years", policy.default_years},
          {"hosts", std::to_string(policy.least_hosts) + "-" + std::to_string(policy.most_hosts)},
          {"registrant_required", policy.registrant_required},
          {"prices", std::move(prices)},
          {"tax_percent", to_text(Amount{policy.tax_e4 * 100})},
          {"premium_fee_required", policy.premium_fee_required},
          {"host_objects", policy.host_objects},
          {"least_ttl", policy.least_ttl},
          {"most_ttl", policy.most_ttl},
          {"dnssec", to_text(policy.dnssec_model)},
          {"most_ds", policy.most_ds},
          {"dnssec_algorithms", json::array(policy.dnssec_algorithms.begin(),
                                            policy.dnssec_algorithms.end())},
          {"ds_digest_types", json::array(policy.ds_digest_types.begin(),
                                          policy.ds_digest_types.end())},
          {"cds", policy.cds ? "on" : "off"},
          {"cds_interval", policy.cds ? to_duration_text(policy.cds->interval_seconds) : ""},
          {"cds_bootstrap", policy.cds && policy.cds->bootstrap_seconds
                                ? to_duration_text(policy.cds->bootstrap_seconds) : "never"},
          {"cds_deletion", policy.cds && policy.cds->deletion},
          {"unicode_name", core::unicode_name(zone.name)},
          {"idn_tables", std::move(tables)},
          {"ldh_labels", policy.ldh_labels},
          {"variant_activation", policy.variant_activation},
          {"activated_at_creation", policy.activated_at_creation},
          {"most_variants", policy.most_variants},
          {"disclosure", to_text(policy.disclosure.profile)},
          {"disclosure_rules", texts_of(policy.disclosure.rules)},
          {"searches", texts_of(policy.disclosure.searches)},
          {"referrals", texts_of(policy.disclosure.referrals)},
          {"whois_layout", policy.disclosure.layout},
          {"scheduled_at", date(zone.scheduled_at)},
          {"primary", zone.header.primary},
          {"responsible", zone.header.responsible},
          {"ttl", zone.header.ttl},
          {"name_servers", texts(zone.header.name_servers)},
          {"records", zone.header.records},
          {"tsig_keys", names_of(zone.distribution.keys)},
          {"secondaries", names_of(zone.distribution.secondaries)},
          {"serial_scheme", to_text(zone.header.serial_scheme)},
          {"serial_seconds", std::max<std::uint16_t>(zone.header.serial_seconds, 1)},
          {"zonemd", zone.header.zonemd},
          {"denial", to_text(zone.header.denial)},
          {"delegated", zone.header.delegated},
          {"ds", texts_of(zone.header.ds)},
          {"created_at", date(zone.created_at)},
          {"updated_at", date(zone.updated_at)}};
}

json::object to_json(const std::vector<core::NamedLink>& links) {
  json::object out;
  for (const core::NamedLink& link : links) out[to_text(link.role)] = link.id;
  return out;
}

json::object to_json(const core::DomainInfo& info) {
  json::object contacts;
  for (const auto& [role, id] : info.contacts) {
    json::value& list = contacts[to_text(role)];
    if (list.is_null()) list = json::array();
    list.as_array().emplace_back(id);
  }
  json::array variants;
  for (const DomainName& name : info.domain.variants)
    variants.emplace_back(json::object{{"name", name.text()},
                                       {"unicode_name", core::unicode_name(name)}});
  json::object out{{"name", info.domain.name.text()},
                   {"roid", info.roid},
                   {"statuses", words(info.statuses)},
                   {"registrant", info.registrant},
                   {"contacts", std::move(contacts)},
                   {"hosts", texts(info.hosts)},
                   {"subordinate_hosts", texts(info.subordinate_hosts)},
                   {"host_attributes", texts_of(info.domain.host_attributes)},
                   {"ttls", texts_of(info.domain.ttls)},
                   {"ds", texts_of(info.domain.ds)},
                   {"keys", texts_of(info.domain.keys)},
                   {"organisations", to_json(info.organisations)},
                   {"unicode_name", core::unicode_name(info.domain.name)},
                   {"idn_table", info.idn_table},
                   {"index_label", info.domain.index_label},
                   {"variants", std::move(variants)},
                   {"expires_at", date(info.domain.expires_at)}};
  put_provenance(out, info.made);
  return out;
}

json::object to_json(const core::HostInfo& info) {
  json::array addresses;
  for (const IpAddress& address : info.host.addresses) addresses.emplace_back(to_text(address));
  json::object out{{"name", info.host.name.text()},
                   {"roid", info.roid},
                   {"statuses", words(info.statuses)},
                   {"addresses", std::move(addresses)},
                   {"ttls", texts_of(info.host.ttls)},
                   {"organisations", to_json(info.organisations)}};
  put_provenance(out, info.made);
  return out;
}

json::object to_json(const core::ContactInfo& info) {
  json::object out{{"id", info.contact.id},
                   {"roid", info.roid},
                   {"statuses", words(info.statuses)},
                   {"organisations", to_json(info.organisations)},
                   {"erased", info.contact.erased}};
  put_provenance(out, info.made);
  return out;
}

// Without what is personal: staff find that in the organisation itself.
json::object to_json(const core::OrganisationInfo& info) {
  json::array roles;
  for (const auto& role : info.roles)
    roles.emplace_back(json::object{{"role", to_text(role.role)},
                                    {"id", role.id},
                                    {"statuses", words(role.statuses)}});
  json::array contacts;
  for (const NamedOrganisationContact& contact : info.contacts)
    contacts.emplace_back(json::object{{"type", to_text(contact.type)},
                                       {"name", contact.type_name},
                                       {"id", contact.id}});
  json::object out{{"id", info.organisation.id},
                   {"roid", info.roid},
                   {"roles", std::move(roles)},
                   {"statuses", words(info.statuses)},
                   {"parent", info.parent},
                   {"url", info.organisation.url},
                   {"contacts", std::move(contacts)},
                   {"erased", info.organisation.erased}};
  put_provenance(out, info.made);
  return out;
}

json::object to_json(const core::Maintenance& item) {
  const MaintenancePlan& plan = item.plan;
  json::array systems, descriptions;
  for (const AffectedSystem& system : plan.systems)
    systems.emplace_back(json::object{
        {"name", system.name}, {"host", system.host}, {"impact", to_text(system.impact)}});
  for (const MaintenanceText& text : plan.descriptions)
    descriptions.emplace_back(
        json::object{{"text", text.text}, {"language", text.language}, {"html", text.html}});
  return {{"id", maintenance_id(item.number)},
          {"name", plan.name},
          {"types", texts(plan.types)},
          {"systems", std::move(systems)},
          {"environment", plan.environment},
          {"start", date(plan.starts_at)},
          {"end", date(plan.ends_at)},
          {"reason", plan.emergency ? "emergency" : "planned"},
          {"detail", plan.detail},
          {"descriptions", std::move(descriptions)},
          {"zones", texts(plan.zones)},
          {"connection", plan.connection},
          {"implementation", plan.implementation},
          {"remind_at", date(item.remind_at)},
          {"ended", item.ended},
          {"created_at", date(item.created_at)},
          {"updated_at", date(item.updated_at)}};
}

// Without the digest of its secret, which is nobody's business.
json::object to_json(const core::State& state, const core::AccessToken& token) {
  json::array zones;
  for (const ObjectNumber number : token.zones)
    if (const auto zone = state.find_zone(number)) zones.emplace_back(zone->name.text());
  return {{"id", token.number.value},
          {"holder", token.holder},
          {"zones", std::move(zones)},
          {"issued_at", date(token.issued_at)},
          {"expires_at", date(token.expires_at)},
          {"revoked_at", date(token.revoked_at)}};
}

json::object to_json(const core::Settings& settings) {
  json::object out{{"server_id", settings.server_id}, {"whois_notice", settings.whois_notice},
                   {"query_exempt", settings.query_exempt}};
  for (const core::NumberSetting& number : core::kNumberSettings)
    out[number.name] = settings.*number.current;
  return out;
}

std::unexpected<Error> nothing(std::string_view kind, std::string_view id) {
  return fail(Fault::not_found, "no " + to_printable(kind) + " " + to_printable(id));
}

// What staff asked for is there or not; a refusal for another reason is about the server.
std::unexpected<Error> refusal(std::string_view kind, std::string_view id,
                               const core::Rejections& rejections) {
  const core::Reason reason = rejections.front().reason;
  if (core::epp_code(reason) != 2400) return nothing(kind, id);
  return fail(Fault::io, std::string(kind) + " " + to_printable(id) + ": " +
                             std::string(core::text_of(reason)));
}

template <class Info>
Result<std::string> serialized(std::string_view kind, std::string_view id,
                               const core::Decided<Info>& info) {
  if (!info) return refusal(kind, id, info.error());
  return json::serialize(to_json(*info));
}

Result<std::string> domain_json(const core::State& state, std::string_view id) {
  const auto name = idn::parse_name(id);
  const auto zone = name ? state.zone_of(*name) : nullptr;
  if (!zone) return nothing("domain", id);
  const core::Caller staff{.actor = {}, .repository = zone->repository};
  return serialized("domain", id, core::info_domain(state, staff, *name, std::nullopt));
}

Result<std::string> host_json(const core::State& state, std::string_view id) {
  const auto in_ascii = idn::parse_name(id);
  const auto name = HostName::parse(in_ascii ? std::string_view(in_ascii->text()) : id);
  if (!name) return nothing("host", id);
  const auto zone = state.zone_of(name->name());
  const core::Caller staff{.actor = {}, .repository = zone ? zone->repository : RepositoryId(1)};
  return serialized("host", id, core::info_host(state, staff, *name));
}

}  // namespace

Result<std::shared_ptr<const core::Zone>> zone_named(const core::State& state, std::string_view name) {
  const auto parsed = idn::parse_name(name);
  auto zone = parsed ? state.find_zone(parsed->text()) : nullptr;
  if (!zone) return fail(Fault::not_found, "no zone " + to_printable(name) + " in this registry");
  return zone;
}

Result<std::string> object_json(const core::State& state, std::string_view kind,
                                std::string_view id) {
  if (kind == "registrar") {
    const auto found = state.find_registrar(id);
    return found ? json::serialize(to_json(state, *found)) : Result<std::string>(nothing(kind, id));
  }
  if (kind == "zone") {
    const auto name = idn::parse_name(id);
    const auto found = name ? state.find_zone(name->text()) : nullptr;
    return found ? json::serialize(to_json(state, *found)) : Result<std::string>(nothing(kind, id));
  }
  if (kind == "domain") return domain_json(state, id);
  if (kind == "host") return host_json(state, id);
  if (kind == "contact")
    return serialized(kind, id, core::info_contact(state, {}, id, std::nullopt));
  if (kind == "org") return serialized(kind, id, core::info_organisation(state, {}, id));
  if (kind == "maintenance") return serialized(kind, id, core::info_maintenance(state, {}, id));
  if (kind == "settings") return json::serialize(to_json(*state.settings()));
  return nothing(kind, id);
}

Result<std::string> list_json(const core::State& state, std::string_view kind) {
  json::array out;
  if (kind == "registrar") {
    state.for_each_registrar([&](ObjectNumber number) {
      if (const auto found = state.find_registrar(number)) out.push_back(to_json(state, *found));
      return true;
    });
    return json::serialize(json::object{{"registrars", std::move(out)}});
  }
  if (kind == "zone") {
    state.for_each_zone([&](ObjectNumber number) {
      if (const auto found = state.find_zone(number)) out.push_back(to_json(state, *found));
      return true;
    });
    return json::serialize(json::object{{"zones", std::move(out)}});
  }
  if (kind == "org") {
    state.for_each_organisation(RepositoryId(1), [&](ObjectNumber number) {
      if (const auto found = state.find_organisation(number))
        if (const auto info = core::info_organisation(state, {}, found->id))
          out.push_back(to_json(*info));
      return true;
    });
    return json::serialize(json::object{{"orgs", std::move(out)}});
  }
  if (kind == "access-token") {
    state.for_each_access_token([&](const core::AccessToken& token) {
      out.push_back(to_json(state, token));
      return true;
    });
    return json::serialize(json::object{{"access_tokens", std::move(out)}});
  }
  if (kind == "maintenance") {
    for (const core::Maintenance& item : core::list_maintenance(state, {}))
      out.push_back(to_json(item));
    return json::serialize(json::object{{"maintenance", std::move(out)}});
  }
  return fail(Fault::not_found, "no list of " + to_printable(kind));
}

}  // namespace stele::control
