// The life of a domain (RFC 3915; ICANN's gTLD life cycle; country-code practice): what a zone's
// policy says of it, and where a name stands. Days are 24 hours; percentages are whole.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/base/instant.h"
#include "engine/base/money.h"
#include "engine/base/strong.h"

namespace stele {

// Which operation may still be taken back (RFC 3915 §3.1); a restore is not taken back by a deletion,
// but undone when its report does not come.
enum class GraceKind : std::uint8_t { add, auto_renew, renew, transfer, restore };
constexpr int kGraceKindCount = 5;
std::string_view to_text(GraceKind kind);  // "addPeriod": the rgpStatus word; "pendingRestore"

// An operation that can be taken back until `ends_at`, and what comes back then.
struct Grace {
  GraceKind kind = GraceKind::add;
  std::uint8_t years = 0;     // that the operation added
  ObjectNumber payer{};
  Instant ends_at;            // the first moment it is over
  Money paid;                 // tax included
  Amount tax;                 // within it
  Instant expires_before;     // the name's expiry before the operation; 0: there was none
  auto operator<=>(const Grace&) const = default;
};

enum class DomainPhase : std::uint8_t {
  registered,       // from creation on, and again after a renewal or a restore
  expired,          // past its expiry, still in the zone
  suspended,        // past its expiry, out of the zone
  redemption,       // deleted; the sponsor can restore it (redemptionPeriod)
  pending_restore,  // restored, the report is awaited (pendingRestore)
  pending_delete,   // deleted for good; waits for its purge (pendingDelete)
};
std::string_view to_text(DomainPhase phase);  // "pending_delete"

// What a zone does with a name over time. The templates below are the usual ones.
struct Lifecycle {
  std::uint16_t add_grace_days = 0;
  std::uint16_t auto_renew_grace_days = 0;
  std::uint16_t renew_grace_days = 0;
  std::uint16_t transfer_grace_days = 0;
  std::uint8_t add_refund = 100;         // per cent of what was paid
  std::uint8_t auto_renew_refund = 100;
  std::uint8_t renew_refund = 100;
  std::uint8_t transfer_refund = 100;
  bool auto_renew = false;               // at expiry, while the sponsor can pay
  std::uint16_t suspend_days = 0;        // after an expiry: days until the name leaves the zone
  std::uint16_t delete_days = 0;         // after an expiry: days until it is deleted
  std::uint16_t redemption_days = 0;     // after a deletion outside the add grace period
  std::uint16_t pending_delete_days = 0;
  bool restore_report = false;           // a restore waits for its report
  std::uint16_t restore_report_days = 7;
  std::uint16_t transfer_days = 0;       // until a request is approved by the registry; 0: at once
  std::uint8_t transfer_years = 0;       // that a transfer adds where the request names none
  std::uint16_t transfer_lock_days = 0;  // none for so long after a creation or a transfer
  std::uint16_t drop_window_minutes = 0; // purges are spread over so long; 0: at their time
  std::uint8_t restore_refund = 0;       // per cent, of a restore that lapses for want of a report
  auto operator<=>(const Lifecycle&) const = default;
};

Lifecycle gtld_lifecycle();   // add 5, auto-renew 45, renew 5, transfer 5, redemption 30, pendingDelete 5
Lifecycle cctld_lifecycle();  // expires; suspended after 30 days, deleted after 60; transfers at once
Lifecycle fred_lifecycle();   // expires; out of the zone after 30 days, purged after 61
std::optional<Lifecycle> find_lifecycle(std::string_view name);  // "gtld", "cctld", "fred"

enum class TransferStatus : std::uint8_t {
  pending,
  client_approved,
  client_rejected,
  client_cancelled,
  server_approved,
  server_cancelled,
};
std::string_view to_text(TransferStatus status);  // "clientApproved": the EPP word

}  // namespace stele
