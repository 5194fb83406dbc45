// Paths and parameters to queries, and what is refused with which status.
#include "projections/rdap/query.h"

#include <gtest/gtest.h>

namespace stele::rdap {
namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

unsigned status(const std::vector<std::string>& path, const Parameters& parameters = {}) {
  const auto query = parse_query(path, parameters);
  return query ? 200 : query.error().status;
}

TEST(RdapQuery, LookUps) {
  EXPECT_EQ(parse_query({"domain", "Shop.example"}, {})->value, "Shop.example");
  EXPECT_EQ(parse_query({"entity", "9995"}, {{"x", "y"}})->kind, Kind::entity);
  EXPECT_EQ(status({"help"}), 200u);
  EXPECT_EQ(status({"domain"}), 400u);
  EXPECT_EQ(status({"domain", ""}), 400u);
  EXPECT_EQ(status({"domain", "a", "b"}), 400u);
  EXPECT_EQ(status({"domain", "a\x01.example"}), 400u);
  EXPECT_EQ(status({"domain", "\xff.example"}), 400u);
  EXPECT_EQ(status({"domain", std::string(1025, 'a')}), 400u);
  EXPECT_EQ(status({"ip", "192.0.2.1"}), 501u);
  EXPECT_EQ(status({}), 400u);
  EXPECT_EQ(status({"elsewhere"}), 400u);
}

// RFC 9082 §3.1.3: one way of writing in one name.
TEST(RdapQuery, MixedNames) {
  EXPECT_EQ(status({"domain", "مكة.xn--mgbh0fb"}), 400u);
  EXPECT_EQ(status({"domain", "XN--ogb5cf.مثال"}), 400u);
  EXPECT_EQ(status({"domain", "مكة.example"}), 200u);
  EXPECT_EQ(status({"domains"}, {{"name", "مك*.xn--mgbh0fb"}}), 400u);
}

TEST(RdapQuery, Searches) {
  const auto query = parse_query(
      {"domains"}, {{"name", "EXAM*.Example"}, {"sort", "registrationDate:d,name"}, {"count", "true"},
                    {"cursor", "50"}, {"fieldSet", "id"}, {"unknown", "x"}});
  ASSERT_TRUE(query);
  EXPECT_EQ(query->pattern.head, "exam");
  EXPECT_EQ(query->pattern.tail, ".example");
  EXPECT_EQ(query->sort, (std::vector<Sort>{{SortKey::registration, true}, {SortKey::name, false}}));
  EXPECT_TRUE(query->count);
  EXPECT_EQ(query->offset, 50u);
  EXPECT_EQ(query->fields, FieldSet::id);
  EXPECT_EQ(status({"domains"}), 400u);
  EXPECT_EQ(status({"domains"}, {{"fn", "x"}}), 400u);
  EXPECT_EQ(status({"domains"}, {{"name", "a*"}, {"nsIp", "192.0.2.1"}}), 400u);
  EXPECT_EQ(status({"domains"}, {{"name", "*.example"}}), 422u);
  EXPECT_EQ(status({"domains"}, {{"name", "a*b.example"}}), 422u);
  EXPECT_EQ(status({"domains"}, {{"name", "a*.ex*"}}), 422u);
  EXPECT_EQ(status({"domains"}, {{"nsIp", "192.0.2"}}), 400u);
  EXPECT_EQ(status({"domains"}, {{"nsIp", "192.0.2.*"}}), 400u);
  EXPECT_EQ(status({"domains"}, {{"name", "a*"}, {"sort", "colour"}}), 400u);
  EXPECT_EQ(status({"domains"}, {{"name", "a*"}, {"cursor", "-1"}}), 400u);
  EXPECT_EQ(status({"domains"}, {{"name", "a*"}, {"cursor", "99999999999999999999"}}), 400u);
  EXPECT_EQ(status({"domains"}, {{"name", "a*"}, {"fieldSet", "all"}}), 400u);
  EXPECT_EQ(status({"nameservers"}, {{"ip", "2001:db8::1"}}), 200u);
  EXPECT_EQ(status({"entities"}, {{"fn", "Sandbox Reg*"}}), 200u);
}

TEST(RdapQuery, Patterns) {
  const Pattern label{"exam", ".example", true};
  EXPECT_TRUE(label.matches("exam.example"));
  EXPECT_TRUE(label.matches("example.example"));
  EXPECT_FALSE(label.matches("exam.com.example"));
  EXPECT_FALSE(label.matches("shop.example"));
  const Pattern open{"ns1.", "", true};
  EXPECT_TRUE(open.matches("ns1.shop.example"));
  EXPECT_TRUE((Pattern{"a.example", "", false}).matches("a.example"));
  EXPECT_FALSE((Pattern{"a.example", "", false}).matches("a.example.example"));
  EXPECT_FALSE((Pattern{"aa", "aa", true}).matches("aaa"));
}

}  // namespace
}  // namespace stele::rdap
