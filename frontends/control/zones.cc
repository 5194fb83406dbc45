#include "frontends/control/zones.h"

#include <algorithm>
#include <boost/json.hpp>

#include "engine/core/zone/master_file_header.h"
#include "engine/runtime/data_directory.h"
#include "frontends/control/secondaries.h"
#include "frontends/control/show.h"
#include "projections/zone/master_file.h"
#include "projections/zone/wire.h"

namespace stele::control {

namespace json = boost::json;

namespace {

constexpr std::uint64_t kZonesCache = 64ULL << 20;

// Whether the zone above, if there is one, has the name servers that the zone's header says.
std::string_view delegation(const core::Zone& zone, const core::State& state) {
  const auto above = state.find_zone(zone.name.parent());
  if (!above) return "";
  if (zone.header.delegated) return "derived";
  const auto records = core::parse_header_records(above->name, above->header.records);
  std::vector<std::string> found, wanted;
  for (const std::string& name : zone.header.name_servers) wanted.push_back(wire_name(name));
  if (records)
    for (const core::HeaderRecord& record : *records)
      if (record.owner == zone.name.text() && record.type == core::HeaderRecordType::ns)
        found.push_back(zone::header_entry(record, above->name).data);
  if (found.empty()) return "missing";
  std::sort(found.begin(), found.end());
  std::sort(wanted.begin(), wanted.end());
  return found == wanted ? "same" : "different";
}

void put_secondaries(json::object& out, const core::Zone& zone, const zone::Published* published,
                     gateway::Gateway& gateway) {
  std::optional<gateway::ZoneSerial> current;
  if (published) current = gateway::ZoneSerial{published->serial(), published->made_at()};
  for (auto& [key, value] : secondaries_json(zone, gateway.secondaries(), current, gateway.now()))
    out[key] = value;
}

json::object to_json(const core::Zone& zone, const zone::Zones& zones, const core::State& state,
                     gateway::Gateway& gateway) {
  json::object out{{"zone", zone.name.text()},
                   {"publish", zone.publish},
                   {"serial_scheme", to_text(zone.header.serial_scheme)},
                   {"serial_seconds", std::max<std::uint16_t>(zone.header.serial_seconds, 1)}};
  if (const auto above = delegation(zone, state); !above.empty()) out["delegation"] = above;
  const auto published = zones.find(zone.name);
  put_secondaries(out, zone, published.get(), gateway);
  if (!published) return out;
  out["serial"] = published->serial();
  out["made_at"] = stele::to_text(published->made_at());
  out["position"] = published->position().value;
  out["records"] = published->record_count();
  return out;
}

}  // namespace

Result<zone::Follower*> ZoneReports::follower() {
  const std::lock_guard lock(mutex_);
  if (follower_ != nullptr) return follower_;
  const runtime::DataDirectory at{dir_};
  auto store = registry::open_store(
      {.dir = at.zones(), .log_dir = at.logs(), .cache_bytes = kZonesCache});
  if (!store) return std::unexpected(store.error());
  own_ = std::make_unique<zone::Follower>(gateway_.registry(), std::move(*store));
  follower_ = own_.get();
  return follower_;
}

Result<std::shared_ptr<const registry::Snapshot>> ZoneReports::rows() {
  const auto found = follower();
  if (!found) return std::unexpected(found.error());
  return (*found)->rows();
}

Reply ZoneReports::write_file(const Request& request, const PartSink& part, std::stop_token stop) {
  const std::string name = argument(request, "zone");
  const auto named = zone_named(*gateway_.state(), name);
  if (!named) return refused(named.error().what);
  const core::Zone& zone = **named;
  if (!zone.publish)
    return refused("zone " + name + " is not published: set publish=yes to have its master file");
  const auto found = follower();
  if (!found) return refused(found.error().what);
  if (Done done = (*found)->wait_for_now(std::move(stop)); !done) return refused(done.error().what);
  const auto published = (*found)->zones().find(zone.name);
  if (!published) return refused("zone " + name + " is not published yet");
  const auto counts = zone::write_master_file(*published, part);
  if (!counts) return refused(counts.error().what);
  return Reply{true, {},
               json::serialize(json::object{{"position", published->position().value},
                                            {"serial", published->serial()},
                                            {"delegations", counts->delegations},
                                            {"name_server_records", counts->name_server_records},
                                            {"ds_records", counts->ds_records},
                                            {"address_records", counts->address_records}})};
}

Reply ZoneReports::status(const Request& request) {
  const std::string name = argument(request, "zone");
  const auto state = gateway_.state();
  std::shared_ptr<const core::Zone> only;
  if (!name.empty()) {
    auto named = zone_named(*state, name);
    if (!named) return refused(named.error().what);
    only = std::move(*named);
  }
  const auto found = follower();
  if (!found) return refused(found.error().what);
  if (own_)
    if (Done done = own_->wait_for_now(); !done) return refused(done.error().what);
  json::array zones;
  state->for_each_zone([&](ObjectNumber number) {
    const auto zone = state->find_zone(number);
    if (!only || zone->name == only->name)
      zones.push_back(to_json(*zone, (*found)->zones(), *state, gateway_));
    return true;
  });
  return Reply{true, {},
               json::serialize(json::object{{"position", state->position().value},
                                            {"read_up_to", (*found)->next().value},
                                            {"problem", (*found)->problem()},
                                            {"zones", std::move(zones)}})};
}

}  // namespace stele::control
