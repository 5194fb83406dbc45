// The rows a projection keeps against the rows of a rebuild: one pass over both in order of key, in
// parts, so that memory stays flat however many there are. Bytes are compared, nothing is decoded: rows
// that make no sense are told like any others.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string_view>

#include "engine/base/result.h"
#include "projections/registry/store.h"

namespace stele::registry {

enum class DriftKind : std::uint8_t { missing, extra, different };  // in the kept rows
std::string_view to_text(DriftKind kind);

struct Drift {
  DriftKind kind{};
  std::string_view key, kept, rebuilt;  // what is not there is empty; valid during the call
};

// Calls visit for every row that is not the same, in order of key; returns how many keys there are.
// Fault::closed: cut off.
Result<std::uint64_t> compare_rows(const Snapshot& kept, const Snapshot& rebuilt,
                                   const std::function<void(const Drift&)>& visit,
                                   const std::stop_token& stop = {});

}  // namespace stele::registry
