// What a server holds its peers to, and how it ends.
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <thread>

#include "engine/net/dial.h"
#include "tests/support/measured.h"
#include "tests/unit/net/harness.h"

namespace stele::net::test {
namespace {

std::size_t resident_bytes() {
  long pages = 0, resident = 0;
  std::FILE* file = std::fopen("/proc/self/statm", "r");
  if (std::fscanf(file, "%ld %ld", &pages, &resident) != 2) resident = 0;
  std::fclose(file);
  return static_cast<std::size_t>(resident) * 4096;
}

// One request a line; "later …" is answered from another thread, as by the writer.
class LineSession : public EchoSession {
 public:
  using EchoSession::EchoSession;
  std::size_t on_data(Connection& connection, std::string_view bytes) override {
    std::size_t consumed = 0;
    while (!waiting_) {
      const std::size_t end = bytes.find('\n', consumed);
      if (end == std::string_view::npos) break;
      std::string line(bytes.substr(consumed, end + 1 - consumed));
      consumed = end + 1;
      if (line.starts_with("refuse")) {
        connection.send("bye\n");
        connection.refuse("asked\nto");
        break;
      }
      if (line.starts_with("quit")) {
        connection.send("bye\n");
        connection.close_after_send();
        break;
      }
      if (line.starts_with("big")) {
        connection.send(std::string(std::stoul(line.substr(4)), 'b'));
        continue;
      }
      if (!line.starts_with("later")) {
        connection.send(std::move(line));
        continue;
      }
      waiting_ = true;
      connection.pause_reading();
      std::thread([this, line, way_back = connection.reentry()] {
        way_back->post([this, line](Connection& again) {
          waiting_ = false;
          again.send(line);
          again.resume_reading();
        });
      }).detach();
    }
    return consumed;
  }

