// The figures over HTTP: GET /metrics, for a Prometheus on this machine or behind a wall of its own.
// Plain, without login: it tells no names of registrants, but who may see an operator's figures is for
// the listen address to say.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "engine/base/result.h"
#include "engine/net/server.h"
#include "frontends/metrics/collect.h"

namespace stele::metrics {

struct MetricsOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  // 0: the system chooses
  net::OnEvent on_event;
};

// What `sources` refers to outlives the listener.
Result<std::unique_ptr<net::Server>> listen(net::Reactor& reactor, Sources sources, MetricsOptions options);

}  // namespace stele::metrics
