// What is read of a name server's answers, and whose signatures count.
#include "frontends/cds/answer.h"

#include <gtest/gtest.h>

#include "engine/core/domain/dnssec.h"
#include "tests/unit/cds/signed_zone.h"

namespace stele::cds {
namespace {

const DomainName kShop = *DomainName::parse(kName);
const Question kCdsAsked{kShop, type::kCds, 7};
const Question kCdnskeyAsked{kShop, type::kCdnskey, 8};
const Question kKeysAsked{kShop, type::kDnskey, 9};
constexpr Instant kNow{(kSigned + 3600) * std::int64_t{1000}};

template <class... Records>
std::vector<Record> all(Records... records) {
  std::vector<Record> out;
  (out.push_back(std::move(records)), ...);
  return out;
}

RecordSet read(const Question& question, const std::vector<Record>& records) {
  auto set = read_answer(SignedZone::answer(question, records), question);
  EXPECT_TRUE(set) << set.error().what;
  return set ? std::move(*set) : RecordSet{};
}

std::string why_not(const std::string& message, const Question& question = kCdsAsked) {
  const auto set = read_answer(message, question);
  return set ? "" : set.error().what;
}

class CdsAnswers : public ::testing::Test {
 protected:
  SignedZone zone;
  SignedZone::Key one = zone.make_key(), two = zone.make_key();

