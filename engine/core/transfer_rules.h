// What transfers of domains and contacts have in common (RFC 5730 §2.9.3.4): who asks, who may end
// one, what is told of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/decide.h"
#include "engine/core/problems.h"
#include "events/values/notice.h"

namespace stele::core {

// A request proves that the registrant wants it: missing_parameter, bad_auth_info. Staff need no
// proof.
void require_transfer_proof(const Context& context, const AuthInfoHash& stored,
                            const std::optional<std::string>& given, Problems& problems);

// Who may end a pending transfer, in order: not_sponsor (approve, reject);
// object_not_pending_transfer; not_requester (cancel); bad_auth_info (one was sent along and is
// wrong).
struct EndOfTransfer {
  TransferStep step;
  ObjectNumber sponsor;
  const std::optional<Transfer>& transfer;
  const AuthInfoHash& auth_info;
  const std::optional<std::string>& given_auth_info;
  Field field;               // of the object's name
  std::string_view name;
};
void require_end_of_transfer(const Context& context, const EndOfTransfer& end, Problems& problems);

// An object whose transfer is pending takes no status that prohibits one (RFC 5731 §2.3, RFC 5733
// §2.2): status_prohibits. Else the registry would approve what it has locked.
void require_unlocked_while_pending(const std::optional<Transfer>& transfer,
                                    const std::vector<Status>& added, Problems& problems);

// What approve, reject and cancel make of a transfer when this caller does it.
TransferStatus status_after(const Caller& caller, TransferStep step);

// Who may see a transfer: both sides, the sponsor, staff, and who has the authInfo. In order:
// bad_auth_info; not_transfer_party; object_not_pending_transfer (there never was one).
void require_transfer_visible(const Caller& caller, ObjectNumber sponsor,
                              const std::optional<Transfer>& transfer,
                              const AuthInfoHash& auth_info,
                              const std::optional<std::string>& given_auth_info, Field field,
                              std::string_view name, Problems& problems);

// <trnData> of an object (RFC 5731 §3.1.3, RFC 5733 §3.1.3). Where the registry acted, the loser
// stands for it, who should have. Precondition: there is or was a transfer.
TransferNotice describe_transfer(const State& state, const Domain& domain);
TransferNotice describe_transfer(const State& state, const Contact& contact);

}  // namespace stele::core
