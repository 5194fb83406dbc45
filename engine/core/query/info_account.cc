#include "engine/core/query/info_account.h"

#include <algorithm>

namespace stele::core {

Decided<AccountInfo> info_account(const State& state, const Caller& caller) {
  const auto registrar =
      caller.is_registrar() ? state.find_registrar(caller.actor.number) : nullptr;
  if (!registrar) return refuse(Reason::not_allowed);
  AccountInfo info{.balance = {registrar->currency, state.balance(registrar->number)},
                   .credit_limit = registrar->credit_limit,
                   .zones = {}};
  for (const ObjectNumber number : registrar->zones)
    if (const auto zone = state.find_zone(number)) info.zones.push_back(zone->name.text());
  std::sort(info.zones.begin(), info.zones.end());
  return info;
}

}  // namespace stele::core