  core::CdsAnswer evaluated(const std::vector<Record>& cds, const std::vector<Record>& cdnskey,
                            const std::vector<Record>& keys, Instant now = kNow) {
    auto out = evaluate(kShop, read(kCdsAsked, cds), read(kCdnskeyAsked, cdnskey),
                        read(kKeysAsked, keys), now);
    EXPECT_TRUE(out) << out.error().what;
    return out.value_or(core::CdsAnswer{});
  }
  const core::CdsKey* key_of(const core::CdsAnswer& answer, const SignedZone::Key& key) {
    for (const core::CdsKey& each : answer.keys)
      if (core::make_ds(kShop, each.key, 2).key_tag == ldns_key_keytag(key.get())) return &each;
    return nullptr;
  }
};

TEST_F(CdsAnswers, WhoHasSignedWhatIsFound) {
  const auto answer = evaluated(
      SignedZone::sign(all(SignedZone::cds(two)), {&one}),
      SignedZone::sign(all(SignedZone::cdnskey(two)), {&one, &two}),
      SignedZone::sign(all(SignedZone::dnskey(one), SignedZone::dnskey(two)), {&one}));
  ASSERT_EQ(answer.keys.size(), 2U);
  const core::CdsKey* const first = key_of(answer, one);
  const core::CdsKey* const second = key_of(answer, two);
  ASSERT_TRUE(first && second);
  EXPECT_TRUE(first->signs_cds && first->signs_cdnskey && first->signs_keys);
  EXPECT_TRUE(!second->signs_cds && second->signs_cdnskey && !second->signs_keys);
  ASSERT_EQ(answer.cds.size(), 1U);
  ASSERT_EQ(answer.cdnskey.size(), 1U);
  DsRecord made = core::make_ds(kShop, answer.cdnskey[0], 2);
  made.key.reset();
  EXPECT_EQ(made, answer.cds[0]);
  EXPECT_EQ(answer.signed_at.ms, kSigned * std::int64_t{1000});
}

TEST_F(CdsAnswers, SignaturesOutOfTimeDoNotCount) {
  const auto cds = SignedZone::sign(all(SignedZone::cds(one)), {&one});
  const auto keys = SignedZone::sign(all(SignedZone::dnskey(one)), {&one});
  for (const std::int64_t seconds : {std::int64_t{kSigned} - 60, std::int64_t{kExpires} + 60}) {
    const auto answer = evaluated(cds, {}, keys, Instant{seconds * 1000});
    EXPECT_FALSE(answer.keys.at(0).signs_cds);
    EXPECT_FALSE(answer.keys.at(0).signs_keys);
    EXPECT_EQ(answer.signed_at.ms, 0);
  }
}

TEST_F(CdsAnswers, ASignatureOfOtherRecordsDoesNotCount) {
  auto cds = SignedZone::sign(all(SignedZone::cds(one)), {&one});
  cds[0] = SignedZone::cds(two);
  const auto answer = evaluated(cds, {}, SignedZone::sign(all(SignedZone::dnskey(one)), {&one}));
  EXPECT_FALSE(answer.keys.at(0).signs_cds);
  EXPECT_TRUE(answer.keys.at(0).signs_keys);
}

TEST_F(CdsAnswers, NoRecordsAreAnAnswer) {
  const auto answer = evaluated({}, {}, {});
  EXPECT_TRUE(answer.cds.empty() && answer.cdnskey.empty() && answer.keys.empty());
}

TEST_F(CdsAnswers, TheDeletionIsRead) {
  const auto answer = evaluated(
      SignedZone::sign(all(SignedZone::record("shop.example. 300 IN CDS 0 0 0 00")), {&one}),
      SignedZone::sign(all(SignedZone::record("shop.example. 300 IN CDNSKEY 0 3 0 AA==")), {&one}),
      SignedZone::sign(all(SignedZone::dnskey(one)), {&one}));
  ASSERT_EQ(answer.cds.size(), 1U);
  EXPECT_TRUE(core::asks_for_deletion(answer.cds[0]));
  ASSERT_EQ(answer.cdnskey.size(), 1U);
  EXPECT_TRUE(core::asks_for_deletion(answer.cdnskey[0]));
  EXPECT_TRUE(answer.keys.at(0).signs_cds && answer.keys.at(0).signs_cdnskey);
}

TEST_F(CdsAnswers, OnlyTheAnswerToTheQuestionIsOne) {
  const auto records = SignedZone::sign(all(SignedZone::cds(one)), {&one});
  const std::string good = SignedZone::answer(kCdsAsked, records);
  EXPECT_EQ(why_not(good), "");
  Question other = kCdsAsked;
  other.id = 8;
  EXPECT_EQ(why_not(good, other), "not the answer to the question");
  other = kCdsAsked;
  other.type = type::kDnskey;
  EXPECT_EQ(why_not(good, other), "not the answer to the question");
  other = kCdsAsked;
  other.name = *DomainName::parse("shop2.example");
  EXPECT_EQ(why_not(good, other), "not the answer to the question");
  EXPECT_EQ(why_not(SignedZone::answer(kCdsAsked, records, false)), "not authoritative for the name");
  const auto with = [&](std::size_t at, char octet) {
    std::string out = good;
    out[at] = octet;
    return out;
  };
  EXPECT_EQ(why_not(with(2, 0x04)), "not the answer to the question");        // a question
  EXPECT_EQ(why_not(with(2, static_cast<char>(0x86))), "the answer is cut off");
  EXPECT_EQ(why_not(with(3, 5)), "REFUSED");
  EXPECT_EQ(why_not(with(3, 2)), "SERVFAIL");
  EXPECT_EQ(why_not(with(5, 2)), "not the answer to the question");
  EXPECT_EQ(why_not(with(7, 9)), "a record that cannot be read");
  EXPECT_EQ(why_not(with(6, 1)), "too many records");
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_NE(why_not(good.substr(0, size)), "") << size;
}

TEST_F(CdsAnswers, RecordsOfOtherNamesAreNotReadAndAliasesAreNone) {
  EXPECT_TRUE(read(kCdsAsked, all(SignedZone::record("other.example. 300 IN CDS 1 13 2 " +
                                                     std::string(64, 'a')))).records.empty());
  EXPECT_EQ(why_not(SignedZone::answer(kCdsAsked, all(SignedZone::record(
                "shop.example. 300 IN CNAME other.example.")))), "the name is an alias");
  EXPECT_EQ(read(kCdsAsked, all(SignedZone::cds(one), SignedZone::cds(one))).records.size(), 1U);
}

TEST_F(CdsAnswers, ASetIsBounded) {
  std::vector<Record> many;
  for (int i = 0; i < 33; ++i)
    many.push_back(SignedZone::record("shop.example. 300 IN CDS " + std::to_string(i) + " 13 2 " +
                                      std::string(64, 'a')));
  EXPECT_EQ(why_not(SignedZone::answer(kCdsAsked, many)), "too many records");
}

TEST(CdsResolver, AddressesAreRead) {
  const Question asked{*DomainName::parse("ns1.provider.test"), type::kA, 1, true};
  const auto set = read_answer(
      SignedZone::answer(asked, all(SignedZone::record("ns1.provider.test. 120 IN A 192.0.2.9"),
                                    SignedZone::record("ns1.provider.test. 60 IN A 192.0.2.1")), false),
      asked);
  ASSERT_TRUE(set) << set.error().what;
  const Addresses found = addresses_of(*set);
  EXPECT_EQ(found.seconds, 60U);
  ASSERT_EQ(found.list.size(), 2U);
  EXPECT_EQ(to_text(found.list[0]), "192.0.2.1");
}

TEST(CdsQuestion, IsAWholeMessage) {
  ldns_pkt* packet = nullptr;
  const std::string message = to_message(kCdsAsked);
  ASSERT_EQ(ldns_wire2pkt(&packet, reinterpret_cast<const std::uint8_t*>(message.data()), message.size()),
            LDNS_STATUS_OK);
  EXPECT_EQ(ldns_pkt_id(packet), 7);
  EXPECT_TRUE(ldns_pkt_edns_do(packet));
  EXPECT_FALSE(ldns_pkt_rd(packet));
  EXPECT_EQ(ldns_rr_get_type(ldns_rr_list_rr(ldns_pkt_question(packet), 0)), LDNS_RR_TYPE_CDS);
  ldns_pkt_free(packet);
}

}  // namespace
}  // namespace stele::cds
