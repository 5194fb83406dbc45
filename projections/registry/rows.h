// Rows of the registry state: their keys, and the fields of each object in the order they are stored.
//
//   meta               position, time, hash (not part of the hash)
//   'n'                next object number      'k'                highest key slot used
//   's'                settings
//   'R' repository     Repository              'A' name           Administrator
//   'r' number         Registrar               'i' id          -> number
//   'b' number         balance of a registrar
//   'z' number         Zone
//   'c' number         Contact                 'C' repository id   -> number
//   'h' number         Host                    'H' repository name -> number
//   'd' number         Domain                  'D' zone label      -> number
//   'o' number         Organisation            'O' repository id   -> number
//   'e' number         IdnTable                'E' repository id   -> number
//   'f' number version the text of that version
//   'x' number         key slot of a deleted contact or organisation that was not erased
//   'N' zone label       ListedName
//   'a' account currency  balance of the registry's own accounts
//   'q' registrar id     Message             'Q' registrar -> Queue
//   'M' repository     MarkAuthority        'Z' repository issuer  CertificateRevocations
//   'v' repository id  -> when that signed mark was revoked
//   'y' repository label -> claim key
//   'p' number         Application          'P' zone label 0 number  an application for the name
//   'w' number         Maintenance
//   't' instant number   the object has work due then
//   'e' zone number    the name stands still past its expiry
//   'l' target domain  the domain names this contact or host
//   'j' number         what was seen and accepted of a domain's CDS records
//   'u' domain host    the host lies below this domain
//   'K' number         the organisations of a domain, host or contact, by role
//   'G' org role number  the object has this organisation in this role
//   'I' address host    the host object has this address
//   'T' number         AccessToken             'S' digest      -> number
//   'g' target org     the organisation has this one above it, or names this contact
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/bytes.h"
#include "engine/core/objects.h"
#include "projections/registry/row_codec.h"

