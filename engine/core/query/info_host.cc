// EPP <info> for a host (RFC 5732 §3.1.2), open to every registrar of the repository. Refusal:
// object_does_not_exist.
#include "engine/core/checks.h"
#include "engine/core/query/describe.h"

namespace stele::core {

Decided<HostInfo> info_host(const State& state, const Caller& caller, const HostName& name) {
  Problems problems;
  auto host = require_host(state, caller.repository, name, problems);
  if (!host) return problems.refusal();
  HostInfo info;
  info.roid = roid_of(state, ObjectKind::host, host->number, host->repository);
  info.statuses = complete_statuses(host->statuses, state.is_linked(host->number));
  info.made = describe(state, host->made);
  info.organisations = describe_links(state, host->number);
  info.host = std::move(*host);
  return info;
}

}  // namespace stele::core
