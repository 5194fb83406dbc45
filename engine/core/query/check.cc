// EPP <check>: may this name be created by this caller? A "yes" is no promise (RFC 5731 §3.1.1).
#include "engine/core/checks.h"
#include "engine/core/query.h"

namespace stele::core {
namespace {

Availability taken(Reason reason) { return {.available = false, .reason = reason}; }

}  // namespace

Availability check_domain(const State& state, const Caller& caller, std::string_view name) {
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
  if (state.find_domain_number(*zone, index_label(*zone, *parsed)))
    return taken(Reason::object_exists);
  return {.available = true};
}

Availability check_host(const State& state, const Caller& caller, std::string_view name) {
  const auto parsed = HostName::parse(name);
  if (!parsed) return taken(Reason::bad_name);
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

}  // namespace stele::core
