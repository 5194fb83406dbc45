// The derived property of every code point against what others publish for ICU's Unicode version, as
// Debian packages it: the consortium's table for UTS 46 says which code points IDNA2008 lets stand
// (Unicode 15.0, package unicode-idna), and python3-idna has the classes of IANA's table, derived for
// Unicode 14.0. Neither is part of the project.
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <regex>
#include <string>
#include <vector>

#include "engine/idn/code_point.h"

namespace stele::idn {
namespace {

constexpr char32_t kEnd = 0x110000;

bool is_scalar(char32_t c) { return c < 0xD800 || c > 0xDFFF; }

struct Row {
  std::string status;    // of UTS 46 §5
  std::string idna2008;  // NV8 or XV8: what UTS 46 lets stand and IDNA2008 does not
  std::string age;       // the Unicode version that assigned it, or NA
  bool stands() const { return (status == "valid" && idna2008.empty()) || status == "deviation"; }
};

// "00A1..00A7    ; valid                  ;      ; NV8    # 1.1  INVERTED…"
std::vector<Row> read_mapping_table(std::istream& in, std::string& version) {
  static const std::regex row(R"(([0-9A-F]+)(?:\.\.([0-9A-F]+))?\s*;\s*(\w+)\s*(?:;[^;#]*(?:;\s*(\w*)\s*)?)?#\s*(\S+).*)");
  std::vector<Row> table(kEnd);
  std::string line;
  while (std::getline(in, line)) {
    if (line.starts_with("# Version: ")) version = line.substr(11);
    std::smatch found;
    if (line.starts_with('#') || !std::regex_match(line, found, row)) continue;
    const auto first = std::stoul(found[1], nullptr, 16);
    const auto last = found[2].matched ? std::stoul(found[2], nullptr, 16) : first;
    for (auto c = first; c <= last; ++c) table.at(c) = {found[3], found[4], found[5]};
  }
  return table;
}

TEST(PublishedProperty, OfTheConsortiumForEveryCodePoint) {
  std::ifstream in("/usr/share/unicode/idna/IdnaMappingTable.txt");
  if (!in) GTEST_SKIP() << "the package unicode-idna is not here";
  std::string version;
  const std::vector<Row> table = read_mapping_table(in, version);
  if (!version.starts_with(unicode_version())) GTEST_SKIP() << "of Unicode " << version;

  std::map<std::string, std::size_t> count;
  std::size_t compared = 0;
  for (char32_t c = 0; c < kEnd; ++c) {
    if (!is_scalar(c)) continue;
    ASSERT_FALSE(table[c].status.empty()) << std::hex << std::uint32_t{c};
    ++compared;
    const Property ours = property_of(c);
    ++count[std::string(to_text(ours))];
    // The table is one of labels and dots, and takes the separator for valid.
    const bool stands = table[c].stands() && c != U'.';
    const bool we_let_stand = ours == Property::pvalid || ours == Property::context_j || ours == Property::context_o;
    EXPECT_EQ(we_let_stand, stands) << std::hex << std::uint32_t{c} << ' ' << to_text(ours);
    EXPECT_EQ(ours == Property::unassigned, table[c].age == "NA") << std::hex << std::uint32_t{c} << ' ' << to_text(ours);
    if (HasFailure()) return;
  }
  EXPECT_EQ(compared, 1'112'064U);
  std::printf("Unicode %s: %zu code points\n", version.c_str(), compared);
  for (const auto& [word, number] : count) std::printf("%s %zu\n", word.c_str(), number);
}

// "    'PVALID': (" and then "        0x2d0000002e," for what is from 2D to before 2E.
std::map<char32_t, std::string> read_classes(std::istream& in, std::string& version) {
  static const std::regex heading(R"(\s*'(PVALID|CONTEXTJ|CONTEXTO)': \(\s*)");
  static const std::regex range(R"(\s*0x([0-9a-f]+),\s*)");
  std::map<char32_t, std::string> classes;
  std::string line, current;
  std::smatch found;
  while (std::getline(in, line)) {
    if (line.starts_with("__version__ = '")) version = line.substr(15, line.rfind('\'') - 15);
    if (std::regex_match(line, found, heading)) {
      current = found[1];
    } else if (line.starts_with("    )")) {
      current.clear();
    } else if (!current.empty() && std::regex_match(line, found, range)) {
      const auto both = std::stoull(found[1], nullptr, 16);
      for (auto c = both >> 32; c < (both & 0xFFFF'FFFF); ++c) classes[static_cast<char32_t>(c)] = current;
    }
  }
  return classes;
}

// What a later Unicode assigned is the only difference: nothing was given or lost in between.
TEST(PublishedProperty, OfPythonsIdnaForEveryCodePointItsUnicodeHas) {
  std::ifstream in("/usr/lib/python3/dist-packages/idna/idnadata.py");
  if (!in) GTEST_SKIP() << "the package python3-idna is not here";
  std::string version;
  const auto classes = read_classes(in, version);
  ASSERT_GT(classes.size(), 100'000U);
  std::ifstream ages("/usr/share/unicode/idna/IdnaMappingTable.txt");
  std::string table_version;
  if (!ages) GTEST_SKIP() << "the package unicode-idna is not here";
  const std::vector<Row> table = read_mapping_table(ages, table_version);

  std::size_t later = 0;
  for (char32_t c = 0; c < kEnd; ++c) {
    if (!is_scalar(c)) continue;
    const auto found = classes.find(c);
    const std::string ours(to_text(property_of(c)));
    const bool stands = ours != "DISALLOWED" && ours != "UNASSIGNED";
    if (found != classes.end()) {
      EXPECT_EQ(ours, found->second) << std::hex << std::uint32_t{c};
    } else if (stands) {
      EXPECT_GT(std::stod(table[c].age), std::stod(version)) << std::hex << std::uint32_t{c} << ' ' << ours;
      ++later;
    }
    if (HasFailure()) return;
  }
  std::printf("Unicode %s: the same, and %zu that came later\n", version.c_str(), later);
}

}  // namespace
}  // namespace stele::idn
