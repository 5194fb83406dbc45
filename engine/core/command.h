// Commands: wishes that may be refused. Parsed at the edge into value types; core never sees a raw
// string where a value type exists. One struct a command, one file of decide a command.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/base/instant.h"
#include "engine/base/money.h"
#include "engine/base/strong.h"
#include "engine/core/domain/cds_answer.h"
#include "engine/core/launch/mark_proof.h"
#include "events/event.h"
#include "events/values/contact_data.h"
#include "events/values/delegation.h"
#include "events/values/distribution.h"
#include "events/values/domain_contact.h"
#include "events/values/domain_name.h"
#include "events/values/ip_address.h"
#include "events/values/ip_prefix.h"
#include "events/values/listed_name.h"
#include "events/values/maintenance.h"
#include "events/values/organisation.h"
#include "events/values/period.h"
#include "events/values/registrar_access.h"
#include "events/values/status.h"
#include "events/values/zone_policy.h"

namespace stele::core {

// What only staff and importers may say of a creation: dates and people of the past.
struct History {
  std::optional<std::string> sponsor;   // registrar id; without it the caller must be a registrar
  std::optional<std::string> creator;
  std::optional<Instant> created_at;
  std::optional<Instant> expires_at;    // domains
};

// RFC 8748 §5.2: what a client is ready to pay. A sum of all its <fee> elements; without a currency
// the account's is meant.
struct FeeOffer {
  std::optional<Currency> currency;
  Amount amount;
};

struct ChangeSettings {
  std::optional<std::string> server_id;
  std::optional<std::string> whois_notice;
  // engine/core/settings/number_settings.h
  std::optional<std::uint32_t> sessions_per_registrar;
  std::optional<std::uint32_t> commands_per_second;
  std::optional<std::uint32_t> changes_per_second;
  std::optional<std::uint32_t> checks_per_minute;
  std::optional<std::uint32_t> login_failures;
  std::optional<std::uint32_t> login_window_seconds;
  std::optional<std::uint32_t> login_lock_seconds;
  std::optional<std::uint32_t> auth_info_failures;
  std::optional<std::uint32_t> password_length;
  std::optional<std::uint32_t> password_classes;
  std::optional<std::uint32_t> password_days;
  std::optional<std::uint32_t> contact_transfer_days;
  std::optional<std::uint32_t> maintenance_courtesy_hours;
  std::optional<std::uint32_t> maintenance_kept_days;
  std::optional<std::uint32_t> traffic_log_epp;
  std::optional<std::uint32_t> traffic_log_whois;
  std::optional<std::uint32_t> traffic_log_rdap;
  std::optional<std::uint32_t> traffic_log_login;
  std::optional<std::uint32_t> traffic_days_epp;
  std::optional<std::uint32_t> traffic_days_whois;
  std::optional<std::uint32_t> traffic_days_rdap;
  std::optional<std::uint32_t> traffic_days_login;
  std::optional<std::uint32_t> traffic_cleanup;
  std::optional<std::uint32_t> traffic_cleanup_minute;
  std::optional<std::uint32_t> traffic_alarm_mib;
  std::optional<std::uint32_t> whois_per_minute;
  std::optional<std::uint32_t> rdap_per_minute;
  std::optional<std::uint32_t> rdap_searches_per_minute;
  std::optional<std::uint32_t> das_per_minute;
  std::optional<std::uint32_t> query_prefix_v4;
  std::optional<std::uint32_t> query_prefix_v6;
  std::optional<std::uint32_t> query_wide_v4;
  std::optional<std::uint32_t> query_wide_v6;
  std::optional<std::uint32_t> query_wide_factor;
  std::optional<std::string> query_exempt;
};

struct CreateRepository {
  std::string name;
  std::string roid_suffix;
};

struct CreateAdministrator {
  std::string name;
  std::string password_hash;  // hashed at the edge
  bool must_change_password = false;
};

// Parts of RegistrarAccess; 0 is the registry's setting.
struct AccessChange {
  std::optional<CertificateMode> certificate;
  std::optional<std::uint32_t> sessions;
  std::optional<std::uint32_t> commands_per_second;
  std::optional<std::uint32_t> changes_per_second;
  std::optional<std::uint32_t> checks_per_minute;
  bool operator==(const AccessChange&) const = default;
};

// Parts of RegistrarDirectory; what is empty is none any more.
struct DirectoryChange {
  std::optional<std::uint32_t> iana_id;
  std::optional<std::string> whois_server, rdap_url, abuse_email, abuse_phone;
  bool operator==(const DirectoryChange&) const = default;
};

struct CreateRegistrar {
  RepositoryId repository{1};
  std::string id;
  std::string name;
  std::string url;
  std::optional<ContactData> contact;
  std::string password_hash;
  std::vector<std::string> fingerprints;
  std::vector<std::string> zones;   // names
  Currency currency;
  Amount credit_limit;
  std::vector<IpPrefix> networks;
  AccessChange access;
  std::string price_group;
  bool tax_exempt = false;
  std::vector<Amount> low_balances;
  bool variants = true;   // it may activate variants of its names
  DirectoryChange directory;
};

struct UpdateRegistrar {
  std::string id;
  std::optional<std::string> name;
  std::optional<std::string> url;
  std::optional<ContactData> contact;
  std::vector<std::string> fingerprints_added, fingerprints_removed;
  std::vector<std::string> zones_added, zones_removed;
  std::optional<Amount> credit_limit;
  std::optional<bool> enabled;
  std::vector<IpPrefix> networks_added, networks_removed;
  AccessChange access;
  std::optional<std::string> price_group;  // empty: none any more
  std::optional<bool> tax_exempt;
  std::vector<Amount> low_balances_added, low_balances_removed;
  std::optional<bool> variants;
  DirectoryChange directory;
};

struct ChangeRegistrarPassword {
  std::string id;
  std::string password_hash;
};

struct CreateZone {
  RepositoryId repository{1};
  DomainName name;
  ZonePolicy policy;
  ZoneHeader header;
  bool publish = true;
};

struct UpdateZone {
  DomainName name;
  std::optional<ZonePolicy> policy;
  std::optional<ZoneHeader> header;
  std::optional<bool> publish;
};

// The policy that takes over at a moment to come. Without one, what is scheduled is called off.
struct ScheduleZoneUpdate {
  DomainName name;
  Instant at;
  std::optional<ZonePolicy> policy;
};

// A table of labels and variants, or a new version of it. No zone uses it yet.
struct LoadIdnTable {
  RepositoryId repository{1};
  std::string id;
  std::string text;      // RFC 7940, RFC 4290 or RFC 3743
};

// The tables of a zone, in the order they are asked. Without a version: the newest one.
struct ChangeZoneTables {
  struct Table {
    std::string id;
    std::uint32_t version = 0;
  };
  DomainName zone;
  std::vector<Table> tables;
};

// A TSIG key of a zone's secondaries: a new one, or another secret for one that is there.
struct SetTsigKey {
  DomainName zone;
  std::string name;
  TsigAlgorithm algorithm = TsigAlgorithm::hmac_sha256;
  TsigSecret secret;
};

struct RemoveTsigKey {
  DomainName zone;
  std::string name;
};

// Who may fetch the zone. A secondary that changes is given as a whole.
struct ChangeSecondaries {
  DomainName zone;
  std::vector<Secondary> added, changed;
  std::vector<std::string> removed;
};

// How a zone treats names, registered or not. Replaces what was said of them before.
struct ListNames {
  DomainName zone;
  std::vector<std::string> labels;
  ListedAs listed_as = ListedAs::reserved;
  std::string tier;    // premium; reserved: of the name once its token has opened it
  std::string token;   // reserved: opens it (RFC 8495); empty: only staff do
  std::string note;    // for staff
};

struct UnlistNames {
  DomainName zone;
  std::vector<std::string> labels;
};

struct CreditAccount {
  std::string registrar;
  Money money;         // negative: paid out, or corrected
  std::string text;
};

// Forget a person: contact or registrar contact.
struct EraseContact {
  RepositoryId repository{1};
  std::string id;
};

struct AcceptClock {};

// The traffic log is about to remove a day of a class: only its house-keeping says so, no person and
// no text form.
struct PurgeAccessLog {
  std::string log;
  Instant day;
  std::uint64_t count = 0;
};

// An organisation of an object by its identifier (RFC 8544).
struct NamedLink {
  OrganisationRole role = OrganisationRole::reseller;
  std::string id;                     // may be empty where it is removed
};

struct LinkChange {
  std::vector<NamedLink> added, removed;
  std::vector<NamedLink> changed;     // another one in a role there is one for
  bool empty() const { return added.empty() && removed.empty() && changed.empty(); }
};

struct CreateContact {
  std::string id;
  ContactData data;
  std::string auth_info;  // may be empty (RFC 9154: none is set)
  History history;
  LinkChange links;       // of a creation: added ones, here and below
};

// RFC 5733 §3.2.5 chgPostalInfoType: a part that is not given stays as it is. An organisation that
// is given empty is removed.
struct PostalInfoChange : PostalInfo {
  PostalInfoChange() = default;
  PostalInfoChange(PostalInfo whole) : PostalInfo(std::move(whole)) {}  // every part given
  bool name_given = true;
  bool organisation_given = true;
  bool address_given = true;  // street to country, as one
};

struct UpdateContact {
  std::string id;
  std::vector<Status> statuses_added, statuses_removed;
  std::optional<PostalInfoChange> international, localized;
  std::optional<Phone> voice, fax;  // with an empty number: removed
  std::optional<std::string> email;
  std::optional<Disclose> disclose;
  std::optional<std::string> auth_info;  // empty: none is set any more
  LinkChange links;
};

struct DeleteContact {
  std::string id;
};

// A role to give or to take (RFC 8543 §4.2.5: its type says which). Removed: without statuses the
// whole role, else these statuses of it.
struct RoleWish {
  OrganisationRole role = OrganisationRole::reseller;
  std::string id;                     // empty: not given
  std::vector<Status> statuses;
};

struct CreateOrganisation {
  std::string id;
  std::vector<RoleWish> roles;
  std::vector<Status> statuses;
  std::string parent;                 // id; empty: none
  ContactData data;                   // all of it may be missing; `organisation` is not used
  std::string url;
  std::vector<NamedOrganisationContact> contacts;
  History history;                    // without a sponsor it is the registry's
};

struct UpdateOrganisation {
  std::string id;
  std::vector<RoleWish> roles_added, roles_removed;
  std::vector<Status> statuses_added, statuses_removed;
  std::vector<NamedOrganisationContact> contacts_added, contacts_removed;
  std::optional<std::string> parent;  // empty: none any more
  // Of which neither name nor address is given: removed.
  std::optional<PostalInfoChange> international, localized;
  std::optional<Phone> voice, fax;    // with an empty number: removed
  std::optional<std::string> email, url;
};

struct DeleteOrganisation {
  std::string id;
};

// Forget what is known of it.
struct EraseOrganisation {
  RepositoryId repository{1};
  std::string id;                     // or the ROID of one that was deleted
};

struct CreateHost {
  HostName name;
  std::vector<IpAddress> addresses;
  History history;
  std::vector<TtlSetting> ttls;
  LinkChange links;
};

struct UpdateHost {
  HostName name;
  std::vector<IpAddress> addresses_added, addresses_removed;
  std::vector<Status> statuses_added, statuses_removed;
  std::optional<HostName> new_name;
  std::vector<TtlSetting> ttls;
  LinkChange links;
};

struct DeleteHost {
  HostName name;
};

// A contact of a domain by the identifier the client uses.
struct NamedContact {
  ContactRole role = ContactRole::admin;
  std::string id;
};

// What a creation in a launch phase rests on (RFC 8334 §3.3).
struct LaunchCreate {
  LaunchKind kind = LaunchKind::open;
  std::string name;                  // sub-phase or custom phase; empty: any
  std::optional<bool> application;   // what the client takes it for; else a registration
  std::vector<MarkProof> marks;
  std::vector<ClaimsNotice> notices;
};

// What a client says of an internationalized name (idn-1.0).
struct IdnWish {
  std::string table;                 // identifier; empty: not given
  std::string unicode_name;          // empty: not given
  bool operator==(const IdnWish&) const = default;
};

// Variants to activate and to block again; `all` of those the registrant may have, or has.
struct VariantWish {
  std::vector<DomainName> added, removed;
  bool all_added = false;
  bool all_removed = false;
  bool empty() const { return added.empty() && removed.empty() && !all_added && !all_removed; }
  bool operator==(const VariantWish&) const = default;
};

struct CreateDomain {
  DomainName name;
  std::optional<Period> period;
  std::vector<HostName> hosts;
  std::optional<std::string> registrant;
  std::vector<NamedContact> contacts;
  std::string auth_info;
  std::optional<FeeOffer> fee;
  std::optional<std::string> allocation_token;  // RFC 8495
  bool never_expires = false;  // staff only
  History history;
  std::optional<LaunchCreate> launch;
  std::vector<HostAttribute> host_attributes;   // where the zone has no host objects
  DnssecData dnssec;
  std::vector<TtlSetting> ttls;
  LinkChange links;
  std::optional<IdnWish> idn;
  VariantWish variants;                          // of a creation: added ones
};

struct UpdateDomain {
  DomainName name;
  std::vector<HostName> hosts_added, hosts_removed;
  std::vector<NamedContact> contacts_added, contacts_removed;
  std::vector<Status> statuses_added, statuses_removed;
  std::optional<std::string> registrant;  // empty: removed
  std::optional<std::string> auth_info;   // empty: none is set any more
  std::optional<FeeOffer> fee;
  std::optional<ObjectNumber> application;  // it is about this one, not about a domain
  std::optional<bool> never_expires;      // staff only
  std::vector<HostAttribute> host_attributes_added, host_attributes_removed;
  DnssecChange dnssec;
  std::vector<TtlSetting> ttls;
  LinkChange links;
  VariantWish variants;
};

struct RenewDomain {
  DomainName name;
  std::string current_expiry_date;  // "2027-03-01"
  std::optional<Period> period;
  std::optional<FeeOffer> fee;
};

struct DeleteDomain {
  DomainName name;
  std::optional<ObjectNumber> application;  // it is about this one, not about a domain
};

// From when on whose signed marks count: replaces the roots there were.
struct SetMarkAuthority {
  RepositoryId repository{1};
  std::vector<std::string> certificates;  // DER as base64
};

// The clearing house's lists, each replacing the one before.
struct LoadMarkRevocations {
  RepositoryId repository{1};
  Instant issued_at;
  std::vector<MarkRevocation> marks;      // sorted by id
};

struct LoadCertificateRevocations {
  RepositoryId repository{1};
  std::string issuer;
  Instant issued_at;
  std::vector<std::string> serials;       // sorted
};

struct LoadClaims {
  RepositoryId repository{1};
  Instant issued_at;
  std::vector<Claim> claims;              // sorted by label
};

struct AllocateApplication {
  ObjectNumber application{};
};

struct RejectApplication {
  ObjectNumber application{};
};

// RFC 5730 §2.9.3.4. The fifth form, query, is no change: info_transfer() (query.h).
enum class TransferStep : std::uint8_t { request, approve, reject, cancel };

struct TransferDomain {
  DomainName name;
  TransferStep step = TransferStep::request;
  std::optional<Period> period;          // of a request
  std::optional<std::string> auth_info;  // a request needs it
  std::optional<std::string> gainer;     // registrar id: whom staff ask for
  std::optional<FeeOffer> fee;           // of a request
  std::optional<std::string> allocation_token;  // of a request; none is needed for any (RFC 8495)
};

struct TransferContact {
  std::string id;
  TransferStep step = TransferStep::request;
  std::optional<std::string> auth_info;
  std::optional<std::string> gainer;
};

struct AcknowledgeMessage {
  std::uint64_t id = 0;
  std::optional<std::string> registrar;  // whose: staff name it
};

struct SendMessage {
  std::optional<std::string> registrar;  // none: all of the repository
  std::string text;
};

// Parts of a MaintenancePlan; what is not given stays, a list replaces the one before.
struct MaintenanceChange {
  std::optional<std::string> name;
  std::optional<std::vector<std::string>> types;
  std::optional<std::vector<AffectedSystem>> systems;
  std::optional<std::string> environment;
  std::optional<Instant> starts_at, ends_at;
  std::optional<bool> emergency;
  std::optional<std::string> detail;
  std::optional<std::vector<MaintenanceText>> descriptions;
  std::optional<std::vector<std::string>> zones;
  std::optional<bool> connection, implementation;
};

struct CreateMaintenance {
  MaintenanceChange plan;
};

struct UpdateMaintenance {
  ObjectNumber number{};
  MaintenanceChange plan;
};

struct CancelMaintenance {
  ObjectNumber number{};
};

// RFC 3915 §4.2.5: a request for a restore, or with `report` what has to follow it where the zone
// wants a report.
struct RestoreDomain {
  DomainName name;
  std::optional<std::string> report;  // resReason: why the name is restored
  std::optional<FeeOffer> fee;
};

// A right to see registration data, for who sends the secret with this digest (64 hex digits).
struct IssueAccessToken {
  RepositoryId repository{1};
  std::string holder;
  std::string digest;
  std::vector<std::string> zones;  // names; none: all
  Instant expires_at;
};

struct RevokeAccessToken {
  ObjectNumber number{};
};

// What the name servers of a name say of its keys (RFC 7344), as somebody has just asked them.
struct ReportCds {
  DomainName name;
  std::vector<CdsAnswer> answers;  // one of each address of each name server
};

using CommandAlternatives = std::variant<
    ChangeSettings, CreateRepository, CreateAdministrator, CreateRegistrar, UpdateRegistrar,
    ChangeRegistrarPassword, CreateZone, UpdateZone, ScheduleZoneUpdate, ListNames, UnlistNames,
    CreditAccount, EraseContact, AcceptClock, PurgeAccessLog, CreateContact, UpdateContact, DeleteContact,
    CreateHost, UpdateHost, DeleteHost, CreateDomain, UpdateDomain, RenewDomain, DeleteDomain,
    RestoreDomain, TransferDomain, TransferContact, AcknowledgeMessage, SendMessage,
    SetMarkAuthority, LoadMarkRevocations, LoadCertificateRevocations, LoadClaims,
    AllocateApplication, RejectApplication, CreateOrganisation, UpdateOrganisation,
    DeleteOrganisation, EraseOrganisation, CreateMaintenance, UpdateMaintenance, CancelMaintenance,
    LoadIdnTable, ChangeZoneTables,
    SetTsigKey, RemoveTsigKey, ChangeSecondaries, IssueAccessToken, RevokeAccessToken, ReportCds>;

// One of the alternatives; a class for the reason Event is one.
class Command : public CommandAlternatives {
 public:
  using CommandAlternatives::CommandAlternatives;
  using CommandAlternatives::operator=;
  Command();
  Command(const Command& other);
  Command(Command&& other) noexcept;
  Command& operator=(const Command& other);
  Command& operator=(Command&& other) noexcept;
  ~Command();
};

// Who asks. A registrar's session works in its own repository.
struct Caller {
  events::Actor actor;
  RepositoryId repository{1};
  bool is_registrar() const { return actor.kind == events::ActorKind::registrar; }
  bool is_staff() const { return actor.kind != events::ActorKind::registrar; }
};

struct Request {
  Caller caller;
  events::Source source = events::Source::epp;
  std::string client_trid;
  std::string server_trid;
  std::string reason;
  Command command;
};

}  // namespace stele::core
