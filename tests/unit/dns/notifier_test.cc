// NOTIFY: who is told, how often, and whose answers count.
#include <gtest/gtest.h>

#include "frontends/dns/notifier.h"
#include "tests/support/text_registry.h"
#include "tests/unit/dns/fixture.h"

namespace stele::dns::test {
namespace {

const std::string kSecret = "0123456789abcdef0123456789abcdef";
constexpr std::int64_t kNowMs = 1772323200000;

class Notifying : public testing::Test {
 protected:
  Notifying() {
    registry_.run("create zone=example registrant=optional price.create=1.00EUR primary=ns1.nic.example "
                  "responsible=hostmaster.nic.example ns=ns1.nic.example records=\"ns1.nic A 192.0.2.1\"");
    registry_.run("set tsig-key=k zone=example secret=" + to_base64(kSecret));
    registry_.run("change secondaries=example add.secondary=\"plain 192.0.2.2:5302\" "
                  "add.secondary=\"quiet 192.0.2.3 notify=no\"");
    zones_.zones["example"] =
        std::make_shared<FakeZone>("example", 12, std::vector<zone::Record>{});
  }

  struct Sent {
    net::DatagramPeer to;
    std::string message;
  };
  std::string answer_to(const Sent& sent, Rcode rcode = Rcode::noerror) {
    std::string out = sent.message.substr(0, kHeaderSize + wire_name("example").size() + 4);
    out[2] = static_cast<char>(out[2] | 0x80);
    out[3] = static_cast<char>(static_cast<int>(rcode));
    for (int at = 6; at < 12; ++at) out[static_cast<std::size_t>(at)] = '\0';
    return out;
  }

  // It asks for the SOA, and is answered.
  void come() {
    sight_.change("example", "plain", [](auto& seen) { seen.soa_at = Instant{kNowMs}; });
  }

