#include "engine/runtime/log.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "engine/base/file.h"
#include "engine/runtime/record.h"
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

TEST(Log, ARecordIsWrittenAtAnyLevelAndSaysWhereItIsNot) {
  const test::TemporaryDirectory directory;
  const std::string file = directory.file("server.log");
  start_log(file, LogLevel::error);
  log(LogLevel::info, "test.line", "left out");
  ASSERT_TRUE(record("test.record", "kept"));
  const std::string text = read_file(file, 1 << 20).value();
  EXPECT_TRUE(text.ends_with("Z info test.record kept\n")) << text;
  EXPECT_EQ(text.find("left out"), std::string::npos);
  start_log("/dev/full", LogLevel::error);
  EXPECT_FALSE(record("test.record", "lost"));
  start_log({}, LogLevel::info);
}

}  // namespace
}  // namespace stele::runtime
