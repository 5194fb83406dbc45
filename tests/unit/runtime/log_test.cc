#include "engine/runtime/log.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "engine/base/file.h"
#include "tests/support/temporary_directory.h"

namespace stele::runtime {
namespace {

TEST(Log, AFileIsRotatedBySizeAndOldOnesGo) {
  const test::TemporaryDirectory directory;
  constexpr LogRotation kSmall{.most_bytes = 4096, .kept = 2};
  start_log(directory.file("server.log"), LogLevel::info, kSmall);
  for (int n = 0; n < 1000; ++n) log(LogLevel::info, "test.line", std::to_string(n));
  flush_log();
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(directory.path())) {
    ++files;
    EXPECT_LE(entry.file_size(), kSmall.most_bytes) << entry.path();
  }
  EXPECT_EQ(files, 1 + kSmall.kept);
  const std::string newest = read_file(directory.file("server.log"), 1 << 20).value();
  const std::string older = read_file(directory.file("server.1.log"), 1 << 20).value();
  EXPECT_NE((older + newest).find("test.line 999\n"), std::string::npos);
  start_log({}, LogLevel::info);
}

}  // namespace
}  // namespace stele::runtime
