// Personal<T>: personal data on its way through the registry. Core makes it `clear`; the runtime
// seals it before the event is appended; journal, state and followers hold only `sealed` bytes; the
// state reader unseals. After erasure the sealed bytes stay, the key is gone: `erased`.
#pragma once

#include <compare>
#include <optional>
#include <string>

#include "engine/base/strong.h"

namespace stele {

template <class T>
struct Personal {
  KeySlot slot{};          // which subject key; 0 until sealed
  std::string sealed;      // nonce ‖ ciphertext ‖ tag; empty until sealed
  std::optional<T> clear;  // never encoded; absent after erasure or when not unsealed
  bool erased() const { return !clear && !sealed.empty(); }
  friend bool operator==(const Personal& a, const Personal& b) {
    return a.slot == b.slot && a.sealed == b.sealed;
  }
};

}  // namespace stele
