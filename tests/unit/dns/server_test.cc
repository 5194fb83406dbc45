// The server on real sockets: UDP, TCP, TLS; transfers to fast, slow and vanishing peers.
#include "frontends/dns/dns_server.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <condition_variable>
#include <fstream>
#include <mutex>

#include "engine/net/certificate.h"
#include "engine/net/client_stream.h"
#include "tests/support/measured.h"
#include "tests/support/text_registry.h"
#include "tests/unit/dns/fixture.h"

namespace stele::dns::test {
namespace {

using namespace std::chrono_literals;

// A zone too large to be held: its records are made while they are read.
class EndlessZone final : public zone::Published {
 public:
  explicit EndlessZone(int delegations) : delegations_(delegations), small_("example", 12, {}) {}
  const DomainName& name() const override { return small_.name(); }
  std::uint32_t serial() const override { return 12; }
  Position position() const override { return Position{1}; }
  Instant made_at() const override { return {}; }
  std::uint64_t record_count() const override { return static_cast<std::uint64_t>(delegations_) * 2; }
  zone::Record soa(std::uint32_t serial) const override { return small_.soa(serial); }
  Done for_each_record(const Visit& visit) const override {
    for (int i = 0; i < delegations_; ++i) {
      const std::string owner = "domain-" + std::to_string(i) + ".example";
      if (!visit(ns(owner, "ns1.hoster.net")) || !visit(ns(owner, "ns2.hoster.net"))) return {};
    }
    return {};
  }
  std::optional<std::vector<zone::Delta>> deltas_since(std::uint32_t, std::size_t) const override {
    return std::nullopt;
  }

 private:
  int delegations_;
  FakeZone small_;
};

class OneZone final : public zone::Zones {
 public:
  std::shared_ptr<const zone::Published> find(const DomainName& name) const override {
    return name.text() == "example" ? zone : nullptr;
  }
  std::vector<DomainName> list() const override { return {name("example")}; }
  void on_new_serial(NewSerial) override {}
  std::shared_ptr<const zone::Published> zone;
};

std::size_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::size_t total = 0, resident = 0;
  statm >> total >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

class Serving : public testing::Test {
 protected:
  void SetUp() override {
    registry_.run("create zone=example registrant=optional price.create=1.00EUR primary=ns1.nic.example "
                  "responsible=hostmaster.nic.example ns=ns1.nic.example records=\"ns1.nic A 192.0.2.1\"");
    registry_.run("change secondaries=example add.secondary=\"here 127.0.0.1 notify=no\"");
    gateway_ = std::make_unique<gateway::Gateway>(registry_.registry(), random_, clock_);
    reactor_ = net::Reactor::start(1).value();
    zones_.zone = std::make_shared<EndlessZone>(100);
  }

  void start(std::chrono::milliseconds send_timeout = 30s) {
    DnsOptions options;
    options.port = 0;
    options.transfers = 2;
    options.waiting = 1;
    options.limits.send_timeout = send_timeout;
    const Instant now = clock_.now();
    const auto ca = net::make_ca("test", 10, now).value();
    const auto identity = net::issue_certificate(
        ca, {.common_name = "localhost", .names = {"127.0.0.1"}, .use = net::CertificateUse::server}, now);
    options.xot = XotOptions{"127.0.0.1", 0, identity->certificate_pem, identity->key_pem};
    options.on_event = [this](const net::Event& event) {
      const std::lock_guard lock(mutex_);
      events_.push_back(std::string(net::to_text(event.reason)) + " " + event.detail);
      changed_.notify_all();
    };
    server_ = DnsServer::listen(*reactor_, *gateway_, zones_, random_, std::move(options)).value();
  }

  bool await_event(const std::string& begin) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 10s, [&] {
      return std::ranges::any_of(events_, [&](const auto& e) { return e.starts_with(begin); });
    });
  }

