// DnsSession: one TCP or TLS connection of a secondary (RFC 7766). Messages have their length in front;
// questions are answered in order, one transfer at a time. Who is turned down is answered and sent away.
#pragma once

#include <memory>

#include "engine/net/connection.h"
#include "frontends/dns/responder.h"
#include "frontends/dns/transfer_pool.h"

namespace stele::dns {

// What all sessions share; outlives them.
struct SessionParts {
  const Responder& responder;
  TransferPool& pool;
  gateway::SecondarySight& sight;
  std::function<Instant()> now;
  std::function<std::int64_t()> monotonic_ms;
};

net::SessionFactory make_sessions(std::shared_ptr<const SessionParts> parts);

}  // namespace stele::dns
