// The configuration file: the profile of the EPP service, and its parts.
#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/temporary_directory.h"
#include "tools/steled/config.h"

namespace stele::server {
namespace {

Result<Config> read(const std::string& lines) {
  const test::TemporaryDirectory directory;
  const std::string path = directory.path() + "/steled.toml";
  std::ofstream(path) << "data = \"d\"\n[epp]\nlisten = \"127.0.0.1:0\"\ncertificate = \"c\"\n"
                         "key = \"k\"\n"
                      << lines << "\n";
  return read_config(path);
}

TEST(Config, OffersEverythingUnlessItSaysOtherwise) {
  const auto plain = read("");
  ASSERT_TRUE(plain) << plain.error().what;
  EXPECT_EQ(plain->epp->profile.name, "full");
  EXPECT_EQ(plain->epp->profile.extensions, epp::kServedExtensions);
  EXPECT_EQ(plain->epp->profile.auth_info_bits, 0U);
  const auto strict = read("profile = \"icann\"");
  ASSERT_TRUE(strict) << strict.error().what;
  EXPECT_FALSE(strict->epp->profile.extensions.contains(Extension::balance));
  EXPECT_TRUE(strict->epp->profile.extensions.contains(Extension::fee));
  EXPECT_EQ(strict->epp->profile.auth_info_bits, 128U);
}

TEST(Config, SwitchesPartsOfAProfile) {
  const auto some = read("profile = \"icann\"\nwith = [\"balance\", \"absent-status\"]\n"
                         "without = [\"fee\", \"host\"]\nauth_info_bits = 64");
  ASSERT_TRUE(some) << some.error().what;
  const epp::Profile& profile = some->epp->profile;
  EXPECT_TRUE(profile.extensions.contains(Extension::balance));
  EXPECT_FALSE(profile.extensions.contains(Extension::fee));
  EXPECT_FALSE(profile.hosts);
  EXPECT_TRUE(profile.tolerances.has(epp::Tolerance::absent_status));
  EXPECT_EQ(profile.auth_info_bits, 64U);
}

TEST(Config, NamesNoPartThatIsNotServed) {
  struct Row {
    const char* lines;
    const char* words;
  };
  for (const Row& row : {Row{"profile = \"ican\"", "epp.profile must be one of"},
                         Row{"with = \"rgp\"", "epp.with must be a list of strings"},
                         Row{"with = [\"rgp\", 1]", "epp.with must be a list of strings"},
                         Row{"with = [\"rpg\"]", "not \"rpg\""},
                         Row{"without = [\"unknown-1.0\"]", "not \"unknown-1.0\""},
                         Row{"auth_info_bits = 257", "epp.auth_info_bits must be a number"}}) {
    const auto found = read(row.lines);
    ASSERT_FALSE(found) << row.lines;
    EXPECT_NE(found.error().what.find(row.words), std::string::npos) << found.error().what;
  }
}

TEST(Config, ZoneFilesNeedADirectory) {
  EXPECT_TRUE(read("")->zone_files.directory.empty());
  const auto all = read("[zone_files]\ndirectory = \"/z\"\nevery_seconds = 5\nhook = [\"reload\", \"-x\"]");
  ASSERT_TRUE(all) << all.error().what;
  EXPECT_EQ(all->zone_files.directory, "/z");
  EXPECT_EQ(all->zone_files.every, std::chrono::seconds(5));
  EXPECT_EQ(all->zone_files.hook, (std::vector<std::string>{"reload", "-x"}));
  const auto none = read("[zone_files]\nhook = [\"reload\"]");
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().what.find("zone_files.directory is missing"), std::string::npos);
  EXPECT_FALSE(read("[zone_files]\ndirectory = \"/z\"\nhook = \"reload -x\""));
}

}  // namespace
}  // namespace stele::server
