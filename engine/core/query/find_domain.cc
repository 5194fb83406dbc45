#include "engine/core/query.h"

namespace stele::core {

std::optional<Domain> find_domain(const State& state, const DomainName& name) {
  const auto zone = state.zone_of(name);
  if (!zone || name.parent() != zone->name.text()) return std::nullopt;
  const auto number = state.find_domain_number(*zone, index_label(state, *zone, name));
  return number ? state.find_domain(*number) : std::nullopt;
}

Reason why_taken(const State& state, ObjectNumber number, const DomainName& name) {
  const auto domain = state.find_domain(number);
  return domain && domain->name != name ? Reason::variant_exists : Reason::object_exists;
}

}  // namespace stele::core
