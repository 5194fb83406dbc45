// The fields of every event and value table, once, in the order of their ids in events/schema.
// Encoding, decoding and text are all generated from these lists; the compiler checks each list
// against the schema: as many fields, the same names. Private to the codec.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "events/event.h"
#include "idn_events_generated.h"
#include "launch_events_generated.h"
#include "maintenance_events_generated.h"
#include "object_events_generated.h"
#include "organisation_events_generated.h"
#include "registry_events_generated.h"
#include "transaction_generated.h"
#include "values_generated.h"
#include "zone_events_generated.h"

namespace stele::events {

// "number" for &DomainCreated::number: the compiler spells the member in the function's signature.
template <auto Member>
constexpr std::string_view member_name() {
  const std::string_view signature = __PRETTY_FUNCTION__;
  const std::size_t begin = signature.find("Member = ");
  const std::string_view spelled =
      signature.substr(begin, signature.find_first_of(";]", begin) - begin);
  return spelled.substr(spelled.rfind(':') + 1);
}

template <class Wire, auto... Members>
struct FieldList {
  using Table = Wire;  // the generated class
  using Indexes = std::make_index_sequence<sizeof...(Members)>;
  static constexpr std::array<std::string_view, sizeof...(Members)> names = {
      member_name<Members>()...};

  // Calls visit(std::integral_constant<std::size_t, I>, member of `value`) in order of ids, until
  // one call returns false.
  template <class Value, class Visit>
  static bool each(Value& value, Visit&& visit) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return (visit(std::integral_constant<std::size_t, I>{}, value.*Members) && ...);
    }(Indexes{});
  }

  static constexpr bool matches_schema() {
    if (sizeof...(Members) != Wire::Traits::fields_number) return false;
    for (std::size_t i = 0; i < names.size(); ++i)
      if (names[i] != Wire::Traits::field_names[i]) return false;
    return true;
  }
};

// Instants this far from 1970 (in either direction, 10,000 years and more) are no dates of ours;
// beyond, calendar arithmetic would overflow.
constexpr std::int64_t kFarthestInstant = 10'000 * 366 * kDay;

template <class T>
struct Fields;

