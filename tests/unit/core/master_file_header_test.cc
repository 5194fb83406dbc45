// The reader of free zone records: what it takes, and what it says of what it does not take.
#include "engine/core/zone/master_file_header.h"

#include <gtest/gtest.h>

#include "tests/unit/core/world.h"

namespace stele::core {
namespace {

std::string problems_of(std::string_view text) {
  const auto parsed = parse_header_records(name("example"), text);
  std::string out;
  if (!parsed)
    for (const HeaderProblem& problem : parsed.error())
      out += std::to_string(problem.line) + ": " + problem.what + "\n";
  return out;
}

TEST(MasterFileHeader, TakesTheTypesItKnows) {
  const auto parsed = parse_header_records(
      name("example"),
      "; a comment\n"
      "\n"
      "@ 3600 IN TXT \"v=spf1 -all\" plain \"a \\\" and \\059;\" ; tail\n"
      "NIC IN 60 A 192.0.2.1\n"
      "nic.example. AAAA 2001:db8::1\n"
      "\t ; only a comment\n"
      "*.nic MX 10 mail.other.test.\n"
      "@ MX 0 .\n"
      "sub NS ns1.sub\n"
      "sub DS 12345 8 2 " + std::string(32, 'A') + " " + std::string(32, 'b') + "\n"
      "@ CAA 0 issue \"ca.test\"\n"
      "_dnsauth TXT \"\"");
  ASSERT_TRUE(parsed) << parsed.error().front().what;
  ASSERT_EQ(parsed->size(), 9U);
  const HeaderRecord txt{3, "example", 3600, HeaderRecordType::txt,
                         {"\"v=spf1 -all\"", "plain", "\"a \\\" and \\059;\""}};
  EXPECT_EQ(parsed->at(0), txt);
  const HeaderRecord a{4, "nic.example", 60, HeaderRecordType::a, {"192.0.2.1"}};
  EXPECT_EQ(parsed->at(1), a);
  const HeaderRecord aaaa{5, "nic.example", std::nullopt, HeaderRecordType::aaaa, {"2001:db8::1"}};
  EXPECT_EQ(parsed->at(2), aaaa);
  EXPECT_EQ(parsed->at(3).owner, "*.nic.example");
  EXPECT_EQ(parsed->back().line, 12U);
}

struct Row {
  const char* line;
  const char* problem;
};

const Row kRows[] = {
    {" TXT x", "the owner name is missing"},
    {"$TTL 300", "directives have no place here"},
    {"@", "the record type is missing"},
    {"@ 300 IN", "the record type is missing"},
    {"a..b A 192.0.2.1", "\"a..b\" is not a name"},
    {"x!y A 192.0.2.1", "\"x!y\" is not a name"},
    {"x.*.y A 192.0.2.1", "\"x.*.y\" is not a name"},
    {"other.test. A 192.0.2.1", "\"other.test.\" lies outside the zone"},
    {"notexample. A 192.0.2.1", "\"notexample.\" lies outside the zone"},
    {"@ 2147483648 A 192.0.2.1", "\"2147483648\" is not a TTL in seconds"},
    {"@ 1h A 192.0.2.1", "\"1h\" is not a TTL in seconds"},
    {"@ SOA x", "\"SOA\" is not one of the types A AAAA CAA DS MX NS TXT"},
    {"@ CH TXT x", "\"CH\" is not one of the types A AAAA CAA DS MX NS TXT"},
    {"@ NS ns1", "the zone's own NS are its name servers, not free records"},
    {"@ DS 1 8 2 aa", "the zone's own DS belongs to the zone above"},
    {"@ A 2001:db8::1", "an A record has one IPv4 address"},
    {"@ A 192.0.2.1 192.0.2.2", "an A record has one IPv4 address"},
    {"@ AAAA 192.0.2.1", "an AAAA record has one IPv6 address"},
    {"@ MX mail", "an MX record has a preference and a host"},
    {"@ MX 65536 mail", "an MX preference is a number up to 65535"},
    {"@ MX 1 *.mail", "\"*.mail\" is not a host name"},
    {"s NS", "an NS record has one host"},
    {"s NS a/b", "\"a/b\" is not a host name"},
    {"s DS 1 8 2", "a DS record has key tag, algorithm, digest type and digest"},
    {"s DS 1 8 3 aa", "a DS digest type is 1, 2 or 4"},
    {"s DS 1 8 1 aa", "the DS digest is not 40 hex digits"},
    {"@ CAA 0 issue", "a CAA record has flags, tag and value"},
    {"@ CAA 256 issue x", "CAA flags are a number up to 255"},
    {"@ CAA 0 is-sue x", "a CAA tag has letters and digits"},
    {"@ TXT", "a TXT record has at least one character string"},
    {"@ TXT \"open", "a quote is not closed"},
    {"@ TXT a\"b\"", "\"a\"b\"\" is not a character string"},
    {"@ TXT \\300", "\"\\x5c300\" is not a character string"},
    {"@ TXT x\r", "a control character stands in it"},
    {"@ TXT ( x )", "a record stands on one line, without parentheses"},
};

TEST(MasterFileHeader, SaysWhatIsWrongWithALine) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.line);
    EXPECT_EQ(problems_of("\n" + std::string(row.line)), "2: " + std::string(row.problem) + "\n");
  }
}

TEST(MasterFileHeader, IsBounded) {
  EXPECT_EQ(problems_of("@ TXT " + std::string(255, 'x')), "");
  EXPECT_EQ(problems_of("@ TXT " + std::string(256, 'x')),
            "1: a character string has more than 255 octets\n");
  EXPECT_EQ(problems_of(std::string(65537, ';')), "1: the records have more than 65536 octets\n");
  std::string bad;
  for (int i = 0; i < 100; ++i) bad += "bad\n";
  EXPECT_EQ(parse_header_records(name("example"), bad).error().size(), 20U);
}

}  // namespace
}  // namespace stele::core