namespace stele {  // the fields of value types are found by argument-dependent look-up

template <class Archive>
void fields(Archive& a, DomainContact& v) {
  a(v.role, v.contact);
}
template <class Archive>
void fields(Archive& a, Money& v) {
  a(v.currency, v.amount);
}
template <class Archive>
void fields(Archive& a, Price& v) {
  a(v.operation, v.per_year, v.years, v.group, v.tier, v.from, v.until);
}
template <class Archive>
void fields(Archive& a, Lifecycle& v) {
  a(v.add_grace_days, v.auto_renew_grace_days, v.renew_grace_days, v.transfer_grace_days, v.add_refund,
    v.auto_renew_refund, v.renew_refund, v.transfer_refund, v.auto_renew, v.suspend_days, v.delete_days,
    v.redemption_days, v.pending_delete_days, v.restore_report, v.restore_report_days, v.transfer_days,
    v.transfer_years, v.transfer_lock_days, v.drop_window_minutes, v.restore_refund);
}
template <class Archive>
void fields(Archive& a, Grace& v) {
  a(v.kind, v.years, v.payer, v.ends_at, v.paid, v.tax, v.expires_before);
}
template <class Archive>
void fields(Archive& a, HostAttribute& v) {
  a(v.name, v.addresses);
}
template <class Archive>
void fields(Archive& a, DnsKey& v) {
  a(v.flags, v.protocol, v.algorithm, v.public_key);
}
template <class Archive>
void fields(Archive& a, DsRecord& v) {
  a(v.key_tag, v.algorithm, v.digest_type, v.digest, v.key);
}
template <class Archive>
void fields(Archive& a, RecordTtl& v) {
  a(v.type, v.seconds);
}
template <class Archive>
void fields(Archive& a, RegistrarAccess& v) {
  a(v.networks, v.certificate, v.sessions, v.commands_per_second, v.checks_per_minute,
    v.changes_per_second);
}
template <class Archive>
void fields(Archive& a, RegistrarDirectory& v) {
  a(v.iana_id, v.whois_server, v.rdap_url, v.abuse_email, v.abuse_phone);
}
template <class Archive>
void fields(Archive& a, DisclosureRule& v) {
  a(v.role, v.kind, v.field, v.disclosed);
}
template <class Archive>
void fields(Archive& a, Referral& v) {
  a(v.name, v.whois, v.rdap);
}
template <class Archive>
void fields(Archive& a, Disclosure& v) {
  a(v.profile, v.rules, v.searches, v.referrals, v.layout);
}
template <class Archive>
void fields(Archive& a, TransferNotice& v) {
  a(v.contact, v.name, v.status, v.requested_by, v.acted_by, v.requested_at, v.acted_at, v.expires_at);
}
template <class Archive>
void fields(Archive& a, PendingActionNotice& v) {
  a(v.name, v.done, v.client_trid, v.server_trid, v.at);
}
template <class Archive>
void fields(Archive& a, ObjectImage& v) {
  a(v.host, v.name, v.roid, v.statuses, v.registrant, v.contacts, v.hosts, v.addresses, v.sponsor, v.creator,
    v.updated_by, v.created_at, v.updated_at, v.expires_at, v.transferred_at, v.host_attributes, v.ds, v.keys);
}
template <class Archive>
void fields(Archive& a, ContactImage& v) {
  a(v.id, v.roid, v.statuses, v.data, v.sponsor, v.creator, v.updated_by, v.created_at, v.updated_at,
    v.transferred_at);
}
template <class Archive>
void fields(Archive& a, RoleGrant& v) {
  a(v.role, v.id, v.statuses);
}
template <class Archive>
void fields(Archive& a, NamedOrganisationContact& v) {
  a(v.type, v.type_name, v.id);
}
template <class Archive>
void fields(Archive& a, OrganisationImage& v) {
  a(v.id, v.roid, v.roles, v.statuses, v.parent, v.data, v.url, v.contacts, v.sponsor, v.creator, v.updated_by,
    v.created_at, v.updated_at);
}
template <class Archive>
void fields(Archive& a, ChangeNotice& v) {
  a(v.after, v.operation, v.at, v.server_trid, v.who, v.reason, v.image, v.contact, v.organisation);
}
template <class Archive>
void fields(Archive& a, BalanceNotice& v) {
  a(v.balance, v.threshold);
}
template <class Archive>
void fields(Archive& a, AffectedSystem& v) {
  a(v.name, v.host, v.impact);
}
template <class Archive>
void fields(Archive& a, MaintenanceText& v) {
  a(v.text, v.language, v.html);
}
template <class Archive>
void fields(Archive& a, MaintenancePlan& v) {
  a(v.name, v.types, v.systems, v.environment, v.starts_at, v.ends_at, v.emergency, v.detail, v.descriptions,
    v.zones, v.connection, v.implementation);
}
template <class Archive>
void fields(Archive& a, MaintenanceNotice& v) {
  a(v.occasion, v.id, v.plan, v.created_at, v.updated_at);
}
template <class Archive>
void fields(Archive& a, OrganisationLink& v) {
  a(v.role, v.organisation);
}
template <class Archive>
void fields(Archive& a, OrganisationContact& v) {
  a(v.type, v.type_name, v.contact);
}
template <class Archive>
void fields(Archive& a, Period& v) {
  a(v.value, v.unit);
}
template <class Archive>
void fields(Archive& a, LaunchPhase& v) {
  a(v.kind, v.name, v.from, v.until, v.applications, v.acceptance_hours);
}
template <class Archive>
void fields(Archive& a, ClaimsNotice& v) {
  a(v.id, v.not_after, v.accepted_at);
}
template <class Archive>
void fields(Archive& a, LaunchBasis& v) {
  a(v.kind, v.name, v.marks, v.notice);
}
template <class Archive>
void fields(Archive& a, ContactRule& v) {
  a(v.least, v.most);
}
template <class Archive>
void fields(Archive& a, CdsPolicy& v) {
  a(v.interval_seconds, v.bootstrap_seconds, v.deletion);
}
template <class Archive>
void fields(Archive& a, ZonePolicy& v) {
  a(v.least_years, v.most_years, v.default_years, v.most_years_ahead, v.host_objects, v.least_hosts,
    v.most_hosts, v.registrant_required, v.admin, v.tech, v.billing, v.prices, v.lifecycle,
    v.contact_model, v.dnssec_model, v.most_ds, v.least_ttl, v.most_ttl, v.tax_e4, v.premium_fee_required,
    v.launch, v.dnssec_algorithms, v.ds_digest_types, v.ldh_labels, v.variant_activation,
    v.activated_at_creation, v.most_variants, v.disclosure, v.cds);
}
template <class Archive>
void fields(Archive& a, TableUse& v) {
  a(v.table, v.version);
}
template <class Archive>
void fields(Archive& a, TsigKey& v) {
  a(v.name, v.algorithm, v.secret);
}
template <class Archive>
void fields(Archive& a, SecondaryAddress& v) {
  a(v.address, v.port);
}
template <class Archive>
void fields(Archive& a, Secondary& v) {
  a(v.name, v.contact, v.addresses, v.key, v.xot, v.notify);
}
template <class Archive>
void fields(Archive& a, Distribution& v) {
  a(v.keys, v.secondaries);
}
template <class Archive>
void fields(Archive& a, ZoneHeader& v) {
  a(v.primary, v.responsible, v.refresh, v.retry, v.expire, v.minimum, v.ttl, v.name_servers, v.records,
    v.serial_scheme, v.serial_seconds, v.zonemd, v.denial, v.delegated, v.ds);
}

}  // namespace stele

