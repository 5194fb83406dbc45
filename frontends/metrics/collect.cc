#include "frontends/metrics/collect.h"

#include <algorithm>
#include <memory>

#include "frontends/metrics/exposition.h"
#include "frontends/metrics/process.h"

namespace stele::metrics {

namespace {

// Prometheus' time: seconds since 1970.
double seconds(Instant instant) { return static_cast<double>(instant.ms) / 1000; }

void put_registry(Exposition& out, runtime::Registry& registry, const core::State& state) {
  const runtime::Load load = registry.load();
  const runtime::Serving serving = registry.serving();
  out.single("stele_serving", Type::gauge, "1: changes are accepted; 0: read only.",
             serving.open() ? 1 : 0);
  out.family("stele_read_only", Type::gauge, "Why changes are not accepted: clock, disk_low, damage.");
  if (!serving.open()) out.sample({{"cause", to_text(serving.cause)}}, 1);
  out.single("stele_journal_records", Type::gauge, "Records in the journal; the next position.",
             registry.journal().head().next.value);
  out.single("stele_state_position", Type::gauge, "First position that the published state does not have.",
             state.position().value);
  out.single("stele_state_timestamp_seconds", Type::gauge, "Time of the last transaction in the state.",
             seconds(state.time()));
  out.single("stele_transactions_total", Type::counter, "Transactions made durable since the start.",
             load.transactions);
  out.single("stele_appends_total", Type::counter, "Appends that made them so, one sync each.",
             load.appends);
  out.single("stele_commands_refused_total", Type::counter,
             "Commands that the rules were against, or that found the registry read only.", load.refused);
  out.single("stele_commands_overloaded_total", Type::counter,
             "Commands that found the mailbox full.", load.overloaded);
  out.single("stele_mailbox_waiting", Type::gauge, "Commands that wait for the writer.", load.waiting);
  out.single("stele_mailbox_size", Type::gauge, "Commands that may wait.", load.mailbox);
}

void put_projections(Exposition& out, const gateway::ProjectionSight& sight) {
  const auto verified = sight.verified();
  out.family("stele_projection_drifted_rows", Type::gauge,
             "Rows that the last verification found not to be what the journal says.");
  for (const auto& [name, last] : verified) out.sample({{"projection", name}}, last.drifted);
  out.family("stele_projection_verified_timestamp_seconds", Type::gauge, "Time of that verification.");
  for (const auto& [name, last] : verified) out.sample({{"projection", name}}, seconds(last.at));
}

void put_frontends(Exposition& out, const Sources& sources) {
  out.family("stele_connections", Type::gauge, "Open connections of a listener.");
  for (const Listener& listener : sources.listeners())
    out.sample({{"service", listener.service}}, listener.connections);
  out.single("stele_epp_sessions", Type::gauge, "Sessions of registrars, of EPP and the API.",
             sources.gateway.sessions());
  out.family("stele_epp_results_total", Type::counter, "EPP responses by result code.");
  sources.gateway.activity().for_each_epp_result([&](int code, std::uint64_t count) {
    out.sample({{"code", std::to_string(code)}}, count);
  });
  out.single("stele_whois_queries_total", Type::counter, "WHOIS queries answered.",
             sources.gateway.activity().whois_queries());
}

// A zone as it is settled, as it is published (null: not yet, or not at all), and who fetches it.
struct ZoneNow {
  std::shared_ptr<const core::Zone> zone;
  std::shared_ptr<const zone::Published> published;
};

struct SecondaryNow {
  const ZoneNow& of;
  const Secondary& secondary;
  gateway::SecondarySeen seen;
};

// One family after the other, as the format wants it.
template <class Item, class Put>
void put_each(Exposition& out, const std::vector<Item>& items, std::string_view name, Type type,
              std::string_view help, const Put& put) {
  out.family(name, type, help);
  for (const Item& item : items) put(item);
}

void put_zones(Exposition& out, const std::vector<ZoneNow>& zones, Instant now) {
  const auto published = [&](std::string_view name, Type type, std::string_view help, const auto& value) {
    put_each(out, zones, name, type, help, [&](const ZoneNow& zone) {
      if (zone.published) out.sample({{"zone", zone.zone->name.text()}}, value(*zone.published));
    });
  };
  put_each(out, zones, "stele_zone_published", Type::gauge,
           "1: the zone is given to its secondaries; 0: it is not, or not read yet after a start.",
           [&](const ZoneNow& zone) {
             out.sample({{"zone", zone.zone->name.text()}}, zone.published ? 1 : 0);
           });
  published("stele_zone_serial", Type::gauge, "Serial of the zone.",
            [](const zone::Published& zone) { return zone.serial(); });
  published("stele_zone_records", Type::gauge, "Records in the zone, without its SOA.",
            [](const zone::Published& zone) { return zone.record_count(); });
  published("stele_zone_changed_timestamp_seconds", Type::gauge, "Time of the last change in the zone.",
            [](const zone::Published& zone) { return seconds(zone.made_at()); });
  published("stele_zone_age_seconds", Type::gauge, "How long ago that was.",
            [&](const zone::Published& zone) {
              return std::max(0.0, seconds(now) - seconds(zone.made_at()));
            });
}

void put_secondaries(Exposition& out, const std::vector<SecondaryNow>& all, Instant now) {
  const auto each = [&](std::string_view name, Type type, std::string_view help, const auto& put) {
    put_each(out, all, name, type, help, [&](const SecondaryNow& one) {
      const auto sample = [&](auto value) {
        out.sample({{"zone", one.of.zone->name.text()}, {"secondary", one.secondary.name}}, value);
      };
      put(one, sample);
    });
  };
  const auto instant = [&](std::string_view name, std::string_view help,
                           Instant gateway::SecondarySeen::*when) {
    each(name, Type::gauge, help, [&](const SecondaryNow& one, const auto& sample) {
      if ((one.seen.*when).ms) sample(seconds(one.seen.*when));
    });
  };
  const auto count = [&](std::string_view name, std::string_view help,
                         std::uint64_t gateway::SecondarySeen::*what) {
    each(name, Type::counter, help,
         [&](const SecondaryNow& one, const auto& sample) { sample(one.seen.*what); });
  };
  each("stele_secondary_serial", Type::gauge, "Serial that the secondary is known to have.",
       [&](const SecondaryNow& one, const auto& sample) {
         if (one.seen.serial) sample(*one.seen.serial);
       });
  each("stele_secondary_lag_seconds", Type::gauge,
       "For how long the zone has been newer than what the secondary is known to have.",
       [&](const SecondaryNow& one, const auto& sample) {
         if (!one.of.published) return;
         const gateway::ZoneSerial current{one.of.published->serial(), one.of.published->made_at()};
         if (const auto lag = gateway::lag_seconds(one.seen, current, now)) sample(*lag);
       });
  instant("stele_secondary_asked_timestamp_seconds", "Time of its last question for the serial.",
          &gateway::SecondarySeen::soa_at);
  instant("stele_secondary_transfer_timestamp_seconds", "Time of its last transfer that came to its end.",
          &gateway::SecondarySeen::transfer_at);
  instant("stele_secondary_broken_timestamp_seconds", "Time of its last transfer that did not.",
          &gateway::SecondarySeen::broken_at);
  instant("stele_secondary_notify_answered_timestamp_seconds", "Time of its last answer to a NOTIFY.",
          &gateway::SecondarySeen::notify_answered_at);
  count("stele_secondary_transfers_total", "Transfers that came to their end.",
        &gateway::SecondarySeen::transfers);
  count("stele_secondary_broken_total", "Transfers that did not.", &gateway::SecondarySeen::broken);
  count("stele_secondary_refused_total", "Questions of it that were refused.",
        &gateway::SecondarySeen::refused);
}

}  // namespace

std::string collect(const Sources& sources) {
  gateway::Gateway& gateway = sources.gateway;
  const auto state = gateway.state();
  const Instant now = gateway.now();
  std::vector<ZoneNow> zones;
  state->for_each_zone([&](ObjectNumber number) {
    const auto zone = state->find_zone(number);
    zones.push_back({zone, sources.zones.zones().find(zone->name)});
    return true;
  });
  std::vector<SecondaryNow> secondaries;
  for (const ZoneNow& zone : zones)
    for (const Secondary& secondary : zone.zone->distribution.secondaries)
      secondaries.push_back(
          {zone, secondary, gateway.secondaries().of(zone.zone->name.text(), secondary.name)});

  Exposition out;
  put_registry(out, gateway.registry(), *state);
  put_projections(out, gateway.projections());
  put_frontends(out, sources);
  out.single("stele_zones_position", Type::gauge, "First position of the journal that the zones do not have.",
             sources.zones.next().value);
  out.single("stele_zones_stand_still", Type::gauge, "1: the zones cannot be brought up to date, see the log.",
             sources.zones.problem().empty() ? 0 : 1);
  put_zones(out, zones, now);
  put_each(out, zones, "stele_zone_strangers_refused_total", Type::counter,
           "Questions for the zone from who is none of its secondaries.", [&](const ZoneNow& zone) {
             const std::string& name = zone.zone->name.text();
             out.sample({{"zone", name}}, gateway.secondaries().of(name, std::string()).refused);
           });
  put_secondaries(out, secondaries, now);
  put_process(out);
  return out.take();
}

}  // namespace stele::metrics
