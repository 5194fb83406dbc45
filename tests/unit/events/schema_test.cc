// What `flatc --conform` does not see: it accepts that a table loses its last fields, or that a
// whole table is gone.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

namespace {

// "DomainPurged zone:ulong (id: 2);" for every line inside the braces of a table or struct, and
// "DomainPurged" for the declaration itself.
std::set<std::string> declared(const std::filesystem::path& path) {
  std::set<std::string> out;
  std::ifstream in(path);
  std::string inside;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("table ") || line.starts_with("struct ")) {
      inside = line.substr(line.find(' ') + 1);
      inside.erase(inside.find(' '));
      out.insert(inside);
    } else if (line.starts_with("}")) {
      inside.clear();
    } else if (!inside.empty()) {
      out.insert(inside + line.substr(1));
    }
  }
  return out;
}

TEST(Schema, NothingPublishedIsGone) {
  const std::filesystem::path source(STELE_SOURCE_DIR);
  const std::filesystem::path golden = source / "tests/golden/schema";
  std::size_t lines = 0;
  for (const auto& published : std::filesystem::directory_iterator(golden)) {
    const std::filesystem::path now = source / "events/schema" / published.path().filename();
    const std::set<std::string> still = declared(now);
    for (const std::string& line : declared(published.path())) {
      EXPECT_TRUE(still.contains(line)) << now << " no longer says: " << line;
      ++lines;
    }
  }
  EXPECT_GT(lines, 200U);
}

}  // namespace
