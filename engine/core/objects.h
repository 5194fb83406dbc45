// The objects of the registry as decide and the queries see them: plain values, read from the
// registry state at one position.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/instant.h"
#include "engine/base/money.h"
#include "engine/base/strong.h"
#include "events/values/auth_info.h"
#include "events/message_events.h"
#include "events/values/contact_data.h"
#include "events/values/delegation.h"
#include "events/values/distribution.h"
#include "events/values/domain_contact.h"
#include "events/values/domain_name.h"
#include "events/values/ip_address.h"
#include "events/values/launch.h"
#include "events/values/lifecycle.h"
#include "events/values/listed_name.h"
#include "events/values/maintenance.h"
#include "events/values/organisation.h"
#include "events/values/period.h"
#include "events/values/personal.h"
#include "events/values/registrar_access.h"
#include "events/values/registrar_directory.h"
#include "events/values/status.h"
#include "events/values/table_use.h"
#include "events/values/zone_policy.h"

namespace stele::core {

struct Settings {
  std::string server_id = "Stele";
  std::string whois_notice;
  // For a registrar that has no limit of its own; far above what registrars' systems do.
  std::uint32_t sessions_per_registrar = 100;
  std::uint32_t commands_per_second = 1000;  // over all its sessions
  std::uint32_t changes_per_second = 200;
  std::uint32_t checks_per_minute = 60'000;  // names
  // So many failed logins of one registrar or from one address within the window lock it.
  std::uint32_t login_failures = 10;
  std::uint32_t login_window_seconds = 900;
  std::uint32_t login_lock_seconds = 900;
  std::uint32_t auth_info_failures = 10;     // of a session, and of a registrar on an object
  std::uint32_t password_length = 8;         // the shortest
  std::uint32_t password_classes = 1;        // of lower case, upper case, digits, the rest
  std::uint32_t password_days = 0;           // then it has to be changed; 0: never
  std::uint32_t contact_transfer_days = 5;   // until the registry approves one; 0: at once
  std::uint32_t maintenance_courtesy_hours = 24;  // registrars are reminded before it; 0: never
  std::uint32_t maintenance_kept_days = 30;       // in lists, when it is over
  // The traffic log (engine/traffic): by class, and its house-keeping.
  std::uint32_t traffic_log_epp = 1;  // what is written into the traffic log; 0: not
  std::uint32_t traffic_log_whois = 1;
  std::uint32_t traffic_log_rdap = 1;
  std::uint32_t traffic_log_login = 1;
  std::uint32_t traffic_days_epp = 90;  // so many days before today are kept
  std::uint32_t traffic_days_whois = 30;
  std::uint32_t traffic_days_rdap = 30;
  std::uint32_t traffic_days_login = 365;
  std::uint32_t traffic_cleanup = 1;  // older days are removed daily; 0: nothing is
  std::uint32_t traffic_cleanup_minute = 150;  // of the day, UTC
  std::uint32_t traffic_alarm_mib = 10240;  // a log this large is an alarm; 0: none
  // Public queries (frontends/gateway/query_limits.h).
  std::uint32_t whois_per_minute = 600;  // queries of one address (prefix)
  std::uint32_t rdap_per_minute = 600;  // look-ups
  std::uint32_t rdap_searches_per_minute = 60;
  std::uint32_t das_per_minute = 1200;
  std::uint32_t query_prefix_v4 = 32;  // what counts as one address
  std::uint32_t query_prefix_v6 = 64;
  std::uint32_t query_wide_v4 = 24;  // a wider range has query_wide_factor times as much
  std::uint32_t query_wide_v6 = 48;
  std::uint32_t query_wide_factor = 16;  // 0: wider ranges are not counted
  // Ranges that are not limited, separated by commas: health checks, and a proxy on this machine.
  std::string query_exempt = "127.0.0.0/8,::1/128";
};

struct Repository {
  RepositoryId id{};
  std::string name;
  std::string roid_suffix;
};

struct Administrator {
  ObjectNumber number{};
  std::string name;
  std::string password_hash;
  bool must_change_password = false;
  Instant created_at;
};

struct Registrar {
  RepositoryId repository{};
  ObjectNumber number{};
  std::string id;
  std::string name;
  std::string url;
  Personal<ContactData> contact;
  std::string password_hash;
  std::vector<std::string> fingerprints;  // sorted
  std::vector<ObjectNumber> zones;        // sorted
  Currency currency;
  Amount credit_limit;
  bool enabled = true;
  Instant created_at;
  Instant updated_at;  // 0: never
  RegistrarAccess access;
  std::string price_group;
  bool tax_exempt = false;
  std::vector<Amount> low_balances;       // sorted
  Instant password_changed_at;
  Instant password_reset_at;              // last change by the registry; 0: never
  bool variants = true;                   // it may activate variants
  RegistrarDirectory directory;
};

// The registry's own accounts, one of each per currency.
enum class Account : std::uint8_t { cash, income, tax };
std::string_view to_text(Account account);

// The messages a registrar has not acknowledged.
struct Queue {
  std::uint64_t waiting = 0;
  std::uint64_t last_id = 0;  // given
};
using Message = events::MessageQueued;

struct Zone {
  RepositoryId repository{};
  ObjectNumber number{};
  DomainName name;
  ZonePolicy policy;
  ZoneHeader header;
  bool publish = true;
  Instant created_at;
  Instant updated_at;
  Instant scheduled_at;                    // 0: nothing is scheduled
  std::optional<ZonePolicy> scheduled;     // takes over then
  Distribution distribution;
  std::vector<TableUse> tables;            // in the order they are asked; none: names are their keys
};

// A table of labels and their variants (engine/idn/lgr), with all its versions.
struct IdnTable {
  struct Version {
    std::uint32_t version = 0;             // from 1
    std::uint64_t size = 0;                // octets
    std::string unicode_version;           // it was read with
    Instant loaded_at;
  };
  RepositoryId repository{};
  ObjectNumber number{};
  std::string id;
  std::vector<Version> versions;           // in order, at least one
};

struct ListedName {
  ListedAs listed_as = ListedAs::reserved;
  std::string tier;
  AuthInfoHash token;
  std::string note;
  std::string name;  // the label as it was listed
};

// What contacts, hosts and domains have in common (RFC 5730 §2: sponsoring client, dates).
struct Provenance {
  ObjectNumber sponsor{};
  ObjectNumber creator{};
  Instant created_at;
  ObjectNumber updated_by{};
  Instant updated_at;      // 0: never
  Instant transferred_at;  // 0: never
};

// The last transfer of an object, pending or ended (RFC 5730 §2.9.3.4).
struct Transfer {
  TransferStatus status = TransferStatus::pending;
  ObjectNumber requested_by{}, acted_by{};
  ObjectNumber loser{};     // whom it was asked of
  Instant requested_at;
  Instant acted_at;         // while it is pending: when the registry approves it
  std::uint8_t years = 0;   // domains
  Instant expires_at;       // domains: after it
  bool pending() const { return status == TransferStatus::pending; }
};

struct Contact {
  RepositoryId repository{};
  ObjectNumber number{};
  std::string id;
  Personal<ContactData> data;
  bool erased = false;
  AuthInfoHash auth_info;
  StatusSet statuses;  // as set; `ok` and `linked` are derived
  Provenance made;
  std::optional<Transfer> transfer;
};

// RFC 8543.
struct Organisation {
  RepositoryId repository{};
  ObjectNumber number{};
  std::string id;
  std::vector<RoleGrant> roles;               // sorted, at least one
  StatusSet statuses;                         // as set; `ok` and `linked` are derived
  ObjectNumber parent{};                      // 0: none
  Personal<ContactData> data;                 // absent where nothing of it is known
  bool erased = false;
  std::string url;
  std::vector<OrganisationContact> contacts;  // sorted
  Provenance made;                            // sponsor 0: the registry itself
};

struct Host {
  RepositoryId repository{};
  ObjectNumber number{};
  HostName name;
  ObjectNumber superordinate{};  // 0: external
  std::vector<IpAddress> addresses;  // sorted
  StatusSet statuses;
  Provenance made;
  std::vector<RecordTtl> ttls;       // sorted
};

struct Domain {
  RepositoryId repository{};
  ObjectNumber number{};
  ObjectNumber zone{};
  DomainName name;
  std::string index_label;
  ObjectNumber registrant{};
  std::vector<DomainContact> contacts;  // sorted
  std::vector<ObjectNumber> hosts;      // sorted
  StatusSet statuses;
  AuthInfoHash auth_info;
  Instant expires_at;
  Instant deleted_at;   // 0: not deleted
  Provenance made;
  DomainPhase phase = DomainPhase::registered;
  Instant phase_ends_at;               // 0: does not end by itself
  std::vector<Grace> graces;           // sorted; those over may still stand here
  std::optional<Transfer> transfer;
  std::vector<HostAttribute> host_attributes;  // sorted, as all lists here
  std::vector<DsRecord> ds;
  std::vector<DnsKey> keys;
  std::uint32_t max_sig_life = 0;      // 0: not given
  std::vector<RecordTtl> ttls;
  std::string tier;
  bool never_expires = false;
  std::optional<LaunchBasis> launch;   // made in a launch phase
  ObjectNumber idn_table{};            // that took its label; 0: none
  std::vector<DomainName> variants;    // activated ones
};

// What was seen and accepted of the CDS records of a domain; what is zero never was.
struct CdsSeen {
  std::string digest;   // of what waits to be accepted (domain/cds.h); empty: nothing does
  Instant since, seen_at;
  Instant signed_at;    // of the last ones that were accepted
  Instant accepted_at;
};

// A wish for a name in a launch phase whose names are allocated by staff (RFC 8334 §2.1). Its
// number is its identifier.
struct Application {
  Domain domain;            // as it would be; its number is the application's
  Period period;
  ApplicationStatus status = ApplicationStatus::pending_allocation;
  std::string client_trid, server_trid;   // that asked for it
  ObjectNumber allocated{}; // the domain it became
};

// An announced interruption of service (RFC 9167).
struct Maintenance {
  RepositoryId repository{};
  ObjectNumber number{};
  MaintenancePlan plan;
  Instant created_at;
  Instant updated_at;   // 0: never
  Instant remind_at;    // 0: nobody is reminded, or was already
  bool ended = false;
};

// Whose signed marks count, and what has been taken back of them.
struct MarkAuthority {
  std::vector<std::string> certificates;  // trusted roots: DER as base64, sorted
  Instant marks_issued_at;                // of the list of revoked marks; 0: none was loaded
  Instant claims_issued_at;               // of the list of claims
};

// The revocation list of one issuer of certificates.
struct CertificateRevocations {
  std::vector<std::string> serials;       // hex, sorted
  Instant issued_at;                      // 0: none was loaded
};

// The right of an authority to see registration data. Its number is its identifier.
struct AccessToken {
  RepositoryId repository{};
  ObjectNumber number{};
  std::string holder;
  std::string digest;               // SHA-256 of its secret in hex
  std::vector<ObjectNumber> zones;  // sorted; none: all of the repository
  Instant issued_at;
  Instant expires_at;
  Instant revoked_at;               // 0: not revoked
};

}  // namespace stele::core
