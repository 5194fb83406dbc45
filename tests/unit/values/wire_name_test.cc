// Names in wire form, and which names a zone holds.
#include "events/values/wire_name.h"

#include <gtest/gtest.h>

namespace stele {
namespace {

TEST(WireName, IsLabelsWithTheirLengths) {
  EXPECT_EQ(wire_name("shop.example"), std::string("\4shop\7example\0", 14));
  EXPECT_EQ(wire_name(""), std::string(1, '\0'));
}

TEST(WireName, LiesInAZoneThatEndsItByWholeLabels) {
  const DomainName zone = DomainName::trusted("co.example");
  for (const char* const name : {"co.example", "shop.co.example", "ns1.shop.co.example"})
    EXPECT_TRUE(lies_in(name, zone)) << name;
  for (const char* const name : {"", "example", "o.example", "taco.example", "co.example.test"})
    EXPECT_FALSE(lies_in(name, zone)) << name;
}

}  // namespace
}  // namespace stele
