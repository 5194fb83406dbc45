#include "engine/core/domain/host_attributes.h"

#include <algorithm>

#include "engine/core/host/superordinate.h"
#include "engine/core/query.h"
#include "engine/idn/label.h"

namespace stele::core {
namespace {

HostAttribute sorted(HostAttribute host) {
  std::sort(host.addresses.begin(), host.addresses.end());
  return host;
}

std::vector<Named<HostName>> names_of(const std::vector<HostAttribute>& hosts) {
  std::vector<Named<HostName>> names;
  names.reserve(hosts.size());
  for (const HostAttribute& host : hosts) names.push_back({host.name, host.name.text()});
  return names;
}

auto find_host(const std::vector<HostAttribute>& hosts, const HostName& name) {
  return std::find_if(hosts.begin(), hosts.end(),
                      [&](const HostAttribute& each) { return each.name == name; });
}

// As of host objects (host/superordinate.h): nothing lies below a variant, active or not.
bool is_below_variant(const State& state, const Zone& zone, const Domain& domain, const DomainName& name) {
  if (zone.tables.empty() || !name.is_below(zone.name)) return false;
  const DomainName above = domain_below(zone.name, name);
  return above != domain.name && index_label(state, zone, above) == index_label(state, zone, domain.name);
}

void require_attribute(const State& state, const Zone& zone, const Domain& domain, const HostAttribute& host,
                       Problems& problems) {
  const DomainName& name = host.name.name();
  const bool below = name == domain.name || name.is_below(domain.name);
  if (idn::find_false_a_label(name.text()))
    problems.add(Reason::bad_name, Field::host_attribute, name.text());
  if (name == zone.name) problems.add(Reason::zone_itself, Field::host_attribute, name.text());
  if (is_below_variant(state, zone, domain, name))
    return problems.add(Reason::superordinate_does_not_exist, Field::host_attribute, name.text());
  if (below && host.addresses.empty())
    problems.add(Reason::address_required, Field::host_attribute, name.text());
  const auto named = name_addresses(host.addresses);
  if (!below)
    for (const auto& address : named)
      problems.add(Reason::address_not_allowed, Field::address, address.text);
  require_usable(host.addresses, problems);
  (void)require_distinct(named, Field::address, problems);
  require_address_count(host.addresses.size(), problems);
}

}  // namespace

bool require_host_model(const ZonePolicy& policy, const std::vector<HostName>& objects,
                        const std::vector<HostAttribute>& attributes, Problems& problems) {
  if (policy.host_objects) {
    for (const HostAttribute& host : attributes)
      problems.add(Reason::host_attributes_not_supported, Field::host_attribute, host.name.text());
    return attributes.empty();
  }
  for (const HostName& host : objects)
    problems.add(Reason::host_objects_not_supported, Field::host, host.text());
  return objects.empty();
}

SetChange<HostAttribute> require_host_attributes(const State& state, const Zone& zone, const Domain& domain,
                                                 const std::vector<HostAttribute>& added,
                                                 const std::vector<HostAttribute>& removed,
                                                 Problems& problems) {
  SetChange<HostAttribute> change;
  change.after = domain.host_attributes;
  (void)require_distinct(names_of(removed), Field::host_attribute, problems);
  for (const HostAttribute& host : removed) {
    const auto found = find_host(change.after, host.name);
    const bool there = found != change.after.end() &&
                       (host.addresses.empty() || sorted(host).addresses == found->addresses);
    if (!there) {
      problems.add(Reason::not_there, Field::host_attribute, host.name.text());
      continue;
    }
    change.removed.push_back(*found);
    change.after.erase(found);
  }
  for (const HostAttribute& host : added) require_attribute(state, zone, domain, host, problems);
  (void)require_distinct(names_of(added), Field::host_attribute, problems);
  for (const HostAttribute& host : added)
    if (find_host(change.after, host.name) != change.after.end())
      problems.add(Reason::already_there, Field::host_attribute, host.name.text());
  for (const HostAttribute& host : added) change.added.push_back(sorted(host));
  change.after.insert(change.after.end(), change.added.begin(), change.added.end());
  for (auto* const list : {&change.added, &change.removed, &change.after})
    std::sort(list->begin(), list->end());
  return change;
}

}  // namespace stele::core
