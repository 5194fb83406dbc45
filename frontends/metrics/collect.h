// What the registry says of itself in figures: the engine, the frontends, every zone and every
// secondary. Names and meanings: docs/operations/metrics.md; a name that was published stays.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "frontends/gateway/gateway.h"
#include "projections/zone/follower.h"

namespace stele::metrics {

// Connections that a listener has open.
struct Listener {
  std::string service;  // "epp"
  std::size_t connections = 0;
};

struct Sources {
  gateway::Gateway& gateway;
  zone::Follower& zones;
  std::function<std::vector<Listener>()> listeners;
};

// In the text format, whole. Cheap: nothing is asked of the writer or of the journal's disk, and what
// it costs grows with zones and secondaries, not with names.
std::string collect(const Sources& sources);

}  // namespace stele::metrics
