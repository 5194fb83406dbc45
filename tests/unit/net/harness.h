// What the network tests share: certificates made once, an echo session, a server that records its
// events and what its sessions saw.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/base/clock.h"
#include "engine/net/certificate.h"
#include "engine/net/client_stream.h"
#include "engine/net/server.h"

namespace stele::net::test {

using namespace std::chrono_literals;

struct Pki {
  Identity ca, server, client, stranger_ca, stranger;
  static const Pki& get();
};

std::shared_ptr<const TlsContext> server_tls(ClientCertificate mode = ClientCertificate::none);
std::shared_ptr<const TlsContext> client_tls(const Identity* identity = nullptr);

// Things seen on reactor threads, awaited from the test's thread.
class Recorder {
 public:
  void add(std::string line) {
    std::lock_guard lock(mutex_);
    lines_.push_back(std::move(line));
    changed_.notify_all();
  }
  std::vector<std::string> lines() const {
    std::lock_guard lock(mutex_);
    return lines_;
  }
  std::size_t count(const std::string& start) const {
    std::lock_guard lock(mutex_);
    return count_locked(start);
  }
  // False when it has not been seen `times` often within ten seconds.
  bool await(const std::string& start, std::size_t times = 1) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 10s, [&] { return count_locked(start) >= times; });
  }

 private:
  std::size_t count_locked(const std::string& start) const {
    return static_cast<std::size_t>(std::count_if(
        lines_.begin(), lines_.end(), [&](const auto& line) { return line.starts_with(start); }));
  }
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> lines_;
};

class EchoSession : public Session {
 public:
  explicit EchoSession(Recorder& seen) : seen_(seen) {}
  void on_open(Connection&) override { seen_.add("open"); }
  std::size_t on_data(Connection& connection, std::string_view bytes) override {
    connection.send(std::string(bytes));
    return bytes.size();
  }
  void on_close(EndReason reason) override { seen_.add(std::string("close ") + to_text(reason)); }

 protected:
  Recorder& seen_;
};

// A reactor and one server on a port of its own.
struct Running {
  Recorder seen;    // what sessions saw
  Recorder events;  // "reason detail"
  std::unique_ptr<Reactor> reactor;
  std::unique_ptr<Server> server;

  explicit Running(ServerOptions options = {}, std::size_t threads = 1) {
    reactor = std::move(*Reactor::start(threads));
    if (!options.session)
      options.session = [this] { return std::make_unique<EchoSession>(seen); };
    options.on_event = [this](const Event& event) {
      events.add(std::string(to_text(event.reason)) + " " + event.detail);
    };
    auto listening = Server::listen(*reactor, std::move(options));
    EXPECT_TRUE(listening) << (listening ? "" : listening.error().what);
    if (listening) server = std::move(*listening);
  }

  Result<ClientStream> connect(std::shared_ptr<const TlsContext> tls = nullptr) const {
    return ClientStream::connect("127.0.0.1", server->port(), std::move(tls), 10s);
  }
};

}  // namespace stele::net::test
