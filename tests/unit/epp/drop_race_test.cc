// Two hundred sessions of two registrars race for a thousand names that drop at one instant. Who is
// heard first gets the name, whatever thread it was heard on, and the journal has the order.
#include <gtest/gtest.h>

#include <barrier>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "engine/runtime/registry_parts.h"
#include "events/codec.h"
#include "events/journal/transaction.h"
#include "tests/support/scenario/openings.h"
#include "tests/unit/epp/frames.h"
#include "tests/unit/epp/session_fixture.h"
#include "tests/unit/runtime/fixture.h"

namespace stele::epp::testing {
namespace {

constexpr int kNames = 1000;
constexpr int kSessions = 200;
constexpr int kThreads = 8;
constexpr int kAsked = 100;  // names a session asks for

std::string name_of(int n) { return "n" + std::to_string(n) + ".example"; }

class DropRace : public ::testing::Test {
 protected:
  void SetUp() override {
    options_.clock = &clock_;
    options_.random = &random_;
    options_.scrub = false;
    options_.idle_look_ms = 24 * 3600 * kSecond;  // what drops, drops with the first who asks
    auto opened = runtime::Registry::open(options_, runtime::memory_parts(random_));
    ASSERT_TRUE(opened) << opened.error().what;
    registry_ = std::move(*opened);
    runtime::furnish(*registry_);
    for (const char* const id : {"reg-x", "reg-y"}) make_registrar(id);
    core::ChangeSettings settings;
    settings.sessions_per_registrar = kSessions;
    settings.commands_per_second = settings.changes_per_second = 1'000'000;
    staff(settings);
    gateway_ = std::make_unique<gateway::Gateway>(*registry_, random_, clock_);
    make_session_ = make_sessions(*gateway_, Options{});
    let_names_wait_for_their_purge();
  }
  void TearDown() override { registry_->stop(); }

  void staff(core::Command command) {
    runtime::require_accepted(registry_->execute(runtime::staff(std::move(command))));
  }

  void make_registrar(const std::string& id) {
    core::CreateRegistrar registrar;
    registrar.id = id;
    registrar.name = "Registrar " + id;
    registrar.password_hash = test::kPasswordHash;
    registrar.fingerprints = {to_hex(view(Sandbox::fingerprint_of(id)))};
    registrar.zones = {"example"};
    registrar.currency = *parse_currency("EUR");
    staff(registrar);
    staff(core::CreditAccount{id, {registrar.currency, *parse_amount("20000.00")}, "top-up"});
  }

  void let_names_wait_for_their_purge() {
    staff(core::CreditAccount{"reg-a", {*parse_currency("EUR"), *parse_amount("20000.00")}, "more"});
    core::UpdateZone update;
    update.name = *DomainName::parse("example");
    update.policy = registry_->state()->find_zone("example")->policy;
    update.policy->lifecycle = Lifecycle{};
    update.policy->lifecycle->pending_delete_days = 5;
    staff(update);
    for (int n = 0; n < kNames; ++n)
      for (core::Command command :
           {core::Command{runtime::create_domain(name_of(n))},
            core::Command{core::DeleteDomain{*DomainName::parse(name_of(n))}}})
        runtime::require_accepted(registry_->execute(
            runtime::by_registrar(*registry_->state(), "reg-a", std::move(command))));
  }

  std::unique_ptr<FakeConnection> log_in(const std::string& registrar) {
    Peer peer;
    peer.certificate = Sandbox::certificate_of(registrar);
    peer.certificate->fingerprint = Sandbox::fingerprint_of(registrar);
    auto connection = std::make_unique<FakeConnection>(make_session_(), std::move(peer));
    connection->responses(1);  // the greeting
    const std::string answer =
        connection->ask(login_frame(registrar, std::string(test::kPassword)));
    EXPECT_NE(answer.find("code=\"1000\""), std::string::npos) << answer;
    return connection;
  }

  static std::string create(int name, int session) {
    return command("<create><domain:create xmlns:domain=\"urn:ietf:params:xml:ns:domain-1.0\">"
                   "<domain:name>" + name_of(name) + "</domain:name>"
                   "<domain:registrant>con-1</domain:registrant>"
                   "<domain:authInfo><domain:pw>2fooBAR</domain:pw></domain:authInfo>"
                   "</domain:create></create><clTRID>session-" + std::to_string(session) +
                   "</clTRID>");
  }

