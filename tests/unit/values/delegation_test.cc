#include "events/values/delegation.h"

#include <gtest/gtest.h>

namespace stele {
namespace {

TEST(Delegation, DsRecordsAndKeysReadBack) {
  const DnsKey key{257, 3, 13, "AQPJ////4Q=="};
  EXPECT_EQ(to_text(key), "257 3 13 AQPJ////4Q==");
  EXPECT_EQ(parse_dns_key(to_text(key)), key);
  const DsRecord ds{12345, 13, 2, "49FD46E6", {}};
  EXPECT_EQ(to_text(ds), "12345 13 2 49FD46E6");
  EXPECT_EQ(parse_ds_record("12345 13 2 49fd46e6"), ds);
  const DsRecord with_key{12345, 13, 2, "49FD46E6", key};
  EXPECT_EQ(to_text(with_key), to_text(ds));
  EXPECT_EQ(parse_ds_record(to_text(ds) + " " + to_text(key)), with_key);
}

TEST(Delegation, TtlsAreNamedByTheirRecordType) {
  EXPECT_EQ(to_text(RecordTtl{record_type::kAaaa, 300}), "AAAA:300");
  for (const std::uint16_t type : {record_type::kA, record_type::kNs, record_type::kAaaa,
                                   record_type::kDname, record_type::kDs})
    EXPECT_EQ(parse_ttl_type(record_type_word(type)), type);
  EXPECT_FALSE(parse_ttl_type("TXT"));
  for (const char* const text : {"NS:3600", "DS:", "TXT:1"})
    EXPECT_EQ(to_text(*parse_ttl_setting(text)), text);
  EXPECT_EQ(parse_ttl_setting("TXT:1")->custom, "TXT");
  EXPECT_EQ(parse_ttl_setting("DS:")->seconds, std::nullopt);
  for (const char* const text : {"", "NS", ":1", "NS:x", "NS:-1", "NS:1 2", "NS:4294967296"})
    EXPECT_FALSE(parse_ttl_setting(text)) << text;
}

TEST(Delegation, HostAttributesAreANameAndItsAddresses) {
  const HostAttribute host{HostName::trusted("ns1.shop.example"),
                           {*parse_ip_address("192.0.2.1"), *parse_ip_address("2001:db8::1")}};
  EXPECT_EQ(to_text(host), "ns1.shop.example 192.0.2.1 2001:db8::1");
}

TEST(Delegation, WhatIsNoRecordIsNotRead) {
  for (const char* const text : {"", "257 3 13", "257 3 13 ", "257  3 13 A", "65536 3 13 A",
                                 "257 256 13 A", "257 3 -1 A", "257 3 13 A B", "x 3 13 A"})
    EXPECT_FALSE(parse_dns_key(text)) << text;
  for (const char* const text : {"", "1 13 2", "1 13 2 ", "65536 13 2 AA", "1 256 2 AA",
                                 "1 13 256 AA", "1 13 2 AA 257", "1 13 2 AA 257 3 13 K K"})
    EXPECT_FALSE(parse_ds_record(text)) << text;
}

}  // namespace
}  // namespace stele