// Inside FIELDS, `E` is the C++ struct; the generated class has the same name.
#define FIELDS(Type, ...)                                                        \
  template <>                                                                    \
  struct Fields<Type> {                                                          \
    using E = Type;                                                              \
    using List = FieldList<fb::Type, __VA_ARGS__>;                               \
    static_assert(List::matches_schema(), #Type " is not what events/schema says"); \
  };

FIELDS(CdsPolicy, &E::interval_seconds, &E::bootstrap_seconds, &E::deletion)
FIELDS(ZonePolicy, &E::least_years, &E::most_years, &E::default_years, &E::most_years_ahead,
       &E::host_objects, &E::least_hosts, &E::most_hosts, &E::registrant_required, &E::admin,
       &E::tech, &E::billing, &E::prices, &E::lifecycle, &E::contact_model,
       &E::dnssec_model, &E::most_ds, &E::least_ttl, &E::most_ttl, &E::tax_e4,
       &E::premium_fee_required, &E::launch, &E::dnssec_algorithms, &E::ds_digest_types,
       &E::ldh_labels, &E::variant_activation, &E::activated_at_creation, &E::most_variants,
       &E::disclosure, &E::cds)
FIELDS(DisclosureRule, &E::role, &E::kind, &E::field, &E::disclosed)
FIELDS(Referral, &E::name, &E::whois, &E::rdap)
FIELDS(Disclosure, &E::profile, &E::rules, &E::searches, &E::referrals, &E::layout)
FIELDS(Relabelled, &E::number, &E::index_label)
FIELDS(Relisted, &E::before, &E::after)
FIELDS(LaunchPhase, &E::kind, &E::name, &E::from, &E::until, &E::applications,
       &E::acceptance_hours)
FIELDS(ClaimsNotice, &E::id, &E::not_after, &E::accepted_at)
FIELDS(LaunchBasis, &E::kind, &E::name, &E::marks, &E::notice)
FIELDS(MarkRevocation, &E::id, &E::at)
FIELDS(Claim, &E::label, &E::key)
FIELDS(ZoneHeader, &E::primary, &E::responsible, &E::refresh, &E::retry, &E::expire, &E::minimum,
       &E::ttl, &E::name_servers, &E::records, &E::serial_scheme, &E::serial_seconds, &E::zonemd,
       &E::denial, &E::delegated, &E::ds)
FIELDS(Price, &E::operation, &E::per_year, &E::years, &E::group, &E::tier, &E::from, &E::until)
FIELDS(Lifecycle, &E::add_grace_days, &E::auto_renew_grace_days, &E::renew_grace_days,
       &E::transfer_grace_days, &E::add_refund, &E::auto_renew_refund, &E::renew_refund,
       &E::transfer_refund, &E::auto_renew, &E::suspend_days, &E::delete_days, &E::redemption_days,
       &E::pending_delete_days, &E::restore_report, &E::restore_report_days, &E::transfer_days,
       &E::transfer_years, &E::transfer_lock_days, &E::drop_window_minutes,
       &E::restore_refund)
FIELDS(HostAttribute, &E::name, &E::addresses)
FIELDS(DnsKey, &E::flags, &E::protocol, &E::algorithm, &E::public_key)
FIELDS(DsRecord, &E::key_tag, &E::algorithm, &E::digest_type, &E::digest, &E::key)
FIELDS(TransferNotice, &E::contact, &E::name, &E::status, &E::requested_by, &E::acted_by,
       &E::requested_at, &E::acted_at, &E::expires_at)
FIELDS(PendingActionNotice, &E::name, &E::done, &E::client_trid, &E::server_trid, &E::at)
FIELDS(ObjectImage, &E::host, &E::name, &E::roid, &E::statuses, &E::registrant, &E::contacts,
       &E::hosts, &E::addresses, &E::sponsor, &E::creator, &E::updated_by, &E::created_at,
       &E::updated_at, &E::expires_at, &E::transferred_at, &E::host_attributes, &E::ds, &E::keys)
FIELDS(ContactImage, &E::id, &E::roid, &E::statuses, &E::data, &E::sponsor, &E::creator,
       &E::updated_by, &E::created_at, &E::updated_at, &E::transferred_at)
FIELDS(RoleGrant, &E::role, &E::id, &E::statuses)
FIELDS(NamedOrganisationContact, &E::type, &E::type_name, &E::id)
FIELDS(OrganisationImage, &E::id, &E::roid, &E::roles, &E::statuses, &E::parent, &E::data, &E::url,
       &E::contacts, &E::sponsor, &E::creator, &E::updated_by, &E::created_at, &E::updated_at)
FIELDS(ChangeNotice, &E::after, &E::operation, &E::at, &E::server_trid, &E::who, &E::reason,
       &E::image, &E::contact, &E::organisation)
FIELDS(AffectedSystem, &E::name, &E::host, &E::impact)
FIELDS(MaintenanceText, &E::text, &E::language, &E::html)
FIELDS(MaintenancePlan, &E::name, &E::types, &E::systems, &E::environment, &E::starts_at,
       &E::ends_at, &E::emergency, &E::detail, &E::descriptions, &E::zones, &E::connection,
       &E::implementation)
FIELDS(MaintenanceNotice, &E::occasion, &E::id, &E::plan, &E::created_at, &E::updated_at)
FIELDS(OrganisationContact, &E::type, &E::type_name, &E::contact)
FIELDS(Secondary, &E::name, &E::contact, &E::addresses, &E::key, &E::xot, &E::notify)
FIELDS(BalanceNotice, &E::balance, &E::threshold)
FIELDS(RegistrarDirectory, &E::iana_id, &E::whois_server, &E::rdap_url, &E::abuse_email,
       &E::abuse_phone)
FIELDS(RegistrarAccess, &E::networks, &E::certificate, &E::sessions, &E::commands_per_second,
       &E::checks_per_minute, &E::changes_per_second)

FIELDS(RepositoryCreated, &E::repository, &E::name, &E::roid_suffix)
FIELDS(SettingsChanged, &E::repository, &E::server_id, &E::whois_notice,
       &E::sessions_per_registrar, &E::commands_per_second, &E::changes_per_second,
       &E::checks_per_minute, &E::login_failures, &E::login_window_seconds, &E::login_lock_seconds,
       &E::auth_info_failures, &E::password_length, &E::password_classes, &E::password_days,
       &E::contact_transfer_days, &E::maintenance_courtesy_hours, &E::maintenance_kept_days,
       &E::traffic_log_epp, &E::traffic_log_whois, &E::traffic_log_rdap, &E::traffic_log_login,
       &E::traffic_days_epp, &E::traffic_days_whois, &E::traffic_days_rdap,
       &E::traffic_days_login, &E::traffic_cleanup, &E::traffic_cleanup_minute,
       &E::traffic_alarm_mib, &E::whois_per_minute, &E::rdap_per_minute,
       &E::rdap_searches_per_minute, &E::das_per_minute, &E::query_prefix_v4,
       &E::query_prefix_v6, &E::query_wide_v4, &E::query_wide_v6, &E::query_wide_factor,
       &E::query_exempt)
FIELDS(AdministratorCreated, &E::repository, &E::number, &E::name, &E::password_hash,
       &E::must_change_password, &E::created_at)
FIELDS(SubjectErased, &E::repository, &E::subject, &E::slot)
FIELDS(ClockAccepted, &E::repository, &E::previous, &E::accepted)
FIELDS(AccessLogPurged, &E::repository, &E::log, &E::day, &E::count)

FIELDS(RegistrarCreated, &E::repository, &E::number, &E::id, &E::name, &E::url, &E::contact,
       &E::password_hash, &E::fingerprints, &E::zones, &E::currency, &E::credit_limit, &E::enabled,
       &E::created_at, &E::access, &E::price_group, &E::tax_exempt, &E::low_balances, &E::variants,
       &E::directory)
FIELDS(RegistrarUpdated, &E::repository, &E::number, &E::name, &E::url, &E::contact,
       &E::fingerprints_added, &E::fingerprints_removed, &E::zones_added, &E::zones_removed,
       &E::credit_limit, &E::enabled, &E::updated_at, &E::access, &E::price_group, &E::tax_exempt,
       &E::low_balances_added, &E::low_balances_removed, &E::variants, &E::directory)
FIELDS(RegistrarPasswordChanged, &E::repository, &E::number, &E::password_hash, &E::changed_at,
       &E::by_registry)
FIELDS(AccountCredited, &E::repository, &E::registrar, &E::money, &E::balance, &E::text)
FIELDS(AccountDebited, &E::repository, &E::registrar, &E::money, &E::balance, &E::operation,
       &E::object, &E::object_name, &E::years, &E::tax, &E::tier)
FIELDS(AccountRefunded, &E::repository, &E::registrar, &E::money, &E::balance, &E::tax, &E::cause,
       &E::object, &E::object_name)
FIELDS(AccessTokenIssued, &E::repository, &E::number, &E::holder, &E::digest, &E::zones,
       &E::issued_at, &E::expires_at)
FIELDS(AccessTokenRevoked, &E::repository, &E::number, &E::revoked_at)
FIELDS(MessageQueued, &E::repository, &E::registrar, &E::id, &E::queued_at, &E::kind, &E::text,
       &E::object, &E::object_name, &E::transfer, &E::pending_action, &E::change, &E::balance,
       &E::maintenance)
FIELDS(MessageAcknowledged, &E::repository, &E::registrar, &E::id)

FIELDS(ZoneCreated, &E::repository, &E::number, &E::name, &E::policy, &E::header, &E::publish,
       &E::created_at)
FIELDS(ZoneUpdated, &E::repository, &E::number, &E::policy, &E::header, &E::publish, &E::updated_at)
FIELDS(ZoneUpdateScheduled, &E::repository, &E::number, &E::at, &E::policy)
FIELDS(NameListed, &E::repository, &E::zone, &E::label, &E::listed_as, &E::tier, &E::token,
       &E::note, &E::name)
FIELDS(NameUnlisted, &E::repository, &E::zone, &E::label)
FIELDS(TsigKeySet, &E::repository, &E::zone, &E::name, &E::algorithm, &E::secret, &E::replaced,
       &E::set_at)
FIELDS(TsigKeyRemoved, &E::repository, &E::zone, &E::name, &E::slot, &E::removed_at)
FIELDS(SecondariesChanged, &E::repository, &E::zone, &E::added, &E::changed, &E::removed,
       &E::changed_at)

FIELDS(ContactCreated, &E::repository, &E::number, &E::id, &E::data, &E::auth_info, &E::sponsor,
       &E::creator, &E::created_at)
FIELDS(ContactUpdated, &E::repository, &E::number, &E::statuses_added, &E::statuses_removed,
       &E::data, &E::auth_info, &E::updated_by, &E::updated_at)
FIELDS(ContactDeleted, &E::repository, &E::number, &E::id, &E::deleted_by)
FIELDS(HostCreated, &E::repository, &E::number, &E::name, &E::superordinate, &E::addresses,
       &E::sponsor, &E::creator, &E::created_at, &E::ttls)
FIELDS(HostUpdated, &E::repository, &E::number, &E::addresses_added, &E::addresses_removed,
       &E::statuses_added, &E::statuses_removed, &E::name, &E::superordinate, &E::updated_by,
       &E::updated_at, &E::ttls)
FIELDS(HostDeleted, &E::repository, &E::number, &E::name, &E::deleted_by)
FIELDS(DomainCreated, &E::repository, &E::number, &E::zone, &E::name, &E::index_label, &E::period,
       &E::registrant, &E::contacts, &E::hosts, &E::auth_info, &E::sponsor, &E::creator,
       &E::created_at, &E::expires_at, &E::grace, &E::host_attributes, &E::ds, &E::keys,
       &E::max_sig_life, &E::ttls, &E::tier, &E::never_expires, &E::launch, &E::idn_table,
       &E::variants)
FIELDS(DomainUpdated, &E::repository, &E::number, &E::registrant, &E::contacts_added,
       &E::contacts_removed, &E::hosts_added, &E::hosts_removed, &E::statuses_added,
       &E::statuses_removed, &E::auth_info, &E::updated_by, &E::updated_at,
       &E::host_attributes_added, &E::host_attributes_removed, &E::ds_added, &E::ds_removed,
       &E::keys_added, &E::keys_removed, &E::max_sig_life, &E::ttls, &E::never_expires,
       &E::variants_added, &E::variants_removed)
FIELDS(DomainRenewed, &E::repository, &E::number, &E::period, &E::expires_at, &E::renewed_by,
       &E::renewed_at, &E::automatic, &E::grace)
FIELDS(DomainDeleted, &E::repository, &E::number, &E::name, &E::deleted_by, &E::deleted_at,
       &E::purge_at, &E::phase, &E::phase_ends_at, &E::expires_at)
FIELDS(DomainPurged, &E::repository, &E::number, &E::zone, &E::name, &E::index_label)
FIELDS(DomainPhaseChanged, &E::repository, &E::number, &E::name, &E::phase, &E::began_at,
       &E::phase_ends_at, &E::grace)
FIELDS(DomainRestored, &E::repository, &E::number, &E::name, &E::restored_by, &E::restored_at,
       &E::expires_at, &E::report_reason)
FIELDS(DomainTransferRequested, &E::repository, &E::number, &E::requested_by, &E::requested_at,
       &E::acts_at, &E::years, &E::expires_at)
FIELDS(CdsObserved, &E::repository, &E::number, &E::digest, &E::since, &E::seen_at)
FIELDS(CdsAccepted, &E::repository, &E::number, &E::signed_at, &E::accepted_at)
FIELDS(DomainTransferEnded, &E::repository, &E::number, &E::status, &E::acted_by, &E::acted_at)
FIELDS(DomainTransferred, &E::repository, &E::number, &E::status, &E::loser, &E::gainer,
       &E::acted_by, &E::transferred_at, &E::years, &E::expires_at, &E::grace)
FIELDS(HostTransferred, &E::repository, &E::number, &E::gainer, &E::transferred_at)
FIELDS(ContactTransferRequested, &E::repository, &E::number, &E::requested_by, &E::requested_at,
       &E::acts_at)
FIELDS(ContactTransferEnded, &E::repository, &E::number, &E::status, &E::acted_by, &E::acted_at)
FIELDS(ContactTransferred, &E::repository, &E::number, &E::status, &E::loser, &E::gainer,
       &E::acted_by, &E::transferred_at)

FIELDS(MarkAuthorityChanged, &E::repository, &E::certificates, &E::changed_at)
FIELDS(CertificatesRevoked, &E::repository, &E::issuer, &E::serials, &E::issued_at)
FIELDS(MarksRevoked, &E::repository, &E::added, &E::removed, &E::issued_at)
FIELDS(ClaimsListed, &E::repository, &E::added, &E::removed, &E::issued_at)
FIELDS(ApplicationReceived, &E::repository, &E::number, &E::domain, &E::client_trid,
       &E::server_trid)
FIELDS(ApplicationUpdated, &E::repository, &E::number, &E::change)
FIELDS(ApplicationDecided, &E::repository, &E::number, &E::status, &E::domain, &E::decided_at)
FIELDS(ApplicationWithdrawn, &E::repository, &E::number, &E::withdrawn_by)

FIELDS(OrganisationCreated, &E::repository, &E::number, &E::id, &E::roles, &E::statuses,
       &E::parent, &E::data, &E::url, &E::contacts, &E::sponsor, &E::creator, &E::created_at)
FIELDS(OrganisationUpdated, &E::repository, &E::number, &E::roles_added, &E::roles_removed,
       &E::statuses_added, &E::statuses_removed, &E::parent, &E::data, &E::url,
       &E::contacts_added, &E::contacts_removed, &E::updated_by, &E::updated_at)
FIELDS(OrganisationDeleted, &E::repository, &E::number, &E::id, &E::deleted_by)
FIELDS(OrganisationLinksChanged, &E::repository, &E::number, &E::added, &E::removed)

FIELDS(MaintenanceAnnounced, &E::repository, &E::number, &E::plan, &E::remind_at, &E::created_at)
FIELDS(MaintenanceUpdated, &E::repository, &E::number, &E::plan, &E::remind_at, &E::updated_at)
FIELDS(MaintenanceCancelled, &E::repository, &E::number)
FIELDS(MaintenanceReminded, &E::repository, &E::number)
FIELDS(MaintenanceEnded, &E::repository, &E::number)

FIELDS(IdnTableLoaded, &E::repository, &E::number, &E::id, &E::version, &E::text,
       &E::unicode_version, &E::loaded_at)
FIELDS(ZoneTablesChanged, &E::repository, &E::number, &E::tables, &E::unicode_version, &E::domains,
       &E::applications, &E::names, &E::changed_at)

#undef FIELDS

template <class T>
concept HasFields = requires { typename Fields<T>::List; };

}  // namespace stele::events
