// What of a stranger's question is kept.
#include "frontends/gateway/public_query.h"

#include <gtest/gtest.h>

namespace stele::gateway {
namespace {

std::string line(std::string_view text) { return kept_query(QueryKind::whois, text); }
std::string uri(std::string_view text) { return kept_query(QueryKind::rdap_search, text); }

TEST(KeptQuery, OfWhois) {
  EXPECT_EQ(line("shop.example"), "shop.example");
  EXPECT_EQ(line("  domain   SHOP.example "), "domain SHOP.example");
  EXPECT_EQ(line("nameserver 2001:db8::1"), "nameserver 2001:db8::1");
  EXPECT_EQ(line("b\xc3\xbc" "cher.example"), "b\xc3\xbc" "cher.example");
  EXPECT_EQ(line(""), "");
  EXPECT_EQ(line("Ada Lovelace"), "*** (2 words)");
  EXPECT_EQ(line("registrar Ada Lovelace"), "registrar *** (2 words)");
  EXPECT_EQ(line("ada@engines.example"), "*** (1 word)");
  EXPECT_EQ(line("M\xc3\xbcller"), "*** (1 word)");
  EXPECT_EQ(line("\x01\xff"), "*** (1 word)");
}

TEST(KeptQuery, OfRdap) {
  EXPECT_EQ(uri("GET /rdap/domain/shop.example"), "GET /rdap/domain/shop.example");
  EXPECT_EQ(uri("GET /rdap/domains?name=shop*.example&count=5"), "GET /rdap/domains?name=shop*.example&count=5");
  EXPECT_EQ(uri("GET /rdap/entities?fn=Ada*&handle=c-1"), "GET /rdap/entities?fn=***&handle=c-1");
  EXPECT_EQ(uri("GET /rdap/entities?name=Ada%20Lovelace"), "GET /rdap/entities?name=***");
  EXPECT_EQ(uri("GET /rdap/entity/ada@engines.example"), "GET /rdap/entity/***");
  EXPECT_EQ(uri("GET /rdap/entities?token"), "GET /rdap/entities?token=***");
  EXPECT_EQ(uri("GET /rdap/entity/Ada%20Lovelace"), "GET /rdap/entity/***");
  EXPECT_EQ(uri("GET /rdap/entity/%4d%C3%BCller"), "GET /rdap/entity/***");
  EXPECT_EQ(uri("GET /rdap/domain/b%C3%BCcher.example"), "GET /rdap/domain/b\xc3\xbc" "cher.example");
  EXPECT_EQ(uri("domains?name=b%C3%BC*.example"), "domains?name=b\xc3\xbc*.example");
  EXPECT_EQ(uri("entities?fn=Ada*"), "entities?fn=***");
  EXPECT_EQ(uri("domain/%"), "domain/***");
  EXPECT_EQ(uri("domain/a%0Ab"), "domain/a\\x0ab");
  EXPECT_EQ(uri(""), "");
}

TEST(ObjectsOfLine, AreNamesAndIdentifiers) {
  using Names = std::vector<std::string>;
  EXPECT_EQ(objects_of_line("domain SHOP.example"), (Names{"shop.example"}));
  EXPECT_EQ(objects_of_line("b\xc3\xbc" "cher.example"), (Names{"xn--bcher-kva.example"}));
  EXPECT_EQ(objects_of_line("registrar reg-a").size(), 1U);
  EXPECT_EQ(objects_of_line("Ada Lovelace"), Names{});
  EXPECT_EQ(objects_of_line(""), Names{});
}

}  // namespace
}  // namespace stele::gateway
