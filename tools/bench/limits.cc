#include "tools/bench/limits.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "engine/base/clock.h"
#include "engine/net/certificate.h"
#include "tools/bench/process_cpu.h"

namespace stele::bench {
namespace {

// Answers each frame with one of kAnswerBytes.
class EchoSession final : public net::Session {
 public:
  void on_open(net::Connection&) override {}
  std::size_t on_data(net::Connection& connection, std::string_view bytes) override {
    return for_each_frame(bytes, [&](std::string_view payload) {
      std::string answer(payload.substr(0, kAnswerBytes - 4));
      answer.resize(kAnswerBytes - 4, '.');
      connection.send(framed(answer));
    });
  }
};

class EchoScript final : public Script {
 public:
  Result<std::optional<std::string>> prepare(std::optional<std::string_view>) override {
    return std::optional<std::string>();
  }
  std::string next() override { return std::string(kRequestBytes - 4, 'x'); }
  int judge(std::string_view answer) override {
    return answer.size() + 4 == kAnswerBytes ? 1000 : 2400;
  }
};

}  // namespace

Result<double> sync_rate(const std::filesystem::path& directory, std::size_t group,
                         std::chrono::duration<double> duration) {
  const std::filesystem::path path = directory / ("sync-bench-" + std::to_string(::getpid()));
  const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return fail(Fault::io, path.string() + ": " + std::strerror(errno));
  ::unlink(path.c_str());
  const std::string records(group * kRecordBytes, 'r');
  const auto begin = SteadyClock::now();
  std::size_t written = 0;
  int error = 0;
  std::chrono::duration<double> took{0};
  while (error == 0 && took < duration) {
    if (::write(file, records.data(), records.size()) != static_cast<ssize_t>(records.size()) ||
        ::fdatasync(file) != 0)
      error = errno != 0 ? errno : ENOSPC;
    written += group;
    took = SteadyClock::now() - begin;
  }
  ::close(file);
  if (error != 0) return fail(Fault::io, path.string() + ": " + std::strerror(error));
  return static_cast<double>(written) / took.count();
}

Result<std::unique_ptr<Echo>> Echo::start(std::size_t sessions, std::size_t client_threads,
                                          std::size_t server_threads) {
  const Instant now = SystemClock().now();
  const auto ca = net::make_ca("Echo", 1, now);
  if (!ca) return std::unexpected(ca.error());
  const auto own = net::issue_certificate(
      *ca, {"echo", {"127.0.0.1"}, net::CertificateUse::server, 1}, now);
  if (!own) return std::unexpected(own.error());
  auto server_tls = net::TlsContext::server({own->certificate_pem, own->key_pem});
  if (!server_tls) return std::unexpected(server_tls.error());
  auto client_tls = net::TlsContext::client({.ca_pem = ca->certificate_pem});
  if (!client_tls) return std::unexpected(client_tls.error());

  std::unique_ptr<Echo> echo(new Echo);
  auto reactor = net::Reactor::start(server_threads);
  if (!reactor) return std::unexpected(reactor.error());
  echo->reactor_ = std::move(*reactor);
  net::ServerOptions options;
  options.tls = *server_tls;
  options.session = [] { return std::make_unique<EchoSession>(); };
  auto server = net::Server::listen(*echo->reactor_, std::move(options));
  if (!server) return std::unexpected(server.error());
  echo->server_ = std::move(*server);
  auto fleet = Fleet::connect(
      {"127.0.0.1", echo->server_->port(), {*client_tls}, sessions, client_threads},
      [](std::size_t) { return std::make_unique<EchoScript>(); });
  if (!fleet) return std::unexpected(fleet.error());
  echo->fleet_ = std::move(*fleet);
  return echo;
}

Echo::~Echo() = default;

Result<EchoMeasurement> Echo::run(std::chrono::duration<double> duration) {
  const double before = reactor_cpu_us(*reactor_);
  auto client = fleet_->run(duration);
  if (!client) return std::unexpected(client.error());
  const double cpu = reactor_cpu_us(*reactor_) - before;
  const double frames = static_cast<double>(client->frames);
  return EchoMeasurement{std::move(*client), frames > 0 ? cpu / frames : 0};
}

}  // namespace stele::bench
