// Bounds that keep every account far from the end of its 64 bits, so that no sum of theirs overflows:
// a price, a credit limit or a balance is at most a trillion, the cash of one currency a hundred
// trillion.
#pragma once

#include "engine/base/money.h"

namespace stele::core {

inline constexpr Amount kMostMoney{10'000'000'000'000'000};
inline constexpr Amount kMostCash{1'000'000'000'000'000'000};

constexpr bool within(Amount amount, Amount most) {
  return amount.e4 >= -most.e4 && amount.e4 <= most.e4;
}

}  // namespace stele::core
