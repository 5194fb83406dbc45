#include "engine/net/dial.h"

#include <utility>

#include "engine/net/endpoint.h"
#include "engine/net/stream_connection.h"

namespace stele::net {

Done dial(Reactor& reactor, std::size_t thread, DialOptions options, SessionFactory session) {
  const auto endpoint = parse_endpoint(options.address, options.port);
  if (!endpoint) return std::unexpected(endpoint.error());
  const std::shared_ptr<Loop>& loop = reactor.loop(thread);
  auto owner = std::make_shared<StreamOwner>(options.limits, std::move(session),
                                             std::move(options.on_event));
  loop->post([loop = loop.get(), endpoint = *endpoint, owner = std::move(owner),
              tls = std::move(options.tls)]() mutable {
    std::make_shared<StreamConnection>(*loop, Socket(loop->context()), name_of(endpoint),
                                       std::move(owner), std::move(tls))
        ->start_dial(endpoint);
  });
  return {};
}

}  // namespace stele::net