  // Twenty sessions, of all threads, want the same hundred names, and the same one at a time.
  static int wish(int session, int round) { return session % 10 * kAsked + round * 7 % kAsked; }

  struct First {
    int name, session;
    bool operator==(const First&) const = default;
  };
  // Names and their first askers in the order they were heard; and how often each was asked for.
  struct Heard {
    std::vector<First> firsts;
    std::map<int, int> asked;
  };

  // Each thread has its sessions' frames of a round heard one by one, then reads all the answers.
  Heard race(std::vector<std::unique_ptr<FakeConnection>>& sessions, std::map<int, int>& codes) {
    Heard heard;
    std::mutex hearing, counting;
    std::barrier ready(kThreads);
    const auto run = [&](int thread) {
      ready.arrive_and_wait();
      for (int round = 0; round < kAsked; ++round) {
        for (int s = thread; s < kSessions; s += kThreads) {
          const int name = wish(s, round);
          const std::string frame = framed(create(name, s));
          const std::lock_guard lock(hearing);
          if (heard.asked[name]++ == 0) heard.firsts.push_back({name, s});
          sessions[static_cast<std::size_t>(s)]->receive(frame);
        }
        for (int s = thread; s < kSessions; s += kThreads) {
          const auto answers = sessions[static_cast<std::size_t>(s)]->responses(1);
          const std::lock_guard lock(counting);
          const std::size_t at = answers.empty() ? std::string::npos : answers[0].find("code=\"");
          ++codes[at == std::string::npos ? 0 : std::stoi(answers[0].substr(at + 6, 4))];
        }
      }
    };
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) threads.emplace_back(run, t);
    for (std::thread& thread : threads) thread.join();
    return heard;
  }

  // What the journal says of the creations from this position on.
  std::vector<First> created_since(Position from) {
    std::vector<First> created;
    auto reader = journal::TransactionReader::open(registry_->journal(), from);
    CHECK(reader.has_value(), "a journal in memory is read");
    while (const auto stored = (*reader)->next()) {
      const auto transaction = events::decode(stored->payload);
      CHECK(transaction.has_value(), "a transaction is decoded");
      for (const events::Event& event : transaction->events)
        if (const auto* e = std::get_if<events::DomainCreated>(&event))
          created.push_back({std::stoi(e->index_label.substr(1)),
                             std::stoi(transaction->client_trid.substr(8))});
    }
    return created;
  }

  SteppedClock clock_;
  crypto::SystemRandom random_;
  runtime::Options options_;
  std::unique_ptr<runtime::Registry> registry_;
  std::unique_ptr<gateway::Gateway> gateway_;
  net::SessionFactory make_session_;
};

TEST_F(DropRace, WhoIsHeardFirstGetsTheName) {
  std::vector<std::unique_ptr<FakeConnection>> sessions;
  for (int s = 0; s < kSessions; ++s) sessions.push_back(log_in(s % 2 == 0 ? "reg-x" : "reg-y"));
  clock_.pass(5 * kDay - 1);
  EXPECT_NE(sessions[0]->ask(create(0, 0)).find("code=\"2302\""), std::string::npos)
      << "a millisecond before the drop";
  const Position before = registry_->journal().head().next;
  clock_.pass(1);
  std::map<int, int> codes;
  const Heard heard = race(sessions, codes);
  ASSERT_EQ(heard.firsts.size(), static_cast<std::size_t>(kNames));
  for (const auto& [name, times] : heard.asked) EXPECT_EQ(times, kSessions * kAsked / kNames) << name;

  EXPECT_EQ(codes, (std::map<int, int>{{1000, kNames}, {2302, kSessions * kAsked - kNames}}));
  EXPECT_TRUE(created_since(before) == heard.firsts) << "the journal has another order";
  std::set<int> winners;
  for (const First& first : heard.firsts) winners.insert(first.session);
  EXPECT_GT(winners.size(), 10U) << "no race: few sessions were heard";
}

}  // namespace
}  // namespace stele::epp::testing
