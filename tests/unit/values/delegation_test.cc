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
