// What an account holds, asked for with <info>: the finance mapping CoCCA's registrars know. It is
// registered nowhere, so a profile that is measured against IANA's list must not offer it.
#pragma once

#include <string>
#include <vector>

#include "engine/base/money.h"
#include "frontends/epp/extensions/source.h"
#include "frontends/epp/response/response.h"

namespace stele::epp {

grammar::Mapping balance_mapping();

struct ZoneBalance {
  std::string zone;  // in capitals on the wire: "LAB|EUR|18.00"
  Money balance;
};

Part write_balances(const std::vector<ZoneBalance>& balances);

}  // namespace stele::epp
