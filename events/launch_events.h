// Events about launches: the clearing house's certificates and lists, and applications for names.
#pragma once

#include <string>
#include <vector>

#include "events/object_events.h"
#include "events/values/launch.h"

namespace stele::events {

// Whose signed marks count from now on.
struct MarkAuthorityChanged {
  RepositoryId repository{};
  std::vector<std::string> certificates;  // trusted roots: DER as base64, sorted
  Instant changed_at;
  bool operator==(const MarkAuthorityChanged&) const = default;
};

// A certificate revocation list of one issuer; it replaces the one before.
struct CertificatesRevoked {
  RepositoryId repository{};
  std::string issuer;                     // SHA-256 of its name, hex
  std::vector<std::string> serials;       // hex, sorted
  Instant issued_at;
  bool operator==(const CertificatesRevoked&) const = default;
};

// What a new list of revoked signed marks changes.
struct MarksRevoked {
  RepositoryId repository{};
  std::vector<MarkRevocation> added;
  std::vector<std::string> removed;       // ids
  Instant issued_at;
  bool operator==(const MarksRevoked&) const = default;
};

// What a new list of labels with trademark claims changes. An added label may be there already:
// its key is another one then.
struct ClaimsListed {
  RepositoryId repository{};
  std::vector<Claim> added;
  std::vector<std::string> removed;       // labels
  Instant issued_at;
  bool operator==(const ClaimsListed&) const = default;
};

// A wish for a name that staff allocate later. Several may be for one name.
struct ApplicationReceived {
  RepositoryId repository{};
  ObjectNumber number{};
  DomainCreated domain;     // as it would be; its number, grace and expiry are set when allocated
  std::string client_trid, server_trid;   // that asked for it
  bool operator==(const ApplicationReceived&) const = default;
};

struct ApplicationUpdated {
  RepositoryId repository{};
  ObjectNumber number{};
  DomainUpdated change;     // its number is the application's
  bool operator==(const ApplicationUpdated&) const = default;
};

struct ApplicationDecided {
  RepositoryId repository{};
  ObjectNumber number{};
  ApplicationStatus status = ApplicationStatus::rejected;
  ObjectNumber domain{};    // that it became; 0: rejected
  Instant decided_at;
  bool operator==(const ApplicationDecided&) const = default;
};

// The applicant no longer wants the name.
struct ApplicationWithdrawn {
  RepositoryId repository{};
  ObjectNumber number{};
  ObjectNumber withdrawn_by{};
  bool operator==(const ApplicationWithdrawn&) const = default;
};

}  // namespace stele::events