 private:
  bool waiting_ = false;
};

ServerOptions lines(Running*& running) {
  ServerOptions options;
  options.session = [&running] { return std::make_unique<LineSession>(running->seen); };
  return options;
}

struct LineServer {
  Running* self = nullptr;
  Running running;
  explicit LineServer(Limits limits = {}, bool tls = true)
      : running([&] {
          ServerOptions options = lines(self);
          options.limits = limits;
          if (tls) options.tls = server_tls();
          return options;
        }()) {
    self = &running;
  }
  ClientStream connect() { return std::move(*running.connect(client_tls())); }
};

TEST(Server, PipelinedRequestsAreAnsweredInOrder) {
  LineServer server;
  ClientStream client = server.connect();
  std::string sent;
  for (int i = 0; i < 2000; ++i)
    sent += (i % 7 == 0 ? "later " : "now ") + std::to_string(i) + "\n";
  ASSERT_TRUE(client.write(sent));
  EXPECT_EQ(client.read_exactly(sent.size()).value(), sent);
}

TEST(Server, RequestInPiecesIsKeptUntilWhole) {
  LineServer server;
  ClientStream client = server.connect();
  for (const char letter : std::string("hello\nwor")) ASSERT_TRUE(client.write({&letter, 1}));
  EXPECT_EQ(client.read_exactly(6).value(), "hello\n");
  ASSERT_TRUE(client.write("ld\n"));
  EXPECT_EQ(client.read_exactly(6).value(), "world\n");
}

TEST(Server, PeerThatHasFinishedWritingGetsItsAnswer) {
  LineServer server({}, false);
  auto client = server.running.connect();
  ASSERT_TRUE(client->write("later 1\nnow 2\n"));
  client->finish_writing();
  EXPECT_EQ(client->read_to_end(1000).value(), "later 1\nnow 2\n");
  EXPECT_TRUE(server.running.seen.await("close closed_by_peer"));
}

TEST(Server, GoodbyeArrivesThoughMoreWasSent) {
  LineServer server;
  ClientStream client = server.connect();
  ASSERT_TRUE(client.write("quit\n" + std::string(100'000, 'x')));
  EXPECT_EQ(client.read_to_end(1000).value(), "bye\n");
  EXPECT_TRUE(server.running.seen.await("close closed_by_session"));
  EXPECT_TRUE(server.running.events.lines().empty());
}

TEST(Server, RefusalIsOneEventOnOneLine) {
  LineServer server;
  ClientStream client = server.connect();
  ASSERT_TRUE(client.write("refuse\n"));
  EXPECT_EQ(client.read_to_end(1000).value(), "bye\n");
  ASSERT_TRUE(server.running.seen.await("close refused_by_session"));
  ASSERT_EQ(server.running.events.lines().size(), 1u);
  EXPECT_EQ(server.running.events.lines()[0].find('\n'), std::string::npos);
}

TEST(Server, HalfOpenHandshakeTimesOut) {
  ServerOptions options;
  options.tls = server_tls();
  options.limits.handshake_timeout = 300ms;
  Running running(std::move(options));
  auto silent = running.connect();
  auto begun = running.connect();
  ASSERT_TRUE(begun->write(std::string("\x16\x03\x01\x02\x00\x01", 6)));
  EXPECT_TRUE(running.events.await("handshake_timeout", 2));
  EXPECT_EQ(silent->read_some(1).error().fault, Fault::closed);
  EXPECT_TRUE(running.seen.lines().empty());
}

TEST(Server, IdleAndUnfinishedRequestsTimeOut) {
  Limits limits;
  limits.idle_timeout = 1500ms;
  limits.frame_timeout = 300ms;
  LineServer server(limits);
  ClientStream idle = server.connect();
  ClientStream slow_loris = server.connect();
  ASSERT_TRUE(slow_loris.write("begun"));
  EXPECT_TRUE(server.running.events.await("frame_timeout"));
  EXPECT_EQ(server.running.events.count("idle_timeout"), 0u);
  EXPECT_TRUE(server.running.events.await("idle_timeout"));
  EXPECT_EQ(idle.read_some(1).error().fault, Fault::closed);
  EXPECT_EQ(server.running.events.lines().size(), 2u);
}

TEST(Server, SlowReaderIsCappedInBytesAndInTime) {
  Limits limits;
  limits.unsent_bytes = 10 << 20;
  limits.send_timeout = 400ms;
  LineServer server(limits);
  ClientStream greedy = server.connect();
  ASSERT_TRUE(greedy.write("big 60000000\n"));
  EXPECT_TRUE(server.running.events.await("slow_client"));
  ClientStream sleeper = server.connect();
  ASSERT_TRUE(sleeper.write("big 9000000\n"));
  EXPECT_TRUE(server.running.events.await("slow_client", 2));
}

TEST(Server, PipeliningWithoutReadingCostsOneAnswer) {
  Limits limits;
  limits.unsent_bytes = 64 << 20;
  LineServer server(limits);
  ClientStream client = server.connect();
  ASSERT_TRUE(client.write("now 0\n"));
  ASSERT_TRUE(client.read_exactly(6));
  const std::size_t before = resident_bytes();
  // 16 MB a request: the second may not even be looked at before the first is read.
  std::string requests;
  for (int i = 0; i < 50; ++i) requests += "later 0\nbig 16000000\n";
  ASSERT_TRUE(client.write(requests));
  ASSERT_TRUE(client.read_exactly(8));
  ASSERT_TRUE(client.read_exactly(1'000'000));
  if (kMeasured) {
    EXPECT_LT(resident_bytes() - before, std::size_t{40} << 20);
  }
}

TEST(Server, RequestLargerThanItsBufferIsRefused) {
  Limits limits;
  limits.unconsumed_bytes = 100'000;
  LineServer server(limits);
  ClientStream client = server.connect();
  (void)client.write(std::string(300'000, 'x'));
  EXPECT_TRUE(server.running.events.await("input_overflow"));
}

void expect_third_is_refused(std::size_t total, std::size_t per_address, const char* reason) {
  ServerOptions options;
  options.limits.connections = total;
  options.limits.connections_per_address = per_address;
  Running running(std::move(options));
  auto one = running.connect();
  auto two = running.connect();
  ASSERT_TRUE(running.seen.await("open", 2));
  auto three = running.connect();
  EXPECT_EQ(three->read_some(1).error().fault, Fault::closed);
  EXPECT_TRUE(running.events.await(reason));
  EXPECT_EQ(running.seen.count("open"), 2u);

  one = fail(Fault::closed, "");  // its place can be taken again
  while (running.server->connections() > 1) std::this_thread::yield();
  auto again = running.connect();
  EXPECT_TRUE(running.seen.await("open", 3));
  EXPECT_EQ(running.events.lines().size(), 1u);
}

TEST(Server, CountsAreLimited) {
  expect_third_is_refused(2, 100, "too_many_connections");
  expect_third_is_refused(100, 2, "too_many_from_address");
}

TEST(Server, WhoAsksAgainOnANewConnectionTakesOnePlace) {
  Limits limits;
  limits.connections_per_address = 1;
  LineServer server(limits, false);
  std::vector<ClientStream> answered;  // and not closed by its client
  for (std::size_t times = 1; times <= 4; ++times) {
    ClientStream& client = answered.emplace_back(std::move(*server.running.connect()));
    ASSERT_TRUE(client.write("quit\n"));
    EXPECT_EQ(client.read_to_end(100).value_or(""), "bye\n");
    EXPECT_EQ(server.running.seen.count("open"), times);
  }
  // One waits for its peer to go; there was no room for others to do so.
  EXPECT_LE(server.running.server->connections(), 1u);
  EXPECT_TRUE(server.running.events.lines().empty());
  const ClientStream open = std::move(*server.running.connect());
  ASSERT_TRUE(server.running.seen.await("open", 5));
  EXPECT_EQ(server.running.connect()->read_some(1).error().fault, Fault::closed);
  EXPECT_TRUE(server.running.events.await("too_many_from_address"));
}

TEST(Server, StopLetsTheOwedAnswerOut) {
  LineServer server;
  ClientStream idle = server.connect();
  ClientStream busy = server.connect();
  ASSERT_TRUE(server.running.seen.await("open", 2));
  ASSERT_TRUE(busy.write("half"));
  ASSERT_TRUE(idle.write("now\n"));
  ASSERT_TRUE(idle.read_exactly(4));
  server.running.server->stop(300ms);
  EXPECT_EQ(server.running.server->connections(), 0u);
  EXPECT_EQ(server.running.seen.count("close server_stopping"), 2u);
  EXPECT_EQ(idle.read_some(1).error().fault, Fault::closed);
  EXPECT_FALSE(server.running.connect(client_tls()));
}

TEST(Server, ReentryOutlivesConnectionServerAndReactor) {
  std::shared_ptr<Reentry> way_back;
  class Keeper : public Session {
   public:
    explicit Keeper(std::shared_ptr<Reentry>& out, Recorder& seen) : out_(out), seen_(seen) {}
    void on_open(Connection& connection) override {
      out_ = connection.reentry();
      seen_.add("open");
    }
    std::size_t on_data(Connection&, std::string_view bytes) override { return bytes.size(); }
    std::shared_ptr<Reentry>& out_;
    Recorder& seen_;
  };
  Recorder seen;
  bool ran = false;
  {
    ServerOptions options;
    options.session = [&] { return std::make_unique<Keeper>(way_back, seen); };
    Running running(std::move(options));
    auto client = running.connect();
    ASSERT_TRUE(seen.await("open"));
    running.server->stop(0ms);
    way_back->post([&](Connection&) { ran = true; });
  }
  way_back->post([&](Connection&) { ran = true; });
  EXPECT_FALSE(ran);
}

TEST(Server, UnixSocketForItsOwnerOnly) {
  const auto path = std::filesystem::temp_directory_path() /
                    ("stele-net-test-" + std::to_string(::getpid()));
  ServerOptions options;
  options.unix_path = path;
  Running running(std::move(options));
  struct stat status {};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
  auto client = ClientStream::connect_unix(path, 5s);
  ASSERT_TRUE(client) << client.error().what;
  ASSERT_TRUE(client->write("hi"));
  EXPECT_EQ(client->read_exactly(2).value(), "hi");
  running.server->stop(0ms);
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(Server, PortInUseIsAFaultThatNamesIt) {
  Running running;
  ServerOptions options;
  options.port = running.server->port();
  const auto second = Server::listen(*running.reactor, std::move(options));
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().what.find(std::to_string(running.server->port())), std::string::npos);
}

TEST(Server, DialTalksAndReportsFailure) {
  LineServer server;
  class Caller : public Session {
   public:
    explicit Caller(Recorder& heard) : heard_(heard) {}
    void on_open(Connection& connection) override { connection.send("hello\n"); }
    std::size_t on_data(Connection& connection, std::string_view bytes) override {
      heard_.add(std::string(bytes));
      connection.close();
      return bytes.size();
    }
    Recorder& heard_;
  };
  Recorder heard, failures;
  DialOptions options{.address = "127.0.0.1", .port = server.running.server->port()};
  options.tls = client_tls();
  options.on_event = [&](const Event& event) { failures.add(to_text(event.reason)); };
  const auto session = [&] { return std::make_unique<Caller>(heard); };
  ASSERT_TRUE(dial(*server.running.reactor, 0, options, session));
  EXPECT_TRUE(heard.await("hello\n"));
  server.running.server->stop(0ms);
  ASSERT_TRUE(dial(*server.running.reactor, 0, options, session));
  EXPECT_TRUE(failures.await("connect_failed"));
  EXPECT_FALSE(dial(*server.running.reactor, 0, {.address = "not an address"}, session));
}

TEST(Server, ThousandIdleTlsSessionsAreCheapAndGivenBack) {
  if (!kMeasured) GTEST_SKIP() << "memory is not measured under sanitizers";
  constexpr std::size_t kSessions = 1000;
  ServerOptions options;
  options.tls = server_tls(ClientCertificate::required);
  options.limits.connections_per_address = kSessions + 1;
  Running running(std::move(options));
  const auto tls = client_tls(&Pki::get().client);
  auto warm = running.connect(tls);
  ASSERT_TRUE(warm);

  // The client's half is in this process too, so the figure is an upper bound for two sessions.
  const std::size_t before = resident_bytes();
  {
    std::vector<ClientStream> clients;
    for (std::size_t i = 0; i < kSessions; ++i) {
      auto client = running.connect(tls);
      ASSERT_TRUE(client) << client.error().what;
      ASSERT_TRUE(client->write("hi"));
      ASSERT_TRUE(client->read_exactly(2));
      clients.push_back(std::move(*client));
    }
    const std::size_t used = resident_bytes() - before;
    std::printf("%zu KiB per idle TLS session, client and server together\n",
                used / kSessions / 1024);
    EXPECT_LT(used / kSessions, std::size_t{2 * 64 * 1024});
  }
  EXPECT_TRUE(running.seen.await("close closed_by_peer", kSessions));
  while (running.server->connections() > 1) std::this_thread::yield();
  std::size_t after = resident_bytes();
  for (const auto until = std::chrono::steady_clock::now() + 2s;
       after > before + (std::size_t{16} << 20) && std::chrono::steady_clock::now() < until;
       after = resident_bytes())
    std::this_thread::sleep_for(20ms);
  const std::size_t kept = after > before ? after - before : 0;
  std::printf("%zu KiB kept after all have gone\n", kept / 1024);
  EXPECT_LT(kept, std::size_t{32} << 20);
}

}  // namespace
}  // namespace stele::net::test
