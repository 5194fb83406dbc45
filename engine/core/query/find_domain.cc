#include "engine/base/check.h"
#include "engine/core/query.h"

namespace stele::core {

std::string index_label(const Zone& zone, const DomainName& name) {
  switch (zone.policy.name_key) {
    case NameKey::identity: return std::string(name.first_label());
  }
  CHECK(false, "a zone has an unknown name key");
}

std::optional<Domain> find_domain(const State& state, const DomainName& name) {
  const auto zone = state.zone_of(name);
  if (!zone || name.parent() != zone->name.text()) return std::nullopt;
  const auto number = state.find_domain_number(*zone, index_label(*zone, name));
  return number ? state.find_domain(*number) : std::nullopt;
}

}  // namespace stele::core