  net::ClientStream connect() {
    return net::ClientStream::connect("127.0.0.1", server_->port(), nullptr, 20s).value();
  }
  static void send(net::ClientStream& client, const std::string& message) {
    std::string framed;
    put_big_endian(framed, static_cast<std::uint16_t>(message.size()));
    ASSERT_TRUE(client.write(framed + message));
  }
  static std::string receive(net::ClientStream& client) {
    const auto size = client.read_exactly(2);
    if (!size) return {};
    auto message = client.read_exactly(get_big_endian<std::uint16_t>(*size));
    return message ? *message : std::string();
  }
  // The records of a transfer, until the second SOA.
  static std::size_t receive_transfer(net::ClientStream& client) {
    std::size_t records = 0, soas = 0;
    while (soas < 2) {
      const Answered part = read_answer(receive(client));
      if (!part.parsed || part.answers.empty()) return 0;
      records += part.answers.size();
      for (const std::string* each : {&part.answers.front(), &part.answers.back()})
        if (each->find(" SOA ") != std::string::npos) ++soas;
      if (part.answers.size() == 1) --soas;
    }
    return records;
  }

  stele::test::TextRegistry registry_;
  crypto::SystemRandom random_;
  SystemClock clock_;
  OneZone zones_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> events_;
  std::unique_ptr<gateway::Gateway> gateway_;
  std::unique_ptr<net::Reactor> reactor_;
  std::unique_ptr<DnsServer> server_;
};

TEST_F(Serving, QuestionsOfOneConnectionAreAnsweredInOrder) {
  start();
  auto client = connect();
  send(client, question("example", record_type::kSoa));
  send(client, question("example", record_type::kAxfr));
  send(client, question({.type = record_type::kSoa, .id = 77}));
  EXPECT_EQ(read_answer(receive(client)).answers.size(), 1U);
  EXPECT_EQ(receive_transfer(client), 202U);
  EXPECT_EQ(read_answer(receive(client)).id, 77);
  const auto seen = gateway_->secondaries().of("example", "here");
  EXPECT_EQ(seen.transfer_kind, "axfr");
  EXPECT_EQ(seen.serial, 12U);
}

TEST_F(Serving, DatagramsAreAnswered) {
  start();
  std::string got;
  net::DatagramOptions options;
  options.on_datagram = [&](const net::DatagramPeer&, std::string_view bytes) {
    const std::lock_guard lock(mutex_);
    got = bytes;
    changed_.notify_all();
    return std::nullopt;
  };
  auto client = net::DatagramEndpoint::open(*reactor_, std::move(options)).value();
  ASSERT_TRUE(client->send({"127.0.0.1", server_->port()}, question("example", record_type::kSoa)));
  {
    std::unique_lock lock(mutex_);
    ASSERT_TRUE(changed_.wait_for(lock, 10s, [&] { return !got.empty(); }));
    EXPECT_EQ(read_answer(got).answers.size(), 1U);
    got.clear();
  }
  ASSERT_TRUE(client->send({"127.0.0.1", server_->port()}, question("elsewhere", record_type::kSoa)));
  EXPECT_TRUE(await_event("query_refused REFUSED SOA of elsewhere"));
}

TEST_F(Serving, WhoIsRefusedIsAnsweredAndSentAway) {
  start();
  auto client = connect();
  send(client, question("elsewhere", record_type::kAxfr));
  EXPECT_EQ(read_answer(receive(client)).rcode, Rcode::refused);
  EXPECT_EQ(receive(client), "");
  EXPECT_TRUE(await_event("refused_by_session REFUSED AXFR of elsewhere"));
  auto large = connect();
  ASSERT_TRUE(large.write(std::string("\xff\xff", 2)));
  EXPECT_EQ(receive(large), "");
  EXPECT_TRUE(await_event("refused_by_session a message of 65535 octets"));
}

