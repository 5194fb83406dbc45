// EPP <check>: may this name be created by this caller? A "yes" is no promise (RFC 5731 §3.1.1).
#include "engine/core/checks.h"
#include "engine/core/name/labels.h"
#include "engine/core/name/listed_names.h"
#include "engine/core/pricing.h"
#include "engine/core/launch/launch_rules.h"
#include "engine/core/query.h"
#include "engine/idn/label.h"

namespace stele::core {
namespace {

Availability taken(Reason reason) { return {.available = false, .reason = reason}; }

}  // namespace

Availability check_domain(const State& state, const Caller& caller, std::string_view name,
                          const std::optional<std::string>& token, bool fee_asked) {
  const auto parsed = DomainName::parse(name);
  if (!parsed) return taken(Reason::bad_name);
  Problems problems;
  const auto zone = require_registrable(state, *parsed, problems);
  if (!zone) return taken(problems.decisive());
  if (caller.is_registrar()) {
    const auto registrar = state.find_registrar(caller.actor.number);
    if (!registrar) return taken(Reason::registrar_disabled);
    require_zone_access(*registrar, *zone, name, problems);
    if (problems.any()) return taken(problems.decisive());
  }
  const std::string label = index_label(state, *zone, *parsed);
  if (const auto number = state.find_domain_number(*zone, label))
    return taken(why_taken(state, *number, *parsed));
  require_label(state, *zone, *parsed, std::nullopt, problems);
  if (problems.any()) return taken(problems.decisive());
  const std::string tier =
      require_allocatable(state, caller, *zone, label, token, name, problems);
  if (problems.any()) return taken(problems.decisive());
  if (caller.is_registrar() && !fee_asked && must_name_fee(zone->policy, tier))
    return taken(Reason::fee_required);
  return {.available = true};
}

Availability check_host(const State& state, const Caller& caller, std::string_view name) {
  const auto parsed = HostName::parse(name);
  if (!parsed || idn::find_false_a_label(parsed->text())) return taken(Reason::bad_name);
  const auto zone = state.zone_of(parsed->name());
  if (zone && zone->repository == caller.repository && zone->name == parsed->name())
    return taken(Reason::zone_itself);
  if (state.find_host_number(caller.repository, *parsed)) return taken(Reason::object_exists);
  return {.available = true};
}

Availability check_contact(const State& state, const Caller& caller, std::string_view id) {
  if (!is_identifier(id)) return taken(Reason::bad_contact_id);
  if (state.find_contact_number(caller.repository, id)) return taken(Reason::object_exists);
  return {.available = true};
}

Availability check_organisation(const State& state, const Caller& caller, std::string_view id) {
  if (!is_identifier(id)) return taken(Reason::bad_organisation_id);
  if (state.find_organisation_number(caller.repository, id)) return taken(Reason::object_exists);
  return {.available = true};
}

Availability in_phase(const State& state, Instant now, std::string_view name, LaunchKind kind,
                      std::string_view phase, Availability found) {
  const auto parsed = DomainName::parse(name);
  const auto zone = parsed ? state.zone_of(*parsed) : nullptr;
  if (!found.available || !zone) return found;
  const bool active = zone->policy.launch.empty()
                          ? kind == LaunchKind::open
                          : find_phase(zone->policy, now, kind, phase) != nullptr;
  return active ? found : taken(Reason::wrong_phase);
}

std::optional<std::string> find_claim_key(const State& state, const DomainName& name) {
  Problems problems;
  const auto zone = require_registrable(state, name, problems);
  if (!zone) return std::nullopt;
  return state.find_claim(zone->repository, name.first_label());
}

}  // namespace stele::core
