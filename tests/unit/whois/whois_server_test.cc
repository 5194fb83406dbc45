// Port 43 as whois clients and as hostile ones use it.
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "engine/net/client_stream.h"
#include "frontends/whois/whois_server.h"

namespace stele::whois {
namespace {

using namespace std::chrono_literals;

class WhoisServer : public ::testing::Test {
 protected:
  void SetUp() override {
    reactor = net::Reactor::start(1).value();
    WhoisOptions options;
    options.port = 0;
    options.limits.frame_timeout = options.limits.idle_timeout = 300ms;
    options.answer = [](std::string_view query, const Client& client) {
      EXPECT_EQ(client.address, "127.0.0.1");
      EXPECT_TRUE(client.peer.starts_with("127.0.0.1:")) << client.peer;
      return "[" + std::string(query) + "]\r\n";
    };
    options.on_event = [this](const net::Event& event) {
      std::lock_guard lock(mutex);
      events.push_back(event);
      changed.notify_all();
    };
    server = listen(*reactor, std::move(options)).value();
  }

  net::ClientStream connect() {
    return net::ClientStream::connect("127.0.0.1", server->port(), nullptr, 5s).value();
  }

  std::string ask(std::string_view line) {
    auto client = connect();
    if (!client.write(line)) return "cannot write";
    auto text = client.read_to_end(100'000);
    return text ? *text : text.error().what;
  }

  net::EndReason first_event() {
    std::unique_lock lock(mutex);
    changed.wait_for(lock, 5s, [&] { return !events.empty(); });
    return events.empty() ? net::EndReason::closed_by_peer : events.front().reason;
  }

  std::mutex mutex;
  std::condition_variable changed;
  std::vector<net::Event> events;
  std::unique_ptr<net::Reactor> reactor;
  std::unique_ptr<net::Server> server;
};

TEST_F(WhoisServer, OneLineWithEitherEndingIsAnsweredAndClosed) {
  EXPECT_EQ(ask("shop.example\r\n"), "[shop.example]\r\n");
  EXPECT_EQ(ask("shop.example\n"), "[shop.example]\r\n");
  EXPECT_EQ(ask("\r\n"), "[]\r\n");
}

TEST_F(WhoisServer, WhatFollowsTheLineIsNotAnswered) {
  EXPECT_EQ(ask("one\r\ntwo\r\n" + std::string(50'000, 'x')), "[one]\r\n");
}

TEST_F(WhoisServer, LineInPiecesIsOneQuery) {
  auto client = connect();
  for (const char letter : std::string("a.example\r\n")) ASSERT_TRUE(client.write({&letter, 1}));
  EXPECT_EQ(client.read_to_end(1000).value(), "[a.example]\r\n");
}

TEST_F(WhoisServer, LongestLineIsAnsweredAndALongerOneRefused) {
  const std::string longest(kMaxLineBytes, 'q');
  EXPECT_EQ(ask(longest + "\n"), "[" + longest + "]\r\n");
  EXPECT_EQ(ask(longest + "q\n"), "");
  EXPECT_EQ(first_event(), net::EndReason::refused_by_session);
}

TEST_F(WhoisServer, EndlessLineIsRefusedBeforeItEnds) {
  EXPECT_EQ(ask(std::string(kMaxLineBytes + 1, 'q')), "");
  EXPECT_EQ(first_event(), net::EndReason::refused_by_session);
}

TEST_F(WhoisServer, SlowLineTimesOut) {
  auto client = connect();
  ASSERT_TRUE(client.write("shop"));
  EXPECT_EQ(client.read_to_end(1000).value(), "");
  EXPECT_EQ(first_event(), net::EndReason::frame_timeout);
}

}  // namespace
}  // namespace stele::whois
