// UpdateHost (RFC 5732 §3.2.5). Refusals in order of precedence; a group is reported as a whole:
//
//  1 who        registrar_disabled 2201
//  2 what       object_does_not_exist 2303
//  3 may        not_sponsor 2201
//  4 statuses   status_prohibits 2304: clientUpdateProhibited unless the command removes it,
//               serverUpdateProhibited (§2.3)
//  5 rename     object_exists 2302 · rename_linked 2305 (external, used by other registrars'
//               domains) · bad_name 2005 (a false A-label) · zone_itself 2306 ·
//               host_objects_not_supported 2306 · superordinate_does_not_exist 2303 ·
//               superordinate_not_sponsored 2201 · status_prohibits 2304 (pendingDelete of the
//               domain)
//  6 details    nothing_to_change 2003 (alone)
//               status_not_settable · given_twice · added_and_removed · status_already_set ·
//               status_not_set 2306
//               address_not_allowed 2306 (external host) · address_not_usable 2004 · given_twice ·
//               added_and_removed · already_there · not_there 2306 · address_required 2003 (an
//               internal host that names are delegated to would have none) ·
//               too_many_addresses 2306
//               ttl_not_supported 2306 (all of an external host) · value_out_of_range 2004 ·
//               given_twice 2306 (TTLs, RFC 9803)
//               the reasons of org/links.h (RFC 8544)
//
// A host that is renamed out of the registry's zones loses its addresses and TTLs; the event says so.
#include "engine/core/checks.h"
#include "engine/core/domain/ttl.h"
#include "engine/core/host/superordinate.h"
#include "engine/core/org/links.h"

namespace stele::core {
namespace {

bool changes_nothing(const UpdateHost& c) {
  return c.addresses_added.empty() && c.addresses_removed.empty() && c.statuses_added.empty() &&
         c.statuses_removed.empty() && !c.new_name && c.ttls.empty() &&
         c.links.empty();
}

bool used_by_others(const State& state, const Host& host) {
  bool found = false;
  state.for_each_domain_using(host.number, [&](ObjectNumber number) {
    const auto domain = state.find_domain(number);
    found = domain && domain->made.sponsor != host.made.sponsor;
    return !found;
  });
  return found;
}

// The superordinate under the new name; empty when the rename is refused.
std::optional<ObjectNumber> require_rename(const State& state, const Host& host,
                                           const HostName& new_name, Problems& problems) {
  if (state.find_host_number(host.repository, new_name)) {
    problems.add(Reason::object_exists, Field::name, new_name.text());
    return std::nullopt;
  }
  if (!host.superordinate && used_by_others(state, host)) {
    problems.add(Reason::rename_linked, Field::name, host.name.text());
    return std::nullopt;
  }
  return require_superordinate(state, host.repository, host.made.sponsor, new_name, problems);
}

SetChange<IpAddress> require_address_change(const State& state, const Host& host, bool internal,
                                            const UpdateHost& command, Problems& problems) {
  const auto added = name_addresses(command.addresses_added);
  const auto removed = name_addresses(command.addresses_removed);
  if (!internal)
    for (const auto& address : added)
      problems.add(Reason::address_not_allowed, Field::address, address.text);
  require_usable(command.addresses_added, problems);
  auto change = require_change(host.addresses, added, removed, {Field::address}, problems);
  if (!internal) {
    change.removed = host.addresses;
    change.after.clear();
  }
  if (internal && change.after.empty() && state.is_linked(host.number))
    problems.add(Reason::address_required, Field::address);
  require_address_count(change.after.size(), problems);
  return change;
}

std::vector<RecordTtl> require_ttl_change(const State& state, const Host& host,
                                          ObjectNumber superordinate, const UpdateHost& command,
                                          Problems& problems) {
  const bool internal = static_cast<bool>(superordinate);
  auto ttls = require_ttls(policy_above(state, superordinate), ttl_types_of_hosts(internal),
                           command.ttls, problems);
  if (!internal)
    for (const RecordTtl& ttl : host.ttls) ttls.push_back({ttl.type, 0});
  return ttls;
}

}  // namespace

Decided<Decision> decide(const Context& context, const UpdateHost& command) {
  const State& state = context.state;
  Problems problems;

  const auto host = require_own_host(context, command.name, problems);
  if (!host) return problems.refusal();
  require_updatable(context, host->statuses, command.statuses_removed, problems);
  if (problems.any()) return problems.refusal();
  ObjectNumber superordinate = host->superordinate;
  if (command.new_name) {
    const auto renamed = require_rename(state, *host, *command.new_name, problems);
    if (!renamed) return problems.refusal();
    superordinate = *renamed;
  }
  if (changes_nothing(command)) return refuse(Reason::nothing_to_change);

  const auto statuses =
      require_status_change(context, kHostStatuses, host->statuses, command.statuses_added,
                            command.statuses_removed, problems);
  auto addresses =
      require_address_change(state, *host, static_cast<bool>(superordinate), command, problems);
  auto ttls = require_ttl_change(state, *host, superordinate, command, problems);
  auto links = require_links(state, {host->repository, host->number, host->made.sponsor},
                             command.links, problems);
  if (problems.any()) return problems.refusal();

  Decision decision;
  decision.answer = {.number = host->number,
                     .id = command.new_name ? command.new_name->text() : host->name.text()};
  events::HostUpdated updated{.repository = host->repository,
                              .number = host->number,
                              .addresses_added = std::move(addresses.added),
                              .addresses_removed = std::move(addresses.removed),
                              .statuses_added = statuses.added,
                              .statuses_removed = statuses.removed,
                              .name = command.new_name,
                              .updated_by = acting_registrar(context.caller),
                              .updated_at = context.now,
                              .ttls = std::move(ttls)};
  if (command.new_name) updated.superordinate = superordinate;
  decision.events.emplace_back(std::move(updated));
  append_links(std::move(links), decision.events);
  return decision;
}

}  // namespace stele::core
