// Links of domains, hosts and contacts to organisations (RFC 8544): one organisation a role. They are
// facts of their own beside the objects, which know nothing of them.
#pragma once

#include <vector>

#include "engine/core/checks.h"

namespace stele::core {

// What is linked, or is about to be made and linked.
struct Linked {
  RepositoryId repository{};
  ObjectNumber number{};
  ObjectNumber sponsor{};
};

// What a command changes of an object's links; refusals by list and item (§4.2.5): given_twice (a
// role in two places); role_linked 2305 (added, or changed to what is there); role_not_linked 2305
// (removed or changed); those of require_linkable; link_prohibited 2304 (the organisation's role has
// *LinkProhibited); organisation_lacks_role 2306. Nothing wished: no event.
std::vector<events::Event> require_links(const State& state, const Linked& object,
                                         const LinkChange& change, Problems& problems);

void append_links(std::vector<events::Event> links, std::vector<events::Event>& events);

// What changes hands leaves the loser's organisations behind, and keeps the registry's. Appends to
// the events that hand over.
void end_links(const State& state, std::vector<events::Event>& events);

}  // namespace stele::core
