// The balance query of CoCCA's finance mapping. An account is one for all zones of a registrar, so each
// of them tells the same balance: what is paid for in one is gone in the others.
#include "engine/core/query/info_account.h"
#include "frontends/epp/extensions/balance.h"
#include "frontends/epp/map_parts.h"

namespace stele::epp {

Mapped map_balance(const Asked& asked) {
  Reader reader(asked);
  reader.refuse_unread_extensions();
  if (!reader.good()) return reader.take_problems();
  const auto account = core::info_account(asked.state, asked.caller);
  if (!account) return problems_of(xml::Ns::none, {}, account.error());
  std::vector<ZoneBalance> balances;
  for (const std::string& zone : account->zones) balances.push_back({zone, account->balance});
  return Reply(write_balances(balances));
}

}  // namespace stele::epp
