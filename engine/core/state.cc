#include "engine/core/state.h"

namespace stele::core {

bool State::is_linked(ObjectNumber number) const {
  bool found = false;
  const auto stop = [&](ObjectNumber) {
    found = true;
    return false;
  };
  for_each_domain_using(number, stop);
  if (!found) for_each_organisation_using(number, stop);
  if (!found) for_each_object_linked(number, std::nullopt, stop);
  return found;
}

bool State::is_linked(ObjectNumber organisation, OrganisationRole role) const {
  bool found = false;
  for_each_object_linked(organisation, role, [&](ObjectNumber) {
    found = true;
    return false;
  });
  return found;
}

bool State::has_hosts_below(ObjectNumber domain) const {
  bool found = false;
  for_each_host_below(domain, [&](ObjectNumber) {
    found = true;
    return false;
  });
  return found;
}

}  // namespace stele::core
