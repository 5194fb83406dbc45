// Server: the composition root. It puts a whole registry together from a Config, bottom up
// (registry, gateway, reactor, listeners), and takes it apart in the reverse order.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/base/clock.h"
#include "engine/base/result.h"
#include "engine/crypto/system_random.h"
#include "frontends/cds/scanner.h"
#include "frontends/control/server.h"
#include "frontends/dns/dns_server.h"
#include "frontends/gateway/gateway.h"
#include "frontends/gateway/log_keeping.h"
#include "frontends/whois/whois_server.h"
#include "projections/whois/whois_answers.h"
#include "projections/zone/follower.h"
#include "tools/steled/config.h"
#include "tools/steled/https.h"
#include "tools/steled/peer_log.h"

namespace stele::server {

// One line of what a start does, for the operator's terminal.
using Report = std::function<void(const std::string& line)>;

// Why a registry could not be opened and what to do about it, in one line.
std::string explain_refusal(const Error& error, const std::string& dir);

class Server {
 public:
  // Recovers the registry; nothing listens yet, so the caller may still prepare it. A refusal says
  // which position is wrong and what to do.
  static Result<std::unique_ptr<Server>> open(const Config& config, const Report& report);
  ~Server();  // stop()
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Opens every configured port and the control socket, one line of report for each.
  Done listen(const Report& report);

  gateway::Gateway& gateway() { return *gateway_; }
  std::uint16_t epp_port() const;    // as bound; 0: not configured
  std::uint16_t whois_port() const;
  std::uint16_t dns_port() const;
  std::uint16_t xot_port() const;
  std::uint16_t metrics_port() const;
  std::string https_url() const;     // "https://127.0.0.1:7702"; empty: not configured

  // Answers what is under way (a few seconds at most), then makes the state durable.
  void stop();

 private:
  explicit Server(Config config);
  Done open_zones();
  Done listen_epp(const Report& report);
  Done listen_whois(const Report& report);
  std::string answer_whois(std::string_view query, const whois::Client& client);
  Done listen_dns(const Report& report);
  void start_scan(const Report& report);
  Done listen_https(const Report& report);
  Done listen_control(const Report& report);
  Done listen_metrics(const Report& report);

  Config config_;
  crypto::SystemRandom random_;
  SystemClock clock_;
  std::unique_ptr<runtime::Registry> registry_;
  std::unique_ptr<gateway::Gateway> gateway_;
  std::unique_ptr<gateway::LogKeeping> logs_;
  std::unique_ptr<zone::Follower> follower_;
  std::unique_ptr<ZoneFiles> zone_files_;
  std::unique_ptr<control::Operations> operations_;
  // Every way a peer was turned away is a line with a stable id, for fail2ban and for counting.
  PeerLog peer_log_;
  std::unique_ptr<net::Reactor> reactor_;
  std::unique_ptr<net::Server> epp_;
  std::unique_ptr<net::Server> whois_;
  net::OnEvent whois_refused_;
  whois::WhoisAnswers whois_answers_;
  std::shared_ptr<HttpsSites> sites_;
  std::unique_ptr<net::Server> https_;
  std::mutex dns_mutex_;  // guards dns_ against the thread that follows the journal
  std::unique_ptr<dns::DnsServer> dns_;
  std::unique_ptr<cds::Scanner> scanner_;
  std::unique_ptr<control::ControlServer> control_;
  std::unique_ptr<net::Server> metrics_;  // the last to come and the first to go: it looks at the others
};

}  // namespace stele::server
