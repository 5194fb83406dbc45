#include "engine/core/transfer_rules.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"
#include "engine/core/auth_info.h"
#include "engine/core/checks.h"

namespace stele::core {

void require_transfer_proof(const Context& context, const AuthInfoHash& stored,
                            const std::optional<std::string>& given, Problems& problems) {
  if (context.caller.is_staff()) return;
  if (!given)
    problems.add(Reason::missing_parameter, Field::auth_info);
  else if (!matches(stored, *given))
    problems.add(Reason::bad_auth_info, Field::auth_info);
}

void require_end_of_transfer(const Context& context, const EndOfTransfer& end,
                             Problems& problems) {
  const bool cancels = end.step == TransferStep::cancel;
  if (!cancels) require_sponsor(context, end.sponsor, end.field, end.name, problems);
  if (problems.any()) return;
  if (!end.transfer || !end.transfer->pending())
    return problems.add(Reason::object_not_pending_transfer, end.field, end.name);
  if (cancels && context.caller.is_registrar() &&
      context.caller.actor.number != end.transfer->requested_by)
    return problems.add(Reason::not_requester, end.field, end.name);
  if (end.given_auth_info && !matches(end.auth_info, *end.given_auth_info))
    problems.add(Reason::bad_auth_info, Field::auth_info);
}

void require_unlocked_while_pending(const std::optional<Transfer>& transfer,
                                    const std::vector<Status>& added, Problems& problems) {
  if (!transfer || !transfer->pending()) return;
  const bool locks = std::any_of(added.begin(), added.end(), [](Status status) {
    return status == Status::client_transfer_prohibited ||
           status == Status::server_transfer_prohibited;
  });
  if (locks) require_no_status({Status::pending_transfer}, {Status::pending_transfer}, problems);
}

TransferStatus status_after(const Caller& caller, TransferStep step) {
  const bool staff = caller.is_staff();
  switch (step) {
    case TransferStep::request: return TransferStatus::pending;
    case TransferStep::approve:
      return staff ? TransferStatus::server_approved : TransferStatus::client_approved;
    case TransferStep::reject:
      return staff ? TransferStatus::server_cancelled : TransferStatus::client_rejected;
    case TransferStep::cancel:
      return staff ? TransferStatus::server_cancelled : TransferStatus::client_cancelled;
  }
  std::unreachable();
}

void require_transfer_visible(const Caller& caller, ObjectNumber sponsor,
                              const std::optional<Transfer>& transfer,
                              const AuthInfoHash& auth_info,
                              const std::optional<std::string>& given_auth_info, Field field,
                              std::string_view name, Problems& problems) {
  if (given_auth_info && !matches(auth_info, *given_auth_info))
    return problems.add(Reason::bad_auth_info, Field::auth_info);
  const ObjectNumber asks = caller.actor.number;
  const bool party = caller.is_staff() || given_auth_info || asks == sponsor ||
                     (transfer && (asks == transfer->requested_by || asks == transfer->loser));
  if (!party) return problems.add(Reason::not_transfer_party, field, name);
  if (!transfer) problems.add(Reason::object_not_pending_transfer, field, name);
}

namespace {

std::string id_of(const State& state, ObjectNumber registrar) {
  const auto found = state.find_registrar(registrar);
  CHECK(found, "the sides of a transfer exist");
  return found->id;
}

TransferNotice notice_of(const State& state, const std::optional<Transfer>& transfer) {
  CHECK(transfer, "only a transfer can be told of");
  return {.status = transfer->status,
          .requested_by = id_of(state, transfer->requested_by),
          .acted_by = id_of(state, transfer->acted_by ? transfer->acted_by : transfer->loser),
          .requested_at = transfer->requested_at,
          .acted_at = transfer->acted_at};
}

bool came_to_nothing(TransferStatus status) {
  switch (status) {
    case TransferStatus::pending:
    case TransferStatus::client_approved:
    case TransferStatus::server_approved: return false;
    case TransferStatus::client_rejected:
    case TransferStatus::client_cancelled:
    case TransferStatus::server_cancelled: return true;
  }
  std::unreachable();
}

}  // namespace

TransferNotice describe_transfer(const State& state, const Domain& domain) {
  TransferNotice notice = notice_of(state, domain.transfer);
  notice.name = domain.name.text();
  if (domain.transfer->years > 0 && !came_to_nothing(notice.status))
    notice.expires_at = domain.transfer->expires_at;
  return notice;
}

TransferNotice describe_transfer(const State& state, const Contact& contact) {
  TransferNotice notice = notice_of(state, contact.transfer);
  notice.contact = true;
  notice.name = contact.id;
  return notice;
}

}  // namespace stele::core
