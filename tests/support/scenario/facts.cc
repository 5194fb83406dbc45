#include "tests/support/scenario/facts.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/core/domain/ttl.h"
#include "engine/core/name/labels.h"
#include "engine/core/settings/number_settings.h"
#include "events/values/contact_model.h"

namespace stele::test {
namespace {

void put(Facts& facts, const std::string& key, std::string value) {
  auto& values = facts[key];
  if (!value.empty()) values.push_back(std::move(value));
}

void put(Facts& facts, const std::string& key, Instant time) {
  put(facts, key, time == Instant{} ? std::string() : to_text(time));
}

void put(Facts& facts, const std::string& key, std::vector<std::string> values) {
  std::sort(values.begin(), values.end());
  facts[key] = std::move(values);
}

void put(Facts& facts, const std::vector<Status>& statuses) {
  std::vector<std::string> words;
  for (const Status status : statuses) words.emplace_back(to_text(status));
  put(facts, "status", std::move(words));
}

void put(Facts& facts, const core::ProvenanceInfo& made) {
  put(facts, "sponsor", made.sponsor);
  put(facts, "creator", made.creator);
  put(facts, "created", made.created_at);
  put(facts, "updated_by", made.updated_by);
  put(facts, "updated", made.updated_at);
  put(facts, "transferred", made.transferred_at);
}

void put(Facts& facts, const std::string& prefix, const PostalInfo& info) {
  put(facts, prefix + "name", info.name);
  put(facts, prefix + "org", info.organisation);
  facts[prefix + "street"] = info.streets;
  put(facts, prefix + "city", info.city);
  put(facts, prefix + "sp", info.state_or_province);
  put(facts, prefix + "pc", info.postal_code);
  put(facts, prefix + "cc", info.country);
}

std::string phone_text(const Phone& phone) {
  return phone.extension.empty() ? phone.number : phone.number + "x" + phone.extension;
}

void put(Facts& facts, const Disclose& disclose) {
  std::vector<std::string> words;
  const auto add = [&](bool listed, const char* word) {
    if (listed) words.emplace_back(word);
  };
  add(disclose.name_int, "name.int");
  add(disclose.name_loc, "name.loc");
  add(disclose.organisation_int, "org.int");
  add(disclose.organisation_loc, "org.loc");
  add(disclose.address_int, "addr.int");
  add(disclose.address_loc, "addr.loc");
  add(disclose.voice, "voice");
  add(disclose.fax, "fax");
  add(disclose.email, "email");
  put(facts, disclose.flag ? "disclose" : "withhold", std::move(words));
}

void put(Facts& facts, const ContactData& data) {
  if (data.international) put(facts, "", *data.international);
  if (data.localized) put(facts, "loc.", *data.localized);
  put(facts, "voice", phone_text(data.voice));
  put(facts, "fax", phone_text(data.fax));
  put(facts, "email", data.email);
  if (data.disclose) put(facts, *data.disclose);
}

template <class T>
std::vector<std::string> texts_of(const std::vector<T>& list) {
  std::vector<std::string> out;
  for (const T& each : list) out.push_back(to_text(each));
  return out;
}

// "NS:300..86400..172800": least, where none is set, most.
std::vector<std::string> ttl_policy(const core::Zone& zone,
                                    const std::vector<std::uint16_t>& types) {
  std::vector<std::string> out;
  for (const std::uint16_t type : types)
    out.push_back(std::string(record_type_word(type)) + ':' +
                  std::to_string(zone.policy.least_ttl) + ".." + std::to_string(zone.header.ttl) +
                  ".." + std::to_string(zone.policy.most_ttl));
  return out;
}

std::string yes(bool value) { return value ? "yes" : "no"; }

void put_dns(Facts& facts, const ZonePolicy& policy) {
  const auto numbers = [](const std::vector<std::uint8_t>& list) {
    std::vector<std::string> out;
    for (const std::uint8_t number : list) out.push_back(std::to_string(number));
    return out;
  };
  put(facts, "host_objects", std::string(policy.host_objects ? "yes" : "no"));
  put(facts, "least_ttl", std::to_string(policy.least_ttl));
  put(facts, "most_ttl", std::to_string(policy.most_ttl));
  put(facts, "dnssec", std::string(to_text(policy.dnssec_model)));
  put(facts, "most_ds", std::to_string(policy.most_ds));
  put(facts, "dnssec_algorithms", numbers(policy.dnssec_algorithms));
  put(facts, "ds_digest_types", numbers(policy.ds_digest_types));
  put(facts, "cds", std::string(policy.cds ? "on" : "off"));
  if (!policy.cds) return;
  put(facts, "cds_interval", to_duration_text(policy.cds->interval_seconds));
  put(facts, "cds_bootstrap", policy.cds->bootstrap_seconds
                                  ? to_duration_text(policy.cds->bootstrap_seconds) : "never");
  put(facts, "cds_deletion", yes(policy.cds->deletion));
}

std::string range(std::uint8_t least, std::uint8_t most) {
  return std::to_string(least) + ".." + std::to_string(most);
}

}  // namespace

namespace {

void put(Facts& facts, const std::vector<core::NamedLink>& links) {
  std::vector<std::string> words;
  for (const core::NamedLink& link : links)
    words.push_back(std::string(to_text(link.role)) + ":" + link.id);
  put(facts, "link", std::move(words));
}

}  // namespace

Facts facts_of(const core::State& state, const core::DomainInfo& info) {
  Facts facts;
  put(facts, info.authorized ? info.organisations : std::vector<core::NamedLink>());
  put(facts, "domain", info.domain.name.text());
  put(facts, "roid", info.roid);
  put(facts, info.statuses);
  put(facts, "registrant", info.registrant);
  for (const ContactRole role : {ContactRole::admin, ContactRole::billing, ContactRole::tech}) {
    std::vector<std::string> ids;
    for (const auto& [of, id] : info.contacts)
      if (of == role) ids.push_back(id);
    put(facts, std::string(to_text(role)), std::move(ids));
  }
  put(facts, "ns", info.hosts);
  put(facts, "hosts", info.subordinate_hosts);
  put(facts, "hostattr", texts_of(info.domain.host_attributes));
  put(facts, "ttl", texts_of(info.domain.ttls));
  if (const auto zone = state.find_zone(info.domain.zone))
    put(facts, "ttl_policy", ttl_policy(*zone, core::ttl_types_of_domains(zone->policy)));
  put(facts, "ds", texts_of(info.domain.ds));
  put(facts, "keys", texts_of(info.domain.keys));
  put(facts, info.made);
  put(facts, "expires", info.domain.expires_at);
  put(facts, "tier", info.domain.tier);
  put(facts, "idn", info.idn_table);
  put(facts, "uname", core::unicode_name(info.domain.name));
  std::vector<std::string> variants;
  for (const DomainName& variant : info.domain.variants) variants.push_back(variant.text());
  put(facts, "variants", std::move(variants));
  std::vector<std::string> periods;
  for (const core::RgpPeriod& period : info.rgp) periods.emplace_back(period.word);
  put(facts, "rgp", std::move(periods));
  put(facts, "phase", std::string(to_text(info.domain.phase)));
  put(facts, "phase_ends", info.domain.phase_ends_at);
  if (const auto zone = state.find_zone(info.domain.zone)) put(facts, "zone", zone->name.text());
  if (const auto& launch = info.domain.launch) {
    put(facts, "launch", std::string(to_text(launch->kind)) +
                             (launch->name.empty() ? "" : ":" + launch->name));
    put(facts, "launch_status",
        std::string(to_text(info.application ? info.application->status
                                             : ApplicationStatus::allocated)));
    put(facts, "marks", launch->marks);
    put(facts, "notice", launch->notice ? launch->notice->id : std::string());
  }
  return facts;
}

Facts facts_of(const core::State& state, const core::HostInfo& info) {
  Facts facts;
  put(facts, info.organisations);
  put(facts, "host", info.host.name.text());
  put(facts, "roid", info.roid);
  put(facts, info.statuses);
  std::vector<std::string> addresses;
  for (const IpAddress& address : info.host.addresses) addresses.push_back(to_text(address));
  put(facts, "addr", std::move(addresses));
  put(facts, info.made);
  put(facts, "internal", yes(static_cast<bool>(info.host.superordinate)));
  put(facts, "ttl", texts_of(info.host.ttls));
  const auto above = state.find_domain(info.host.superordinate);
  if (const auto zone = above ? state.find_zone(above->zone) : nullptr)
    put(facts, "ttl_policy", ttl_policy(*zone, core::ttl_types_of_hosts(true)));
  return facts;
}

Facts facts_of(const core::ContactInfo& info) {
  Facts facts;
  put(facts, info.organisations);
  put(facts, "contact", info.contact.id);
  put(facts, "roid", info.roid);
  put(facts, info.statuses);
  if (info.data) put(facts, *info.data);
  put(facts, info.made);
  put(facts, "erased", yes(!info.data));
  return facts;
}

Facts facts_of(const core::OrganisationInfo& info) {
  Facts facts;
  put(facts, "org", info.organisation.id);
  put(facts, "roid", info.roid);
  put(facts, info.statuses);
  std::vector<std::string> roles, role_statuses;
  for (const auto& role : info.roles) {
    const std::string word(to_text(role.role));
    roles.push_back(word + (role.id.empty() ? "" : ":" + role.id));
    for (const Status status : role.statuses)
      role_statuses.push_back(word + ":" + std::string(to_text(status)));
  }
  put(facts, "role", std::move(roles));
  put(facts, "role.status", std::move(role_statuses));
  put(facts, "parent", info.parent);
  if (info.data) put(facts, *info.data);
  put(facts, "url", info.organisation.url);
  for (const NamedOrganisationContact& contact : info.contacts)
    put(facts, std::string(to_text(contact.type)),
        (contact.type_name.empty() ? "" : contact.type_name + ":") + contact.id);
  put(facts, info.made);
  put(facts, "erased", yes(info.organisation.erased));
  return facts;
}

namespace {

void put(Facts& facts, const std::string& id, const MaintenancePlan& plan) {
  put(facts, "maintenance", id);
  put(facts, "name", plan.name);
  put(facts, "type", plan.types);
  std::vector<std::string> systems, descriptions;
  for (const AffectedSystem& system : plan.systems)
    systems.push_back(system.name + ":" + system.host + ":" + std::string(to_text(system.impact)));
  for (const MaintenanceText& text : plan.descriptions) {
    const std::string mark = text.language + (text.html ? " html" : "");
    descriptions.push_back((mark.empty() ? "" : "[" + mark + "] ") + text.text);
  }
  put(facts, "system", std::move(systems));
  put(facts, "description", std::move(descriptions));
  put(facts, "environment", plan.environment);
  put(facts, "start", plan.starts_at);
  put(facts, "end", plan.ends_at);
  put(facts, "reason", std::string(plan.emergency ? "emergency" : "planned"));
  put(facts, "detail", plan.detail);
  put(facts, "zones", plan.zones);
  put(facts, "connection", yes(plan.connection));
  put(facts, "implementation", yes(plan.implementation));
}

}  // namespace

Facts facts_of(const core::Maintenance& item) {
  Facts facts;
  put(facts, maintenance_id(item.number), item.plan);
  put(facts, "created", item.created_at);
  put(facts, "updated", item.updated_at);
  return facts;
}

Facts facts_of(const std::vector<core::Maintenance>& list) {
  std::string ids;
  for (const core::Maintenance& item : list)
    ids += (ids.empty() ? "" : " ") + maintenance_id(item.number);
  Facts facts;
  put(facts, "list", ids);
  return facts;
}

Facts facts_of(const core::State& state, const core::Registrar& registrar) {
  Facts facts;
  put(facts, "registrar", registrar.id);
  put(facts, "name", registrar.name);
  put(facts, "url", registrar.url);
  put(facts, "fingerprint", registrar.fingerprints);
  put(facts, "enabled", yes(registrar.enabled));
  const RegistrarAccess& access = registrar.access;
  put(facts, "network", access.networks);
  put(facts, "certificate", std::string(to_text(access.certificate)));
  put(facts, "sessions", std::to_string(access.sessions));
  put(facts, "commands_per_second", std::to_string(access.commands_per_second));
  put(facts, "changes_per_second", std::to_string(access.changes_per_second));
  put(facts, "checks_per_minute", std::to_string(access.checks_per_minute));
  put(facts, "password_changed", registrar.password_changed_at);
  put(facts, "currency", to_text(registrar.currency));
  put(facts, "credit_limit", to_text(registrar.credit_limit));
  put(facts, "price_group", registrar.price_group);
  put(facts, "tax_exempt", yes(registrar.tax_exempt));
  std::vector<std::string> low_balances;
  for (const Amount amount : registrar.low_balances) low_balances.push_back(to_text(amount));
  put(facts, "low_balances", std::move(low_balances));
  const RegistrarDirectory& directory = registrar.directory;
  put(facts, "iana_id", std::to_string(directory.iana_id));
  put(facts, "whois_server", directory.whois_server);
  put(facts, "rdap_url", directory.rdap_url);
  put(facts, "abuse_email", directory.abuse_email);
  put(facts, "abuse_phone", directory.abuse_phone);
  put(facts, "balance", to_text(state.balance(registrar.number)));
  put(facts, "created", registrar.created_at);
  put(facts, "updated", registrar.updated_at);
  std::vector<std::string> zones;
  for (const ObjectNumber number : registrar.zones)
    if (const auto zone = state.find_zone(number)) zones.push_back(zone->name.text());
  put(facts, "zones", std::move(zones));
  const auto data = state.unseal(registrar.number, registrar.contact);
  CHECK(data.has_value(), "a vault in memory can be read");
  if (*data) {
    Facts contact;
    put(contact, **data);
    for (auto& [key, values] : contact) facts["contact." + key] = std::move(values);
  }
  return facts;
}

Facts facts_of(const core::State& state, const core::Zone& zone) {
  const ZonePolicy& policy = zone.policy;
  const ZoneHeader& header = zone.header;
  Facts facts;
  put(facts, "zone", zone.name.text());
  put(facts, "publish", yes(zone.publish));
  put(facts, "years", range(policy.least_years, policy.most_years));
  put(facts, "default_years", std::to_string(policy.default_years));
  put(facts, "years_ahead", std::to_string(policy.most_years_ahead));
  put(facts, "hosts", range(policy.least_hosts, policy.most_hosts));
  put(facts, "registrant", std::string(policy.registrant_required ? "required" : "optional"));
  put(facts, "contacts", std::string(to_text(policy.contact_model)));
  put(facts, "admin", range(policy.admin.least, policy.admin.most));
  put(facts, "tech", range(policy.tech.least, policy.tech.most));
  put(facts, "billing", range(policy.billing.least, policy.billing.most));
  for (int i = 0; i < kPricedOperationCount; ++i) {
    std::vector<std::string> prices;
    for (const Price& price : policy.prices)
      if (price.operation == static_cast<PricedOperation>(i)) prices.push_back(to_text(price));
    put(facts, "price." + std::string(to_text(static_cast<PricedOperation>(i))),
        std::move(prices));
  }
  put(facts, "tax", to_text(Amount{policy.tax_e4 * 100}));
  put(facts, "premium_fee", std::string(policy.premium_fee_required ? "required" : "optional"));
  put(facts, "scheduled", zone.scheduled_at);
  put_dns(facts, policy);
  put(facts, "ldh_labels", yes(policy.ldh_labels));
  put(facts, "variant_activation", yes(policy.variant_activation));
  put(facts, "activated_at_creation", yes(policy.activated_at_creation));
  put(facts, "most_variants", std::to_string(policy.most_variants));
  for (const TableUse use : zone.tables)
    facts["tables"].push_back(state.find_idn_table(use.table)->id + ":" + std::to_string(use.version));
  std::vector<std::string> phases;
  for (const LaunchPhase& phase : policy.launch) phases.push_back(to_text(phase));
  put(facts, "launch", std::move(phases));
  const Disclosure& disclosure = policy.disclosure;
  put(facts, "disclosure", std::string(to_text(disclosure.profile)));
  std::vector<std::string> rules, searches, referrals;
  for (const DisclosureRule& rule : disclosure.rules) rules.push_back(to_text(rule));
  for (const DirectorySearch search : disclosure.searches) searches.emplace_back(to_text(search));
  for (const Referral& referral : disclosure.referrals) referrals.push_back(to_text(referral));
  put(facts, "disclose", std::move(rules));
  put(facts, "searches", std::move(searches));
  put(facts, "referral", std::move(referrals));
  put(facts, "whois_layout", disclosure.layout);
  put(facts, "primary", header.primary);
  put(facts, "responsible", header.responsible);
  put(facts, "ns", header.name_servers);
  put(facts, "records", header.records);
  put(facts, "refresh", std::to_string(header.refresh));
  put(facts, "retry", std::to_string(header.retry));
  put(facts, "expire", std::to_string(header.expire));
  put(facts, "minimum", std::to_string(header.minimum));
  put(facts, "ttl", std::to_string(header.ttl));
  put(facts, "serial", std::string(to_text(header.serial_scheme)));
  put(facts, "serial_seconds", std::to_string(header.serial_seconds));
  put(facts, "zonemd", yes(header.zonemd));
  put(facts, "denial", std::string(to_text(header.denial)));
  put(facts, "delegated", yes(header.delegated));
  std::vector<std::string> ds;
  for (const DsRecord& each : header.ds) ds.push_back(to_text(each));
  put(facts, "zone_ds", std::move(ds));
  std::vector<std::string> keys, secondaries;
  for (const TsigKey& key : zone.distribution.keys) keys.push_back(key.name);
  for (const Secondary& each : zone.distribution.secondaries) secondaries.push_back(each.name);
  put(facts, "tsig_keys", std::move(keys));
  put(facts, "secondaries", std::move(secondaries));
  put(facts, "created", zone.created_at);
  put(facts, "updated", zone.updated_at);
  return facts;
}

Facts facts_of(const core::State& state, const core::AccessToken& token) {
  Facts facts;
  put(facts, "holder", token.holder);
  std::vector<std::string> zones;
  for (const ObjectNumber number : token.zones)
    if (const auto zone = state.find_zone(number)) zones.push_back(zone->name.text());
  put(facts, "zones", std::move(zones));
  put(facts, "issued", token.issued_at);
  put(facts, "expires", token.expires_at);
  put(facts, "revoked", token.revoked_at);
  return facts;
}

Facts facts_of(const core::ListedName& listed) {
  Facts facts;
  put(facts, "as", std::string(to_text(listed.listed_as)));
  put(facts, "tier", listed.tier);
  put(facts, "token", yes(listed.token.is_set()));
  put(facts, "note", listed.note);
  return facts;
}

Facts facts_of(const core::Settings& settings) {
  Facts facts;
  put(facts, "server_id", settings.server_id);
  put(facts, "whois_notice", settings.whois_notice);
  put(facts, "query_exempt", settings.query_exempt);
  for (const core::NumberSetting& number : core::kNumberSettings)
    put(facts, std::string(number.name), std::to_string(settings.*number.current));
  return facts;
}

Facts facts_of(const TransferNotice& transfer) {
  Facts facts;
  put(facts, transfer.contact ? "contact" : "domain", transfer.name);
  put(facts, "transfer", std::string(to_text(transfer.status)));
  put(facts, "requested_by", transfer.requested_by);
  put(facts, "requested", transfer.requested_at);
  put(facts, "acted_by", transfer.acted_by);
  put(facts, "acted", transfer.acted_at);
  if (transfer.expires_at) put(facts, "expires", *transfer.expires_at);
  return facts;
}

namespace {

void put(Facts& facts, const ObjectImage& image) {
  put(facts, image.host ? "host" : "domain", image.name);
  put(facts, "roid", image.roid);
  put(facts, image.statuses.list());
  put(facts, "registrant", image.registrant);
  put(facts, "ns", image.hosts);
  put(facts, "addr", image.addresses);
  put(facts, "sponsor", image.sponsor);
  put(facts, "updated", image.updated_at);
  if (!image.host) put(facts, "expires", image.expires_at);
  put(facts, "transferred", image.transferred_at);
}

void put(Facts& facts, const ContactImage& image, const std::optional<ContactData>& data) {
  put(facts, "contact", image.id);
  put(facts, "roid", image.roid);
  put(facts, image.statuses.list());
  if (data) put(facts, *data);
  put(facts, "sponsor", image.sponsor);
  put(facts, "updated", image.updated_at);
  put(facts, "transferred", image.transferred_at);
}

void put(Facts& facts, const OrganisationImage& image, const std::optional<ContactData>& data) {
  put(facts, "org", image.id);
  put(facts, "roid", image.roid);
  put(facts, image.statuses.list());
  std::vector<std::string> roles;
  for (const RoleGrant& role : image.roles) roles.emplace_back(to_text(role.role));
  put(facts, "role", std::move(roles));
  put(facts, "parent", image.parent);
  if (data) put(facts, *data);
  put(facts, "url", image.url);
  for (const NamedOrganisationContact& contact : image.contacts) put(facts, std::string(to_text(contact.type)), contact.id);
  put(facts, "sponsor", image.sponsor);
  put(facts, "updated", image.updated_at);
}

void put(Facts& facts, const ChangeNotice& change, const core::QueueHead& head) {
  if (change.contact) put(facts, *change.contact, head.data);
  else if (change.organisation) put(facts, *change.organisation, head.data);
  else if (change.image) put(facts, *change.image);
  else return;
  put(facts, "state", std::string(change.after ? "after" : "before"));
  put(facts, "operation", change.operation);
  put(facts, "who", change.who);
  put(facts, "reason", change.reason);
}

}  // namespace

Facts facts_of(const core::QueueHead& head) {
  if (!head.message) return {};
  const core::Message& message = *head.message;
  Facts facts;
  if (message.transfer) facts = facts_of(*message.transfer);
  if (message.change) put(facts, *message.change, head);
  if (message.maintenance) {
    put(facts, message.maintenance->id, message.maintenance->plan);
    put(facts, "occasion", std::string(to_text(message.maintenance->occasion)));
    put(facts, "created", message.maintenance->created_at);
    put(facts, "updated", message.maintenance->updated_at);
  }
  put(facts, "waiting", std::to_string(head.waiting));
  put(facts, "message", std::to_string(message.id));
  put(facts, "queued", message.queued_at);
  put(facts, "text", message.text);
  return facts;
}

namespace {

std::string joined(const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& value : values) out += (out.empty() ? "" : ",") + value;
  return out;
}

bool is_date(const std::string& text) { return text.size() == 10 && parse_instant(text); }

// Both in the same order, times in the precision that was asked for.
bool met(std::vector<std::string> wanted, std::vector<std::string> got) {
  if (wanted.size() != got.size()) return false;
  if (wanted.size() == 1) {
    if (is_date(wanted[0])) return parse_instant(got[0]) && got[0].starts_with(wanted[0]);
    const auto wanted_time = parse_instant(wanted[0]);
    if (wanted_time && parse_instant(got[0]) == wanted_time) return true;
  }
  std::sort(wanted.begin(), wanted.end());
  std::sort(got.begin(), got.end());
  return wanted == got;
}

}  // namespace

std::optional<std::string> unmet(const Facts& facts, const std::vector<gateway::Word>& expected) {
  static const std::vector<std::string> kNothing;
  for (const gateway::Word& word : expected) {
    const auto found = facts.find(word.key);
    const auto& got = found == facts.end() ? kNothing : found->second;
    // A value with commas of its own (a name, a street) is compared as a whole.
    const bool whole = got.size() == 1 && got[0] == word.value;
    if (whole || met(word.value.empty() ? kNothing : word.items, got)) continue;
    return "expected " + word.key + "=" + word.value + ", got " + word.key + "=" + joined(got);
  }
  return std::nullopt;
}

}  // namespace stele::test