  stele::test::TextRegistry registry_;
  FakeZones zones_;
  gateway::SecondarySight sight_;
  crypto::SystemRandom random_;
  std::vector<Sent> sent_;
  Notifier notifier_{{.zones = zones_,
                      .state = [this] { return registry_.state(); },
                      .now = [] { return Instant{kNowMs}; },
                      .monotonic_ms = [] { return std::int64_t{0}; },
                      .send = [this](const net::DatagramPeer& to, std::string message) -> Done {
                        sent_.push_back({to, std::move(message)});
                        return {};
                      },
                      .random = random_,
                      .sight = sight_}};
};

TEST_F(Notifying, TellsWhoWantsToBeToldWithTheSoaAsAHint) {
  notifier_.new_serial(name("example"), 12);
  notifier_.send_due(1000);
  ASSERT_EQ(sent_.size(), 1U);
  EXPECT_EQ(net::to_text(sent_[0].to), "192.0.2.2:5302");
  const Answered read = read_answer(sent_[0].message);
  EXPECT_EQ(read.flags, opcode::kNotify << 11 | flag::kAuthoritative);
  ASSERT_EQ(read.answers.size(), 1U);
  EXPECT_NE(read.answers[0].find("hostmaster.nic.example. 12 "), std::string::npos);
  EXPECT_EQ(sight_.of("example", "plain").notified_serial, 12U);
}

TEST_F(Notifying, AsksAgainWithGrowingPausesUntilItIsAnswered) {
  notifier_.new_serial(name("example"), 12);
  std::vector<std::int64_t> times;
  for (std::int64_t at = 1000; at < 400'000;) {
    const std::size_t before = sent_.size();
    const std::int64_t wait = notifier_.send_due(at);
    if (sent_.size() > before) times.push_back(at);
    at += wait;
  }
  EXPECT_EQ(times, (std::vector<std::int64_t>{1000, 3000, 7000, 15'000, 31'000, 63'000, 123'000,
                                              183'000}));
  EXPECT_EQ(sight_.of("example", "plain").notify_outcome, "no answer");

  notifier_.new_serial(name("example"), 12);
  notifier_.send_due(500'000);
  const std::size_t told = sent_.size();
  notifier_.answered({"192.0.2.2", 5303}, answer_to(sent_.back()));  // somebody else
  notifier_.send_due(502'000);
  EXPECT_EQ(sent_.size(), told + 1);
  notifier_.answered(sent_.back().to, answer_to(sent_.front()));     // of another attempt
  notifier_.send_due(506'000);
  EXPECT_EQ(sent_.size(), told + 2);
  notifier_.answered(sent_.back().to, answer_to(sent_.back(), Rcode::notauth));
  notifier_.send_due(514'000);
  EXPECT_EQ(sent_.size(), told + 3);
  notifier_.answered(sent_.back().to, answer_to(sent_.back()));
  come();
  notifier_.send_due(900'000);
  EXPECT_EQ(sent_.size(), told + 3);
  EXPECT_EQ(sight_.of("example", "plain").notify_outcome, "NOERROR");
}

// BIND, when its own check fails while the message arrives.
TEST_F(Notifying, WhoAnswersButDoesNotComeIsToldAgainThreeTimes) {
  std::vector<std::int64_t> times;
  for (std::int64_t at = 1000; at < 100'000; at += 500) {
    const std::size_t before = sent_.size();
    notifier_.send_due(at);
    if (sent_.size() == before) continue;
    times.push_back(at);
    notifier_.answered(sent_.back().to, answer_to(sent_.back()));
  }
  EXPECT_EQ(times, (std::vector<std::int64_t>{1000, 3000, 7000, 15'000}));
  EXPECT_EQ(sight_.of("example", "plain").notify_outcome, "NOERROR");

  notifier_.new_serial(name("example"), 13);
  notifier_.send_due(200'000);
  EXPECT_EQ(sent_.size(), 5U);
  notifier_.answered(sent_.back().to, answer_to(sent_.back()));
  come();
  notifier_.send_due(202'000);
  EXPECT_EQ(sent_.size(), 5U);
}

TEST_F(Notifying, WhoIsEnteredOrChangedIsToldOfTheZoneThereIs) {
  notifier_.send_due(1000);
  ASSERT_EQ(sent_.size(), 1U);
  notifier_.answered(sent_.back().to, answer_to(sent_.back()));
  come();
  registry_.run("change secondaries=example add.secondary=\"second 192.0.2.4:5304\"");
  notifier_.send_due(2000);
  ASSERT_EQ(sent_.size(), 2U);
  EXPECT_EQ(net::to_text(sent_.back().to), "192.0.2.4:5304");
  notifier_.answered(sent_.back().to, answer_to(sent_.back()));
  registry_.run("change secondaries=example rem.secondary=plain");
  registry_.run("change secondaries=example add.secondary=\"plain 192.0.2.5:5305\"");
  notifier_.send_due(3000);
  ASSERT_EQ(sent_.size(), 3U);
  EXPECT_EQ(net::to_text(sent_.back().to), "192.0.2.5:5305");
}

TEST_F(Notifying, AnAddressThatIsLeftIsToldNothingMore) {
  notifier_.send_due(1000);
  ASSERT_EQ(sent_.size(), 1U);
  registry_.run("change secondaries=example rem.secondary=plain");
  registry_.run("change secondaries=example add.secondary=\"plain 192.0.2.5:5305\"");
  notifier_.send_due(2000);
  ASSERT_EQ(sent_.size(), 2U);
  notifier_.answered(sent_.back().to, answer_to(sent_.back()));
  come();
  registry_.run("change secondaries=example add.secondary=\"second 192.0.2.6\"");
  notifier_.send_due(3000);
  ASSERT_EQ(sent_.size(), 3U);
  registry_.run("change secondaries=example rem.secondary=second");
  registry_.run("change secondaries=example add.secondary=\"second 192.0.2.6 notify=no\"");
  for (std::int64_t at = 4000; at < 400'000; at += 1000) notifier_.send_due(at);
  EXPECT_EQ(sent_.size(), 3U);
  EXPECT_EQ(sight_.of("example", "plain").notify_outcome, "NOERROR");
}

TEST_F(Notifying, NothingIsAnsweredBeforeItIsSent) {
  notifier_.send_due(1000);
  notifier_.answered(sent_.back().to, answer_to(sent_.back()));
  notifier_.new_serial(name("example"), 13);
  notifier_.send_due(1500);  // it waits for its second to be over
  ASSERT_EQ(sent_.size(), 1U);
  std::string made_up = answer_to(sent_.back());
  made_up[0] = made_up[1] = '\0';
  notifier_.answered(sent_.back().to, made_up);
  for (std::int64_t at = 2000; at < 400'000; at += 500) notifier_.send_due(at);
  EXPECT_EQ(sent_.size(), 9U);
}

TEST_F(Notifying, WhatWasAnsweredToTheLastIsWhatIsSaidOfIt) {
  for (std::int64_t at = 1000; at < 400'000; at += 1000) {
    const std::size_t before = sent_.size();
    notifier_.send_due(at);
    if (sent_.size() != before) notifier_.answered(sent_.back().to, answer_to(sent_.back(), Rcode::notauth));
  }
  EXPECT_EQ(sent_.size(), 8U);
  EXPECT_EQ(sight_.of("example", "plain").notify_outcome, "NOTAUTH");
}

TEST_F(Notifying, ABusyZoneCostsAnAddressAMessageASecond) {
  for (std::int64_t at = 10'000; at < 20'000; at += 100) {
    notifier_.new_serial(name("example"), 12);
    notifier_.send_due(at);
    if (!sent_.empty()) notifier_.answered(sent_.back().to, answer_to(sent_.back()));
  }
  EXPECT_EQ(sent_.size(), 10U);
}

TEST_F(Notifying, SignsWhereThereIsAKeyAndWantsASignedAnswer) {
  registry_.run("change secondaries=example rem.secondary=plain "
                "add.secondary=\"signed 192.0.2.4 key=k\"");
  notifier_.new_serial(name("example"), 12);
  notifier_.send_due(1000);
  ASSERT_EQ(sent_.size(), 1U);
  EXPECT_EQ(sent_[0].to.port, 53);
  const auto query = read_query(sent_[0].message).value();
  const SigningKey key{wire_name("k"), TsigAlgorithm::hmac_sha256, kSecret};
  EXPECT_EQ(verify(sent_[0].message, query, &key, kNowMs / 1000).error, TsigError::none);
  notifier_.answered(sent_[0].to, answer_to(sent_[0]));
  EXPECT_EQ(sight_.of("example", "signed").notify_answered_at, Instant{});
  Signer signer(key, query.tsig->mac);
  notifier_.answered(sent_[0].to, signer.sign(answer_to(sent_[0]), kNowMs / 1000));
  EXPECT_EQ(sight_.of("example", "signed").notify_outcome, "NOERROR");
}

}  // namespace
}  // namespace stele::dns::test
