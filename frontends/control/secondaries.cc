#include "frontends/control/secondaries.h"

namespace stele::control {

namespace json = boost::json;

namespace {

json::value date(Instant instant) {
  return instant.ms ? json::value(stele::to_text(instant)) : json::value();
}

json::object refusals(const gateway::SecondarySeen& seen) {
  return {{"refused", seen.refused},
          {"refused_at", date(seen.refused_at)},
          {"refused_why", seen.refused_why}};
}

json::object to_json(const Secondary& secondary, const gateway::SecondarySeen& seen,
                     const std::optional<gateway::ZoneSerial>& current, Instant now) {
  json::array addresses;
  for (const SecondaryAddress& address : secondary.addresses)
    addresses.emplace_back(to_text(address));
  json::object out{{"name", secondary.name},
                   {"contact", secondary.contact},
                   {"addresses", std::move(addresses)},
                   {"key", secondary.key},
                   {"xot", secondary.xot},
                   {"notify", secondary.notify},
                   {"serial", seen.serial ? json::value(*seen.serial) : json::value()}};
  if (current)
    if (const auto lag = gateway::lag_seconds(seen, *current, now)) out["lag_seconds"] = *lag;
  out["soa_at"] = date(seen.soa_at);
  out["transfer_at"] = date(seen.transfer_at);
  out["transfer_kind"] = seen.transfer_kind;
  out["messages"] = seen.messages;
  out["octets"] = seen.octets;
  out["milliseconds"] = seen.milliseconds;
  out["broken_at"] = date(seen.broken_at);
  out["broken_why"] = seen.broken_why;
  out["notified_at"] = date(seen.notified_at);
  out["notified_serial"] = seen.notified_serial;
  out["notify_answered_at"] = date(seen.notify_answered_at);
  out["notify_outcome"] = seen.notify_outcome;
  for (auto& [key, value] : refusals(seen)) out[key] = value;
  return out;
}

}  // namespace

json::object secondaries_json(const core::Zone& zone, const gateway::SecondarySight& sight,
                              const std::optional<gateway::ZoneSerial>& current, Instant now) {
  json::array list;
  for (const Secondary& secondary : zone.distribution.secondaries)
    list.emplace_back(
        to_json(secondary, sight.of(zone.name.text(), secondary.name), current, now));
  return {{"secondaries", std::move(list)},
          {"strangers", refusals(sight.of(zone.name.text(), std::string()))}};
}

}  // namespace stele::control
