// Datagrams, and answers that are sent in parts.
#include "engine/net/datagram.h"

#include "tests/unit/net/harness.h"

namespace stele::net {
namespace {

using namespace test;

struct Echo {
  Recorder seen;
  std::unique_ptr<Reactor> reactor = std::move(*Reactor::start(1));

  std::unique_ptr<DatagramEndpoint> open(std::string address, std::string answer) {
    DatagramOptions options;
    options.address = std::move(address);
    options.on_datagram = [this, answer](const DatagramPeer& peer, std::string_view bytes)
        -> std::optional<std::string> {
      seen.add(peer.address + " " + std::string(bytes));
      if (answer.empty()) return std::nullopt;
      return answer;
    };
    return std::move(*DatagramEndpoint::open(*reactor, std::move(options)));
  }
};

TEST(Datagram, ComesAndIsAnsweredFromTheSamePort) {
  Echo echo;
  const auto server = echo.open("127.0.0.1", "pong");
  const auto client = echo.open("127.0.0.1", "");
  ASSERT_TRUE(client->send({"127.0.0.1", server->port()}, "ping"));
  EXPECT_TRUE(echo.seen.await("127.0.0.1 ping"));
  EXPECT_TRUE(echo.seen.await("127.0.0.1 pong"));
}

TEST(Datagram, BothFamiliesOnOneSocketAreNamedAsTheyAre) {
  Echo echo;
  const auto server = echo.open("::", "pong");
  const auto v4 = echo.open("127.0.0.1", "");
  const auto v6 = echo.open("::1", "");
  ASSERT_TRUE(v4->send({"127.0.0.1", server->port()}, "four"));
  ASSERT_TRUE(v6->send({"::1", server->port()}, "six"));
  EXPECT_TRUE(echo.seen.await("127.0.0.1 four"));
  EXPECT_TRUE(echo.seen.await("::1 six"));
  EXPECT_TRUE(server->send({"127.0.0.1", v4->port()}, "back"));
  EXPECT_TRUE(echo.seen.await("127.0.0.1 back"));
  EXPECT_EQ(v4->send({"::1", server->port()}, "x").error().fault, Fault::invalid);
  EXPECT_EQ(v4->send({"nonsense", 1}, "x").error().fault, Fault::invalid);
}

TEST(Datagram, NobodyThereIsNoFaultOfTheNextOne) {
  Echo echo;
  const auto client = echo.open("127.0.0.1", "");
  std::uint16_t closed = 0;
  { closed = echo.open("127.0.0.1", "")->port(); }
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(client->send({"127.0.0.1", closed}, "lost"));
  const auto server = echo.open("127.0.0.1", "pong");
  ASSERT_TRUE(client->send({"127.0.0.1", server->port()}, "ping"));
  EXPECT_TRUE(echo.seen.await("127.0.0.1 pong"));
}

TEST(Datagram, PortInUseIsNamed) {
  Echo echo;
  const auto first = echo.open("127.0.0.1", "");
  DatagramOptions options;
  options.port = first->port();
  const auto second = DatagramEndpoint::open(*echo.reactor, std::move(options));
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().what.find(std::to_string(first->port())), std::string::npos);
}

// A long answer, each part made when the one before it has left.
class PartsSession final : public EchoSession {
 public:
  using EchoSession::EchoSession;
  std::size_t on_data(Connection& connection, std::string_view bytes) override {
    left_ = 100;
    on_sent(connection);
    return bytes.size();
  }
  void on_sent(Connection& connection) override {
    if (left_ == 0) return connection.close_after_send();
    --left_;
    connection.send(std::string(100'000, 'x'));
  }

 private:
  int left_ = 0;
};

TEST(Connection, TellsWhenWhatItTookHasLeft) {
  for (const bool tls : {false, true}) {
    Recorder seen;
    ServerOptions options;
    options.session = [&] { return std::make_unique<PartsSession>(seen); };
    options.limits.unsent_bytes = 150'000;  // two parts at once would be one too many
    if (tls) options.tls = server_tls();
    Running running(std::move(options));
    auto client = running.connect(tls ? client_tls() : nullptr);
    ASSERT_TRUE(client);
    ASSERT_TRUE(client->write("go"));
    EXPECT_EQ(client->read_to_end(20'000'000).value().size(), 10'000'000U);
    EXPECT_EQ(running.events.lines().size(), 0U);
  }
}

}  // namespace
}  // namespace stele::net
