// The configuration file: the extensions EPP offers.
#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/temporary_directory.h"
#include "tools/steled/config.h"

namespace stele::server {
namespace {

Result<Config> read(const std::string& extensions) {
  const test::TemporaryDirectory directory;
  const std::string path = directory.path() + "/steled.toml";
  std::ofstream(path) << "data = \"d\"\n[epp]\nlisten = \"127.0.0.1:0\"\ncertificate = \"c\"\n"
                         "key = \"k\"\n"
                      << extensions << "\n";
  return read_config(path);
}

TEST(Config, OffersWhatIanaKnowsUnlessItSaysOtherwise) {
  const auto plain = read("");
  ASSERT_TRUE(plain) << plain.error().what;
  EXPECT_EQ(plain->epp->extensions, epp::standard_extensions());
  EXPECT_FALSE(plain->epp->extensions.contains(Extension::balance));
  EXPECT_TRUE(plain->epp->extensions.contains(Extension::fee));
  const auto some = read("extensions = [\"rgp\", \"balance\"]");
  ASSERT_TRUE(some) << some.error().what;
  EXPECT_EQ(some->epp->extensions, (ExtensionSet{Extension::rgp, Extension::balance}));
  EXPECT_TRUE(read("extensions = []")->epp->extensions.empty());
}

TEST(Config, NamesNoExtensionThatIsNotServed) {
  for (const char* const wrong :
       {"extensions = \"rgp\"", "extensions = [\"rpg\"]", "extensions = [\"rgp\", 1]",
        "extensions = [\"unknown-1.0\"]"}) {
    const auto found = read(wrong);
    ASSERT_FALSE(found) << wrong;
    EXPECT_NE(found.error().what.find("epp.extensions must be a list of these words"),
              std::string::npos)
        << found.error().what;
  }
}

}  // namespace
}  // namespace stele::server
