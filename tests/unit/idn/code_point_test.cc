// The derived property against the table of RFC 5892 appendix B (Unicode 5.2), where the text is
// there to be read, and against the code points everybody gets wrong, everywhere.
#include "engine/idn/code_point.h"

#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <string>

namespace stele::idn {
namespace {

TEST(Property, OfCodePointsThatUts46WouldLetThrough) {
  const struct {
    char32_t code_point;
    Property property;
  } cases[] = {
      {U'a', Property::pvalid},         {U'A', Property::disallowed},
      {U'_', Property::disallowed},     {U'-', Property::pvalid},
      {U'ß', Property::pvalid},         {U'ς', Property::pvalid},
      {0x1F600, Property::disallowed},  // an emoji
      {0x2603, Property::disallowed},   // snowman
      {0x0640, Property::disallowed},   // tatweel
      {0x19DA, Property::disallowed},   // New Tai Lue Tham digit one
      {0xFF41, Property::disallowed},   // full-width a
      {0x200C, Property::context_j},    {0x200D, Property::context_j},
      {0x00B7, Property::context_o},    {0x30FB, Property::context_o},
      {0x0661, Property::context_o},    {0x06F1, Property::context_o},
      {0x0378, Property::unassigned},   {0xE000, Property::disallowed},
      {0xFDD0, Property::disallowed},   {0x1100, Property::disallowed},
      {0xAC00, Property::pvalid},       {0x0E33, Property::disallowed},
      {0x3007, Property::pvalid},       {0x0301, Property::pvalid},
      {0x0340, Property::disallowed},   {0x2F00, Property::disallowed},
  };
  for (const auto& c : cases)
    EXPECT_EQ(to_text(property_of(c.code_point)), to_text(c.property)) << std::hex << std::uint32_t{c.code_point};
}

// Later Unicode versions assign code points, and gave three another category in 6.0 (RFC 6452).
TEST(Property, AgreesWithTheTableOfTheRfc) {
  std::ifstream rfc(std::string(STELE_SOURCE_DIR) + "/../shared/rfc/rfc5892.txt");
  if (!rfc) GTEST_SKIP() << "the RFC is not here";
  const std::regex row(R"(^\s*([0-9A-F]{4,6})(?:\.\.([0-9A-F]{4,6}))?\s*;\s*(PVALID|CONTEXTJ|CONTEXTO|DISALLOWED|UNASSIGNED)\s+#.*)");
  std::string line;
  bool in_table = false;
  std::size_t compared = 0;
  while (std::getline(rfc, line)) {
    if (line.starts_with("Appendix B.1.")) in_table = true;
    std::smatch found;
    if (!in_table || !std::regex_match(line, found, row)) continue;
    const auto first = std::stoul(found[1], nullptr, 16);
    const auto last = found[2].matched ? std::stoul(found[2], nullptr, 16) : first;
    const std::string published = found[3];
    for (auto c = first; c <= last; ++c, ++compared) {
      if (published == "UNASSIGNED" || c == 0x0CF1 || c == 0x0CF2 || c == 0x19DA) continue;
      ASSERT_EQ(to_text(property_of(static_cast<char32_t>(c))), published) << std::hex << c;
    }
  }
  EXPECT_GT(compared, 1'000'000U);
}

TEST(Property, ComesFromAKnownUnicode) { EXPECT_EQ(unicode_version(), "15.0"); }

}  // namespace
}  // namespace stele::idn
