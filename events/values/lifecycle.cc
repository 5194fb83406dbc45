#include "events/values/lifecycle.h"

#include <utility>

namespace stele {

std::string_view to_text(GraceKind kind) {
  switch (kind) {
    case GraceKind::add: return "addPeriod";
    case GraceKind::auto_renew: return "autoRenewPeriod";
    case GraceKind::renew: return "renewPeriod";
    case GraceKind::transfer: return "transferPeriod";
    case GraceKind::restore: return "pendingRestore";
  }
  std::unreachable();
}

std::string_view to_text(DomainPhase phase) {
  switch (phase) {
    case DomainPhase::registered: return "registered";
    case DomainPhase::expired: return "expired";
    case DomainPhase::suspended: return "suspended";
    case DomainPhase::redemption: return "redemption";
    case DomainPhase::pending_restore: return "pending_restore";
    case DomainPhase::pending_delete: return "pending_delete";
  }
  std::unreachable();
}

Lifecycle gtld_lifecycle() {
  Lifecycle out;
  out.add_grace_days = 5;
  out.auto_renew_grace_days = 45;
  out.renew_grace_days = 5;
  out.transfer_grace_days = 5;
  out.auto_renew = true;
  out.redemption_days = 30;
  out.pending_delete_days = 5;
  out.restore_report = true;
  out.transfer_days = 5;
  out.transfer_years = 1;
  return out;
}

Lifecycle cctld_lifecycle() {
  Lifecycle out;
  out.suspend_days = 30;
  out.delete_days = 60;
  out.redemption_days = 30;
  return out;
}

Lifecycle fred_lifecycle() {
  Lifecycle out;
  out.suspend_days = 30;
  out.delete_days = 61;
  return out;
}

std::optional<Lifecycle> find_lifecycle(std::string_view name) {
  if (name == "gtld") return gtld_lifecycle();
  if (name == "cctld") return cctld_lifecycle();
  if (name == "fred") return fred_lifecycle();
  return std::nullopt;
}

std::string_view to_text(TransferStatus status) {
  switch (status) {
    case TransferStatus::pending: return "pending";
    case TransferStatus::client_approved: return "clientApproved";
    case TransferStatus::client_rejected: return "clientRejected";
    case TransferStatus::client_cancelled: return "clientCancelled";
    case TransferStatus::server_approved: return "serverApproved";
    case TransferStatus::server_cancelled: return "serverCancelled";
  }
  std::unreachable();
}

}  // namespace stele
