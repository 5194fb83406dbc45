#include "frontends/dns/dns_server.h"

#include <utility>

namespace stele::dns {

namespace {

constexpr int kPortAttempts = 8;

Responder::Ports responder_ports(gateway::Gateway& gateway, const zone::Zones& zones) {
  return {.zones = zones,
          .state = [&gateway] { return gateway.state(); },
          .now = [&gateway] { return gateway.now(); },
          .sight = gateway.secondaries()};
}

}  // namespace

net::Limits DnsOptions::default_limits() {
  net::Limits limits;
  limits.connections = 1'000;
  limits.connections_per_address = 100;
  limits.handshake_timeout = std::chrono::seconds(10);
  limits.idle_timeout = std::chrono::seconds(30);  // RFC 7766 §6.2.3
  limits.frame_timeout = std::chrono::seconds(10);
  limits.send_timeout = std::chrono::seconds(30);  // of one message of a transfer
  limits.unconsumed_bytes = 16 * 1024;
  limits.unsent_bytes = 256 * 1024;
  return limits;
}

DnsServer::DnsServer(gateway::Gateway& gateway, const zone::Zones& zones, Random& random,
                     DnsOptions options)
    : options_(std::move(options)),
      responder_(responder_ports(gateway, zones)),
      pool_(options_.transfers, options_.waiting),
      notifier_({.zones = zones,
                 .state = [&gateway] { return gateway.state(); },
                 .now = [&gateway] { return gateway.now(); },
                 .monotonic_ms = [&gateway] { return gateway.monotonic_ms(); },
                 .send = [this](const net::DatagramPeer& to, std::string bytes) {
                   return udp_->send(to, std::move(bytes));
                 },
                 .random = random,
                 .sight = gateway.secondaries()}) {
  parts_ = std::make_shared<const SessionParts>(
      SessionParts{.responder = responder_,
                   .pool = pool_,
                   .sight = gateway.secondaries(),
                   .now = [&gateway] { return gateway.now(); },
                   .monotonic_ms = [&gateway] { return gateway.monotonic_ms(); }});
}

Result<std::unique_ptr<DnsServer>> DnsServer::listen(net::Reactor& reactor,
                                                     gateway::Gateway& gateway,
                                                     const zone::Zones& zones, Random& random,
                                                     DnsOptions options) {
  std::unique_ptr<DnsServer> server(new DnsServer(gateway, zones, random, std::move(options)));
  if (Done done = server->open(reactor); !done) return std::unexpected(done.error());
  if (server->options_.xot)
    if (Done done = server->open_xot(reactor); !done) return std::unexpected(done.error());
  server->notifier_.start();
  return server;
}

// Where the system chooses the port, it may choose one of TCP that another program has of UDP.
Done DnsServer::open(net::Reactor& reactor) {
  Done done;
  for (int attempt = 0; attempt < kPortAttempts; ++attempt) {
    done = open_plain(reactor);
    if (done || options_.port != 0) return done;
  }
  return done;
}

Done DnsServer::open_plain(net::Reactor& reactor) {
  net::ServerOptions tcp;
  tcp.address = options_.address;
  tcp.port = options_.port;
  tcp.limits = options_.limits;
  tcp.on_event = options_.on_event;
  tcp.session = make_sessions(parts_);
  auto server = net::Server::listen(reactor, std::move(tcp));
  if (!server) return std::unexpected(server.error());
  tcp_ = std::move(*server);
  net::DatagramOptions udp;
  udp.address = options_.address;
  udp.port = tcp_->port();
  udp.on_datagram = [this](const net::DatagramPeer& peer, std::string_view bytes) {
    return on_datagram(peer, bytes);
  };
  auto endpoint = net::DatagramEndpoint::open(reactor, std::move(udp));
  if (!endpoint) return std::unexpected(endpoint.error());
  udp_ = std::move(*endpoint);
  return {};
}

// RFC 9103 §6.1, §7.1: TLS 1.3 or none, and only for those who say that they speak DNS.
Done DnsServer::open_xot(net::Reactor& reactor) {
  net::ServerTls tls;
  tls.certificate_pem = options_.xot->certificate_pem;
  tls.key_pem = options_.xot->key_pem;
  tls.only_tls13 = true;
  tls.application = "dot";
  auto context = net::TlsContext::server(tls);
  if (!context) return std::unexpected(context.error());
  net::ServerOptions server;
  server.address = options_.xot->address;
  server.port = options_.xot->port;
  server.tls = std::move(*context);
  server.limits = options_.limits;
  server.on_event = options_.on_event;
  server.session = make_sessions(parts_);
  auto listener = net::Server::listen(reactor, std::move(server));
  if (!listener) return std::unexpected(listener.error());
  xot_ = std::move(*listener);
  return {};
}

std::optional<std::string> DnsServer::on_datagram(const net::DatagramPeer& peer,
                                                  std::string_view bytes) {
  const bool is_answer = bytes.size() >= kHeaderSize && (bytes[2] & 0x80) != 0;
  if (is_answer) {
    notifier_.answered(peer, bytes);
    return std::nullopt;
  }
  Response response = responder_.respond(bytes, {.address = peer.address});
  if (!response.refusal.empty() && options_.on_event)
    options_.on_event({net::EndReason::query_refused, net::to_text(peer), response.refusal});
  if (response.message.empty()) return std::nullopt;
  return std::move(response.message);
}

// The thread that sends before the socket it sends with, and that before what its datagrams go to.
DnsServer::~DnsServer() {
  stop(std::chrono::milliseconds(0));
  udp_.reset();
}

void DnsServer::stop(std::chrono::milliseconds drain) {
  notifier_.stop();
  if (xot_) xot_->stop(drain);
  if (tcp_) tcp_->stop(drain);
}

}  // namespace stele::dns
