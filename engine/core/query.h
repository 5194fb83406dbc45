// Queries: what EPP check and info, WHOIS and the other readers ask. Pure functions over a State.
// A registrar sees its own repository; another sponsor's contact needs the authInfo.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/command.h"
#include "engine/core/rejection.h"
#include "engine/core/state.h"
#include "events/values/notice.h"

namespace stele::core {

struct Availability {
  bool available = false;
  std::optional<Reason> reason;  // why not
};

// `name` as the client wrote it; a bad name is "not available" with its reason. `token`: the
// allocation token that came along. With `fee_asked` false (the check is a plain one) a name whose
// creation must name its fee is not available (RFC 8748 §4).
Availability check_domain(const State& state, const Caller& caller, std::string_view name,
                          const std::optional<std::string>& token = std::nullopt,
                          bool fee_asked = false);
Availability check_host(const State& state, const Caller& caller, std::string_view name);
Availability check_contact(const State& state, const Caller& caller, std::string_view id);
Availability check_organisation(const State& state, const Caller& caller, std::string_view id);

// Objects with the names behind their numbers, statuses complete (ok, linked, inactive included).
struct ProvenanceInfo {
  std::string sponsor, creator, updated_by;  // registrar ids; "" where there is none
  Instant created_at, updated_at, transferred_at;  // 0: never
};

// A grace period that is running, or what a deleted name waits for.
struct RgpPeriod {
  std::string_view word;  // "addPeriod": the rgpStatus (RFC 3915 §3.1)
  Instant ends_at;
};

struct DomainInfo {
  Domain domain;
  std::string roid;
  std::vector<Status> statuses;
  std::vector<RgpPeriod> rgp;
  std::string registrant;                                       // contact id; "" none
  std::vector<std::pair<ContactRole, std::string>> contacts;
  std::vector<std::string> hosts;               // delegated, by name
  std::vector<std::string> subordinate_hosts;   // below the domain, by name
  ProvenanceInfo made;
  std::vector<NamedLink> organisations;         // by role (RFC 8544)
  std::optional<Application> application;  // it is one, not a registration
  std::string idn_table;                        // that took its label; "" none
  bool authorized = false;   // the caller is the sponsor, staff, or gave the right authInfo
};

struct HostInfo {
  Host host;
  std::string roid;
  std::vector<Status> statuses;
  ProvenanceInfo made;
  std::vector<NamedLink> organisations;
};

struct ContactInfo {
  Contact contact;
  std::string roid;
  std::vector<Status> statuses;
  std::optional<ContactData> data;  // absent: erased
  ProvenanceInfo made;
  std::vector<NamedLink> organisations;
};

struct OrganisationInfo {
  struct Role {
    OrganisationRole role = OrganisationRole::reseller;
    std::string id;
    std::vector<Status> statuses;   // complete
  };
  Organisation organisation;
  std::string roid;
  std::vector<Status> statuses;
  std::vector<Role> roles;
  std::string parent;               // id; "" none
  std::optional<ContactData> data;  // absent: nothing is known, or it was erased
  std::vector<NamedOrganisationContact> contacts;
  ProvenanceInfo made;
  bool authorized = false;          // the caller is the sponsor or staff; others see names alone
};

// `auth_info`: what the client sent along; absent when it sent none. A wrong one is refused
// (bad_auth_info).
Decided<DomainInfo> info_domain(const State& state, const Caller& caller, const DomainName& name,
                                const std::optional<std::string>& auth_info);
// The active variants of a domain by name, and when asked the allocatable ones too, which takes a search:
// at most kShownVariants of them.
struct VariantInfo {
  DomainName name;
  std::string unicode;    // as people read it
  bool active = false;
};
struct VariantList {
  std::vector<VariantInfo> variants;
  bool too_many = false;  // there are more
};
VariantList list_variants(const State& state, const Domain& domain, bool allocatable);
// An application for a name: its applicant's and staff's. Refusals in order: object_does_not_exist;
// not_sponsor.
Decided<DomainInfo> info_application(const State& state, const Caller& caller,
                                     const DomainName& name, ObjectNumber number);
Decided<HostInfo> info_host(const State& state, const Caller& caller, const HostName& name);
Decided<ContactInfo> info_contact(const State& state, const Caller& caller, std::string_view id,
                                  const std::optional<std::string>& auth_info);

Decided<OrganisationInfo> info_organisation(const State& state, const Caller& caller,
                                            std::string_view id);

// A transfer that is pending or was the last one (RFC 5730 §2.9.3.4, query). Refusals in order:
// object_does_not_exist; bad_auth_info; not_transfer_party; object_not_pending_transfer.
Decided<TransferNotice> info_transfer(const State& state, const Caller& caller,
                                      const DomainName& name,
                                      const std::optional<std::string>& auth_info);
Decided<TransferNotice> info_transfer(const State& state, const Caller& caller,
                                      std::string_view contact_id,
                                      const std::optional<std::string>& auth_info);

// Maintenance of the caller's repository (RFC 9167): one by its identifier (object_does_not_exist), and
// the list: what is to come or under way by its start, then what is over and still kept.
Decided<Maintenance> info_maintenance(const State& state, const Caller& caller,
                                      std::string_view id);
std::vector<Maintenance> list_maintenance(const State& state, const Caller& caller);

// The head of the caller's queue (RFC 5730 §2.9.2.3, req). Refusals: not_allowed (staff have none);
// unreadable 2400 when the vault cannot give the data the message shows.
struct QueueHead {
  std::uint64_t waiting = 0;
  std::optional<Message> message;      // the oldest; absent: the queue is empty
  std::optional<ContactData> data;     // that it shows of a contact or organisation; absent: none, or erased
};
Decided<QueueHead> poll(const State& state, const Caller& caller);

// `found`, unless the name cannot be had in this phase of its zone now: wrong_phase.
Availability in_phase(const State& state, Instant now, std::string_view name, LaunchKind kind,
                      std::string_view phase, Availability found);
// The claim key of a name's label; nullopt: no trademark claim is known (RFC 8334 §3.1.1).
std::optional<std::string> find_claim_key(const State& state, const DomainName& name);

// The domain a name stands for: zone by longest match, then index label.
std::optional<Domain> find_domain(const State& state, const DomainName& name);
// Why a name cannot be had that has the key of this domain: it is the domain's, or a variant of it.
Reason why_taken(const State& state, ObjectNumber number, const DomainName& name);
// The key a name of this zone is unique by (name/labels.h). Precondition: directly below the zone.
std::string index_label(const State& state, const Zone& zone, const DomainName& name);

}  // namespace stele::core
