#include "frontends/control/projection_check.h"

#include <algorithm>
#include <utility>

#include "engine/runtime/replay.h"
#include "projections/ledger/ledger.h"
#include "projections/registry/key_text.h"
#include "projections/registry/pending.h"
#include "projections/zone/image.h"
#include "projections/zone/key_text.h"

namespace stele::control {

namespace json = boost::json;

namespace {

constexpr std::size_t kMostListed = 20;
constexpr std::uint64_t kStep = 50'000;  // records between two reports of progress
constexpr std::uint64_t kCache = 64ULL << 20;

std::string key_text(Projection projection, std::string_view key) {
  switch (projection) {
    case Projection::registry: return registry::key_text(key);
    case Projection::zones: return zone::key_text(key);
    case Projection::ledger: return ledger::Ledger::key_text(key);
  }
  std::unreachable();
}

// nullopt: these are no rows that anybody goes on with.
std::optional<Position> read_up_to(Projection projection, const registry::Snapshot& rows) {
  switch (projection) {
    case Projection::registry: {
      const auto progress = registry::read_progress(rows);
      return progress ? std::optional(progress->position) : std::nullopt;
    }
    case Projection::zones: {
      const zone::Progress progress = zone::read_progress(rows);
      return progress.format != 0 ? std::optional(progress.next) : std::nullopt;
    }
    case Projection::ledger: return ledger::Ledger::read_up_to(rows);
  }
  std::unreachable();
}

Result<std::unique_ptr<registry::Store>> open_new(const Building& building) {
  return registry::open_store(
      {.dir = building.dir, .log_dir = building.log_dir, .cache_bytes = kCache});
}

Result<Rows> build_registry(journal::Journal& journal, Position end, const Building& building) {
  auto store = open_new(building);
  if (!store) return std::unexpected(store.error());
  registry::RegistryState state(std::move(*store), nullptr);
  runtime::ReplayOptions options;
  options.until = end;
  options.stop = building.stop;
  options.vault = building.vault;
  if (building.progress)
    options.progress = [&](std::uint64_t done, std::uint64_t) { building.progress(done, end.value); };
  if (const auto replayed = runtime::replay(journal, state, options); !replayed)
    return std::unexpected(replayed.error());
  if (Done flushed = state.store().flush(); !flushed) return std::unexpected(flushed.error());
  return state.published()->shared_rows();
}

// Reads the journal in steps, to tell between them how far it has come.
template <class Read>
Done in_steps(Position end, const Building& building, const Read& read) {
  for (std::uint64_t to = 0; to < end.value;) {
    to = std::min(to + kStep, end.value);
    if (Done done = read(Position{to}); !done) return done;
    if (building.progress) building.progress(to, end.value);
  }
  return {};
}

// Whether the kept zones have the serial that is due next in the shadow. When a second is over is the
// writer's to say and stands in no row; that the serial was made does.
bool have_next_serial(const registry::Snapshot& kept, const zone::Image& shadow) {
  const Instant due = shadow.next_due();
  if (!due.ms) return false;
  for (const auto& [number, zone] : zone::read_zones(*shadow.rows())) {
    if (zone.progress.due_at != due) continue;
    std::string row;
    if (kept.get(zone::key('p', number), row) && row != zone::to_row(zone.progress)) return true;
  }
  return false;
}

Result<Rows> build_zones(journal::Journal& journal, Position end, const Building& building,
                         const registry::Snapshot* kept) {
  auto store = open_new(building);
  if (!store) return std::unexpected(store.error());
  zone::Image image(std::move(*store));
  zone::Image::Reading reading;
  reading.stop = building.stop;
  const auto read = [&](Position to) { return image.catch_up(journal, to, reading); };
  Done done = in_steps(end, building, read);
  while (done && kept != nullptr && have_next_serial(*kept, image)) {
    reading.settled = image.next_due();
    done = read(end);
  }
  if (done) done = image.flush();
  if (!done) return std::unexpected(done.error());
  return image.rows();
}

Result<Rows> build_ledger(journal::Journal& journal, Position end, const Building& building) {
  auto store = open_new(building);
  if (!store) return std::unexpected(store.error());
  ledger::Ledger ledger(std::move(*store));
  const auto read = [&](Position to) { return ledger.catch_up(journal, to, building.stop); };
  Done done = in_steps(end, building, read);
  if (done) done = ledger.flush();
  if (!done) return std::unexpected(done.error());
  return ledger.rows();
}

// `kept`: rows that the result is to be compared with.
Result<Rows> build(Projection projection, journal::Journal& journal, Position end,
                   const Building& building, const registry::Snapshot* kept) {
  switch (projection) {
    case Projection::registry: return build_registry(journal, end, building);
    case Projection::zones: return build_zones(journal, end, building, kept);
    case Projection::ledger: return build_ledger(journal, end, building);
  }
  std::unreachable();
}

std::size_t first_difference(std::string_view one, std::string_view other) {
  const auto [at, ignored] = std::mismatch(one.begin(), one.end(), other.begin(), other.end());
  return static_cast<std::size_t>(at - one.begin());
}

json::object to_json(const DriftedRow& row) {
  json::object out{{"key", row.key}, {"drift", to_text(row.kind)}};
  if (row.kind != registry::DriftKind::missing) out["kept_bytes"] = row.kept_bytes;
  if (row.kind != registry::DriftKind::extra) out["rebuilt_bytes"] = row.rebuilt_bytes;
  if (row.kind == registry::DriftKind::different) out["first_byte"] = row.first_byte;
  return out;
}

}  // namespace

std::string_view to_text(Projection projection) {
  switch (projection) {
    case Projection::registry: return "registry";
    case Projection::zones: return "zones";
    case Projection::ledger: return "ledger";
  }
  std::unreachable();
}

std::vector<Projection> projections_named(std::string_view name) {
  std::vector<Projection> out;
  for (const Projection projection : kProjections)
    if (name.empty() || to_text(projection) == name) out.push_back(projection);
  return out;
}

std::string directory_of(Projection projection, const runtime::DataDirectory& at) {
  switch (projection) {
    case Projection::registry: return at.state();
    case Projection::zones: return at.zones();
    case Projection::ledger: return at.ledger();
  }
  std::unreachable();
}

Result<Rows> build(Projection projection, journal::Journal& journal, Position end,
                   const Building& building) {
  return build(projection, journal, end, building, nullptr);
}

Result<Verified> verify(Projection projection, journal::Journal& journal, const Rows& kept,
                        const Building& shadow) {
  Verified out{.projection = projection};
  if (!kept) return out;
  out.kept = true;
  if (Done readable = kept->check_files(); !readable) {
    out.problem = readable.error().what;
    return out;
  }
  const auto end = read_up_to(projection, *kept);
  // Without a position, zones and ledger are cleared by whoever opens them; the state is not.
  if (!end && projection != Projection::registry) return Verified{.projection = projection};
  out.position = end.value_or(Position{});
  if (const Position head = journal.head().next; out.position > head) {
    out.problem = "it has come to position " + std::to_string(out.position.value) +
                  ", the journal ends before position " + std::to_string(head.value);
    return out;
  }
  const auto rebuilt = end ? build(projection, journal, *end, shadow, kept.get())
                           : Result<Rows>(registry::memory_store()->snapshot());
  if (!rebuilt) return std::unexpected(rebuilt.error());
  const auto note = [&](const registry::Drift& drift) {
    if (++out.drifted <= kMostListed)
      out.first.push_back({drift.kind, key_text(projection, drift.key), drift.kept.size(),
                           drift.rebuilt.size(), first_difference(drift.kept, drift.rebuilt)});
  };
  const auto rows = registry::compare_rows(*kept, **rebuilt, note, shadow.stop);
  if (!rows) return std::unexpected(rows.error());
  out.rows = *rows;
  return out;
}

json::object to_json(const Verified& verified) {
  json::object out{{"projection", to_text(verified.projection)}, {"kept", verified.kept}};
  if (!verified.kept) return out;
  out["position"] = verified.position.value;
  out["rows"] = verified.rows;
  out["drifted"] = verified.drifted;
  if (!verified.problem.empty()) out["problem"] = verified.problem;
  json::array first;
  for (const DriftedRow& row : verified.first) first.push_back(to_json(row));
  out["first"] = std::move(first);
  return out;
}

json::object to_json(const std::vector<Verified>& verified) {
  json::array all;
  for (const Verified& one : verified) all.push_back(to_json(one));
  const bool good = std::all_of(verified.begin(), verified.end(),
                                [](const Verified& one) { return one.good(); });
  return {{"good", good}, {"projections", std::move(all)}};
}

std::string summary(const Verified& verified) {
  if (!verified.problem.empty()) return verified.problem;
  if (verified.first.empty()) return "as the journal says";
  return verified.first.front().key + " is " + std::string(to_text(verified.first.front().kind)) + ", " +
         std::to_string(verified.drifted) + " of " + std::to_string(verified.rows) +
         " rows are not what the journal says";
}

}  // namespace stele::control
