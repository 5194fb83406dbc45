// Names, keys and record data in wire form.
#include "projections/zone/wire.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace stele::zone {
namespace {

// RFC 4034 §6.1, without the labels of its example that no registry has.
TEST(Wire, KeysStandInCanonicalOrder) {
  const std::vector<std::string> names{"example",     "a.example",    "yljkjljk.a.example",
                                       "z.a.example", "zabc.a.example", "a-b.example",
                                       "ab.example",  "z.example",    "*.z.example"};
  std::vector<std::string> keys;
  for (const std::string& name : names) keys.push_back(owner_key(name, "example"));
  EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::string wire;
    append_owner(wire, keys[i], wire_name("example"));
    EXPECT_EQ(wire, wire_name(names[i]));
  }
}

TEST(Wire, TheTopKeyIsThatOfTheDelegation) {
  EXPECT_EQ(top_key(owner_key("ns1.deep.shop.co.example", "co.example")),
            owner_key("shop.co.example", "co.example"));
  EXPECT_EQ(top_key(owner_key("shop.example", "example")), owner_key("shop.example", "example"));
}

TEST(Wire, RecordsOfOneTypeHaveTheLowestTtlThatIsSet) {
  std::vector<Entry> entries{{record_type::kNs, "b", 600}, {record_type::kA, "x"},      {record_type::kNs, "a"},
                             {record_type::kNs, "a", 900}, {record_type::kAaaa, "y", 60}};
  normalize(entries);
  EXPECT_EQ(entries, (std::vector<Entry>{{record_type::kA, "x"},
                                         {record_type::kNs, "a", 600},
                                         {record_type::kNs, "b", 600},
                                         {record_type::kAaaa, "y", 60}}));
}

TEST(Wire, EntriesComeBackFromTheirBytes) {
  const std::vector<Entry> entries{{record_type::kNs, wire_name("ns1.example"), 600}, {record_type::kCaa, ""}};
  std::string bytes;
  for (const Entry& entry : entries) append_entry(bytes, entry);
  EXPECT_EQ(read_entries(bytes), entries);
}

// A name that only ends with the same letters does not lie in the zone.
TEST(Wire, NamesOfTheZoneAreRelativeAllOthersAbsolute) {
  const auto text = [](std::string_view name) {
    std::string out;
    append_name_text(out, wire_name(name), wire_name("example"));
    return out;
  };
  EXPECT_EQ(text("example"), "@");
  EXPECT_EQ(text("ns1.shop.example"), "ns1.shop");
  EXPECT_EQ(text("ns1.myexample"), "ns1.myexample.");
  EXPECT_EQ(text("example.net"), "example.net.");
  EXPECT_EQ(text(""), ".");
}

}  // namespace
}  // namespace stele::zone
