// The load client against a small EPP server that keeps what it is sent.
#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <set>

#include "engine/base/clock.h"
#include "engine/net/certificate.h"
#include "tools/bench/bench.h"
#include "tools/bench/epp_script.h"
#include "tools/bench/limits.h"
#include "tools/bench/report.h"

namespace stele::bench {
namespace {

std::string between(std::string_view text, std::string_view begin, std::string_view end) {
  const std::size_t from = text.find(begin);
  if (from == std::string_view::npos) return {};
  const std::size_t start = from + begin.size();
  return std::string(text.substr(start, text.find(end, start) - start));
}

struct Registry {
  std::mutex mutex;
  std::set<std::string> contacts, domains;
  std::map<std::string, std::string> sponsors, asked_for_by;  // of domains
  std::map<std::string, std::size_t> asked;                   // frames by kind
  std::size_t renewals = 0, wrong = 0, transferred = 0;
  int login_code = 1000;

  // Knows just enough to notice a client that does things out of order or twice.
  std::string answer(std::string_view frame, std::string& who) {
    std::lock_guard lock(mutex);
    int code = 1000;
    std::string data;
    if (frame.contains("<login>")) {
      code = login_code;
      who = between(frame, "<clID>", "<");
    }
    ++asked[between(frame, "<command><", frame.contains("<transfer op=") ? " " : ">")];
    if (frame.contains("<domain:transfer") || frame.contains("<domain:delete") ||
        frame.contains("<domain:update"))
      code = change_hands(frame, between(frame, "<domain:name>", "<"), who);
    if (frame.contains("<contact:create"))
      code = contacts.insert(between(frame, "<contact:id>", "<")).second ? 1000 : 2302;
    if (frame.contains("<domain:create")) {
      code = domains.insert(between(frame, "<domain:name>", "<")).second ? 1000 : 2302;
      sponsors[between(frame, "<domain:name>", "<")] = who;
      if (!contacts.contains(between(frame, "<domain:registrant>", "<"))) code = 2303;
      data = "<domain:exDate>2027-03-01T00:00:00.000Z</domain:exDate>";
    }
    if (frame.contains("<domain:renew")) {
      ++renewals;
      const bool known = domains.contains(between(frame, "<domain:name>", "<"));
      const std::string year = between(frame, "<domain:curExpDate>", "-03-01<");
      code = known && year.size() == 4 ? 1000 : 2306;
      if (code == 1000)
        data = "<domain:exDate>" + std::to_string(std::stoi(year) + 1) +
               "-03-01T00:00:00.000Z</domain:exDate>";
    }
    if (frame.contains("<domain:info") && !domains.contains(between(frame, "hosts=\"all\">", "<")))
      code = 2303;
    if (code >= 2000) ++wrong;
    return "<epp><response><result code=\"" + std::to_string(code) +
           "\"><msg>text</msg></result><resData>" + data + "</resData></response></epp>";
  }

  // A transfer waits for its approval by who has the name.
  int change_hands(std::string_view frame, const std::string& name, const std::string& who) {
    if (!domains.contains(name)) return 2303;
    const bool mine = sponsors[name] == who;
    if (frame.contains("op=\"request\"")) {
      asked_for_by[name] = who;
      return mine ? 2106 : 1001;
    }
    if (!mine) return 2201;
    if (frame.contains("op=\"approve\"")) {
      if (!asked_for_by.contains(name)) return 2301;
      sponsors[name] = asked_for_by[name];
      ++transferred;
    }
    if (frame.contains("<domain:delete")) domains.erase(name);
    return 1000;
  }
};

class RegistrySession final : public net::Session {
 public:
  explicit RegistrySession(Registry& registry) : registry_(registry) {}
  void on_open(net::Connection& connection) override {
    connection.send(framed("<epp><greeting/></epp>"));
  }
  std::size_t on_data(net::Connection& connection, std::string_view bytes) override {
    return for_each_frame(bytes, [&](std::string_view payload) {
      connection.send(framed(registry_.answer(payload, who_)));
    });
  }

 private:
  Registry& registry_;
  std::string who_;
};

class EppLoad : public ::testing::Test {
 protected:
  void SetUp() override {
    const Instant now = SystemClock().now();
    const auto ca = net::make_ca("CA", 1, now).value();
    const net::CertificateRequest wanted{"epp", {"127.0.0.1"}, net::CertificateUse::server, 1};
    const auto own = net::issue_certificate(ca, wanted, now).value();
    ca_path = std::filesystem::path(::testing::TempDir()) / "stele-bench-test-ca.pem";
    std::ofstream(ca_path) << ca.certificate_pem;
    reactor = net::Reactor::start(1).value();
    net::ServerOptions server_options;
    server_options.tls = net::TlsContext::server({own.certificate_pem, own.key_pem}).value();
    server_options.session = [this] { return std::make_unique<RegistrySession>(registry); };
    server = net::Server::listen(*reactor, std::move(server_options)).value();
  }

  EppOptions options(Mix mix) const {
    EppOptions o;
    o.port = server->port();
    o.ca = ca_path;
    o.logins = {{.registrar = "reg-a", .password = "a<b&c", .certificate = {}, .key = {}}};
    o.mix = mix;
    o.sessions = {5};
    o.seconds = 0.2;
    o.rounds = 2;
    o.echo = false;
    o.json = true;
    return o;
  }

