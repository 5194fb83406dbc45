// Files of published zones, and the command that is run after each.
#include "tools/steled/zone_files.h"

#include <gtest/gtest.h>
#include <pthread.h>
#include <signal.h>
#include <sys/types.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "engine/base/bytes.h"
#include "engine/base/file.h"
#include "tests/support/temporary_directory.h"
#include "tools/steled/signals.h"

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
    ++asked_;
    return zone_;
  }
  int asked() const {  // once for every file
    const std::lock_guard lock(mutex_);
    return asked_;
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
  mutable int asked_ = 0;
  std::shared_ptr<const zone::Published> zone_;
  NewSerial call_;
};

// Of /proc, whose files have no size; empty when it is not there.
std::string text_of(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

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
  std::string appears(const std::string& file) {
    for (int i = 0; i < 5'000; ++i) {
      if (auto found = read_file(directory.file(file), 1 << 20)) return std::move(*found);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    ADD_FAILURE() << file << " does not appear";
    return {};
  }
  // What the hanging command started.
  pid_t started() {
    const std::string text = appears("example.zone.process");
    return text.empty() ? 0 : std::stoi(text);
  }
  // One that nobody waited for yet has ended too. What runs on is ended here.
  bool ends(pid_t process) {
    for (int i = 0; i < 5'000; ++i) {
      const std::string stat = text_of("/proc/" + std::to_string(process) + "/stat");
      if (stat.empty() || stat.find(") Z ") != std::string::npos) return process != 0;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    ::kill(process, SIGKILL);
    return false;
  }
  // A line of /proc/…/status.
  std::uint64_t signals(const std::string& status, const std::string& name) {
    const std::size_t at = status.find(name);
    if (at != std::string::npos) return std::stoull(status.substr(at + name.size()), nullptr, 16);
    ADD_FAILURE() << "no " << name << " in: " << status;
    return ~0ULL;
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

TEST_F(ZoneFilesTest, WhatCouldNotBeWrittenIsTriedAgainWithoutANewSerial) {
  ZoneFiles files({.directory = directory.file("later"),
                   .every = std::chrono::milliseconds(0),
                   .after_failure = std::chrono::milliseconds(20)},
                  zones);
  zones.publish(7);
  for (int i = 0; i < 5'000 && zones.asked() < 2; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  ASSERT_GE(zones.asked(), 2);
  std::filesystem::create_directory(directory.file("later"));
  EXPECT_TRUE(holds("later/example.zone", zone_text(7)));
}

TEST_F(ZoneFilesTest, AreNotMadeMoreOftenThanIsSaid) {
  constexpr std::chrono::milliseconds kEvery{400};
  ZoneFiles files({.directory = directory.path(), .every = kEvery, .hook = {}}, zones);
  const auto before_first = std::chrono::steady_clock::now();
  zones.publish(7);
  EXPECT_TRUE(holds("example.zone", zone_text(7)));
  zones.publish(8);
  EXPECT_TRUE(holds("example.zone", zone_text(8)));
  EXPECT_GE(std::chrono::steady_clock::now() - before_first, kEvery);
}

TEST_F(ZoneFilesTest, ACommandThatFailsKeepsNothingUp) {
  ZoneFiles files({.directory = directory.path(),
                   .every = std::chrono::milliseconds(0),
                   .hook = {directory.file("no-such-program")}},
                  zones);
  for (const std::uint32_t serial : {7U, 8U}) {
    zones.publish(serial);
    EXPECT_TRUE(holds("example.zone", zone_text(serial)));
  }
}

// A command that waits for another, which it says the process of.
const std::vector<std::string> kHanging{
    "/bin/sh", "-c", "sleep 3600 & echo $! > \"$1.new\"; mv \"$1.new\" \"$1.process\"; wait"};

TEST_F(ZoneFilesTest, ACommandThatHangsIsEndedWithAllItStarted) {
  ZoneFiles files({.directory = directory.path(),
                   .every = std::chrono::milliseconds(0),
                   .hook = kHanging,
                   .longest_hook = std::chrono::milliseconds(300)},
                  zones);
  zones.publish(7);
  const pid_t sleeper = started();
  EXPECT_TRUE(ends(sleeper));
  zones.publish(8);
  EXPECT_TRUE(holds("example.zone", zone_text(8)));
}

TEST_F(ZoneFilesTest, ACommandDoesNotOutliveTheServer) {
  ZoneFiles files(
      {.directory = directory.path(), .every = std::chrono::milliseconds(0), .hook = kHanging}, zones);
  zones.publish(7);
  const pid_t sleeper = started();
  files.stop();
  EXPECT_TRUE(ends(sleeper));
}

TEST_F(ZoneFilesTest, ACommandHoldsAndIgnoresNoSignalOfTheServers) {
  const std::uint64_t ignored_before = signals(text_of("/proc/self/status"), "SigIgn:");
  sigset_t held_before;
  ::pthread_sigmask(SIG_BLOCK, nullptr, &held_before);
  hold_signals();
  {
    // No shell: some clear their mask when they start.
    const std::string tell = "BEGIN { while ((getline line < \"/proc/self/status\") > 0) "
                             "print line > (ARGV[2] \".new\"); close(ARGV[2] \".new\"); "
                             "system(\"mv \" ARGV[2] \".new \" ARGV[2] \".status\") }";
    ZoneFiles files({.directory = directory.path(),
                     .every = std::chrono::milliseconds(0),
                     .hook = {"/usr/bin/awk", tell}},
                    zones);
    zones.publish(7);
    const std::string status = appears("example.zone.status");
    EXPECT_EQ(signals(status, "SigBlk:"), 0U);
    // 32 and 33 are the C library's own; posix_spawn may leave them ignored.
    EXPECT_EQ(signals(status, "SigIgn:") & ~(3ULL << 31), ignored_before & ~(1ULL << (SIGPIPE - 1)));
  }
  ::signal(SIGPIPE, SIG_DFL);
  ::pthread_sigmask(SIG_SETMASK, &held_before, nullptr);
}

}  // namespace
}  // namespace stele::server
