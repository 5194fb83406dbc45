#include "events/values/domain_name.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace stele {
namespace {

const std::string kLabel63(63, 'a');
// 253 octets: three labels of 63 and one of 61.
const std::string kName253 =
    kLabel63 + "." + kLabel63 + "." + kLabel63 + "." + std::string(61, 'b');

TEST(DomainName, RefusesWithTheProblem) {
  const struct {
    std::string text;
    NameProblem problem;
  } cases[] = {
      {"", NameProblem::empty},
      {kName253 + "b", NameProblem::too_long},
      {".", NameProblem::label_empty},
      {".example", NameProblem::label_empty},
      {"shop..example", NameProblem::label_empty},
      {"shop.example.", NameProblem::label_empty},
      {kLabel63 + "a.example", NameProblem::label_too_long},
      {"my_shop.example", NameProblem::bad_character},
      {"my shop.example", NameProblem::bad_character},
      {std::string("a\0b.example", 11), NameProblem::bad_character},
      {"caf\xc3\xa9.example", NameProblem::bad_character},
      {"-shop.example", NameProblem::hyphen},
      {"shop-.example", NameProblem::hyphen},
      {"-", NameProblem::hyphen},
      {"ab--cd.example", NameProblem::hyphen},
      {"xn--.example", NameProblem::hyphen},
      {"shop.123", NameProblem::numeric_top_level},
      {"192.0.2.1", NameProblem::numeric_top_level},
  };
  for (const auto& c : cases) {
    const auto name = DomainName::parse(c.text);
    ASSERT_FALSE(name) << c.text;
    EXPECT_EQ(name.error(), c.problem) << c.text << ": " << to_text(name.error());
  }
}

TEST(DomainName, AcceptsAndFoldsCase) {
  const struct {
    std::string text, stored;
  } cases[] = {
      {"example", "example"},
      {"Shop.EXAMPLE", "shop.example"},
      {"1.2.example", "1.2.example"},
      {"xn--caf-dma.example", "xn--caf-dma.example"},
      {"XN--CAF-DMA.example", "xn--caf-dma.example"},
      {"a-b.example", "a-b.example"},
      {"abc--d.example", "abc--d.example"},
      {kName253, kName253},
  };
  for (const auto& c : cases) {
    const auto name = DomainName::parse(c.text);
    ASSERT_TRUE(name) << c.text << ": " << to_text(name.error());
    EXPECT_EQ(name->text(), c.stored);
  }
}

TEST(DomainName, Parts) {
  const DomainName name = DomainName::trusted("www.shop.example");
  EXPECT_EQ(name.label_count(), 3U);
  EXPECT_EQ(name.first_label(), "www");
  EXPECT_EQ(name.parent(), "shop.example");
  const DomainName top = DomainName::trusted("example");
  EXPECT_EQ(top.label_count(), 1U);
  EXPECT_EQ(top.first_label(), "example");
  EXPECT_EQ(top.parent(), "");
  EXPECT_EQ(DomainName().label_count(), 0U);
}

TEST(DomainName, IsBelowOnlyAtLabelBoundaries) {
  const DomainName shop = DomainName::trusted("shop.example");
  EXPECT_TRUE(DomainName::trusted("ns.shop.example").is_below(shop));
  EXPECT_TRUE(DomainName::trusted("a.b.shop.example").is_below(shop));
  EXPECT_FALSE(shop.is_below(shop));
  EXPECT_FALSE(DomainName::trusted("myshop.example").is_below(shop));
  EXPECT_FALSE(DomainName::trusted("example").is_below(shop));
  EXPECT_FALSE(shop.is_below(DomainName()));
}

TEST(HostName, NeedsTwoLabels) {
  EXPECT_EQ(HostName::parse("example").error(), NameProblem::too_few_labels);
  EXPECT_EQ(HostName::parse("ns_1.example").error(), NameProblem::bad_character);
  EXPECT_EQ(HostName::parse("NS1.Example")->text(), "ns1.example");
}

}  // namespace
}  // namespace stele
