// Server: a listening socket and its connections, spread over a Reactor's threads. It enforces what
// hostile peers are held to (counts, time-outs, unread answers); each enforcement is one Event.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "engine/base/result.h"
#include "engine/net/connection.h"
#include "engine/net/reactor.h"
#include "engine/net/tls.h"

namespace stele::net {

// Time-outs are checked about four times a second.
struct Limits {
  std::size_t connections = 10'000;
  // An IPv6 /64 is one address. So many more may be on their way out, with their last answer sent.
  std::size_t connections_per_address = 1'000;
  std::chrono::milliseconds handshake_timeout{10'000};
  std::chrono::milliseconds idle_timeout{600'000};
  std::chrono::milliseconds frame_timeout{30'000};  // from the first byte to the last of a request
  std::chrono::milliseconds send_timeout{30'000};   // from the first unsent byte until all are sent
  std::size_t unconsumed_bytes = 1 << 20;           // what a session may leave; the largest request
  std::size_t unsent_bytes = 4 << 20;               // more than the largest answer
};

// One line for the operator's log. `detail` has no line breaks and no more than 200 bytes.
struct Event {
  EndReason reason = EndReason::closed_by_peer;
  std::string peer;
  std::string detail;
};
// Called on reactor threads, only for noteworthy reasons, once per connection.
using OnEvent = std::function<void(const Event&)>;

struct ServerOptions {
  std::string address = "127.0.0.1";  // an IPv4 or IPv6 address; "::" takes both
  std::uint16_t port = 0;             // 0: the system chooses, see Server::port()
  std::filesystem::path unix_path;    // instead of address and port; made with mode 0600
  std::shared_ptr<const TlsContext> tls;  // none: plain bytes (WHOIS, control socket)
  Limits limits;
  SessionFactory session;
  OnEvent on_event;
};

class ServerCore;

// Owned by the composition root, destroyed before its Reactor. Not to be used on reactor threads.
class Server {
 public:
  static Result<std::unique_ptr<Server>> listen(Reactor& reactor, ServerOptions options);
  ~Server();  // stop() with no drain
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;
  std::size_t connections() const;
  // For connections accepted from now on; those that are open keep what they began with.
  void set_tls(std::shared_ptr<const TlsContext> tls);
  // Stops accepting, ends connections that wait for a request, lets the others have their answer
  // for up to `drain`, then ends them too. Blocks until none is left.
  void stop(std::chrono::milliseconds drain);

 private:
  explicit Server(std::shared_ptr<ServerCore> core);
  std::shared_ptr<ServerCore> core_;
};

}  // namespace stele::net
