// A registry state built from a journal, in a directory or for one look only.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <functional>
#include <string>

#include "engine/base/result.h"
#include "engine/runtime/replay.h"
#include "projections/registry/store.h"

namespace stele::cli {

struct Rebuilt {
  std::uint64_t records = 0, transactions = 0, rows = 0;
  std::int64_t microseconds = 0;
  Position position{};
  Instant time;
  std::string hash;  // hex
};

// Fills `until` or `until_time` from "1234" or "2026-03-01T00:00Z"; nothing from an empty text.
Done read_until(const std::string& text, runtime::ReplayOptions& options);

// Replays into the store these options name, which must be empty.
Result<Rebuilt> rebuild(journal::Journal& journal, const registry::StoreOptions& store,
                        const runtime::ReplayOptions& options);
boost::json::object to_json(const Rebuilt& rebuilt);

// Two lines a second on a terminal's error stream, "zones: 7 of 12 records, 3 a second"; nothing when
// nobody looks.
std::function<void(std::uint64_t done, std::uint64_t of)> show_progress(std::string what);

}  // namespace stele::cli
