// CreateHost (RFC 5732 §3.2.1). Refusals in order of precedence; a group is reported as a whole:
//
//  1 who        registrar_disabled 2201 · not_allowed 2201 (a registrar tells of the past); from
//               staff: missing_parameter 2003 (sponsor) · object_does_not_exist 2303 (sponsor,
//               creator) · value_out_of_range 2004 (created in the future) · malformed 2001 (a host
//               does not expire)
//  2 free       object_exists 2302
//  3 above      bad_name 2005 (a false A-label) · zone_itself 2306 · host_objects_not_supported 2306 ·
//               superordinate_does_not_exist 2303 · superordinate_not_sponsored 2201 (§1.1) ·
//               status_prohibits 2304 (pendingDelete of the domain)
//  4 addresses  address_not_allowed 2306 (external host) · address_not_usable 2004 ·
//               given_twice 2306 · too_many_addresses 2306
//               ttl_not_supported 2306 (all of an external host) · value_out_of_range 2004 ·
//               given_twice 2306 (TTLs, RFC 9803)
//  5 links      the reasons of org/links.h (RFC 8544)
//
// An internal host may be made before its addresses are known; no name is delegated to it until it
// has one (domain/delegation.h).
#include "engine/core/checks.h"
#include "engine/core/domain/ttl.h"
#include "engine/core/host/superordinate.h"
#include "engine/core/org/links.h"

namespace stele::core {

Decided<Decision> decide(const Context& context, const CreateHost& command) {
  const State& state = context.state;
  const RepositoryId repository = context.caller.repository;
  Problems problems;

  const auto origin = require_origin(context, command.history, false, problems);
  if (!origin) return problems.refusal();
  if (state.find_host_number(repository, command.name))
    return refuse(Reason::object_exists, Field::name, command.name.text());
  const auto superordinate = require_superordinate(state, repository, origin->sponsor->number,
                                                   command.name, problems);
  if (!superordinate) return problems.refusal();

  const bool internal = static_cast<bool>(*superordinate);
  const auto named = name_addresses(command.addresses);
  if (!internal)
    for (const auto& address : named)
      problems.add(Reason::address_not_allowed, Field::address, address.text);
  require_usable(command.addresses, problems);
  auto addresses = require_distinct(named, Field::address, problems);
  require_address_count(addresses.size(), problems);
  auto ttls = require_new_ttls(policy_above(state, *superordinate), ttl_types_of_hosts(internal),
                               command.ttls, problems);
  const ObjectNumber number = state.next_number();
  auto links = require_links(state, {repository, number, origin->sponsor->number}, command.links,
                             problems);
  if (problems.any()) return problems.refusal();

  Decision decision;
  decision.answer = {
      .number = number, .id = command.name.text(), .created_at = origin->created_at};
  decision.events.emplace_back(events::HostCreated{.repository = repository,
                                                   .number = number,
                                                   .name = command.name,
                                                   .superordinate = *superordinate,
                                                   .addresses = std::move(addresses),
                                                   .sponsor = origin->sponsor->number,
                                                   .creator = origin->creator,
                                                   .created_at = origin->created_at,
                                                   .ttls = std::move(ttls)});
  append_links(std::move(links), decision.events);
  return decision;
}

}  // namespace stele::core
