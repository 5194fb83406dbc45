#include "tools/steled/server.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "engine/runtime/data_directory.h"
#include "frontends/epp/session.h"
#include "frontends/epp/traffic.h"
#include "frontends/gateway/public_query.h"
#include "frontends/metrics/metrics_server.h"
#include "frontends/whois/whois_server.h"

namespace stele::server {

namespace {

constexpr std::chrono::seconds kDrain{3};
constexpr std::uint64_t kMostDescriptors = 1 << 20;  // Linux gives no process more by default
constexpr std::uint64_t kLeastOwnDescriptors = 512;  // journal, state, logs
constexpr std::uint64_t kLogsStopAbove = 2;          // times what makes the server read-only
constexpr std::uint64_t kLeastZonesCache = 32ULL << 20;

// As far as it may be raised; what it is then.
std::uint64_t raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  rlimit raised = limit;
  raised.rlim_cur = std::min<rlim_t>(limit.rlim_max, kMostDescriptors);
  if (raised.rlim_cur > limit.rlim_cur && ::setrlimit(RLIMIT_NOFILE, &raised) == 0)
    return raised.rlim_cur;
  return limit.rlim_cur;
}

// A journal or state that finds no descriptor ends the process: peers must never have the last.
void bound_connections(Config& config, const Report& report) {
  const std::uint64_t files = raise_descriptor_limit();
  const std::uint64_t left = files - std::min(files, std::max(kLeastOwnDescriptors, files / 4));
  std::size_t wanted = 0;
  if (config.epp) wanted += config.epp->limits.connections;
  if (config.whois) wanted += config.whois->limits.connections;
  if (config.https) wanted += config.https->limits.connections;
  if (config.dns) wanted += config.dns->limits.connections * (config.dns->xot ? 2 : 1);
  if (wanted <= left) return;
  const auto share = [&](std::size_t connections) {
    return std::max<std::size_t>(1, connections * left / wanted);
  };
  if (config.epp) config.epp->limits.connections = share(config.epp->limits.connections);
  if (config.whois) config.whois->limits.connections = share(config.whois->limits.connections);
  if (config.https) config.https->limits.connections = share(config.https->limits.connections);
  if (config.dns) config.dns->limits.connections = share(config.dns->limits.connections);
  report("connections: at most " + std::to_string(left) + " of " + std::to_string(wanted) +
         ", because " + std::to_string(files) +
         " files may be open; raise the limit (LimitNOFILE, ulimit -n)");
}

net::ClientCertificate asked_of_clients(CertificateMode mode) {
  switch (mode) {
    case CertificateMode::own: return net::ClientCertificate::required;
    case CertificateMode::issued: return net::ClientCertificate::from_ca;
    // Asked for all the same: a registrar may have to show one where others need not.
    case CertificateMode::none: return net::ClientCertificate::optional;
  }
  std::unreachable();
}

Result<std::shared_ptr<const net::TlsContext>> read_tls(const EppListener& epp) {
  net::ServerTls tls;
  auto certificate = net::read_pem(epp.certificate);
  if (!certificate) return std::unexpected(certificate.error());
  auto key = net::read_pem(epp.key);
  if (!key) return std::unexpected(key.error());
  tls.certificate_pem = std::move(*certificate);
  tls.key_pem = std::move(*key);
  tls.client_certificate = asked_of_clients(epp.client_certificate);
  if (!epp.client_ca.empty()) {
    auto ca = net::read_pem(epp.client_ca);
    if (!ca) return std::unexpected(ca.error());
    tls.client_ca_pem = std::move(*ca);
  }
  return net::TlsContext::server(tls);
}

runtime::Options registry_options(const Config& config, Random& random, const Report& report) {
  runtime::Options options;
  options.dir = config.data;
  options.kek_path = config.kek;
  options.mailbox = config.mailbox;
  options.compression = config.compression;
  options.cache_bytes = config.cache_bytes;
  options.least_free_bytes = config.least_free_bytes;
  options.random = &random;
  options.new_second = true;
  options.progress = [report](std::uint64_t done, std::uint64_t of) {
    report("replaying the journal: " + std::to_string(done) + " of " + std::to_string(of) + " records");
  };
  return options;
}

}  // namespace

