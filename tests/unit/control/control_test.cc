#include <gtest/gtest.h>

#include <thread>

#include "frontends/control/channel.h"
#include "frontends/control/history.h"
#include "frontends/control/server.h"
#include "frontends/control/socket_path.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/text_registry.h"

namespace stele::control {
namespace {

TEST(ControlFrame, MessagesComeBackEqual) {
  const Message messages[] = {
      Request{"command", {{"text", "create domain=\"a\""}, {"why", "žluť\n"}}}, Part{"line\n"},
      Next{}, Reply{true, "", R"({"position":7})"}, Reply{false, "refused", "{}"}};
  for (const Message& message : messages) {
    const std::string frame = encode_frame(message) + "more";
    const auto decoded = decode_frame(frame);
    ASSERT_TRUE(decoded.has_value());
    EXPECT_EQ(decoded->length, frame.size() - 4);
    EXPECT_EQ(decoded->message, message);
  }
}

TEST(ControlFrame, EveryShorterFrameIsIncomplete) {
  const std::string frame = encode_frame(Part{"text"});
  for (std::size_t n = 0; n < frame.size(); ++n) {
    const auto decoded = decode_frame(std::string_view(frame).substr(0, n));
    ASSERT_TRUE(decoded.has_value());
    EXPECT_EQ(decoded->length, 0U);
  }
}

std::string framed(const std::string& body) {
  std::string out;
  put_big_endian(out, static_cast<std::uint32_t>(body.size()));
  return out + body;
}

TEST(ControlFrame, WhatCanNeverBeAFrameIsRefused) {
  std::string huge;
  put_big_endian(huge, std::uint32_t{0x7fffffff});
  EXPECT_EQ(decode_frame(huge).error().fault, Fault::too_large);
  for (const char* body : {"", "[]", "{", "{}", R"({"do":1})", R"({"do":"x","arguments":[]})",
                           R"({"do":"x","arguments":{"a":1}})", "[[[[[[[[1]]]]]]]]"})
    EXPECT_EQ(decode_frame(framed(body)).error().fault, Fault::invalid) << body;
}

class ControlSocket : public testing::Test {
 protected:
  explicit ControlSocket(const std::string& below = {})
      : dir_(directory_.path() + below), gateway_(registry_.registry(), random_),
        operations_(gateway_, dir_) {
    std::filesystem::create_directories(dir_);
    reactor_ = std::move(*net::Reactor::start(1));
    auto server = ControlServer::listen(*reactor_, operations_, dir_, {});
    EXPECT_TRUE(server.has_value()) << server.error().what;
    server_ = std::move(*server);
  }

  Reply ask(const Request& request, std::string* text = nullptr) {
    auto channel = connect(dir_);
    EXPECT_TRUE(channel.has_value());
    auto reply = (*channel)->call(request, [text](std::string_view part) {
      if (text != nullptr) *text += part;
      return Done{};
    });
    EXPECT_TRUE(reply.has_value());
    return *reply;
  }

  Reply run(const std::string& text) {
    return ask({"command", {{"text", text}, {"why", "test"}, {"user", "ada"}}});
  }

