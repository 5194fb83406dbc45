#include "frontends/whois/whois_server.h"

#include <algorithm>
#include <utility>

namespace stele::whois {
namespace {

class WhoisSession final : public net::Session {
 public:
  explicit WhoisSession(std::shared_ptr<const Answer> answer) : answer_(std::move(answer)) {}

  void on_open(net::Connection&) override {}

  // RFC 3912 §2 wants CR LF; clients that send LF alone are common.
  std::size_t on_data(net::Connection& connection, std::string_view bytes) override {
    const std::size_t end = bytes.find('\n');
    if (std::min(end, bytes.size()) > kMaxLineBytes) {
      connection.refuse("query of more than " + std::to_string(kMaxLineBytes) + " bytes");
      return bytes.size();
    }
    if (end == std::string_view::npos) return 0;
    std::string_view query = bytes.substr(0, end);
    if (query.ends_with('\r')) query.remove_suffix(1);
    connection.send((*answer_)(query, {connection.peer_address(), connection.peer()}));
    connection.close_after_send();
    return bytes.size();
  }

 private:
  std::shared_ptr<const Answer> answer_;
};

}  // namespace

net::Limits WhoisOptions::default_limits() {
  net::Limits limits;
  limits.connections = 2'000;
  limits.connections_per_address = 100;
  limits.idle_timeout = std::chrono::seconds(10);
  limits.frame_timeout = std::chrono::seconds(10);
  limits.send_timeout = std::chrono::seconds(10);
  limits.unconsumed_bytes = 2 * kMaxLineBytes;
  return limits;
}

Result<std::unique_ptr<net::Server>> listen(net::Reactor& reactor, WhoisOptions options) {
  net::ServerOptions server;
  server.address = std::move(options.address);
  server.port = options.port;
  server.limits = options.limits;
  server.on_event = std::move(options.on_event);
  auto answer = std::make_shared<const Answer>(std::move(options.answer));
  server.session = [answer = std::move(answer)] { return std::make_unique<WhoisSession>(answer); };
  return net::Server::listen(reactor, std::move(server));
}

}  // namespace stele::whois
