// `stele bench whois`: answers a second on port 43, beside a bare server on the same network stack that
// sends as many bytes for any line. Rounds of both take turns.
#include <cstdio>
#include <utility>

#include "engine/net/client_stream.h"
#include "engine/net/server.h"
#include "tools/bench/bench.h"
#include "tools/bench/line_fleet.h"
#include "tools/bench/process_cpu.h"
#include "tools/bench/report.h"
#include "tools/bench/series.h"

namespace stele::bench {
namespace {

using namespace std::chrono_literals;

int complain(const Error& error) {
  std::fprintf(stderr, "stele bench whois: %s\n", error.what.c_str());
  return 1;
}

class BareSession final : public net::Session {
 public:
  explicit BareSession(std::shared_ptr<const std::string> text) : text_(std::move(text)) {}
  void on_open(net::Connection&) override {}
  std::size_t on_data(net::Connection& connection, std::string_view bytes) override {
    if (bytes.find('\n') == std::string_view::npos) return 0;
    connection.send(*text_);
    connection.close_after_send();
    return bytes.size();
  }

 private:
  std::shared_ptr<const std::string> text_;
};

// Answers any line with the same text.
struct Bare {
  std::unique_ptr<net::Reactor> reactor;
  std::unique_ptr<net::Server> server;

  static Result<Bare> start(std::string text, std::size_t threads) {
    auto reactor = net::Reactor::start(threads);
    if (!reactor) return std::unexpected(reactor.error());
    net::ServerOptions options;
    options.session = [text = std::make_shared<const std::string>(std::move(text))] {
      return std::make_unique<BareSession>(text);
    };
    auto server = net::Server::listen(**reactor, std::move(options));
    if (!server) return std::unexpected(server.error());
    return Bare{std::move(*reactor), std::move(*server)};
  }
};

Result<std::string> ask(const WhoisOptions& options, const std::string& query) {
  auto client = net::ClientStream::connect(options.address, options.port, nullptr, 5s);
  if (!client) return std::unexpected(client.error());
  if (Done done = client->write(query + "\r\n"); !done) return std::unexpected(done.error());
  return client->read_to_end(1 << 20);
}

// As long as an answer is on average.
Result<std::string> typical_answer(const WhoisOptions& options) {
  std::size_t bytes = 0, asked = 0;
  for (const std::string& query : options.queries) {
    const auto answer = ask(options, query);
    if (!answer) return std::unexpected(answer.error());
    bytes += answer->size();
    if (++asked == 200) break;
  }
  return std::string(asked == 0 ? 1 : std::max<std::size_t>(1, bytes / asked), 'x');
}

}  // namespace

int bench_whois(const WhoisOptions& options) {
  auto text = typical_answer(options);
  if (!text) return complain(text.error());
  const std::size_t bytes = text->size();
  auto bare = Bare::start(std::move(*text), options.bare_threads);
  if (!bare) return complain(bare.error());

  LineFleetOptions server{options.address, options.port, options.clients, options.queries};
  LineFleetOptions other = server;
  other.address = "127.0.0.1";
  other.port = bare->server->port();
  const std::chrono::duration<double> duration(options.seconds);
  Series answers, bare_answers;
  std::vector<double> ratios;
  for (std::size_t round = 0; round < options.rounds; ++round) {
    const double bare_before = reactor_cpu_us(*bare->reactor);
    const auto beside = run_lines(other, duration);
    if (!beside) return complain(beside.error());
    bare_answers.add(*beside, reactor_cpu_us(*bare->reactor) - bare_before);
    const double before = options.server_pid > 0 ? process_cpu_us(options.server_pid) : 0;
    const auto measured = run_lines(server, duration);
    if (!measured) return complain(measured.error());
    answers.add(*measured, options.server_pid > 0 ? process_cpu_us(options.server_pid) - before : 0);
    ratios.push_back(measured->rate() / beside->rate());
  }
  if (options.json) {
    const JsonObject all = JsonObject()
                               .add("bench", std::string_view("whois"))
                               .add("clients", options.clients)
                               .add("answer_bytes", bytes)
                               .add("whois", answers.json())
                               .add("bare", bare_answers.json())
                               .add("ratio_to_bare", median(ratios))
                               .add("ratios", ratios);
    std::printf("%s\n", all.text().c_str());
    return 0;
  }
  std::printf("WHOIS, %zu clients, answers of %zu bytes, median of %zu rounds of %.1f s\n"
              "           answers/s   p50 us   p99 us  failures  CPU us/answer\n",
              options.clients, bytes, options.rounds, options.seconds);
  answers.print("whois");
  bare_answers.print("bare");
  std::printf("of bare  %11.2f\n", median(ratios));
  return 0;
}

}  // namespace stele::bench