std::string explain_refusal(const Error& error, const std::string& dir) {
  const std::string what = "cannot start: " + error.what;
  switch (error.fault) {
    case Fault::corrupt:
    case Fault::regressed:
      return what + "; " + dir + "/journal was left as it is: restore it from a copy that `stele journal "
                                 "verify` accepts";
    case Fault::busy: return what + "; stop that process first";
    case Fault::not_found: return what + "; `stele init --data " + dir + "` makes a registry";
    case Fault::unsupported: return what + "; start it with the newer version that wrote it";
    case Fault::io:
    case Fault::unknown:
    case Fault::fenced:
    case Fault::wrong_position:
    case Fault::disk_low:
    case Fault::read_only:
    case Fault::invalid:
    case Fault::too_large:
    case Fault::timeout:
    case Fault::closed: return what;
  }
  return what;
}

Server::Server(Config config) : config_(std::move(config)) {}
Server::~Server() { stop(); }

Result<std::unique_ptr<Server>> Server::open(const Config& config, const Report& report) {
  std::unique_ptr<Server> server(new Server(config));
  bound_connections(server->config_, report);
  auto registry =
      runtime::Registry::open(registry_options(server->config_, server->random_, report));
  if (!registry) return std::unexpected(registry.error());
  server->registry_ = std::move(*registry);
  server->gateway_ = std::make_unique<gateway::Gateway>(*server->registry_, server->random_,
                                                         server->clock_);
  server->logs_ = std::make_unique<gateway::LogKeeping>(
      *server->gateway_, server->clock_, server->random_, runtime::DataDirectory{config.data}.logs(),
      config.compression);
  if (Done done = server->open_zones(); !done) return std::unexpected(done.error());
  server->operations_ = std::make_unique<control::Operations>(*server->gateway_, config.data,
                                                              server->follower_.get(),
                                                              server->logs_.get(),
                                                              config.least_free_bytes);
  report("registry: position " + std::to_string(server->registry_->state()->position().value) + ", " +
         std::to_string(server->registry_->replayed_at_start()) + " records replayed");
  if (const runtime::Serving serving = server->registry_->serving(); !serving.open())
    report("read only: " + serving.why);
  return server;
}

// A store that cannot be opened is thrown away: the journal has it all.
Done Server::open_zones() {
  const runtime::DataDirectory at{config_.data};
  const registry::StoreOptions options{
      .dir = at.zones(), .log_dir = at.logs(), .cache_bytes = std::max(config_.cache_bytes / 4, kLeastZonesCache)};
  auto store = registry::open_store(options);
  if (!store && store.error().fault == Fault::corrupt) {
    std::error_code ignored;
    std::filesystem::remove_all(options.dir, ignored);
    store = registry::open_store(options);
  }
  if (!store) return std::unexpected(store.error());
  follower_ = std::make_unique<zone::Follower>(*registry_, std::move(*store));
  return {};
}

namespace {

// Said at the start, not once for every serial.
Done make_directory(const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (!error && ::access(directory.c_str(), W_OK | X_OK) != 0) error = {errno, std::generic_category()};
  if (error) return fail(Fault::io, "zone_files.directory " + directory + ": " + error.message());
  return {};
}

}  // namespace

Done Server::listen(const Report& report) {
  auto reactor = net::Reactor::start(config_.threads);
  if (!reactor) return std::unexpected(reactor.error());
  reactor_ = std::move(*reactor);
  logs_->start(epp::mask_exchanges(), kLogsStopAbove * config_.least_free_bytes);
  reactor_->on_tick(0, [this] {
    gateway_->sweep();
    return true;
  });
  if (Done done = listen_control(report); !done) return done;
  if (Done done = listen_whois(report); !done) return done;
  if (Done done = listen_https(report); !done) return done;
  if (!config_.zone_files.directory.empty()) {
    if (Done made = make_directory(config_.zone_files.directory); !made) return made;
    zone_files_ = std::make_unique<ZoneFiles>(config_.zone_files, follower_->zones());
  }
  if (Done done = listen_dns(report); !done) return done;
  follower_->start();  // whoever wants to hear of new serials has said so
  start_scan(report);
  if (Done done = listen_epp(report); !done) return done;
  return listen_metrics(report);
}

Done Server::listen_control(const Report& report) {
  auto control = control::ControlServer::listen(*reactor_, *operations_, config_.data,
                                                peer_log_.sink("control"));
  if (!control) return std::unexpected(control.error());
  control_ = std::move(*control);
  report("control: " + control_->path());
  return {};
}