TEST_F(Serving, TlsIsForThoseWhoSayTheySpeakDns) {
  start();
  const auto connect_tls = [&](std::string application) {
    net::ClientTls tls;
    tls.application = std::move(application);
    return net::ClientStream::connect("127.0.0.1", server_->xot_port(),
                                      net::TlsContext::client(tls).value(), 10s);
  };
  auto client = connect_tls("dot").value();
  EXPECT_EQ(client.tls_version(), "TLSv1.3");
  send(client, question("example", record_type::kAxfr));
  EXPECT_EQ(receive_transfer(client), 202U);
  EXPECT_FALSE(connect_tls("h2"));
  auto silent = connect_tls("");
  EXPECT_TRUE(!silent || receive(*silent).empty());
  EXPECT_TRUE(await_event("handshake_failed no ALPN"));
}

TEST_F(Serving, ASlowPeerCostsAFewMessagesHoweverLargeTheZone) {
  zones_.zone = std::make_shared<EndlessZone>(1'000'000);
  start();
  { // what a transfer needs once is there before memory is looked at
    auto first = connect();
    send(first, question("example", record_type::kAxfr));
    for (int i = 0; i < 20; ++i) ASSERT_NE(receive(first), "");
  }
  const std::size_t before = resident_bytes();
  auto client = connect();
  send(client, question("example", record_type::kAxfr));
  std::size_t octets = 0;
  for (int i = 0; i < 100; ++i) octets += receive(client).size();
  std::this_thread::sleep_for(300ms);  // the maker has as long as it likes to run ahead
  EXPECT_TRUE(!kMeasured || resident_bytes() < before + (8U << 20));
  EXPECT_GT(octets, 6'000'000U);
}

TEST_F(Serving, APeerThatDoesNotReadIsEnded) {
  zones_.zone = std::make_shared<EndlessZone>(1'000'000);
  start(500ms);
  auto client = connect();
  send(client, question("example", record_type::kAxfr));
  EXPECT_TRUE(await_event("slow_client"));
  auto next = connect();  // its thread is free again
  send(next, question("example", record_type::kSoa));
  EXPECT_EQ(read_answer(receive(next)).answers.size(), 1U);
}

TEST_F(Serving, MoreTransfersThanMayWaitAreToldToComeAgain) {
  zones_.zone = std::make_shared<EndlessZone>(1'000'000);
  start();
  const std::string asked = question("example", record_type::kAxfr);
  auto first = connect(), second = connect();  // all that are made at once
  for (auto* const busy : {&first, &second}) {
    send(*busy, asked);
    ASSERT_NE(receive(*busy), "");
  }
  auto waiting = connect();
  std::string both;  // when the first is answered, the second waits
  for (const std::string& message : {question("example", record_type::kSoa), asked}) {
    put_big_endian(both, static_cast<std::uint16_t>(message.size()));
    both += message;
  }
  ASSERT_TRUE(waiting.write(both));
  EXPECT_EQ(read_answer(receive(waiting)).rcode, Rcode::noerror);
  auto late = connect();
  send(late, asked);
  EXPECT_EQ(read_answer(receive(late)).rcode, Rcode::servfail);
  EXPECT_EQ(receive(late), "");
  EXPECT_TRUE(await_event("refused_by_session SERVFAIL AXFR of example: too many transfers wait"));
  EXPECT_EQ(gateway_->secondaries().of("example", "here").refused, 1U);
}

TEST_F(Serving, StoppingCutsTransfersOff) {
  zones_.zone = std::make_shared<EndlessZone>(1'000'000);
  start();
  auto client = connect();
  send(client, question("example", record_type::kAxfr));
  EXPECT_NE(receive(client), "");
  server_.reset();
  std::size_t rest = 0;
  while (!receive(client).empty()) ++rest;
  EXPECT_LT(rest, 400U);  // of some 700: not the whole zone
}

}  // namespace
}  // namespace stele::dns::test
