// What a create() that was interrupted leaves is finished by the next, and nothing else is taken for it.
#include <gtest/gtest.h>

#include <filesystem>

#include "engine/base/file.h"
#include "engine/crypto/system_random.h"
#include "engine/runtime/data_directory.h"
#include "engine/runtime/registry.h"
#include "tests/support/temporary_directory.h"

namespace stele::runtime {
namespace {

namespace fs = std::filesystem;

class Create : public testing::Test {
 protected:
  Create() {
    options.dir = directory.file("data");
    options.scrub = false;
    options.least_free_bytes = 0;
  }
  Done create() { return Registry::create(options, "test/journal", "TEST"); }
  DataDirectory at() const { return {options.dir}; }

  test::TemporaryDirectory directory;
  Options options;
};

TEST_F(Create, GoesOnWhereAnEarlierOneFailed) {
  options.kek_path = directory.file("elsewhere/stele.kek");  // no such directory: the vault is half made
  ASSERT_FALSE(create());
  EXPECT_TRUE(file_exists(at().unfinished()));
  EXPECT_FALSE(file_exists(at().journal()));
  EXPECT_FALSE(Registry::open(options));
  fs::create_directories(directory.file("elsewhere"));
  const Done again = create();
  ASSERT_TRUE(again) << again.error().what;
  EXPECT_FALSE(file_exists(at().unfinished()));
  const auto registry = Registry::open(options);
  ASSERT_TRUE(registry) << registry.error().what;
}

TEST_F(Create, NeverTouchesAJournalNorWhatIsLeftOfARegistry) {
  ASSERT_TRUE(create());
  const std::string vault = read_file(at().vault(), 1 << 20).value();
  ASSERT_TRUE(write_file_durably(at().unfinished(), ""));  // as if the last step had been cut off
  EXPECT_FALSE(create());
  EXPECT_EQ(read_file(at().vault(), 1 << 20).value(), vault);
  ASSERT_TRUE(Registry::open(options));
  EXPECT_FALSE(file_exists(at().unfinished()));
  fs::remove_all(at().journal());  // lost: there are people's keys in this vault
  EXPECT_FALSE(create());
  EXPECT_EQ(read_file(at().vault(), 1 << 20).value(), vault);
}

TEST_F(Create, AnotherRegistrysKeyIsNotTaken) {
  options.kek_path = directory.file("stele.kek");
  ASSERT_TRUE(create());
  const std::string key = read_file(options.kek_path, 64).value();
  options.dir = directory.file("second");
  const Done second = create();
  ASSERT_FALSE(second);
  EXPECT_NE(second.error().what.find(options.kek_path), std::string::npos) << second.error().what;
  EXPECT_EQ(read_file(options.kek_path, 64).value(), key);
}

}  // namespace
}  // namespace stele::runtime
