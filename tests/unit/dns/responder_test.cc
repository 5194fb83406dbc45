// What is answered to whom: the rules of access, the errors of the RFCs, and what of a zone is sent.
#include <gtest/gtest.h>

#include "tests/support/text_registry.h"
#include "tests/unit/dns/fixture.h"

namespace stele::dns::test {
namespace {

const std::string kSecret = "0123456789abcdef0123456789abcdef";
constexpr std::uint64_t kNow = 1772323200;  // the registry's clock stands at 2026-03-01

class Responding : public testing::Test {
 protected:
  Responding() {
    registry_.run("create zone=example registrant=optional price.create=1.00EUR primary=ns1.nic.example "
                  "responsible=hostmaster.nic.example ns=ns1.nic.example records=\"ns1.nic A 192.0.2.1\"");
    registry_.run("set tsig-key=k zone=example secret=" + to_base64(kSecret));
    registry_.run("set tsig-key=other zone=example secret=" + to_base64(kSecret + "x"));
    registry_.run("change secondaries=example add.secondary=\"signed 192.0.2.1,2001:db8::1 key=k\" "
                  "add.secondary=\"plain 192.0.2.2\" add.secondary=\"tls 192.0.2.3 xot=yes\"");
    zone_ = std::make_shared<FakeZone>(
        "example", 12,
        std::vector{ns("example", "ns1.nic.example"), ns("shop.example", "ns1.other.net")});
    zone_->deltas = {{10, 11, {ns("gone.example", "ns1.other.net")}, {}},
                     {11, 12, {}, {ns("shop.example", "ns1.other.net")}}};
    zones_.zones["example"] = zone_;
  }

  Response ask(const std::string& message, const std::string& address = "192.0.2.2",
               bool stream = true, bool encrypted = false) {
    return responder_.respond(message, {address, stream, encrypted});
  }
  Answered answer(const std::string& message, const std::string& address = "192.0.2.2",
                  bool stream = true) {
    return read_answer(ask(message, address, stream).message);
  }
  std::string ixfr(std::uint32_t serial, std::optional<std::uint16_t> edns = {}) {
    return question({.zone = "example", .type = record_type::kIxfr, .serial = serial, .edns_size = edns});
  }
  std::string sign(const std::string& message, const std::string& key = "k",
                   const std::string& secret = kSecret, std::uint64_t at = kNow) {
    Signer signer({wire_name(key), TsigAlgorithm::hmac_sha256, secret}, {});
    const std::string out = signer.sign(message, at);
    mac_ = signer.mac();
    return out;
  }
  std::uint16_t tsig_error(const std::string& message) {
    const auto told = read_query(message).value();
    return told.tsig ? told.tsig->error : std::uint16_t{0xffff};
  }