std::string Server::answer_whois(std::string_view query, const whois::Client& client) {
  gateway_->activity().whois_query();
  const std::int64_t began_ms = gateway_->monotonic_ms();
  const runtime::Reading reading = gateway_->registry().reading();
  const auto settings = reading.state()->settings();
  const gateway::QueryAdmission admission =
      gateway_->admit(client.address, gateway::QueryKind::whois, *settings);
  if (!admission.admitted) {
    whois_refused_({net::EndReason::query_refused, client.peer, "too_many_queries range=" + admission.range});
    return "% Too many queries from " + admission.range + ". Try again in " +
           std::to_string(admission.retry_seconds) + " seconds.\r\n";
  }
  std::string text = whois_answers_.answer(reading, query);
  gateway::note_query(*gateway_, *settings,
                      {.kind = gateway::QueryKind::whois,
                       .peer = client.peer,
                       .address = client.address,
                       .text = query,
                       .objects = gateway::objects_of_line(query),
                       .outcome = "answered",
                       .began_ms = began_ms});
  return text;
}

Done Server::listen_whois(const Report& report) {
  if (!config_.whois) return {};
  whois::WhoisOptions options;
  options.address = config_.whois->listen.address;
  options.port = config_.whois->listen.port;
  options.limits = config_.whois->limits;
  options.answer = [this](std::string_view query, const whois::Client& client) {
    return answer_whois(query, client);
  };
  options.on_event = whois_refused_ = peer_log_.sink("whois");
  auto listener = whois::listen(*reactor_, std::move(options));
  if (!listener) return std::unexpected(listener.error());
  whois_ = std::move(*listener);
  report("WHOIS: " + to_text({config_.whois->listen.address, whois_->port()}));
  return {};
}

Done Server::listen_https(const Report& report) {
  if (!config_.https) return {};
  const net::Limits sessions = config_.epp ? config_.epp->limits : epp_limits();
  sites_ = std::make_shared<HttpsSites>(*config_.https, *gateway_, random_, sessions.idle_timeout,
                                        peer_log_.sink("https"));
  net::HttpOptions options;
  options.address = config_.https->listen.address;
  options.port = config_.https->listen.port;
  options.connections = config_.https->limits;
  options.clock = &clock_;
  options.on_event = peer_log_.sink("https");
  options.handler = [sites = sites_](const net::HttpRequest& request) { return sites->answer(request); };
  options.is_later = [sites = sites_](const net::HttpRequest& request) { return sites->is_api(request); };
  options.later = [sites = sites_](net::HttpRequest request, net::HttpAnswer answer) {
    sites->answer_api(std::move(request), std::move(answer));
  };
  if (!config_.https->certificate.empty()) {
    auto tls = read_https_tls(*config_.https);
    if (!tls) return std::unexpected(tls.error());
    options.tls = std::move(*tls);
  }
  auto listener = net::listen_http(*reactor_, std::move(options));
  if (!listener) return std::unexpected(listener.error());
  https_ = std::move(*listener);
  sites_->open(https_->port());
  reactor_->on_tick(0, [sites = sites_] {
    sites->sweep();
    return true;
  });
  report("HTTPS: " + to_text({config_.https->listen.address, https_->port()}));
  return {};
}

namespace {

Result<dns::XotOptions> xot_options(const XotListener& xot) {
  auto certificate = net::read_pem(xot.certificate);
  if (!certificate) return std::unexpected(certificate.error());
  auto key = net::read_pem(xot.key);
  if (!key) return std::unexpected(key.error());
  return dns::XotOptions{xot.listen.address, xot.listen.port, std::move(*certificate),
                         std::move(*key)};
}

}  // namespace

Done Server::listen_dns(const Report& report) {
  if (!config_.dns) return {};
  dns::DnsOptions options;
  options.address = config_.dns->listen.address;
  options.port = config_.dns->listen.port;
  options.limits = config_.dns->limits;
  options.transfers = config_.dns->transfers;
  options.on_event = peer_log_.sink("dns");
  if (config_.dns->xot) {
    auto xot = xot_options(*config_.dns->xot);
    if (!xot) return std::unexpected(xot.error());
    options.xot = std::move(*xot);
  }
  auto listener = dns::DnsServer::listen(*reactor_, *gateway_, follower_->zones(), random_, std::move(options));
  if (!listener) return std::unexpected(listener.error());
  {
    const std::lock_guard lock(dns_mutex_);
    dns_ = std::move(*listener);
  }
  follower_->zones().on_new_serial([this](const DomainName& zone, std::uint32_t serial) {
    const std::lock_guard lock(dns_mutex_);
    if (dns_) dns_->new_serial(zone, serial);
  });
  report("DNS: " + to_text({config_.dns->listen.address, dns_->port()}));
  if (config_.dns->xot)
    report("DNS over TLS: " + to_text({config_.dns->xot->listen.address, dns_->xot_port()}));
  return {};
}

