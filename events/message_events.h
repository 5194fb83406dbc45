// Events about registrars' message queues (RFC 5730 §2.9.2.3). A message is queued in the transaction
// that causes it and carries all that is shown of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/base/instant.h"
#include "engine/base/strong.h"
#include "events/values/maintenance.h"
#include "events/values/notice.h"

namespace stele::events {

struct MessageQueued {
  RepositoryId repository{};
  ObjectNumber registrar{};
  std::uint64_t id = 0;       // within the registrar's queue, ascending from 1
  Instant queued_at;
  MessageKind kind = MessageKind::text;
  std::string text;           // what happened, in English, without personal data
  ObjectNumber object{};
  std::string object_name;
  std::optional<TransferNotice> transfer;
  std::optional<PendingActionNotice> pending_action;
  std::optional<ChangeNotice> change;
  std::optional<BalanceNotice> balance;
  std::optional<MaintenanceNotice> maintenance;
  bool operator==(const MessageQueued&) const = default;
};

struct MessageAcknowledged {
  RepositoryId repository{};
  ObjectNumber registrar{};
  std::uint64_t id = 0;
  bool operator==(const MessageAcknowledged&) const = default;
};

}  // namespace stele::events
