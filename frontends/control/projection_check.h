// The projections that are kept on disk, and how each proves itself: a shadow of it is built from the
// journal alone, up to the position that the kept rows have come to, and the two are compared row by row.
#pragma once

#include <array>
#include <boost/json.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/crypto/vault.h"
#include "engine/runtime/data_directory.h"
#include "events/journal/journal.h"
#include "projections/registry/compare.h"
#include "projections/registry/store.h"

namespace stele::control {

enum class Projection : std::uint8_t { registry, zones, ledger };
inline constexpr std::array kProjections{Projection::registry, Projection::zones, Projection::ledger};
std::string_view to_text(Projection projection);
// All of an empty name; none of one that is unknown.
std::vector<Projection> projections_named(std::string_view name);
std::string directory_of(Projection projection, const runtime::DataDirectory& at);

using Rows = std::shared_ptr<const registry::Snapshot>;

struct Building {
  std::string dir;      // of the rows; not there yet
  std::string log_dir;  // of the store's own messages
  std::stop_token stop;
  std::function<void(std::uint64_t done, std::uint64_t of)> progress;  // records
  // Repeats the destruction of keys whose erasure is durable; null for what is built to compare.
  crypto::KeyVault* vault = nullptr;
};

// What the journal says before `end`, durable. Of a zone's changes in its last second no serial is made:
// who follows the journal further makes it. The directory is in use as long as the rows are held.
Result<Rows> build(Projection projection, journal::Journal& journal, Position end,
                   const Building& building);

struct DriftedRow {
  registry::DriftKind kind{};
  std::string key;  // for people
  std::size_t kept_bytes = 0, rebuilt_bytes = 0;
  std::size_t first_byte = 0;  // that is another, counted from 0
};

struct Verified {
  Projection projection{};
  bool kept = false;  // false: there is nothing to compare
  Position position{};
  std::uint64_t rows = 0, drifted = 0;
  std::vector<DriftedRow> first;  // of those that have drifted
  std::string problem;            // the rows cannot be read, or are no part of this journal
  bool good() const { return drifted == 0 && problem.empty(); }
};

// `kept`: null where the projection is not there. A fault is the journal's or the shadow's; drift and
// damage of the kept rows are results.
Result<Verified> verify(Projection projection, journal::Journal& journal, const Rows& kept,
                        const Building& shadow);

boost::json::object to_json(const Verified& verified);
// Of all that were verified.
boost::json::object to_json(const std::vector<Verified>& verified);
// "domain number=4711 is different, 12 rows in all": for one line.
std::string summary(const Verified& verified);

}  // namespace stele::control
