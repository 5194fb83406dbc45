#include "tools/bench/http_fleet.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "engine/net/dial.h"

namespace stele::bench {

namespace {

// What the sessions of a run share. They run on one thread; the lock is for who waits for them.
struct Run {
  explicit Run(const HttpFleetOptions& o) : options(o) {}
  const HttpFleetOptions& options;
  std::atomic<bool> stop = false;
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t opened = 0, ended = 0;
  HttpMeasurement total;
  std::vector<std::shared_ptr<net::Reentry>> waiting;
};

class HttpSession final : public net::Session {
 public:
  HttpSession(Run& run, std::size_t number) : run_(run), next_(number * 7919) {}

  void on_open(net::Connection& connection) override {
    const std::lock_guard lock(run_.mutex);
    ++run_.opened;
    run_.waiting.push_back(connection.reentry());
    run_.changed.notify_all();
  }

  std::size_t on_data(net::Connection& connection, std::string_view bytes) override {
    const auto answer = find_http_answer(bytes);
    if (!answer) return 0;
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - asked_);
    if (answer->status == 200) ++mine_.answers;
    else ++mine_.failures;
    mine_.latencies_us.push_back(static_cast<std::uint32_t>(took.count()));
    ask(connection);
    return answer->end;
  }

  void on_close(net::EndReason) override {
    const std::lock_guard lock(run_.mutex);
    if (!run_.stop.load()) ++mine_.failures;
    run_.total.answers += mine_.answers;
    run_.total.failures += mine_.failures;
    run_.total.latencies_us.insert(run_.total.latencies_us.end(), mine_.latencies_us.begin(),
                                   mine_.latencies_us.end());
    ++run_.ended;
    run_.changed.notify_all();
  }

  void ask(net::Connection& connection) {
    if (run_.stop.load(std::memory_order_relaxed)) return connection.close();
    const auto& targets = run_.options.targets;
    asked_ = SteadyClock::now();
    connection.send("GET " + targets[next_++ % targets.size()] + " HTTP/1.1\r\nHost: bench\r\n\r\n");
  }

 private:
  Run& run_;
  std::size_t next_;
  SteadyClock::time_point asked_;
  HttpMeasurement mine_;
};

}  // namespace

std::optional<HttpHead> find_http_answer(std::string_view bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos || bytes.size() < 12) return std::nullopt;
  HttpHead out;
  std::from_chars(bytes.data() + 9, bytes.data() + 12, out.status);
  std::size_t length = 0;
  constexpr std::string_view kLength = "\r\nContent-Length: ";
  const std::size_t at = bytes.substr(0, end).find(kLength);
  if (at != std::string_view::npos)
    std::from_chars(bytes.data() + at + kLength.size(), bytes.data() + end, length);
  out.end = end + 4 + length;
  return out.end <= bytes.size() ? std::optional(out) : std::nullopt;
}

Result<HttpMeasurement> run_http(const HttpFleetOptions& options,
                                 std::chrono::duration<double> duration) {
  Run run(options);
  auto reactor = net::Reactor::start(1);
  if (!reactor) return std::unexpected(reactor.error());
  std::vector<HttpSession*> sessions;
  for (std::size_t i = 0; i < options.connections; ++i) {
    net::DialOptions dial{options.address, options.port, options.tls, {}, {}};
    dial.limits.unconsumed_bytes = 4 << 20;
    auto made = net::dial(**reactor, 0, std::move(dial), [&run, &sessions, i] {
      auto session = std::make_unique<HttpSession>(run, i);
      sessions.push_back(session.get());
      return session;
    });
    if (!made) return std::unexpected(made.error());
  }
  std::unique_lock lock(run.mutex);
  if (!run.changed.wait_for(lock, std::chrono::seconds(30), [&] { return run.opened == options.connections; }))
    return fail(Fault::timeout, "not all connections could be opened");
  const auto begin = SteadyClock::now();
  for (std::size_t i = 0; i < run.waiting.size(); ++i)
    run.waiting[i]->post([session = sessions[i]](net::Connection& connection) { session->ask(connection); });
  lock.unlock();
  std::this_thread::sleep_for(duration);
  const std::chrono::duration<double> took = SteadyClock::now() - begin;
  run.stop = true;
  lock.lock();
  run.changed.wait_for(lock, std::chrono::seconds(30), [&] { return run.ended == options.connections; });
  lock.unlock();
  reactor->reset();  // no session uses `run` any more
  run.total.seconds = took.count();
  std::sort(run.total.latencies_us.begin(), run.total.latencies_us.end());
  return std::move(run.total);
}

}  // namespace stele::bench
