// Dial: an outgoing connection, driven by the same Connection and Session as an accepted one.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "engine/net/server.h"

namespace stele::net {

struct DialOptions {
  std::string address;  // an IPv4 or IPv6 address
  std::uint16_t port = 0;
  std::shared_ptr<const TlsContext> tls;  // none: plain bytes
  Limits limits;  // handshake_timeout covers connecting too; counts do not apply
  OnEvent on_event;
};

// Any thread. The session is made and opened on loop `thread` once connected (and the handshake is
// done); where that fails, `on_event` is the only call. Itself fails only on an address that does
// not parse.
Done dial(Reactor& reactor, std::size_t thread, DialOptions options, SessionFactory session);

}  // namespace stele::net