void Server::start_scan(const Report& report) {
  if (!config_.cds) return;
  cds::ScanOptions options = *config_.cds;
  options.progress_file = runtime::DataDirectory{config_.data}.cds_progress();
  scanner_ = std::make_unique<cds::Scanner>(*reactor_, *gateway_, random_, clock_, std::move(options));
  scanner_->start();
  report("CDS scan: on");
}

Done Server::listen_epp(const Report& report) {
  if (!config_.epp) return {};
  auto tls = read_tls(*config_.epp);
  if (!tls) return std::unexpected(tls.error());
  net::ServerOptions options;
  options.address = config_.epp->listen.address;
  options.port = config_.epp->listen.port;
  options.tls = std::move(*tls);
  options.limits = config_.epp->limits;
  options.on_event = peer_log_.sink("epp");
  options.session = epp::make_sessions(*gateway_, {.profile = config_.epp->profile,
                                                   .languages = config_.epp->languages,
                                                   .certificate = config_.epp->client_certificate});
  auto listener = net::Server::listen(*reactor_, std::move(options));
  if (!listener) return std::unexpected(listener.error());
  epp_ = std::move(*listener);
  report("EPP: " + to_text({config_.epp->listen.address, epp_->port()}));
  return {};
}

Done Server::listen_metrics(const Report& report) {
  if (!config_.metrics) return {};
  const auto listeners = [this] {
    std::vector<metrics::Listener> open;
    if (epp_) open.push_back({"epp", epp_->connections()});
    if (whois_) open.push_back({"whois", whois_->connections()});
    if (dns_) open.push_back({"dns", dns_->connections()});
    return open;
  };
  metrics::MetricsOptions options;
  options.address = config_.metrics->address;
  options.port = config_.metrics->port;
  options.on_event = peer_log_.sink("metrics");
  auto listener = metrics::listen(*reactor_, {*gateway_, *follower_, listeners}, std::move(options));
  if (!listener) return std::unexpected(listener.error());
  metrics_ = std::move(*listener);
  report("metrics: " + to_text({config_.metrics->address, metrics_->port()}));
  return {};
}

std::uint16_t Server::epp_port() const { return epp_ ? epp_->port() : std::uint16_t{0}; }
std::uint16_t Server::whois_port() const { return whois_ ? whois_->port() : std::uint16_t{0}; }
std::string Server::https_url() const { return sites_ ? sites_->url() : std::string(); }
std::uint16_t Server::dns_port() const { return dns_ ? dns_->port() : std::uint16_t{0}; }
std::uint16_t Server::xot_port() const { return dns_ ? dns_->xot_port() : std::uint16_t{0}; }
std::uint16_t Server::metrics_port() const { return metrics_ ? metrics_->port() : std::uint16_t{0}; }

void Server::stop() {
  if (scanner_) scanner_->stop();
  if (metrics_) metrics_->stop(kDrain);
  metrics_.reset();
  if (control_) control_->stop();
  if (epp_) epp_->stop(kDrain);
  if (whois_) whois_->stop(kDrain);
  if (https_) https_->stop(kDrain);
  if (dns_) dns_->stop(kDrain);
  if (follower_) follower_->stop();
  if (zone_files_) zone_files_->stop();
  if (logs_) logs_->stop();  // nobody asks any more; its last event needs the writer
  // What a session still had at the writer is answered into connections that have ended.
  if (registry_) registry_->stop();
  scanner_.reset();
  control_.reset();
  epp_.reset();
  whois_.reset();
  https_.reset();
  {
    const std::lock_guard lock(dns_mutex_);
    dns_.reset();
  }
  // The reactor before the gateway: what waits in its mailboxes may hold a seat of a login that came
  // too late. A password worker that ends after it finds a mailbox that drops what is posted.
  reactor_.reset();
  sites_.reset();  // and the seats of the API's sessions
  operations_.reset();
  zone_files_.reset();
  follower_.reset();
  gateway_.reset();
  logs_.reset();  // after the gateway: a password that is still being checked is told to the log
  registry_.reset();
}

}  // namespace stele::server
