#include "engine/core/state.h"

namespace stele::core {

bool State::is_linked(ObjectNumber contact_or_host) const {
  bool found = false;
  for_each_domain_using(contact_or_host, [&](ObjectNumber) {
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
