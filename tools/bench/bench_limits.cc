// `stele bench limits`: every round measures every case once, so that a slow minute of the machine
// falls on all of them.
#include <cstdio>
#include <utility>

#include "tools/bench/bench.h"
#include "tools/bench/limits.h"
#include "tools/bench/report.h"

namespace stele::bench {
namespace {

struct SyncCase {
  std::size_t group;
  std::vector<double> rates;
};

struct EchoCase {
  std::size_t sessions;
  std::unique_ptr<Echo> echo;
  std::vector<double> rates, p50, p99, cpu;
};

int complain(const Error& error) {
  std::fprintf(stderr, "stele bench limits: %s\n", error.what.c_str());
  return 1;
}

void print_table(const std::vector<SyncCase>& syncs, const std::vector<EchoCase>& echoes) {
  std::printf("fdatasync, records of %zu bytes\n   group   records/s      syncs/s\n", kRecordBytes);
  for (const SyncCase& c : syncs) {
    const double rate = median(c.rates);
    std::printf("%8zu %11.0f %12.0f\n", c.group, rate, rate / static_cast<double>(c.group));
  }
  std::printf("TLS echo, request %zu, answer %zu bytes\nsessions    frames/s   p50 us   p99 us  "
              "server CPU us/frame\n", kRequestBytes, kAnswerBytes);
  for (const EchoCase& c : echoes)
    std::printf("%8zu %11.0f %8.0f %8.0f %20.1f\n", c.sessions, median(c.rates), median(c.p50),
                median(c.p99), median(c.cpu));
}

void print_json(const LimitsOptions& options, const std::vector<SyncCase>& syncs,
                const std::vector<EchoCase>& echoes) {
  std::vector<JsonObject> sync_objects, echo_objects;
  for (const SyncCase& c : syncs)
    sync_objects.push_back(JsonObject()
                               .add("group", c.group)
                               .add("records_per_second", median(c.rates))
                               .add("rounds", c.rates));
  for (const EchoCase& c : echoes)
    echo_objects.push_back(JsonObject()
                               .add("sessions", c.sessions)
                               .add("frames_per_second", median(c.rates))
                               .add("p50_us", median(c.p50))
                               .add("p99_us", median(c.p99))
                               .add("server_cpu_us_per_frame", median(c.cpu))
                               .add("rounds", c.rates));
  const JsonObject all = JsonObject()
                             .add("bench", std::string_view("limits"))
                             .add("seconds", options.seconds)
                             .add("fdatasync", sync_objects)
                             .add("tls_echo", echo_objects);
  std::printf("%s\n", all.text().c_str());
}

}  // namespace

int bench_limits(const LimitsOptions& options) {
  std::vector<SyncCase> syncs;
  for (const std::size_t group : options.groups) syncs.push_back({group, {}});
  std::vector<EchoCase> echoes;
  for (const std::size_t sessions : options.sessions) {
    auto echo = Echo::start(sessions, options.client_threads, options.server_threads);
    if (!echo) return complain(echo.error());
    echoes.push_back({sessions, std::move(*echo), {}, {}, {}, {}});
  }
  const std::chrono::duration<double> duration(options.seconds);
  for (std::size_t round = 0; round < options.rounds; ++round) {
    for (SyncCase& c : syncs) {
      const auto rate = sync_rate(options.directory, c.group, duration);
      if (!rate) return complain(rate.error());
      c.rates.push_back(*rate);
    }
    for (EchoCase& c : echoes) {
      const auto measured = c.echo->run(duration);
      if (!measured) return complain(measured.error());
      c.rates.push_back(measured->client.rate());
      c.p50.push_back(measured->client.p50_us);
      c.p99.push_back(measured->client.p99_us);
      c.cpu.push_back(measured->server_cpu_us);
    }
  }
  if (options.json) print_json(options, syncs, echoes);
  else print_table(syncs, echoes);
  return 0;
}

}  // namespace stele::bench
