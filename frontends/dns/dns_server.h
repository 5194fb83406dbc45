// DnsServer: the hidden primary. UDP and TCP on one port, TLS (RFC 9103) on another; transfers on
// threads of their own; NOTIFY from the UDP socket, so that it comes from where the zone is fetched.
// Never meant for the public: everyone who is not a zone's secondary is refused.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "engine/base/random.h"
#include "engine/net/datagram.h"
#include "engine/net/server.h"
#include "frontends/dns/dns_session.h"
#include "frontends/dns/notifier.h"
#include "frontends/gateway/gateway.h"

namespace stele::dns {

struct XotOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 853;
  std::string certificate_pem, key_pem;
};

struct DnsOptions {
  std::string address = "127.0.0.1";  // for UDP and TCP; "::" takes both families
  std::uint16_t port = 53;            // 0: the system chooses
  std::optional<XotOptions> xot;
  net::Limits limits = default_limits();
  std::size_t transfers = 16;         // at once
  std::size_t waiting = 256;          // more; beyond them is SERVFAIL
  net::OnEvent on_event;

  // Secondaries are few and come for one question or one transfer.
  static net::Limits default_limits();
};

// Owned by the composition root, destroyed before the gateway and the zones; not on reactor threads.
class DnsServer {
 public:
  static Result<std::unique_ptr<DnsServer>> listen(net::Reactor& reactor, gateway::Gateway& gateway,
                                                   const zone::Zones& zones, Random& random,
                                                   DnsOptions options);
  ~DnsServer();  // stop() with no drain

  std::uint16_t port() const { return tcp_->port(); }
  std::uint16_t xot_port() const { return xot_ ? xot_->port() : std::uint16_t{0}; }
  std::size_t connections() const { return tcp_->connections() + (xot_ ? xot_->connections() : 0); }
  // For Zones::on_new_serial. Any thread; nothing happens once it is stopped.
  void new_serial(const DomainName& zone, std::uint32_t serial) { notifier_.new_serial(zone, serial); }
  // Answers what is under way for up to `drain`, cuts transfers off that take longer.
  void stop(std::chrono::milliseconds drain);

 private:
  DnsServer(gateway::Gateway& gateway, const zone::Zones& zones, Random& random, DnsOptions options);
  Done open(net::Reactor& reactor);
  Done open_plain(net::Reactor& reactor);
  Done open_xot(net::Reactor& reactor);
  std::optional<std::string> on_datagram(const net::DatagramPeer& peer, std::string_view bytes);

  DnsOptions options_;
  const Responder responder_;
  TransferPool pool_;
  Notifier notifier_;
  std::shared_ptr<const SessionParts> parts_;
  std::unique_ptr<net::Server> tcp_, xot_;
  std::unique_ptr<net::DatagramEndpoint> udp_;
};

}  // namespace stele::dns
