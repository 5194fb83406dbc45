#include "frontends/control/cds.h"

#include <boost/json.hpp>

#include "engine/base/bytes.h"
#include "engine/core/checks.h"
#include "engine/idn/name.h"

namespace stele::control {

namespace json = boost::json;

namespace {

Reply done(const json::object& data) { return Reply{true, {}, json::serialize(data)}; }

json::value date(Instant t) {
  return t == Instant{} ? json::value(nullptr) : json::value(to_text(t));
}

void put_policy(json::object& out, const ZonePolicy& policy) {
  out["cds"] = policy.cds ? "on" : "off";
  if (!policy.cds) return;
  out["cds_interval"] = to_duration_text(policy.cds->interval_seconds);
  out["cds_bootstrap"] = policy.cds->bootstrap_seconds
                             ? to_duration_text(policy.cds->bootstrap_seconds) : "never";
  out["cds_deletion"] = policy.cds->deletion;
}

json::object zone_json(const core::Zone& zone, gateway::Gateway& gateway) {
  json::object out{{"zone", zone.name.text()}};
  put_policy(out, zone.policy);
  const gateway::CdsPass pass = gateway.cds().pass(zone.name.text());
  out["started_at"] = date(pass.started_at);
  out["ended_at"] = date(pass.ended_at);
  out["names"] = pass.names;
  out["published"] = pass.published;
  out["accepted"] = pass.accepted;
  out["waiting"] = pass.waiting;
  out["refused"] = pass.refused;
  out["silent"] = pass.silent;
  out["locked"] = pass.locked;
  return out;
}

void put_result(json::object& out, const gateway::CdsResult& result) {
  out["seen_at"] = date(result.at);
  out["outcome"] = result.outcome;
  out["wish"] = result.wish;
  json::array problems;
  for (const core::Rejection& problem : result.problems) {
    std::string text = std::string(core::text_of(problem.reason));
    if (!problem.value.empty()) text += " (" + to_printable(problem.value, 200) + ")";
    problems.emplace_back(text + " [" + std::string(core::name_of(problem.reason)) + "]");
  }
  out["problems"] = std::move(problems);
  if (!result.fault.empty()) out["fault"] = result.fault;
}

json::object domain_json(const core::State& state, const core::Domain& domain,
                         gateway::Gateway& gateway) {
  json::object out{{"name", domain.name.text()}};
  const auto zone = state.find_zone(domain.zone);
  put_policy(out, zone->policy);
  json::array ds;
  for (const DsRecord& each : domain.ds) ds.emplace_back(to_text(each));
  out["ds"] = std::move(ds);
  const core::CdsSeen seen = state.find_cds(domain.number).value_or(core::CdsSeen{});
  out["waits_since"] = date(seen.since);
  const bool waits = !seen.digest.empty() && zone->policy.cds && zone->policy.cds->bootstrap_seconds;
  out["waits_until"] =
      waits ? date(seen.since + zone->policy.cds->bootstrap_seconds * std::int64_t{kSecond})
            : json::value(nullptr);
  out["accepted_at"] = date(seen.accepted_at);
  out["signed_at"] = date(seen.signed_at);
  if (const auto result = gateway.cds().result(domain.name.text())) put_result(out, *result);
  return out;
}

}  // namespace

Reply cds_status(gateway::Gateway& gateway, const std::string& text) {
  const auto state = gateway.state();
  const auto name = idn::parse_name(text);
  json::array zones;
  if (!text.empty()) {
    const auto zone = name ? state->find_zone(name->text()) : nullptr;
    core::Problems problems;
    const auto domain =
        name && !zone ? core::require_domain(*state, *name, problems) : std::nullopt;
    if (domain) return done(domain_json(*state, *domain, gateway));
    if (!zone) return refused("no zone or domain " + to_printable(text) + " in this registry");
    zones.emplace_back(zone_json(*zone, gateway));
  } else {
    state->for_each_zone([&](ObjectNumber number) {
      const auto zone = state->find_zone(number);
      if (zone->policy.cds) zones.emplace_back(zone_json(*zone, gateway));
      return true;
    });
  }
  return done({{"scans", static_cast<bool>(gateway.cds().scan())}, {"zones", std::move(zones)}});
}

Reply cds_scan(gateway::Gateway& gateway, const std::string& name, bool dry, std::stop_token stop) {
  const auto scan = gateway.cds().scan();
  if (!scan) return refused("no server scans here: one does whose configuration has [cds]");
  const gateway::CdsScan found = scan(name, dry, std::move(stop));
  if (!found.problem.empty()) return refused(found.problem);
  json::object out{{"dry_run", dry}};
  json::array answers;
  for (const core::CdsAnswer& answer : found.answers) answers.emplace_back(core::to_text(answer));
  out["answers"] = std::move(answers);
  put_result(out, found.result);
  return done(out);
}

}  // namespace stele::control
