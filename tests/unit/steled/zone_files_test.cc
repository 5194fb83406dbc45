// Files of published zones, and the command that is run after each.
#include "tools/steled/zone_files.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "engine/base/bytes.h"
#include "engine/base/file.h"
#include "tests/support/temporary_directory.h"

namespace stele::server {
namespace {

class OneRecord final : public zone::Published {
 public:
  explicit OneRecord(std::uint32_t serial) : serial_(serial) {}
  const DomainName& name() const override { return name_; }
  std::uint32_t serial() const override { return serial_; }
  Position position() const override { return {}; }
  Instant made_at() const override { return {}; }
  std::uint64_t record_count() const override { return 1; }
  zone::Record soa(std::uint32_t serial) const override {
    std::string data("\1a\7example\0\1b\7example\0", 22);
    for (const std::uint32_t number : {serial, 1U, 2U, 3U, 4U}) put_big_endian(data, number);
    return {owner_, 6, 3600, data};
  }
  Done for_each_record(const Visit& visit) const override {
    visit({owner_, 2, 3600, std::string("\1a\7example\0", 11)});
    return {};
  }
  std::optional<std::vector<zone::Delta>> deltas_since(std::uint32_t, std::size_t) const override {
    return std::nullopt;
  }

 private:
  const DomainName name_ = DomainName::trusted("example");
  const std::string owner_ = std::string("\7example\0", 9);
  std::uint32_t serial_;
};

class OneZone final : public zone::Zones {
 public:
  std::shared_ptr<const zone::Published> find(const DomainName&) const override {
    const std::lock_guard lock(mutex_);
    return zone_;
  }
  std::vector<DomainName> list() const override { return {DomainName::trusted("example")}; }
  void on_new_serial(NewSerial call) override { call_ = std::move(call); }
  void publish(std::uint32_t serial) {
    {
      const std::lock_guard lock(mutex_);
      zone_ = std::make_shared<OneRecord>(serial);
    }
    call_(DomainName::trusted("example"), serial);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const zone::Published> zone_;
  NewSerial call_;
};

class ZoneFilesTest : public testing::Test {
 protected:
  // Another thread writes: looked at until it is there.
  bool holds(const std::string& file, const std::string& text) {
    for (int i = 0; i < 5'000; ++i) {
      if (const auto found = read_file(directory.file(file), 1 << 20); found && *found == text) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
  }
  std::string zone_text(std::uint32_t serial) {
    return "$ORIGIN example.\n$TTL 3600\n@\tSOA\ta b " + std::to_string(serial) + " 1 2 3 4\n@\tNS\ta\n";
  }

  test::TemporaryDirectory directory;
  OneZone zones;
};

TEST_F(ZoneFilesTest, AreMadeAtEverySerialAndTheCommandIsTold) {
  ZoneFiles files({.directory = directory.path(),
                   .every = std::chrono::milliseconds(0),
                   .hook = {"/bin/sh", "-c", "echo \"$0 $1 $2\" > \"$1.told\""}},
                  zones);
  for (const std::uint32_t serial : {7U, 8U}) {
    zones.publish(serial);
    EXPECT_TRUE(holds("example.zone", zone_text(serial)));
    EXPECT_TRUE(holds("example.zone.told", "example " + directory.file("example.zone") + " " +
                                               std::to_string(serial) + "\n"));
  }
}

TEST_F(ZoneFilesTest, AreNotMadeMoreOftenThanIsSaid) {
  ZoneFiles files({.directory = directory.path(), .every = std::chrono::hours(1), .hook = {}}, zones);
  zones.publish(7);
  EXPECT_TRUE(holds("example.zone", zone_text(7)));
  zones.publish(8);
  files.stop();
  EXPECT_EQ(read_file(directory.file("example.zone"), 1 << 20).value(), zone_text(7));
}

TEST_F(ZoneFilesTest, ACommandThatFailsOrHangsKeepsNothingUp) {
  ZoneFiles files({.directory = directory.path(),
                   .every = std::chrono::milliseconds(0),
                   .hook = {directory.file("no-such-program")}},
                  zones);
  zones.publish(7);
  EXPECT_TRUE(holds("example.zone", zone_text(7)));
  zones.publish(8);
  EXPECT_TRUE(holds("example.zone", zone_text(8)));
  files.stop();

  ZoneFiles hanging({.directory = directory.path(),
                     .every = std::chrono::milliseconds(0),
                     .hook = {"/bin/sleep", "3600"}},
                    zones);
  zones.publish(9);
  EXPECT_TRUE(holds("example.zone", zone_text(9)));
  hanging.stop();  // ends the command
}

}  // namespace
}  // namespace stele::server
