#include "tests/unit/epp/session_fixture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>

#include "engine/base/check.h"
#include "engine/crypto/hash.h"
#include "engine/runtime/registry_parts.h"
#include "tests/unit/epp/frames.h"
#include "tests/unit/epp/schema_oracle.h"

namespace stele::epp::testing {
namespace {

// All that any connection was sent, held against the official schemas when the tests have ended.
// Of documents that differ in digits only, one is kept: a race has many.
class Heard final : public ::testing::Environment {
 public:
  void keep(const std::string& document) {
    std::string shape = document;
    std::erase_if(shape, [](char c) { return c >= '0' && c <= '9'; });
    const std::lock_guard lock(mutex_);
    documents_.try_emplace(std::move(shape), document);
  }

  void TearDown() override {
    const SchemaOracle oracle;
    if (!oracle.available()) {
      std::printf("skipped: no schemas, %zu responses are not held against them\n", documents_.size());
      return;
    }
    std::vector<std::string> documents;
    for (const auto& [shape, document] : documents_) documents.push_back(document);
    const auto verdicts = oracle.judge(documents);
    for (std::size_t i = 0; i < documents.size(); ++i)
      EXPECT_EQ(verdicts[i], "") << documents[i];
    std::printf("%zu responses held against the schemas\n", documents.size());
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::string> documents_;
};

// GoogleTest owns it.
Heard& heard = *static_cast<Heard*>(::testing::AddGlobalTestEnvironment(new Heard));

}  // namespace

struct FakeConnection::Inbox final : net::Reentry {
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<Task> tasks;
  void post(Task task) override {
    const std::lock_guard lock(mutex);
    tasks.push_back(std::move(task));
    changed.notify_all();
  }
};

FakeConnection::FakeConnection(std::unique_ptr<net::Session> session, Peer peer)
    : session_(std::move(session)), peer_(std::move(peer)), name_(peer_.address + ":50000"),
      inbox_(std::make_shared<Inbox>()) {
  session_->on_open(*this);
}

FakeConnection::~FakeConnection() { session_->on_close(net::EndReason::closed_by_peer); }

std::shared_ptr<net::Reentry> FakeConnection::reentry() { return inbox_; }

void FakeConnection::receive(std::string_view bytes) {
  kept_ += bytes;
  deliver();
}

void FakeConnection::deliver() {
  if (paused_ || closed_ || kept_.empty()) return;
  const std::size_t used = session_->on_data(*this, kept_);
  CHECK(used <= kept_.size(), "a session consumes what it was given");
  kept_.erase(0, used);
}

void FakeConnection::run_posted() {
  while (true) {
    net::Reentry::Task task;
    {
      const std::lock_guard lock(inbox_->mutex);
      if (inbox_->tasks.empty()) return;
      task = std::move(inbox_->tasks.front());
      inbox_->tasks.pop_front();
    }
    task(*this);
    deliver();
  }
}

std::vector<std::string> FakeConnection::responses(std::size_t n) {
  std::vector<std::string> documents;
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (true) {
    run_posted();
    while (sent_.size() >= 4) {
      const std::size_t length = get_big_endian<std::uint32_t>(sent_);
      CHECK(length >= 4 && length <= sent_.size(), "responses are whole frames");
      documents.push_back(sent_.substr(4, length - 4));
      heard.keep(documents.back());
      sent_.erase(0, length);
    }
    if (documents.size() >= n || closed_) return documents;
    std::unique_lock lock(inbox_->mutex);
    if (!inbox_->changed.wait_until(lock, deadline, [&] { return !inbox_->tasks.empty(); }))
      return documents;
  }
}

std::string FakeConnection::ask(const std::string& xml) {
  receive(framed(xml));
  const auto documents = responses(1);
  return documents.empty() ? std::string() : documents[0];
}

std::string framed(const std::string& xml) {
  std::string bytes;
  put_big_endian(bytes, static_cast<std::uint32_t>(xml.size() + 4));
  return bytes + xml;
}

Digest Sandbox::fingerprint_of(const std::string& registrar) { return crypto::sha256("certificate of " + registrar); }

Sandbox::Sandbox() {
  runtime::Options options;
  options.random = &random_;
  options.scrub = false;
  auto opened = runtime::Registry::open(options, runtime::memory_parts(random_));
  CHECK(opened, opened ? "" : opened.error().what);
  registry_ = std::move(*opened);
  gateway_ = std::make_unique<gateway::Gateway>(*registry_, random_, clock_);
  const Currency eur = *parse_currency("EUR");
  core::CreateZone zone;
  zone.name = *DomainName::parse("example");
  zone.policy.prices = {{PricedOperation::create, {eur, *parse_amount("10.00")}},
                        {PricedOperation::renew, {eur, *parse_amount("10.00")}}};
  zone.header.primary = "ns1.nic.example";
  zone.header.responsible = "hostmaster.nic.example";
  zone.header.name_servers = {"ns1.nic.example"};
  must(zone);
  for (const std::string id : {"reg-a", "reg-b"}) {
    core::CreateRegistrar registrar;
    registrar.id = id;
    registrar.name = "Registrar " + id;
    registrar.password_hash = crypto::hash_password(password_of(id), random_).value();
    registrar.fingerprints = {to_hex(view(fingerprint_of(id)))};
    registrar.zones = {"example"};
    registrar.currency = eur;
    must(registrar);
    must(core::CreditAccount{id, {eur, *parse_amount("1000.00")}, "top-up"});
  }
}

Sandbox::~Sandbox() { registry_->stop(); }

void Sandbox::must(core::Command command) {
  core::Request request;
  request.caller.actor = {events::ActorKind::administrator, ObjectNumber{}, "test"};
  request.source = events::Source::command_line;
  request.command = std::move(command);
  const runtime::Outcome outcome = registry_->execute(std::move(request));
  CHECK(outcome.accepted() != nullptr, core::name_of(outcome.rejections()->front().reason));
}

void Sandbox::change_settings(core::ChangeSettings change) { must(std::move(change)); }

net::PeerCertificate Sandbox::certificate_of(const std::string& registrar) {
  return {.fingerprint = fingerprint_of(registrar),
          .common_name = registrar,
          .valid_until = SystemClock().now() + 365 * kDay};
}

std::unique_ptr<FakeConnection> Sandbox::connect(std::optional<Digest> fingerprint, Options options) {
  Peer peer;
  if (fingerprint) {
    peer.certificate = certificate_of("");
    peer.certificate->fingerprint = *fingerprint;
  }
  return connect(std::move(peer), std::move(options));
}

std::unique_ptr<FakeConnection> Sandbox::connect(Peer peer, Options options) {
  auto connection = std::make_unique<FakeConnection>(make_sessions(*gateway_, options)(), peer);
  const auto greeting = connection->responses(1);
  CHECK(greeting.size() == 1 && greeting[0].find("<greeting>") != std::string::npos, "a greeting");
  return connection;
}

std::unique_ptr<FakeConnection> Sandbox::log_in(const std::string& registrar) {
  auto connection = connect(fingerprint_of(registrar));
  const std::string answer = connection->ask(login_frame(registrar, password_of(registrar)));
  CHECK(answer.find("code=\"1000\"") != std::string::npos, answer);
  return connection;
}

std::string login_frame(const std::string& registrar, const std::string& password,
                        const std::string& more) {
  return command("<login><clID>" + registrar + "</clID><pw>" + password + "</pw>" + more +
                 "<options><version>1.0</version><lang>en</lang></options><svcs>"
                 "<objURI>urn:ietf:params:xml:ns:domain-1.0</objURI>"
                 "<objURI>urn:ietf:params:xml:ns:host-1.0</objURI>"
                 "<objURI>urn:ietf:params:xml:ns:contact-1.0</objURI></svcs></login>"
                 "<clTRID>LOGIN-1</clTRID>");
}

}  // namespace stele::epp::testing
