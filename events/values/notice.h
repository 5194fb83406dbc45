// What a poll message carries besides its text: transfers (RFC 5731 §3.3), ends of pending actions,
// and changes a registrar did not make itself (RFC 8590). Personal data stand here sealed only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/instant.h"
#include "engine/base/money.h"
#include "engine/base/strong.h"
#include "events/values/contact_data.h"
#include "events/values/delegation.h"
#include "events/values/lifecycle.h"
#include "events/values/organisation.h"
#include "events/values/personal.h"
#include "events/values/status.h"

namespace stele {

enum class MessageKind : std::uint8_t {
  text,            // from the registry's staff
  transfer,        // of a domain or contact: asked for, ended
  pending_action,  // a pending create or the like has ended (panData)
  life_cycle,      // expired, renewed by itself, suspended, deleted, purged, restore lapsed
  low_balance,
  change,          // somebody else changed the object
  maintenance,     // RFC 9167
};
std::string_view to_text(MessageKind kind);

struct TransferNotice {
  bool contact = false;  // else a domain
  std::string name;      // or contact id
  TransferStatus status = TransferStatus::pending;
  std::string requested_by, acted_by;  // registrar ids
  Instant requested_at, acted_at;      // acted_at: when it ends by itself, while it is pending
  std::optional<Instant> expires_at;
  bool operator==(const TransferNotice&) const = default;
};

struct PendingActionNotice {
  std::string name;
  bool done = false;
  std::string client_trid, server_trid;  // of the command it answers
  Instant at;
  bool operator==(const PendingActionNotice&) const = default;
};

// A domain or host as its sponsor saw it at one moment.
struct ObjectImage {
  bool host = false;  // else a domain
  std::string name, roid;
  StatusSet statuses;                  // complete
  std::string registrant;              // contact id
  std::vector<std::string> contacts;   // "admin:id"
  std::vector<std::string> hosts;      // names
  std::vector<std::string> addresses;  // of a host
  std::string sponsor, creator, updated_by;
  Instant created_at, updated_at, expires_at, transferred_at;
  bool host_attributes = false;        // what `hosts` are
  std::vector<DsRecord> ds;
  std::vector<DnsKey> keys;
  bool operator==(const ObjectImage&) const = default;
};

// A contact as its sponsor saw it at one moment. Its data are sealed with the key of the contact, so
// that an erasure takes them from every message too.
struct ContactImage {
  std::string id, roid;
  StatusSet statuses;           // complete
  Personal<ContactData> data;   // absent: erased
  std::string sponsor, creator, updated_by;
  Instant created_at, updated_at, transferred_at;
  bool operator==(const ContactImage&) const = default;
};

// An organisation as its sponsor saw it at one moment; its data as those of a contact.
struct OrganisationImage {
  std::string id, roid;
  std::vector<RoleGrant> roles;        // their statuses and those below: complete
  StatusSet statuses;
  std::string parent;                  // id; empty: none
  Personal<ContactData> data;          // absent: nothing was known, or it is erased
  std::string url;
  std::vector<NamedOrganisationContact> contacts;
  std::string sponsor, creator, updated_by;
  Instant created_at, updated_at;
  bool operator==(const OrganisationImage&) const = default;
};

struct ChangeNotice {
  bool after = false;       // else before
  std::string operation;    // RFC 8590 §2.1: "update", "delete", "autoRenew", …
  Instant at;
  std::string server_trid;
  std::string who;          // administrator, registrar or "system"
  std::string reason;
  std::optional<ObjectImage> image;      // of a domain or host
  std::optional<ContactImage> contact;
  std::optional<OrganisationImage> organisation;
  bool operator==(const ChangeNotice&) const = default;
};

struct BalanceNotice {
  Money balance;
  Amount threshold;
  bool operator==(const BalanceNotice&) const = default;
};

}  // namespace stele
