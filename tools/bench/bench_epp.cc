// `stele bench epp`: EPP over TLS against a running server, with the machine's limits in each
// round.

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <utility>

#include "engine/base/clock.h"
#include "tools/bench/bench.h"
#include "tools/bench/epp_script.h"
#include "tools/bench/limits.h"
#include "tools/bench/process_cpu.h"
#include "tools/bench/report.h"
#include "tools/bench/transfer_market.h"

namespace stele::bench {
namespace {

// Of each round.
struct Latencies {
  std::size_t frames = 0;
  std::vector<double> p50, p99;
  void add(const std::vector<std::uint32_t>& sorted) {
    frames += sorted.size();
    if (sorted.empty()) return;
    p50.push_back(percentile(sorted, 50));
    p99.push_back(percentile(sorted, 99));
  }
};

// What a registrar may expect of an answer that nobody else's load should spoil.
struct Promise {
  const char* what;
  double p99_us;
};
constexpr Promise kQueries{"queries", 50'000};
constexpr Promise kWrites{"writes", 250'000};

bool is_query(std::string_view kind) { return kind == "check" || kind == "info"; }

struct Case {
  std::size_t sessions = 0;
  std::vector<double> rates, p50, p99, cpu, echo_rates, echo_cpu, ratios, sync_rates;
  std::map<int, std::size_t> codes;
  std::unique_ptr<TransferMarket> market = std::make_unique<TransferMarket>();
  std::unique_ptr<Fleet> fleet;  // after the market its sessions use
  std::unique_ptr<Echo> echo;
  // By kind of command, and of queries and writes as a whole.
  std::map<std::string_view, Latencies> kinds;
  Latencies queries, writes;
  std::size_t errors() const {
    std::size_t count = 0;
    for (const auto& [code, times] : codes)
      if (code < 1000 || code >= 2000) count += times;
    return count;
  }
};

const char* to_text(Mix mix) {
  switch (mix) {
    case Mix::check: return "check";
    case Mix::info: return "info";
    case Mix::create: return "create";
    case Mix::renew: return "renew";
    case Mix::mixed: return "mixed";
    case Mix::registrar: return "registrar";
  }
  return "unknown";
}

// Seven letters and digits that no other run has: the time in centiseconds.
std::string run_name() {
  char text[16];
  const auto now = static_cast<std::uint64_t>(SystemClock().now().ms) / 10;
  const auto end = std::to_chars(text, text + sizeof text, now % 78'364'164'096ull, 36).ptr;
  return {text, end};
}

Result<std::shared_ptr<const net::TlsContext>> client_tls(const EppOptions& options,
                                                          const EppLogin& login) {
  net::ClientTls tls{.server_name = options.address};
  for (const auto& [path, pem] : {std::pair{&options.ca, &tls.ca_pem},
                                  std::pair{&login.certificate, &tls.certificate_pem},
                                  std::pair{&login.key, &tls.key_pem}}) {
    if (path->empty()) continue;
    auto text = net::read_pem(*path);
    if (!text) return std::unexpected(text.error());
    *pem = std::move(*text);
  }
  if (tls.ca_pem.empty()) tls.server_name.clear();
  return net::TlsContext::client(tls);
}

Result<std::vector<Case>> prepare(const EppOptions& options) {
  if (options.mix == Mix::registrar && options.logins.size() < 2)
    return fail(Fault::invalid, "the mix registrar needs two registrars: names change hands in it");
  std::vector<std::shared_ptr<const net::TlsContext>> tls;
  for (const EppLogin& login : options.logins) {
    auto context = client_tls(options, login);
    if (!context) return std::unexpected(context.error());
    tls.push_back(std::move(*context));
  }
  std::vector<Case> cases;
  for (const std::size_t sessions : options.sessions) {
    Case c;
    c.sessions = sessions;
    const std::string run = run_name() + static_cast<char>('a' + cases.size() % 26);
    auto fleet = Fleet::connect(
        {options.address, options.port, tls, sessions, options.client_threads},
        [&options, run, market = c.market.get()](std::size_t i) {
          const EppLogin& login = options.logins[i % options.logins.size()];
          return std::make_unique<EppScript>(
              EppAccount{login.registrar, login.password, options.zone}, options.mix, run, i,
              options.mix == Mix::registrar ? market : nullptr);
        });
    if (!fleet) return std::unexpected(fleet.error());
    c.fleet = std::move(*fleet);
    if (options.echo) {
      auto echo = Echo::start(sessions, options.client_threads, 1);
      if (!echo) return std::unexpected(echo.error());
      c.echo = std::move(*echo);
    }
    cases.push_back(std::move(c));
  }
  return cases;
}

void add_latencies(const Measurement& measured, Case& c) {
  std::vector<std::uint32_t> queries, writes;
  for (const auto& [kind, latencies] : measured.latencies_us) {
    c.kinds[kind].add(latencies);
    auto& group = is_query(kind) ? queries : writes;
    group.insert(group.end(), latencies.begin(), latencies.end());
  }
  for (auto* const group : {&queries, &writes}) std::sort(group->begin(), group->end());
  c.queries.add(queries);
  c.writes.add(writes);
}

Done measure(const EppOptions& options, Case& c) {
  const std::chrono::duration<double> duration(options.seconds);
  if (c.echo) {
    const auto echo = c.echo->run(duration);
    if (!echo) return std::unexpected(echo.error());
    c.echo_rates.push_back(echo->client.rate());
    c.echo_cpu.push_back(echo->server_cpu_us);
  }
  if (!options.sync_directory.empty()) {
    const auto rate = sync_rate(options.sync_directory, c.sessions, duration / 4);
    if (!rate) return std::unexpected(rate.error());
    c.sync_rates.push_back(*rate);
  }
  const double cpu_before = options.server_pid > 0 ? process_cpu_us(options.server_pid) : 0;
  const auto measured = c.fleet->run(duration);
  if (!measured) return std::unexpected(measured.error());
  const double frames = static_cast<double>(measured->frames);
  if (options.server_pid > 0 && frames > 0)
    c.cpu.push_back((process_cpu_us(options.server_pid) - cpu_before) / frames);
  c.rates.push_back(measured->rate());
  c.p50.push_back(measured->p50_us);
  c.p99.push_back(measured->p99_us);
  if (c.echo) c.ratios.push_back(c.rates.back() / c.echo_rates.back());
  for (const auto& [code, count] : measured->codes) c.codes[code] += count;
  add_latencies(*measured, c);
  return {};
}

void print_verdict(const Promise& promise, const Latencies& found) {
  if (found.frames == 0) return;
  const double p99 = median(found.p99);
  std::printf("         p99 of %s %.1f ms: %s %.0f ms\n", promise.what, p99 / 1000,
              p99 < promise.p99_us ? "under" : "NOT UNDER", promise.p99_us / 1000);
}

void print_kinds(const Case& c) {
  for (const auto& [kind, found] : c.kinds)
    std::printf("         %-10s %9zu frames, p50 %7.0f us, p99 %7.0f us\n",
                std::string(kind).c_str(), found.frames, median(found.p50), median(found.p99));
  print_verdict(kQueries, c.queries);
  print_verdict(kWrites, c.writes);
}

JsonObject json_of_latencies(const Latencies& found) {
  return JsonObject()
      .add("frames", found.frames)
      .add("p50_us", median(found.p50))
      .add("p99_us", median(found.p99));
}

JsonObject json_of_kinds(const Case& c) {
  JsonObject object;
  for (const auto& [kind, found] : c.kinds) object.add(kind, json_of_latencies(found));
  return object;
}

void print_table(const EppOptions& options, const std::vector<Case>& cases) {
  std::printf("EPP %s, median of %zu rounds of %.1f s\nsessions    frames/s   p50 us   p99 us   "
              "errors  CPU us/frame    echo/s  of echo  sync records/s\n",
              to_text(options.mix), options.rounds, options.seconds);
  for (const Case& c : cases) {
    std::printf("%8zu %11.0f %8.0f %8.0f %8zu %13.1f %9.0f %8.2f %15.0f\n", c.sessions,
                median(c.rates), median(c.p50), median(c.p99), c.errors(), median(c.cpu),
                median(c.echo_rates), median(c.ratios), median(c.sync_rates));
    for (const auto& [code, count] : c.codes)
      if (code != 1000) std::printf("         result %d: %zu\n", code, count);
    if (c.kinds.size() > 1) print_kinds(c);
  }
}

void print_json(const EppOptions& options, const std::vector<Case>& cases) {
  std::vector<JsonObject> objects;
  for (const Case& c : cases) {
    JsonObject object;
    object.add("sessions", c.sessions)
        .add("frames_per_second", median(c.rates))
        .add("p50_us", median(c.p50))
        .add("p99_us", median(c.p99))
        .add("errors", c.errors())
        .add("codes", json_of(c.codes))
        .add("kinds", json_of_kinds(c))
        .add("queries", json_of_latencies(c.queries))
        .add("writes", json_of_latencies(c.writes))
        .add("rounds", c.rates);
    if (!c.cpu.empty()) object.add("server_cpu_us_per_frame", median(c.cpu));
    if (c.echo)
      object.add("echo_frames_per_second", median(c.echo_rates))
          .add("echo_cpu_us_per_frame", median(c.echo_cpu))
          .add("ratio_to_echo", median(c.ratios))
          .add("echo_rounds", c.echo_rates);
    if (!c.sync_rates.empty()) object.add("sync_records_per_second", median(c.sync_rates));
    objects.push_back(std::move(object));
  }
  const JsonObject all = JsonObject()
                             .add("bench", std::string_view("epp"))
                             .add("mix", std::string_view(to_text(options.mix)))
                             .add("seconds", options.seconds)
                             .add("cases", objects);
  std::printf("%s\n", all.text().c_str());
}

}  // namespace

int bench_epp(const EppOptions& options) {
  const auto complain = [](const Error& error) {
    std::fprintf(stderr, "stele bench epp: %s\n", error.what.c_str());
    return 1;
  };
  auto cases = prepare(options);
  if (!cases) return complain(cases.error());
  for (std::size_t round = 0; round < options.rounds; ++round)
    for (Case& c : *cases)
      if (auto done = measure(options, c); !done) return complain(done.error());
  if (options.json) print_json(options, *cases);
  else print_table(options, *cases);
  return 0;
}

}  // namespace stele::bench
