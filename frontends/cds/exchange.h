// Exchange: questions to one server over TCP, asked by a thread that waits for the answers. TCP alone:
// who does not sit on the path cannot answer in a server's place (RFC 8078 §3.3 wants it for first DS
// records), and nothing is ever cut off.
#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/net/reactor.h"
#include "frontends/cds/answer.h"

namespace stele::cds {

struct Server {
  std::string address;
  std::uint16_t port = 53;
  auto operator<=>(const Server&) const = default;
};

class Exchange {
 public:
  // The reactor outlives this.
  Exchange(net::Reactor& reactor, std::chrono::milliseconds timeout)
      : reactor_(reactor), timeout_(timeout) {}

  // One message a question, in their order, or why there are not all. A server that ends the connection
  // after an answer is asked the rest anew. Each connection has the time-out. Any thread but a reactor's.
  Result<std::vector<std::string>> ask(const Server& server, const std::vector<Question>& questions,
                                       std::stop_token stop = {}) const;

 private:
  net::Reactor& reactor_;
  const std::chrono::milliseconds timeout_;
};

}  // namespace stele::cds