  stele::test::TextRegistry registry_;
  std::shared_ptr<FakeZone> zone_;
  FakeZones zones_;
  gateway::SecondarySight sight_;
  std::string mac_;
  Responder responder_{{.zones = zones_,
                        .state = [this] { return registry_.state(); },
                        .now = [] { return Instant{static_cast<std::int64_t>(kNow) * 1000}; },
                        .sight = sight_}};
};

TEST_F(Responding, SoaIsAnsweredWithAuthority) {
  const Answered got = answer(question("example", record_type::kSoa));
  EXPECT_EQ(got.rcode, Rcode::noerror);
  EXPECT_EQ(got.flags, flag::kResponse | flag::kAuthoritative);
  EXPECT_EQ(got.answers, std::vector<std::string>{"example. 3600 IN SOA ns1.nic.example. "
                                                  "hostmaster.nic.example. 12 1800 900 1209600 3600"});
  EXPECT_EQ(sight_.of("example", "plain").soa_at.ms, static_cast<std::int64_t>(kNow) * 1000);
}

TEST_F(Responding, EveryoneElseIsRefusedAndSeen) {
  for (const std::uint16_t asked : {record_type::kSoa, record_type::kAxfr, record_type::kIxfr, record_type::kA}) {
    const std::string message = asked == record_type::kIxfr ? ixfr(10) : question("example", asked);
    const Response got = ask(message, "203.0.113.9");
    EXPECT_EQ(read_answer(got.message).rcode, Rcode::refused);
    EXPECT_FALSE(got.transfer);
    EXPECT_NE(got.refusal.find("not a secondary"), std::string::npos) << got.refusal;
  }
  EXPECT_EQ(sight_.of("example", "").refused, 4U);
  EXPECT_EQ(answer(question("elsewhere", record_type::kSoa)).rcode, Rcode::refused);
  EXPECT_EQ(answer(question("shop.example", record_type::kSoa)).rcode, Rcode::refused);
}

TEST_F(Responding, NothingElseIsAnswered) {
  for (const std::uint16_t asked : {record_type::kA, record_type::kNs, std::uint16_t{255}})
    EXPECT_EQ(answer(question("example", asked)).rcode, Rcode::refused) << asked;
  std::string chaos = question("example", record_type::kSoa);
  chaos.back() = 3;
  EXPECT_EQ(answer(chaos).rcode, Rcode::refused);
  EXPECT_EQ(answer(question({.flags = opcode::kNotify << 11})).rcode, Rcode::notimp);
  EXPECT_EQ(answer(question({.flags = 5 << 11})).rcode, Rcode::notimp);
  EXPECT_TRUE(ask(question({.flags = flag::kResponse})).message.empty());
  EXPECT_TRUE(ask("short").message.empty());
  EXPECT_EQ(answer(question({.type = record_type::kIxfr})).rcode, Rcode::formerr);
  EXPECT_EQ(answer(question("example", record_type::kAxfr), "192.0.2.2", false).rcode, Rcode::formerr);
}

TEST_F(Responding, AKeyIsNeededWhereOneIsSet) {
  EXPECT_EQ(answer(question("example", record_type::kSoa), "192.0.2.1").rcode, Rcode::refused);
  EXPECT_EQ(sight_.of("example", "signed").refused, 1U);
  const Response good = ask(sign(question("example", record_type::kSoa)), "192.0.2.1");
  EXPECT_EQ(read_answer(good.message).rcode, Rcode::noerror);
  EXPECT_TRUE(verify_answer(good.message, read_query(good.message).value(),
                            {wire_name("k"), TsigAlgorithm::hmac_sha256, kSecret}, mac_, kNow));
  EXPECT_EQ(read_answer(ask(sign(question("example", record_type::kSoa)), "2001:db8::1").message).rcode,
            Rcode::noerror);
  // The right key from elsewhere, and another secondary's key, are refused under their signature.
  const Response elsewhere = ask(sign(question("example", record_type::kSoa)), "203.0.113.9");
  EXPECT_EQ(read_answer(elsewhere.message).rcode, Rcode::refused);
  EXPECT_EQ(tsig_error(elsewhere.message), 0);
  EXPECT_EQ(read_answer(ask(sign(question("example", record_type::kSoa), "other", kSecret + "x"), "192.0.2.1")
                            .message)
                .rcode,
            Rcode::refused);
}

TEST_F(Responding, WhoseKeySignedComesBeforeOneThatNeedsNone) {
  registry_.run("change secondaries=example add.secondary=\"aa 192.0.2.1 xot=yes\"");
  const std::string asked = question("example", record_type::kAxfr);
  const Response got = ask(sign(asked), "192.0.2.1");
  ASSERT_TRUE(got.transfer);
  EXPECT_EQ(got.transfer->secondary, "signed");
  EXPECT_NE(ask(asked, "192.0.2.1").refusal.find("over TLS"), std::string::npos);
}

TEST_F(Responding, TsigErrorsAreThoseOfTheRfc) {
  const std::string plain = question("example", record_type::kAxfr);
  struct Wrong {
    std::string message;
    TsigError error;
    std::size_t mac;  // of the answer: unsigned where there is nothing to sign with
  };
  const Wrong wrong[] = {{sign(plain, "unknown"), TsigError::badkey, 0},
                         {sign(plain, "k", "another secret entirely"), TsigError::badsig, 0},
                         {sign(plain, "k", kSecret, kNow - 301), TsigError::badtime, 32},
                         {sign(plain, "k", kSecret, kNow + 301), TsigError::badtime, 32}};
  for (const Wrong& each : wrong) {
    const Response got = ask(each.message, "192.0.2.1");
    EXPECT_FALSE(got.transfer);
    const auto told = read_query(got.message).value();
    EXPECT_EQ(told.rcode(), Rcode::notauth);
    ASSERT_TRUE(told.tsig);
    EXPECT_EQ(told.tsig->error, static_cast<std::uint16_t>(each.error));
    EXPECT_EQ(told.tsig->mac.size(), each.mac);
  }
  // A key of one zone is none of another.
  EXPECT_EQ(tsig_error(ask(sign(question("elsewhere", record_type::kSoa)), "192.0.2.1").message), 17);
}

TEST_F(Responding, ATransferThatMustWaitIsServfailAsTheQuestionWas) {
  const Peer peer{"192.0.2.2", true, false};
  auto plain = ask(ixfr(10, 1232));
  ASSERT_TRUE(plain.transfer);
  const Response later = responder_.postpone(std::move(*plain.transfer), peer, "busy");
  EXPECT_EQ(later.refusal, "SERVFAIL IXFR of example: busy");
  const Answered told = read_answer(later.message);
  EXPECT_EQ(told.rcode, Rcode::servfail);
  EXPECT_EQ(told.id, 0x1234);
  EXPECT_EQ(told.flags & flag::kAuthoritative, 0);
  EXPECT_TRUE(read_query(later.message)->edns);
  EXPECT_EQ(sight_.of("example", "plain").refused, 1U);

  auto with_key = ask(sign(question("example", record_type::kAxfr)), "192.0.2.1");
  ASSERT_TRUE(with_key.transfer);
  const Response in_name = responder_.postpone(std::move(*with_key.transfer), peer, "busy");
  const auto query = read_query(in_name.message).value();
  EXPECT_EQ(query.rcode(), Rcode::servfail);
  EXPECT_FALSE(query.edns);
  EXPECT_TRUE(verify_answer(in_name.message, query, {wire_name("k"), TsigAlgorithm::hmac_sha256, kSecret},
                            mac_, kNow));
}

TEST_F(Responding, TransfersAreOrderedOverStreams) {
  auto whole = ask(question("example", record_type::kAxfr));
  ASSERT_TRUE(whole.transfer);
  EXPECT_FALSE(whole.transfer->deltas);
  EXPECT_EQ(whole.transfer->secondary, "plain");
  auto part = ask(ixfr(10));
  ASSERT_TRUE(part.transfer && part.transfer->deltas);
  EXPECT_EQ(part.transfer->deltas->size(), 2U);
  EXPECT_EQ(ask(ixfr(11)).transfer->deltas->size(), 1U);
  EXPECT_FALSE(ask(ixfr(3)).transfer->deltas);  // not known any more: the whole zone
  for (const std::uint32_t current : {12U, 13U, 500U}) {
    const Response same = ask(ixfr(current));
    EXPECT_FALSE(same.transfer);
    EXPECT_EQ(read_answer(same.message).answers.size(), 1U);
    EXPECT_EQ(sight_.of("example", "plain").serial, current);
  }
}

TEST_F(Responding, XotIsNeededForTransfersWhereItIsSet) {
  EXPECT_EQ(answer(question("example", record_type::kSoa), "192.0.2.3").rcode, Rcode::noerror);
  EXPECT_EQ(answer(question("example", record_type::kAxfr), "192.0.2.3").rcode, Rcode::refused);
  EXPECT_EQ(answer(ixfr(10), "192.0.2.3").rcode, Rcode::refused);
  EXPECT_TRUE(ask(question("example", record_type::kAxfr), "192.0.2.3", true, true).transfer);
}

TEST_F(Responding, IxfrInADatagramIsWholeOrTheSoaAlone) {
  const Answered whole = answer(ixfr(10), "192.0.2.2", false);
  EXPECT_EQ(whole.answers.size(), 8U);  // 12, 10, gone, 11, 11, 12, shop, 12
  EXPECT_EQ(whole.answers[2], "gone.example. 3600 IN NS ns1.other.net.");
  for (int i = 0; i < 100; ++i)
    zone_->deltas[1].added.push_back(ns("d" + std::to_string(i) + ".example", "ns1.other.net"));
  EXPECT_EQ(answer(ixfr(10), "192.0.2.2", false).answers.size(), 1U);
  EXPECT_EQ(answer(ixfr(10, 4096), "192.0.2.2", false).answers.size(), 1U);
  EXPECT_EQ(answer(ixfr(3), "192.0.2.2", false).answers.size(), 1U);
}

TEST_F(Responding, AZoneThatIsNotPublishedIsNotAnswered) {
  zones_.zones.clear();
  EXPECT_EQ(answer(question("example", record_type::kSoa)).rcode, Rcode::servfail);  // not yet
  registry_.run("update zone=example publish=no");
  EXPECT_EQ(answer(question("example", record_type::kSoa)).rcode, Rcode::notauth);
  EXPECT_EQ(answer(question("example", record_type::kSoa), "203.0.113.9").rcode, Rcode::refused);
}

TEST_F(Responding, EdnsIsAnsweredWithEdns) {
  const auto told = read_query(ask(question({.edns_size = 4096})).message).value();
  EXPECT_TRUE(told.edns);
  EXPECT_EQ(told.udp_size, kOwnUdp);
  std::string version1 = question({.edns_size = 4096});
  version1[version1.size() - 5] = 1;
  EXPECT_EQ(answer(version1).flags & 0xf, 0);  // BADVERS is 16: the upper bits stand in OPT
  EXPECT_TRUE(answer(version1).answers.empty());
}

}  // namespace
}  // namespace stele::dns::test
