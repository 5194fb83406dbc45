// Questions read, messages written.
#include <gtest/gtest.h>

#include "frontends/dns/message_writer.h"
#include "frontends/dns/query.h"
#include "tests/unit/dns/fixture.h"

namespace stele::dns::test {
namespace {

TEST(Query, IsTakenApart) {
  Asked asked{.zone = "Com.Example", .type = record_type::kIxfr, .serial = 7, .id = 0xfffe,
              .flags = flag::kRecursionDesired, .edns_size = 1400};
  const auto query = read_query(question(asked)).value();
  EXPECT_EQ(query.id, 0xfffe);
  EXPECT_EQ(query.opcode, opcode::kQuery);
  EXPECT_EQ(query.name, wire_name("com.example"));
  EXPECT_EQ(query.question.substr(0, 5), std::string("\3Com\7", 5));
  EXPECT_EQ(query.type, record_type::kIxfr);
  EXPECT_EQ(query.klass, rr_class::kIn);
  EXPECT_EQ(query.serial, 7U);
  EXPECT_TRUE(query.edns);
  EXPECT_EQ(query.udp_size, 1400);
  EXPECT_FALSE(query.tsig);
}

TEST(Query, BytesThatAreNoneAreTold) {
  EXPECT_FALSE(read_query("").error().answerable);
  EXPECT_FALSE(read_query(std::string(11, '\0')).error().answerable);
  std::string message = question("example", record_type::kSoa);
  for (std::size_t size = kHeaderSize; size < message.size(); ++size) {
    const auto cut = read_query(message.substr(0, size));
    ASSERT_FALSE(cut) << size;
    EXPECT_TRUE(cut.error().answerable);
    EXPECT_EQ(cut.error().rcode, Rcode::formerr);
    EXPECT_EQ(cut.error().id, 0x1234);
  }
  EXPECT_EQ(read_query(message + "x").error().rcode, Rcode::formerr);
  std::string two = message;
  two[5] = 2;
  EXPECT_EQ(read_query(two).error().rcode, Rcode::formerr);
  std::string update = message;
  update[2] = static_cast<char>(5 << 3);
  EXPECT_EQ(read_query(update).error().rcode, Rcode::notimp);
  std::string answer = update;
  answer[2] = static_cast<char>(answer[2] | 0x80);
  EXPECT_FALSE(read_query(answer).error().answerable);
}

TEST(Query, NamesThatPointAtThemselvesAreRefused) {
  std::string message = question("example", record_type::kSoa).substr(0, kHeaderSize);
  message += std::string("\xc0\x0c\0\6\0\1", 6);
  EXPECT_EQ(read_query(message).error().rcode, Rcode::formerr);
}

TEST(Names, ComeBackFromWire) {
  EXPECT_EQ(from_wire(wire_name("shop.example")), name("shop.example"));
  EXPECT_EQ(from_wire(std::string("\0", 1)), std::nullopt);
  EXPECT_EQ(from_wire(std::string("\3a.b\0", 5)), std::nullopt);
  EXPECT_EQ(show_wire(std::string("\0", 1)), ".");
}

TEST(MessageWriter, CompressesNamesAndLdnsReadsThem) {
  MessageWriter writer(kMostMessage);
  writer.begin(7, flag::kResponse, {});
  EXPECT_TRUE(writer.put(Section::answer, ns("example", "ns1.nic.example")));
  EXPECT_TRUE(writer.put(Section::answer, ns("shop.example", "ns2.nic.example")));
  EXPECT_TRUE(writer.put(Section::answer, ns("shop.example", "ns1.nic.example")));
  EXPECT_TRUE(writer.put(Section::answer, a("ns1.nic.example", std::string("\300\0\2\1", 4))));
  const std::string message = writer.take();
  const Answered answer = read_answer(message);
  ASSERT_TRUE(answer.parsed);
  EXPECT_EQ(answer.answers,
            (std::vector<std::string>{"example. 3600 IN NS ns1.nic.example.",
                                      "shop.example. 3600 IN NS ns2.nic.example.",
                                      "shop.example. 3600 IN NS ns1.nic.example.",
                                      "ns1.nic.example. 3600 IN A 192.0.2.1"}));
  // Each label once: 12 of header, then "example", "ns1" "nic", "shop", "ns2".
  EXPECT_EQ(message.size(), 12U + (9 + 10 + 4 + 4 + 2) + (5 + 2 + 10 + 4 + 2) + (2 + 10 + 2) + (2 + 10 + 4));
}

TEST(MessageWriter, AMessageThatIsFullStaysWhole) {
  MessageWriter writer(200);
  writer.begin(7, flag::kResponse, {});
  int put = 0;
  while (writer.put(Section::answer, ns("d" + std::to_string(put) + ".example", "ns.other.net"))) ++put;
  EXPECT_GT(put, 3);
  EXPECT_FALSE(writer.put(Section::answer, ns("x.example", "y.example")));
  const std::string message = writer.take();
  EXPECT_LE(message.size(), 200U);
  EXPECT_EQ(read_answer(message).answers.size(), static_cast<std::size_t>(put));
  writer.begin(8, flag::kResponse, {});
  EXPECT_TRUE(writer.put(Section::answer, ns("x.example", "y.example")));
  EXPECT_EQ(read_answer(writer.take()).answers,
            std::vector<std::string>{"x.example. 3600 IN NS y.example."});
}

TEST(MessageWriter, NamesBeyondThePointersReachAreWrittenOut) {
  MessageWriter writer(kMostMessage);
  writer.begin(7, flag::kResponse, {});
  std::vector<std::string> wanted;
  for (int i = 0; i < 3000; ++i) {
    const std::string owner = "domain-" + std::to_string(i) + ".example";
    if (!writer.put(Section::answer, ns(owner, "ns" + std::to_string(i % 7) + ".host.net"))) break;
    wanted.push_back(owner + ". 3600 IN NS ns" + std::to_string(i % 7) + ".host.net.");
  }
  const std::string message = writer.take();
  EXPECT_GT(message.size(), 0x4000U);
  EXPECT_EQ(read_answer(message).answers, wanted);
}

}  // namespace
}  // namespace stele::dns::test