  std::string run(const EppOptions& o, int expected = 0) {
    ::testing::internal::CaptureStdout();
    EXPECT_EQ(bench_epp(o), expected);
    return ::testing::internal::GetCapturedStdout();
  }

  Registry registry;
  std::filesystem::path ca_path;
  std::unique_ptr<net::Reactor> reactor;
  std::unique_ptr<net::Server> server;
};

TEST_F(EppLoad, NamesAreUniqueAcrossSessionsRoundsAndRuns) {
  run(options(Mix::create));
  run(options(Mix::create));
  EXPECT_EQ(registry.contacts.size(), 10u);
  EXPECT_GT(registry.domains.size(), 100u);
  EXPECT_EQ(registry.wrong, 0u);
  for (const std::string& id : registry.contacts) EXPECT_LE(id.size(), 16u) << id;
}

TEST_F(EppLoad, RenewsNineTimesPerDomainThenMakesAnother) {
  run(options(Mix::renew));
  EXPECT_EQ(registry.wrong, 0u);
  EXPECT_GT(registry.renewals, 100u);
  EXPECT_LE(registry.renewals, registry.domains.size() * 9);
}

TEST_F(EppLoad, MixedAndInfoAskOnlyForWhatExists) {
  run(options(Mix::mixed));
  run(options(Mix::info));
  EXPECT_EQ(registry.wrong, 0u);
  EXPECT_GT(registry.renewals, 0u);
}

TEST_F(EppLoad, RegistrarsMoveNamesAndGiveThemUp) {
  EppOptions o = options(Mix::registrar);
  o.logins.push_back({.registrar = "reg-b", .password = "b", .certificate = {}, .key = {}});
  o.seconds = 1;
  const std::string json = run(o);
  EXPECT_EQ(registry.wrong, 0u);
  EXPECT_GT(registry.transferred, 0u);
  const auto asked = [&](const char* kind) { return static_cast<double>(registry.asked[kind]); };
  EXPECT_GT(asked("delete"), 0);
  EXPECT_GT(asked("update"), 0);
  EXPECT_NEAR(asked("check") / asked("info"), 70.0 / 15, 0.7);
  for (const char* const word : {"\"transfer\": {\"frames\": ", "\"queries\": {", "\"writes\": {"})
    EXPECT_NE(json.find(word), std::string::npos) << json;
}

TEST_F(EppLoad, OneRegistrarAloneMovesNoNames) {
  ::testing::internal::CaptureStderr();
  run(options(Mix::registrar), 1);
  EXPECT_NE(::testing::internal::GetCapturedStderr().find("two registrars"), std::string::npos);
}

TEST_F(EppLoad, ReportsRatioErrorsAndCpu) {
  EppOptions o = options(Mix::check);
  o.echo = true;
  o.server_pid = ::getpid();
  const std::string json = run(o);
  EXPECT_NE(json.find("\"mix\": \"check\""), std::string::npos) << json;
  EXPECT_NE(json.find("\"errors\": 0"), std::string::npos) << json;
  EXPECT_NE(json.find("\"codes\": {\"1000\": "), std::string::npos) << json;
  EXPECT_NE(json.find("\"ratio_to_echo\": "), std::string::npos) << json;
  EXPECT_NE(json.find("\"server_cpu_us_per_frame\": "), std::string::npos) << json;
}

TEST_F(EppLoad, RefusedLoginEndsTheRunAndSaysSo) {
  registry.login_code = 2200;
  ::testing::internal::CaptureStderr();
  run(options(Mix::check), 1);
  const std::string error = ::testing::internal::GetCapturedStderr();
  EXPECT_NE(error.find("2200"), std::string::npos) << error;
  EXPECT_EQ(std::count(error.begin(), error.end(), '\n'), 1);
}

TEST_F(EppLoad, NobodyListeningEndsTheRun) {
  EppOptions o = options(Mix::check);
  server->stop(std::chrono::milliseconds(0));
  ::testing::internal::CaptureStderr();
  run(o, 1);
  EXPECT_NE(::testing::internal::GetCapturedStderr().find("connect_failed"), std::string::npos);
}

TEST(Percentile, OfSomeAndNone) {
  EXPECT_EQ(percentile({1, 2, 3, 4}, 50), 3);
  EXPECT_EQ(percentile({1, 2, 3, 4}, 99), 4);
  EXPECT_EQ(percentile({}, 99), 0);
}

TEST(Median, OddEvenAndNone) {
  EXPECT_EQ(median({3, 1, 2}), 2);
  EXPECT_EQ(median({4, 1, 2, 3}), 2.5);
  EXPECT_EQ(median({}), 0);
}

TEST(ResultCode, IsTheFirst) {
  EXPECT_EQ(result_code("<response><result code=\"2302\"><result code=\"2004\">"), 2302);
  EXPECT_EQ(result_code("<response><result code=\"23"), 0);
  EXPECT_EQ(result_code("garbage"), 0);
}

TEST(Limits, SyncNeedsADirectoryThatExists) {
  EXPECT_FALSE(sync_rate("/nonexistent/place", 1, std::chrono::milliseconds(1)));
  EXPECT_GT(sync_rate(::testing::TempDir(), 4, std::chrono::milliseconds(20)).value(), 0);
}

}  // namespace
}  // namespace stele::bench
