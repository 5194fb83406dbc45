// Events about what registrars register: contacts, hosts, domains. Each carries results: numbers,
// dates, keys; never inputs to be judged again.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/instant.h"
#include "engine/base/strong.h"
#include "events/values/auth_info.h"
#include "events/values/contact_data.h"
#include "events/values/delegation.h"
#include "events/values/domain_contact.h"
#include "events/values/domain_name.h"
#include "events/values/ip_address.h"
#include "events/values/launch.h"
#include "events/values/lifecycle.h"
#include "events/values/period.h"
#include "events/values/personal.h"
#include "events/values/status.h"

namespace stele::events {

struct ContactCreated {
  RepositoryId repository{};
  ObjectNumber number{};
  std::string id;              // server-unique, 3 to 16 characters
  Personal<ContactData> data;
  AuthInfoHash auth_info;
  ObjectNumber sponsor{};
  ObjectNumber creator{};      // 0: the registry
  Instant created_at;
  bool operator==(const ContactCreated&) const = default;
};

struct ContactUpdated {
  RepositoryId repository{};
  ObjectNumber number{};
  StatusSet statuses_added, statuses_removed;
  std::optional<Personal<ContactData>> data;
  std::optional<AuthInfoHash> auth_info;
  ObjectNumber updated_by{};
  Instant updated_at;
  bool operator==(const ContactUpdated&) const = default;
};

struct ContactDeleted {
  RepositoryId repository{};
  ObjectNumber number{};
  std::string id;
  ObjectNumber deleted_by{};
  bool operator==(const ContactDeleted&) const = default;
};

struct HostCreated {
  RepositoryId repository{};
  ObjectNumber number{};
  HostName name;
  ObjectNumber superordinate{};      // domain it lies under; 0: external
  std::vector<IpAddress> addresses;  // sorted
  ObjectNumber sponsor{};
  ObjectNumber creator{};
  Instant created_at;
  std::vector<RecordTtl> ttls;       // sorted
  bool operator==(const HostCreated&) const = default;
};

struct HostUpdated {
  RepositoryId repository{};
  ObjectNumber number{};
  std::vector<IpAddress> addresses_added, addresses_removed;
  StatusSet statuses_added, statuses_removed;
  std::optional<HostName> name;                // renamed
  std::optional<ObjectNumber> superordinate;   // with a rename; 0: external now
  ObjectNumber updated_by{};
  Instant updated_at;
  std::vector<RecordTtl> ttls;                 // changed ones; 0 seconds: none any more
  bool operator==(const HostUpdated&) const = default;
};

struct HostDeleted {
  RepositoryId repository{};
  ObjectNumber number{};
  HostName name;
  ObjectNumber deleted_by{};
  bool operator==(const HostDeleted&) const = default;
};

struct DomainCreated {
  RepositoryId repository{};
  ObjectNumber number{};
  ObjectNumber zone{};
  DomainName name;               // as applied for
  std::string index_label;       // the key it is unique by within the zone
  Period period;
  ObjectNumber registrant{};     // 0: none
  std::vector<DomainContact> contacts;   // sorted
  std::vector<ObjectNumber> hosts;       // sorted
  AuthInfoHash auth_info;
  ObjectNumber sponsor{};
  ObjectNumber creator{};
  Instant created_at;
  Instant expires_at;
  std::optional<Grace> grace;                  // add
  std::vector<HostAttribute> host_attributes;  // sorted, as all lists here
  std::vector<DsRecord> ds;
  std::vector<DnsKey> keys;
  std::optional<std::uint32_t> max_sig_life;   // seconds (RFC 5910 §3.3)
  std::vector<RecordTtl> ttls;
  std::string tier;                            // price tier of a premium name
  bool never_expires = false;
  std::optional<LaunchBasis> launch;           // made in a launch phase
  ObjectNumber idn_table{};                    // that took its label; 0: none
  std::vector<DomainName> variants;            // activated ones
  bool operator==(const DomainCreated&) const = default;
};

struct DomainUpdated {
  RepositoryId repository{};
  ObjectNumber number{};
  std::optional<ObjectNumber> registrant;
  std::vector<DomainContact> contacts_added, contacts_removed;
  std::vector<ObjectNumber> hosts_added, hosts_removed;
  StatusSet statuses_added, statuses_removed;
  std::optional<AuthInfoHash> auth_info;
  ObjectNumber updated_by{};
  Instant updated_at;
  std::vector<HostAttribute> host_attributes_added, host_attributes_removed;
  std::vector<DsRecord> ds_added, ds_removed;
  std::vector<DnsKey> keys_added, keys_removed;
  std::optional<std::uint32_t> max_sig_life;   // 0: none any more
  std::vector<RecordTtl> ttls;                 // changed ones; 0 seconds: none any more
  std::optional<bool> never_expires;
  std::vector<DomainName> variants_added, variants_removed;   // activated; blocked again
  bool operator==(const DomainUpdated&) const = default;
};

struct DomainRenewed {
  RepositoryId repository{};
  ObjectNumber number{};
  Period period;
  Instant expires_at;   // the new one
  ObjectNumber renewed_by{};
  Instant renewed_at;
  bool automatic = false;       // by the clock, at its expiry
  std::optional<Grace> grace;   // renew or auto_renew
  bool operator==(const DomainRenewed&) const = default;
};

// The sponsor gave the name up, or it was not renewed. Until DomainPurged the object still exists.
struct DomainDeleted {
  RepositoryId repository{};
  ObjectNumber number{};
  DomainName name;
  ObjectNumber deleted_by{};
  Instant deleted_at;
  Instant purge_at;             // when it is free again, if nobody restores it
  DomainPhase phase = DomainPhase::pending_delete;
  Instant phase_ends_at;
  Instant expires_at;           // less the years that were refunded; 0: as it was
  bool operator==(const DomainDeleted&) const = default;
};

// The object is gone; its name is free.
struct DomainPurged {
  RepositoryId repository{};
  ObjectNumber number{};
  ObjectNumber zone{};
  DomainName name;
  std::string index_label;
  bool operator==(const DomainPurged&) const = default;
};

// A step of a domain's life that no other event tells: expired, suspended, a restore asked for or
// lapsed, the redemption period over.
struct DomainPhaseChanged {
  RepositoryId repository{};
  ObjectNumber number{};
  DomainName name;
  DomainPhase phase = DomainPhase::registered;
  Instant began_at;
  Instant phase_ends_at;   // 0: does not end by itself
  std::optional<Grace> grace;  // of a restore whose report is awaited: what it cost
  bool operator==(const DomainPhaseChanged&) const = default;
};

// RFC 3915 §4.2.5: back to what it was before it was deleted.
struct DomainRestored {
  RepositoryId repository{};
  ObjectNumber number{};
  DomainName name;
  ObjectNumber restored_by{};
  Instant restored_at;
  Instant expires_at;
  std::string report_reason;   // resReason; the rest of a report may be personal and is not kept
  bool operator==(const DomainRestored&) const = default;
};

struct DomainTransferRequested {
  RepositoryId repository{};
  ObjectNumber number{};
  ObjectNumber requested_by{};
  Instant requested_at;
  Instant acts_at;         // when the registry approves it, if nobody ends it before
  std::uint8_t years = 0;  // that it would add
  Instant expires_at;      // after it
  bool operator==(const DomainTransferRequested&) const = default;
};

// It came to nothing: rejected or cancelled.
struct DomainTransferEnded {
  RepositoryId repository{};
  ObjectNumber number{};
  TransferStatus status = TransferStatus::client_rejected;
  ObjectNumber acted_by{};
  Instant acted_at;
  bool operator==(const DomainTransferEnded&) const = default;
};

// The sponsor changed; the authorization information is void (RFC 9154 §5.3).
struct DomainTransferred {
  RepositoryId repository{};
  ObjectNumber number{};
  TransferStatus status = TransferStatus::client_approved;
  ObjectNumber loser{};
  ObjectNumber gainer{};
  ObjectNumber acted_by{};     // 0: the registry
  Instant transferred_at;
  std::uint8_t years = 0;      // added
  Instant expires_at;
  std::optional<Grace> grace;  // transfer
  bool operator==(const DomainTransferred&) const = default;
};

// With the domain it lies under (RFC 5732 §2).
struct HostTransferred {
  RepositoryId repository{};
  ObjectNumber number{};
  ObjectNumber gainer{};
  Instant transferred_at;
  bool operator==(const HostTransferred&) const = default;
};

// What a name without DS records asks for by its CDS records, as far as it was seen on the way to
// their acceptance (RFC 8078 §3.3). `digest`: of what all its name servers published, and of which
// servers those are, in hex; empty: it asks for nothing any more, or for something contradictory.
struct CdsObserved {
  RepositoryId repository{};
  ObjectNumber number{};
  std::string digest;
  Instant since;             // the first time it was seen
  Instant seen_at;
  bool operator==(const CdsObserved&) const = default;
};

// The DS records of a name were set to what its CDS records say; what that was stands in the
// DomainUpdated beside it.
struct CdsAccepted {
  RepositoryId repository{};
  ObjectNumber number{};
  Instant signed_at;         // inception of the records' signature: older ones do not count any more
  Instant accepted_at;
  bool operator==(const CdsAccepted&) const = default;
};

struct ContactTransferRequested {
  RepositoryId repository{};
  ObjectNumber number{};
  ObjectNumber requested_by{};
  Instant requested_at;
  Instant acts_at;
  bool operator==(const ContactTransferRequested&) const = default;
};

struct ContactTransferEnded {
  RepositoryId repository{};
  ObjectNumber number{};
  TransferStatus status = TransferStatus::client_rejected;
  ObjectNumber acted_by{};
  Instant acted_at;
  bool operator==(const ContactTransferEnded&) const = default;
};

struct ContactTransferred {
  RepositoryId repository{};
  ObjectNumber number{};
  TransferStatus status = TransferStatus::client_approved;
  ObjectNumber loser{};
  ObjectNumber gainer{};
  ObjectNumber acted_by{};
  Instant transferred_at;
  bool operator==(const ContactTransferred&) const = default;
};

}  // namespace stele::events
