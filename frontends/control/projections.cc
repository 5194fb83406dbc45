#include "frontends/control/projections.h"

#include <boost/json.hpp>
#include <filesystem>
#include <utility>

#include "engine/base/bytes.h"
#include "engine/runtime/log.h"

namespace stele::control {

namespace json = boost::json;
namespace fs = std::filesystem;

namespace {

// A shadow that was just written may be larger than what has been compacted for a year.
constexpr std::uint64_t kShadowSize = 3;

std::uint64_t bytes_in(const std::string& dir) {
  std::uint64_t bytes = 0;
  std::error_code error;
  for (fs::recursive_directory_iterator it(dir, error), end; !error && it != end; it.increment(error)) {
    std::error_code gone;  // the store clears away what it has merged
    if (const auto size = it->is_regular_file(gone) ? it->file_size(gone) : 0; !gone) bytes += size;
  }
  return bytes;
}

Done require_room(const std::string& dir, std::uint64_t bytes) {
  std::error_code error;
  const auto space = fs::space(dir, error);
  if (error) return fail(Fault::io, dir + ": " + error.message());
  if (space.available >= bytes) return {};
  return fail(Fault::disk_low, dir + ": building the projections anew needs " +
                                   std::to_string((bytes >> 20) + 1) + " MiB free, there are " +
                                   std::to_string(space.available >> 20) +
                                   "; verify a copy of the directory elsewhere");
}

// Removes what is built there, also what a process that was killed has left.
class Shadow {
 public:
  explicit Shadow(std::string dir) : dir_(std::move(dir)) { remove(); }
  ~Shadow() { remove(); }
  Shadow(const Shadow&) = delete;
  Shadow& operator=(const Shadow&) = delete;

 private:
  void remove() {
    std::error_code ignored;
    fs::remove_all(dir_, ignored);
  }
  std::string dir_;
};

}  // namespace

Result<Rows> ProjectionReports::rows_of(Projection projection) {
  switch (projection) {
    case Projection::registry: return gateway_.registry().rows();
    case Projection::zones: return zones_.rows();
    case Projection::ledger: return accounts_.rows();
  }
  std::unreachable();
}

Result<Verified> ProjectionReports::verify(Projection projection, const PartSink& part,
                                           const std::stop_token& stop) {
  const auto kept = rows_of(projection);
  if (!kept) return std::unexpected(kept.error());
  const std::uint64_t needed = kShadowSize * bytes_in(directory_of(projection, at_));
  if (Done room = require_room(at_.dir, least_free_bytes_ + needed); !room)
    return std::unexpected(room.error());
  const Shadow shadow(at_.shadow());
  std::stop_source cut;  // by the server, or by who asked and has gone
  const std::stop_callback on_stop(stop, [&cut] { cut.request_stop(); });
  Building building{
      .dir = at_.shadow() + "/rows", .log_dir = at_.shadow() + "/logs", .stop = cut.get_token()};
  building.progress = [&](std::uint64_t done, std::uint64_t of) {
    const json::object progress{{"projection", to_text(projection)}, {"done", done}, {"of", of}};
    if (Done taken = part(json::serialize(progress)); !taken) cut.request_stop();
  };
  return control::verify(projection, gateway_.registry().journal(), *kept, building);
}

Reply ProjectionReports::verify(const Request& request, const PartSink& part, const std::stop_token& stop) {
  const std::unique_lock one(verifying_, std::try_to_lock);
  if (!one) return refused("the projections are being verified already");
  const auto wanted = projections_named(argument(request, "only"));
  if (wanted.empty())
    return refused("only takes registry, zones or ledger, not " + to_printable(argument(request, "only")));
  std::vector<Verified> all;
  for (const Projection projection : wanted) {
    auto verified = verify(projection, part, stop);
    if (!verified) return refused(verified.error().what);
    const std::uint64_t drifted = verified->problem.empty() ? verified->drifted : 1;
    gateway_.projections().keep(to_text(projection), {gateway_.now(), drifted});
    if (!verified->good())
      runtime::log(runtime::LogLevel::error, "projection.drift",
                   std::string(to_text(projection)) + ": " + summary(*verified) +
                       "; stop the server and run: stele projections rebuild");
    all.push_back(*std::move(verified));
  }
  return Reply{true, {}, json::serialize(to_json(all))};
}

}  // namespace stele::control
