#include "engine/base/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "tests/support/temporary_directory.h"

namespace stele {
namespace {

using test::TemporaryDirectory;

TEST(File, WholeContentOrFaultWithPathAndPosition) {
  const TemporaryDirectory directory;
  const std::string path = directory.file("a");
  ASSERT_TRUE(write_file_durably(path, "abcdef"));
  auto file = File::open(path, File::Mode::read_write);
  ASSERT_TRUE(file);
  EXPECT_EQ(file->size().value(), 6U);
  EXPECT_EQ(file->read_at(2, 3).value(), "cde");
  ASSERT_TRUE(file->write_at(5, "XYZ"));
  EXPECT_EQ(read_file(path, 100).value(), "abcdeXYZ");

  const auto beyond = file->read_at(6, 10);
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().fault, Fault::corrupt);
  EXPECT_EQ(beyond.error().what, path + " ends at byte 8, expected 16");
}

TEST(File, ReplacingLeavesNoOtherNameAndIsPrivate) {
  const TemporaryDirectory directory;
  const std::string path = directory.file("a");
  ASSERT_TRUE(write_file_durably(path, "one"));
  ASSERT_TRUE(write_file_durably(path, "two"));
  EXPECT_EQ(read_file(path, 100).value(), "two");
  EXPECT_FALSE(file_exists(path + ".new"));
  struct stat info {};
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST(File, FaultsSayWhichFile) {
  const TemporaryDirectory directory;
  const auto missing = read_file(directory.file("none"), 10);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().fault, Fault::not_found);
  EXPECT_NE(missing.error().what.find(directory.file("none")), std::string::npos);

  ASSERT_TRUE(write_file_durably(directory.file("big"), "12345"));
  EXPECT_EQ(read_file(directory.file("big"), 4).error().fault, Fault::too_large);
  EXPECT_EQ(File::open(directory.file("big"), File::Mode::create).error().fault, Fault::io);
}

TEST(FreshFile, IsThereWholeOrNotAtAll) {
  const TemporaryDirectory directory;
  const std::string path = directory.file("a");
  ASSERT_TRUE(write_file_durably(path, "old"));
  {
    auto given_up = FreshFile::create(path);
    ASSERT_TRUE(given_up);
    ASSERT_TRUE(given_up->write("half of it"));
  }
  EXPECT_EQ(read_file(path, 100).value(), "old");
  auto first = FreshFile::create(path), second = FreshFile::create(path);
  ASSERT_TRUE(first && second);
  ASSERT_TRUE(first->write("one") && second->write("an") && first->write("!"));
  FreshFile moved = std::move(*first);
  ASSERT_TRUE(moved.publish(0644));
  EXPECT_EQ(read_file(path, 100).value(), "one!");
  ASSERT_TRUE(second->write("other"));
  ASSERT_TRUE(second->publish(0640));
  EXPECT_EQ(read_file(path, 100).value(), "another");
  EXPECT_EQ(std::filesystem::status(path).permissions(),
            std::filesystem::perms(0640));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory.path()), {}), 1);
}

TEST(File, LockIsHeldByOne) {
  const TemporaryDirectory directory;
  const std::string path = directory.file("a");
  ASSERT_TRUE(write_file_durably(path, ""));
  auto second = File::open(path, File::Mode::read_write);
  ASSERT_TRUE(second);
  {
    auto first = File::open(path, File::Mode::read_write);
    ASSERT_TRUE(first);
    ASSERT_TRUE(first->lock());
    EXPECT_EQ(second->lock().error().fault, Fault::busy);
  }
  EXPECT_TRUE(second->lock());
}

}  // namespace
}  // namespace stele
