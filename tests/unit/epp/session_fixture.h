// A registry in memory behind real sessions over a connection without a network: what a client
// would write goes in, whole response documents come out.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/base/clock.h"
#include "engine/crypto/system_random.h"
#include "engine/net/connection.h"
#include "frontends/epp/session.h"
#include "frontends/gateway/gateway.h"

namespace stele::epp::testing {

struct Peer {
  std::optional<net::PeerCertificate> certificate;
  std::string address = "192.0.2.1";
};

// Plays the network's part as engine/net documents it: keeps what is not consumed, delivers nothing
// while paused, runs posted tasks on the test's thread.
class FakeConnection final : public net::Connection {
 public:
  FakeConnection(std::unique_ptr<net::Session> session, Peer peer);
  ~FakeConnection() override;

  void receive(std::string_view bytes);  // from the client
  // Documents sent so far, taken off; waits until there are `n` or the connection has ended.
  std::vector<std::string> responses(std::size_t n);
  std::string ask(const std::string& xml);  // one frame, one response

  bool closed() const { return closed_; }
  const std::string& refused() const { return refused_; }

  void send(std::string bytes) override { sent_ += bytes; }
  void close_after_send() override { closed_ = true; }
  void close() override { closed_ = true; }
  void refuse(std::string why) override {
    refused_ = std::move(why);
    closed_ = true;
  }
  void pause_reading() override { paused_ = true; }
  void resume_reading() override { paused_ = false; }
  const std::string& peer() const override { return name_; }
  const std::string& peer_address() const override { return peer_.address; }
  const std::optional<net::PeerCertificate>& peer_certificate() const override {
    return peer_.certificate;
  }
  std::shared_ptr<net::Reentry> reentry() override;

 private:
  struct Inbox;
  void deliver();
  void run_posted();
  std::unique_ptr<net::Session> session_;
  const Peer peer_;
  const std::string name_;
  std::shared_ptr<Inbox> inbox_;
  std::string kept_, sent_, refused_;
  bool paused_ = false;
  bool closed_ = false;
};

std::string framed(const std::string& xml);

// Stands still until the test moves it.
class SteppedClock final : public Clock {
 public:
  Instant now() override { return start_ + passed_.load(); }
  std::int64_t monotonic_ms() override { return passed_.load(); }
  void pass(std::int64_t ms) { passed_ += ms; }

 private:
  const Instant start_ = SystemClock().now();
  std::atomic<std::int64_t> passed_{0};
};

// Zone `example`; registrars reg-a and reg-b with the password and the certificate of their name.
class Sandbox {
 public:
  Sandbox();
  ~Sandbox();
  gateway::Gateway& gateway() { return *gateway_; }
  // A connection that has read its greeting.
  std::unique_ptr<FakeConnection> connect(std::optional<Digest> fingerprint, Options options = {});
  std::unique_ptr<FakeConnection> connect(Peer peer, Options options = {});
  // The same, logged in.
  std::unique_ptr<FakeConnection> log_in(const std::string& registrar);
  void change_settings(core::ChangeSettings change);
  void must(core::Command command);  // by the registry's staff
  runtime::Registry& registry() { return *registry_; }
  SteppedClock& clock() { return clock_; }

  static Digest fingerprint_of(const std::string& registrar);
  static net::PeerCertificate certificate_of(const std::string& registrar);  // a year from now
  static std::string password_of(const std::string& registrar) { return "pw-" + registrar; }

 private:
  crypto::SystemRandom random_;
  SteppedClock clock_;  // the gateway's; the registry has the real one
  std::unique_ptr<runtime::Registry> registry_;
  std::unique_ptr<gateway::Gateway> gateway_;
};

std::string login_frame(const std::string& registrar, const std::string& password,
                        const std::string& more = "");

}  // namespace stele::epp::testing
