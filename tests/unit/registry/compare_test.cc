// Comparing the rows of a projection with those of a rebuild, and telling people what a key says.
#include "projections/registry/compare.h"

#include <gtest/gtest.h>

#include "projections/registry/key_text.h"
#include "projections/registry/rows.h"

namespace stele::registry {
namespace {

using Row = std::pair<std::string, std::string>;

std::shared_ptr<const Snapshot> rows(const std::vector<Row>& list) {
  auto store = memory_store();
  std::vector<RowChange> changes;
  for (const auto& [key, value] : list) changes.push_back({key, value});
  EXPECT_TRUE(store->write(changes));
  return store->snapshot();
}

// "missing b=2", "different c=3|4".
std::vector<std::string> drift(const std::vector<Row>& kept, const std::vector<Row>& rebuilt) {
  std::vector<std::string> out;
  EXPECT_TRUE(compare_rows(*rows(kept), *rows(rebuilt), [&](const Drift& d) {
    out.push_back(std::string(to_text(d.kind)) + " " + std::string(d.key) + "=" + std::string(d.kept) + "|" +
                  std::string(d.rebuilt));
  }));
  return out;
}

TEST(CompareRows, EqualRowsHaveNoDrift) {
  EXPECT_TRUE(drift({}, {}).empty());
  EXPECT_TRUE(drift({{"a", "1"}, {"b", ""}}, {{"a", "1"}, {"b", ""}}).empty());
}

TEST(CompareRows, NamesEveryKindOfDriftWhereverItStands) {
  const std::vector<Row> whole{{"a", "1"}, {"b", "2"}, {"c", "3"}};
  using Found = std::vector<std::string>;
  EXPECT_EQ(drift({{"b", "2"}, {"c", "3"}}, whole), Found{"missing a=|1"});
  EXPECT_EQ(drift({{"a", "1"}, {"c", "3"}}, whole), Found{"missing b=|2"});
  EXPECT_EQ(drift({{"a", "1"}, {"b", "2"}}, whole), Found{"missing c=|3"});
  EXPECT_EQ(drift(whole, {{"b", "2"}, {"c", "3"}}), Found{"extra a=1|"});
  EXPECT_EQ(drift(whole, {{"a", "1"}, {"b", "2"}}), Found{"extra c=3|"});
  EXPECT_EQ(drift(whole, {{"a", "1"}, {"b", "x"}, {"c", "3"}}), Found{"different b=2|x"});
  EXPECT_EQ(drift({}, whole), (Found{"missing a=|1", "missing b=|2", "missing c=|3"}));
  EXPECT_EQ(drift({{"a", "1"}, {"bb", "2"}}, {{"b", "2"}, {"bb", "3"}}),
            (Found{"extra a=1|", "missing b=|2", "different bb=2|3"}));
}

TEST(CompareRows, OrdersKeysByBytesNotByLetters) {
  EXPECT_EQ(drift({{"a\xff", "1"}}, {{"a\x01", "1"}}),
            (std::vector<std::string>{"missing a\x01=|1", "extra a\xff=1|"}));
}

TEST(CompareRows, ReadsInPartsWhatIsLargerThanOne) {
  std::vector<Row> many;
  for (int i = 0; i < 3000; ++i) many.emplace_back("k" + std::to_string(10'000 + i), std::string(1000, 'v'));
  std::vector<Row> other = many;
  other[2999].second.back() = 'x';
  other.erase(other.begin() + 1500);
  std::size_t found = 0;
  const auto keys = compare_rows(*rows(other), *rows(many), [&](const Drift&) { ++found; });
  ASSERT_TRUE(keys);
  EXPECT_EQ(*keys, 3000u);
  EXPECT_EQ(found, 2u);
}

TEST(CompareRows, IsCutOff) {
  std::stop_source cut;
  cut.request_stop();
  const auto keys = compare_rows(*rows({{"a", "1"}}), *rows({}), [](const Drift&) {}, cut.get_token());
  ASSERT_FALSE(keys);
  EXPECT_EQ(keys.error().fault, Fault::closed);
}

TEST(KeyText, SaysTableAndParts) {
  const ObjectNumber zone{3}, number{4711};
  EXPECT_EQ(key_text(kMetaKey), "progress");
  EXPECT_EQ(key_text(key('s')), "settings");
  EXPECT_EQ(key_text(key('d', number)), "domain number=4711");
  EXPECT_EQ(key_text(key('D', zone, "shop")), "domain by label zone=3 label=shop");
  EXPECT_EQ(key_text(key('C', RepositoryId{1}, "jana")), "contact by id repository=1 id=jana");
  EXPECT_EQ(key_text(application_key(zone, "shop", number)),
            "application by label zone=3 label=shop number=4711");
  EXPECT_EQ(key_text(address_key(*parse_ip_address("2001:db8::1"), number)),
            "host by address address=2001:db8::1 host=4711");
  EXPECT_EQ(key_text(address_key(*parse_ip_address("192.0.2.1"), number)),
            "host by address address=192.0.2.1 host=4711");
  EXPECT_EQ(key_text(due_key(*parse_instant("2026-03-01T00:00Z"), number)),
            "due work at=2026-03-01T00:00:00.000Z number=4711");
  EXPECT_EQ(key_text(key('a', core::Account::cash, *parse_currency("EUR"))).substr(0, 25),
            "registry account account=");
  EXPECT_EQ(key_text(key('S', "\x01\xff")), "access token by digest digest=01ff");
}

TEST(KeyText, ATagOfTwoTablesIsToldByLength) {
  EXPECT_EQ(key_text(key('e', ObjectNumber{7})), "IDN table number=7");
  EXPECT_EQ(key_text(key('e', ObjectNumber{7}, ObjectNumber{8})), "name that stands still zone=7 domain=8");
}

TEST(KeyText, NeverFails) {
  EXPECT_EQ(key_text(std::string_view{}), "unknown row 0x");
  EXPECT_EQ(key_text("d\x01"), "unknown row 0x6401");
  EXPECT_EQ(key_text(key('d', ObjectNumber{1}) + "x"), "unknown row 0x64000000000000000178");
  EXPECT_EQ(key_text("I"), "unknown row 0x49");
  EXPECT_EQ(key_text("\xfe"), "unknown row 0xfe");
}

}  // namespace
}  // namespace stele::registry
