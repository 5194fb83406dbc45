// What a registrar may know of its own account.
#pragma once

#include <string>
#include <vector>

#include "engine/core/decide.h"

namespace stele::core {

struct AccountInfo {
  Money balance;
  Amount credit_limit;
  std::vector<std::string> zones;  // that it is good for, sorted by name
};

// Refusal: not_allowed (staff have none).
Decided<AccountInfo> info_account(const State& state, const Caller& caller);

}  // namespace stele::core
