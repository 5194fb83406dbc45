// `stele bench rdap`: answers a second over keep-alive HTTPS, beside a bare server on the same network
// stack that sends as many bytes for any request. Rounds of both take turns.
#include <cstdio>
#include <utility>

#include "engine/base/clock.h"
#include "engine/net/certificate.h"
#include "engine/net/client_stream.h"
#include "engine/net/http.h"
#include "tools/bench/bench.h"
#include "tools/bench/http_fleet.h"
#include "tools/bench/process_cpu.h"
#include "tools/bench/report.h"
#include "tools/bench/series.h"

namespace stele::bench {
namespace {

int complain(const Error& error) {
  std::fprintf(stderr, "stele bench rdap: %s\n", error.what.c_str());
  return 1;
}

// Answers any request with the same body and the headers of RDAP.
struct Bare {
  std::unique_ptr<Clock> clock;
  std::unique_ptr<net::Reactor> reactor;
  std::unique_ptr<net::Server> server;
  std::shared_ptr<const net::TlsContext> client_tls;

  static Result<Bare> start(std::size_t body_bytes, std::size_t threads) {
    Bare bare;
    auto reactor = net::Reactor::start(threads);
    if (!reactor) return std::unexpected(reactor.error());
    bare.reactor = std::move(*reactor);
    bare.clock = std::make_unique<SystemClock>();
    const Instant now = bare.clock->now();
    const auto ca = net::make_ca("Bare", 1, now);
    if (!ca) return std::unexpected(ca.error());
    const auto own = net::issue_certificate(*ca, {"bare", {"127.0.0.1"}, net::CertificateUse::server, 1}, now);
    if (!own) return std::unexpected(own.error());
    net::HttpOptions options;
    options.clock = bare.clock.get();
    auto tls = net::TlsContext::server({own->certificate_pem, own->key_pem});
    if (!tls) return std::unexpected(tls.error());
    options.tls = std::move(*tls);
    options.handler = [body = std::string(body_bytes, 'x')](const net::HttpRequest&) {
      net::HttpResponse response;
      response.content_type = "application/rdap+json";
      response.headers = {{"Access-Control-Allow-Origin", "*"},
                          {"Access-Control-Expose-Headers", "Stele-Position, Retry-After"},
                          {"Cache-Control", "no-store"},
                          {"X-Content-Type-Options", "nosniff"},
                          {"Stele-Position", "1000000"}};
      response.body = body;
      return response;
    };
    auto server = net::listen_http(*bare.reactor, std::move(options));
    if (!server) return std::unexpected(server.error());
    bare.server = std::move(*server);
    auto client = net::TlsContext::client({.ca_pem = ca->certificate_pem});
    if (!client) return std::unexpected(client.error());
    bare.client_tls = std::move(*client);
    return bare;
  }
};

// Bytes of an answer's body on average.
Result<std::size_t> typical_body(const HttpFleetOptions& options) {
  std::size_t bytes = 0, asked = 0;
  for (const std::string& target : options.targets) {
    auto client = net::ClientStream::connect(options.address, options.port, options.tls, std::chrono::seconds(5));
    if (!client) return std::unexpected(client.error());
    if (Done done = client->write("GET " + target + " HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n"); !done)
      return std::unexpected(done.error());
    const auto answer = client->read_to_end(4 << 20);
    if (!answer) return std::unexpected(answer.error());
    const auto head = find_http_answer(*answer);
    if (!head || head->status != 200)
      return fail(Fault::invalid, target + " is not answered with 200");
    bytes += answer->size() - answer->find("\r\n\r\n") - 4;
    if (++asked == 200) break;
  }
  return bytes / std::max<std::size_t>(1, asked);
}

}  // namespace

int bench_rdap(const RdapOptions& options) {
  HttpFleetOptions server{options.address, options.port, nullptr, options.connections, {}};
  for (const std::string& query : options.queries) server.targets.push_back("/rdap/" + query);
  if (server.targets.empty()) return complain({Fault::invalid, "nothing to ask"});
  net::ClientTls tls;
  if (!options.ca.empty()) {
    auto ca = net::read_pem(options.ca);
    if (!ca) return complain(ca.error());
    tls.ca_pem = std::move(*ca);
    tls.server_name = options.address;
  }
  auto client = net::TlsContext::client(tls);
  if (!client) return complain(client.error());
  server.tls = std::move(*client);
  const auto bytes = typical_body(server);
  if (!bytes) return complain(bytes.error());
  auto bare = Bare::start(*bytes, options.bare_threads);
  if (!bare) return complain(bare.error());
  HttpFleetOptions other{"127.0.0.1", bare->server->port(), bare->client_tls, options.connections, server.targets};

  const std::chrono::duration<double> duration(options.seconds);
  Series answers, beside;
  std::vector<double> ratios;
  for (std::size_t round = 0; round < options.rounds; ++round) {
    const double bare_before = reactor_cpu_us(*bare->reactor);
    const auto bare_run = run_http(other, duration);
    if (!bare_run) return complain(bare_run.error());
    beside.add(*bare_run, reactor_cpu_us(*bare->reactor) - bare_before);
    const double before = options.server_pid > 0 ? process_cpu_us(options.server_pid) : 0;
    const auto run = run_http(server, duration);
    if (!run) return complain(run.error());
    answers.add(*run, options.server_pid > 0 ? process_cpu_us(options.server_pid) - before : 0);
    ratios.push_back(bare_run->rate() > 0 ? run->rate() / bare_run->rate() : 0);
  }
  if (options.json) {
    const JsonObject all = JsonObject()
                               .add("bench", std::string_view("rdap"))
                               .add("connections", options.connections)
                               .add("body_bytes", *bytes)
                               .add("rdap", answers.json())
                               .add("bare", beside.json())
                               .add("ratio_to_bare", median(ratios))
                               .add("ratios", ratios);
    std::printf("%s\n", all.text().c_str());
    return 0;
  }
  std::printf("RDAP, %zu connections, bodies of %zu bytes, median of %zu rounds of %.1f s\n"
              "           answers/s   p50 us   p99 us  failures  CPU us/answer\n",
              options.connections, *bytes, options.rounds, options.seconds);
  answers.print("rdap");
  beside.print("bare");
  std::printf("of bare  %11.2f\n", median(ratios));
  return 0;
}

}  // namespace stele::bench