namespace stele::events {

template <class Archive>
void fields(Archive& a, MessageQueued& v) {
  a(v.repository, v.registrar, v.id, v.queued_at, v.kind, v.text, v.object, v.object_name, v.transfer,
    v.pending_action, v.change, v.balance, v.maintenance);
}

}  // namespace stele::events

namespace stele::core {

template <class Archive>
void fields(Archive& a, Queue& v) {
  a(v.waiting, v.last_id);
}
template <class Archive>
void fields(Archive& a, ListedName& v) {
  a(v.listed_as, v.tier, v.token, v.note, v.name);
}
template <class Archive>
void fields(Archive& a, Transfer& v) {
  a(v.status, v.requested_by, v.acted_by, v.loser, v.requested_at, v.acted_at, v.years, v.expires_at);
}
template <class Archive>
void fields(Archive& a, Settings& v) {
  a(v.server_id, v.whois_notice, v.sessions_per_registrar, v.commands_per_second,
    v.changes_per_second, v.checks_per_minute, v.login_failures, v.login_window_seconds,
    v.login_lock_seconds, v.auth_info_failures, v.password_length, v.password_classes,
    v.password_days, v.contact_transfer_days, v.maintenance_courtesy_hours, v.maintenance_kept_days,
    v.traffic_log_epp, v.traffic_log_whois, v.traffic_log_rdap, v.traffic_log_login,
    v.traffic_days_epp, v.traffic_days_whois, v.traffic_days_rdap, v.traffic_days_login,
    v.traffic_cleanup, v.traffic_cleanup_minute, v.traffic_alarm_mib, v.whois_per_minute,
    v.rdap_per_minute, v.rdap_searches_per_minute, v.das_per_minute, v.query_prefix_v4,
    v.query_prefix_v6, v.query_wide_v4, v.query_wide_v6, v.query_wide_factor, v.query_exempt);
}
template <class Archive>
void fields(Archive& a, Repository& v) {
  a(v.id, v.name, v.roid_suffix);
}
template <class Archive>
void fields(Archive& a, Administrator& v) {
  a(v.number, v.name, v.password_hash, v.must_change_password, v.created_at);
}
template <class Archive>
void fields(Archive& a, Registrar& v) {
  a(v.repository, v.number, v.id, v.name, v.url, v.contact, v.password_hash, v.fingerprints, v.zones,
    v.currency, v.credit_limit, v.enabled, v.created_at, v.updated_at, v.access, v.price_group, v.tax_exempt,
    v.low_balances, v.password_changed_at, v.password_reset_at, v.variants, v.directory);
}
template <class Archive>
void fields(Archive& a, Zone& v) {
  a(v.repository, v.number, v.name, v.policy, v.header, v.publish, v.created_at, v.updated_at, v.scheduled_at,
    v.scheduled, v.distribution, v.tables);
}
template <class Archive>
void fields(Archive& a, IdnTable::Version& v) {
  a(v.version, v.size, v.unicode_version, v.loaded_at);
}
template <class Archive>
void fields(Archive& a, IdnTable& v) {
  a(v.repository, v.number, v.id, v.versions);
}
template <class Archive>
void fields(Archive& a, Provenance& v) {
  a(v.sponsor, v.creator, v.created_at, v.updated_by, v.updated_at, v.transferred_at);
}
template <class Archive>
void fields(Archive& a, Contact& v) {
  a(v.repository, v.number, v.id, v.data, v.erased, v.auth_info, v.statuses, v.made, v.transfer);
}
template <class Archive>
void fields(Archive& a, Organisation& v) {
  a(v.repository, v.number, v.id, v.roles, v.statuses, v.parent, v.data, v.erased, v.url, v.contacts, v.made);
}
template <class Archive>
void fields(Archive& a, Host& v) {
  a(v.repository, v.number, v.name, v.superordinate, v.addresses, v.statuses, v.made, v.ttls);
}
template <class Archive>
void fields(Archive& a, Domain& v) {
  a(v.repository, v.number, v.zone, v.name, v.index_label, v.registrant, v.contacts, v.hosts, v.statuses,
    v.auth_info, v.expires_at, v.deleted_at, v.made, v.phase, v.phase_ends_at, v.graces, v.transfer,
    v.host_attributes, v.ds, v.keys, v.max_sig_life, v.ttls, v.tier, v.never_expires, v.launch, v.idn_table,
    v.variants);
}
template <class Archive>
void fields(Archive& a, CdsSeen& v) {
  a(v.digest, v.since, v.seen_at, v.signed_at, v.accepted_at);
}
template <class Archive>
void fields(Archive& a, Application& v) {
  a(v.domain, v.period, v.status, v.client_trid, v.server_trid, v.allocated);
}
template <class Archive>
void fields(Archive& a, Maintenance& v) {
  a(v.repository, v.number, v.plan, v.created_at, v.updated_at, v.remind_at, v.ended);
}
template <class Archive>
void fields(Archive& a, AccessToken& v) {
  a(v.repository, v.number, v.holder, v.digest, v.zones, v.issued_at, v.expires_at, v.revoked_at);
}
template <class Archive>
void fields(Archive& a, MarkAuthority& v) {
  a(v.certificates, v.marks_issued_at, v.claims_issued_at);
}
template <class Archive>
void fields(Archive& a, CertificateRevocations& v) {
  a(v.serials, v.issued_at);
}

}  // namespace stele::core

