#include "engine/core/host/superordinate.h"

#include <string>
#include <string_view>

#include "engine/core/checks.h"
#include "engine/core/query.h"
#include "engine/idn/label.h"

namespace stele::core {

DomainName domain_below(const DomainName& zone, const DomainName& name) {
  std::string_view text = name.text();
  const std::size_t wanted = zone.label_count() + 1;
  for (std::size_t labels = name.label_count(); labels > wanted; --labels)
    text.remove_prefix(text.find('.') + 1);
  return DomainName::trusted(std::string(text));
}

std::optional<ObjectNumber> require_superordinate(const State& state, RepositoryId repository,
                                                  ObjectNumber sponsor, const HostName& name,
                                                  Problems& problems) {
  if (idn::find_false_a_label(name.text())) {
    problems.add(Reason::bad_name, Field::name, name.text());
    return std::nullopt;
  }
  const auto zone = state.zone_of(name.name());
  if (!zone || zone->repository != repository) return ObjectNumber{};
  if (zone->name == name.name()) {
    problems.add(Reason::zone_itself, Field::name, name.text());
    return std::nullopt;
  }
  if (!zone->policy.host_objects) {
    problems.add(Reason::host_objects_not_supported, Field::name, name.text());
    return std::nullopt;
  }
  const DomainName above = domain_below(zone->name, name.name());
  const auto domain = find_domain(state, above);
  if (!domain || domain->name != above)
    problems.add(Reason::superordinate_does_not_exist, Field::name, above.text());
  else if (domain->made.sponsor != sponsor)
    problems.add(Reason::superordinate_not_sponsored, Field::name, above.text());
  else if (domain->deleted_at.ms)
    require_no_status(statuses_now(*domain), {Status::pending_delete}, problems);
  else
    return domain->number;
  return std::nullopt;
}

ZonePolicy policy_above(const State& state, ObjectNumber superordinate) {
  const auto domain = superordinate ? state.find_domain(superordinate) : std::nullopt;
  const auto zone = domain ? state.find_zone(domain->zone) : nullptr;
  return zone ? zone->policy : ZonePolicy{};
}

std::vector<Named<IpAddress>> name_addresses(const std::vector<IpAddress>& addresses) {
  std::vector<Named<IpAddress>> named;
  named.reserve(addresses.size());
  for (const IpAddress& address : addresses) named.push_back({address, to_text(address)});
  return named;
}

void require_usable(const std::vector<IpAddress>& addresses, Problems& problems) {
  for (const IpAddress& address : addresses)
    if (!address.usable_as_glue())
      problems.add(Reason::address_not_usable, Field::address, to_text(address));
}

void require_address_count(std::size_t addresses, Problems& problems) {
  if (addresses > kMostAddresses)
    problems.add(Reason::too_many_addresses, Field::address, std::to_string(addresses));
}

}  // namespace stele::core
