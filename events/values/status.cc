#include "events/values/status.h"

#include <algorithm>
#include <array>

namespace stele {

namespace {
constexpr std::array<std::string_view, kStatusCount> kWords = {
    "ok",
    "linked",
    "inactive",
    "clientDeleteProhibited",
    "clientHold",
    "clientRenewProhibited",
    "clientTransferProhibited",
    "clientUpdateProhibited",
    "serverDeleteProhibited",
    "serverHold",
    "serverRenewProhibited",
    "serverTransferProhibited",
    "serverUpdateProhibited",
    "pendingCreate",
    "pendingDelete",
    "pendingRenew",
    "pendingTransfer",
    "pendingUpdate",
    "hold",
    "terminated",
    "clientLinkProhibited",
    "serverLinkProhibited",
};
static_assert(static_cast<int>(Status::server_link_prohibited) == kStatusCount - 1);
}  // namespace

std::string_view to_text(Status status) { return kWords[static_cast<std::size_t>(status)]; }

std::optional<Status> parse_status(std::string_view text) {
  const auto found = std::find(kWords.begin(), kWords.end(), text);
  if (found == kWords.end()) return std::nullopt;
  return static_cast<Status>(found - kWords.begin());
}

bool settable_by_client(Status status) {
  return (status >= Status::client_delete_prohibited &&
          status <= Status::client_update_prohibited) ||
         status == Status::client_link_prohibited;
}

bool settable_by_server(Status status) {
  return (status >= Status::server_delete_prohibited &&
          status <= Status::server_update_prohibited) ||
         status == Status::server_link_prohibited || status == Status::hold ||
         status == Status::terminated;
}

std::vector<Status> StatusSet::list() const {
  std::vector<Status> out;
  for (int i = 0; i < kStatusCount; ++i)
    if (contains(static_cast<Status>(i))) out.push_back(static_cast<Status>(i));
  return out;
}

}  // namespace stele