namespace stele::registry {

// Raised with every change of keys or fields; the state is then built anew beside the old one.
constexpr int kStateFormat = 12;

inline std::string key(char tag) { return std::string(1, tag); }
inline std::string key(char tag, std::string_view text) { return key(tag).append(text); }
inline std::string key(char tag, ObjectNumber number) {
  std::string out(1, tag);
  put_big_endian(out, number.value);
  return out;
}
inline std::string key(char tag, ObjectNumber a, ObjectNumber b) {
  std::string out = key(tag, a);
  put_big_endian(out, b.value);
  return out;
}
inline std::string key(char tag, RepositoryId repository, std::string_view text = {}) {
  std::string out(1, tag);
  put_big_endian(out, repository.value);
  return out.append(text);
}
inline std::string key(char tag, ObjectNumber zone, std::string_view label) { return key(tag, zone).append(label); }
inline std::string key(char tag, ObjectNumber registrar, std::uint64_t id) {
  return key(tag, registrar, ObjectNumber{id});
}
inline std::string key(char tag, core::Account account, Currency currency) {
  std::string out(1, tag);
  out.push_back(static_cast<char>(account));
  return out.append(currency.code.data(), currency.code.size());
}
// The zero byte ends the label: no label is another's beginning then.
inline std::string application_key(ObjectNumber zone, std::string_view label, ObjectNumber number) {
  std::string out = key('P', zone, label);
  out.push_back('\0');
  put_big_endian(out, number.value);
  return out;
}
// The length ends the address: 192.0.2.1 is no beginning of an IPv6 address.
inline std::string address_key(const IpAddress& address) {
  std::string out(1, 'I');
  out.push_back(static_cast<char>(address.version));
  return out.append(address.bytes());
}
inline std::string address_key(const IpAddress& address, ObjectNumber host) {
  std::string out = address_key(address);
  put_big_endian(out, host.value);
  return out;
}
inline std::string table_text_key(TableUse use) {
  return key('f', use.table, ObjectNumber{use.version});
}
inline std::string link_key(ObjectNumber organisation, OrganisationRole role) {
  std::string out = key('G', organisation);
  out.push_back(static_cast<char>(role));
  return out;
}
inline std::string link_key(const OrganisationLink& link, ObjectNumber object) {
  std::string out = link_key(link.organisation, link.role);
  put_big_endian(out, object.value);
  return out;
}
// Instants of work are after 1970.
inline std::string due_key(Instant at, ObjectNumber object) {
  return key('t', ObjectNumber{static_cast<std::uint64_t>(at.ms)}, object);
}
constexpr std::string_view kMetaKey = "meta";

template <class T>
std::string to_row(const T& object) {
  std::string out;
  out.reserve(192);  // most objects fit
  RowWriter{out}(object);
  return out;
}
template <class T>
T from_row(std::string_view bytes) {
  T object;
  RowReader reader{bytes};
  reader(object);
  CHECK(reader.done(), "a registry state row is too long; remove the state directory to rebuild it");
  return object;
}

}  // namespace stele::registry
