#include "engine/idn/label.h"

#include <gtest/gtest.h>

namespace stele::idn {
namespace {

std::string verdict(const Result<Label, LabelFault>& label) {
  return label ? label->ascii + " " + to_utf8(label->unicode) : to_text(label.error());
}

TEST(ULabel, IsTakenAsItStandsOrRefused) {
  const struct {
    const char* text;
    const char* verdict;
  } cases[] = {
      {"shop", "shop shop"},
      {"bücher", "xn--bcher-kva bücher"},
      {"straße", "xn--strae-oqa straße"},
      {"مثال", "xn--mgbh0fb مثال"},
      {"例え", "xn--r8jz45g 例え"},
      {"", "the label is empty"},
      {"Bücher", "U+0042 at place 1 is DISALLOWED by IDNA2008"},
      {"ｂücher", "U+FF42 at place 1 is DISALLOWED by IDNA2008"},
      {"bu\xCC\x88" "cher", "the label is not in normalization form C"},
      {"a😀", "U+1F600 at place 2 is DISALLOWED by IDNA2008"},
      {"كـتاب", "U+0640 at place 2 is DISALLOWED by IDNA2008"},
      {"\xCC\x81" "a", "U+0301 at place 1 a combining mark stands first"},
      {"l·l", "xn--ll-0ea l·l"},
      {"a·l", "U+00B7 at place 2 is not allowed in this context"},
      {"٠۱", "U+0660 at place 1 is not allowed in this context"},
      {"क्‌ष", "xn--11b2ezcs70k क्‌ष"},
      {"a‌b", "U+200C at place 2 is not allowed in this context"},
      {"אa", "the label breaks the Bidi rule"},
      {"1א", "the label breaks the Bidi rule"},
      {"-shop", "a hyphen stands first, last or in places 3 and 4"},
      {"shop-", "a hyphen stands first, last or in places 3 and 4"},
      {"sh--op", "a hyphen stands first, last or in places 3 and 4"},
      {"xn--bcher-kva", "a hyphen stands first, last or in places 3 and 4"},
      {"\xFF", "the label is not UTF-8"},
      {"a\xED\xA0\x80", "the label is not UTF-8"},
  };
  for (const auto& c : cases) EXPECT_EQ(verdict(parse_u_label(c.text)), c.verdict) << c.text;
}

TEST(ULabel, HasAtMost63OctetsAsALabel) {
  EXPECT_TRUE(parse_u_label(std::string(63, 'a')));
  EXPECT_EQ(verdict(parse_u_label(std::string(64, 'a'))), "the label has more than 63 octets");
  std::string umlauts;
  for (int i = 0; i < 55; ++i) umlauts += "ü";
  EXPECT_TRUE(parse_u_label(umlauts)) << verdict(parse_u_label(umlauts));
  for (int i = 0; i < 10; ++i) umlauts += "ü";
  EXPECT_EQ(verdict(parse_u_label(umlauts)), "the label has more than 63 octets");
}

TEST(ALabel, IsTheOneOfItsULabel) {
  const struct {
    const char* text;
    const char* verdict;
  } cases[] = {
      {"xn--bcher-kva", "xn--bcher-kva bücher"},
      {"XN--BCHER-KVA", "xn--bcher-kva bücher"},
      {"shop", "shop shop"},
      {"SHOP", "shop shop"},
      {"xn--", "the label is no valid A-label"},
      {"xn--a", "the label is no valid A-label"},
      {"xn--shop-", "the label is no valid A-label"},
      {"xn--zzzzzzzzzzzzzzzz99999999", "the label is no valid A-label"},
      {"xn--e28h", "U+1F600 at place 1 is DISALLOWED by IDNA2008"},
      {"bücher", "the A-label is not the one of its U-label"},
  };
  for (const auto& c : cases) {
    if (std::string_view(c.text) == "bücher")
      EXPECT_FALSE(parse_a_label(c.text));
    else
      EXPECT_EQ(verdict(parse_a_label(c.text)), c.verdict) << c.text;
  }
}

TEST(ALabel, IsLookedForInEveryPlaceOfAName) {
  EXPECT_FALSE(find_false_a_label("shop.example"));
  EXPECT_FALSE(find_false_a_label("xn--bcher-kva.example"));
  EXPECT_TRUE(find_false_a_label("xn--zzzzzzzzzzzzzzzz99999999.example"));
  EXPECT_TRUE(find_false_a_label("ns1.xn--zzzzzzzzzzzzzzzz99999999.example"));
}

}  // namespace
}  // namespace stele::idn