  test::TemporaryDirectory directory_;
  std::string dir_;
  test::TextRegistry registry_;
  crypto::SystemRandom random_;
  gateway::Gateway gateway_;
  Operations operations_;
  std::unique_ptr<net::Reactor> reactor_;
  std::unique_ptr<ControlServer> server_;
};

TEST_F(ControlSocket, CommandIsRecordedWithWhoAndWhy) {
  const Reply reply = run("change settings server_id=Registry");
  EXPECT_TRUE(reply.ok) << reply.problem;
  EXPECT_NE(reply.data.find("SettingsChanged"), std::string::npos);
  std::string tail;
  EXPECT_TRUE(ask({"tail", {{"count", "1"}}}, &tail).ok);
  EXPECT_NE(tail.find("\"actor\":\"administrator ada\""), std::string::npos) << tail;
  EXPECT_NE(tail.find("\"reason\":\"test\""), std::string::npos) << tail;
}

TEST_F(ControlSocket, RefusalsNameReasonAndValue) {
  const Reply reply = run("credit registrar=nobody amount=1.00EUR");
  EXPECT_FALSE(reply.ok);
  EXPECT_NE(reply.problem.find("nobody"), std::string::npos) << reply.problem;
  EXPECT_NE(reply.problem.find("[object_does_not_exist]"), std::string::npos) << reply.problem;
  EXPECT_FALSE(run("no such command").ok);
  EXPECT_FALSE(ask({"nonsense", {}}).ok);
  EXPECT_FALSE(ask({"tail", {{"from", "-1"}}}).ok);
}

// More than one part: the client takes them one by one.
TEST_F(ControlSocket, LargeAnswersComeInParts) {
  for (int i = 0; i < 50; ++i)
    ASSERT_TRUE(run("change settings commands_per_second=" + std::to_string(i + 1)).ok);
  std::string tail;
  int parts = 0;
  auto channel = connect(dir_);
  ASSERT_TRUE(channel.has_value());
  const auto reply = (*channel)->call({"tail", {{"from", "1"}, {"count", "100"}}},
                                      [&parts](std::string_view) {
                                        ++parts;
                                        return Done{};
                                      });
  ASSERT_TRUE(reply.has_value());
  EXPECT_TRUE(reply->ok);
  EXPECT_EQ(parts, 51);  // the founding transaction too
}

// A client that goes away in the middle of an answer leaves no thread behind: stop() returns.
TEST_F(ControlSocket, ClientThatLeavesEndsItsOperation) {
  for (int i = 0; i < 20; ++i)
    ASSERT_TRUE(run("change settings commands_per_second=" + std::to_string(i + 1)).ok);
  {
    auto channel = connect(dir_);
    ASSERT_TRUE(channel.has_value());
    const auto reply = (*channel)->call(
        {"tail", {{"from", "1"}, {"count", "100"}}},
        [](std::string_view) -> Done { return fail(Fault::io, "enough"); });
    EXPECT_FALSE(reply.has_value());
  }
  EXPECT_TRUE(ask({"serving", {}}).ok);
  server_->stop();
  EXPECT_FALSE(connect(dir_).has_value());
}

class ControlSocketFarAway : public ControlSocket {
 protected:
  ControlSocketFarAway() : ControlSocket("/" + std::string(120, 'd')) {}
};

TEST_F(ControlSocketFarAway, PathTooLongForASocketIsNoted) {
  EXPECT_TRUE(std::filesystem::exists(dir_ + "/control.path"));
  EXPECT_TRUE(ask({"serving", {}}).ok);
  const std::string path = server_->path();
  server_->stop();
  EXPECT_FALSE(std::filesystem::exists(dir_ + "/control.path"));
  EXPECT_FALSE(std::filesystem::exists(std::filesystem::path(path).parent_path()));
}

TEST(ObjectFilter, FollowsAnObjectByNameNumberAndCharge) {
  using namespace events;
  Transaction created;
  created.events = {DomainCreated{.number = ObjectNumber(7), .name = DomainName::trusted("shop.example")},
                    AccountDebited{.registrar = ObjectNumber(3), .object = ObjectNumber(7)}};
  Transaction renewed;
  renewed.events = {DomainRenewed{.number = ObjectNumber(7)}};
  Transaction other;
  other.events = {DomainRenewed{.number = ObjectNumber(8)}};
  ObjectFilter by_name("Shop.example");
  EXPECT_FALSE(by_name.keep(other));
  EXPECT_TRUE(by_name.keep(created));
  EXPECT_EQ(created.events.size(), 2U);
  EXPECT_TRUE(by_name.keep(renewed));
  ObjectFilter by_roid("D7-STELE");
  EXPECT_TRUE(by_roid.keep(renewed));
}

}  // namespace
}  // namespace stele::control
