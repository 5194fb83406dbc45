// The traffic log's store: what is written is found by every key, days come and go, and damage is set
// aside.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "engine/traffic/keeper.h"
#include "engine/traffic/log.h"
#include "engine/traffic/store.h"
#include "tests/support/temporary_directory.h"

namespace stele::traffic {
namespace {

namespace fs = std::filesystem;

Instant at(std::string_view text) { return parse_instant(text).value(); }

Record query(std::string_view time, std::string object, std::string address) {
  Record record{.log = Class::whois, .at = at(time)};
  record.kind = "whois";
  record.address = std::move(address);
  record.request = object;
  record.objects = {std::move(object)};
  record.outcome = "answered";
  return record;
}

Record exchange(std::string_view time, std::string cltrid, std::string svtrid) {
  Record record{.log = Class::epp, .at = at(time)};
  record.kind = "check domain";
  record.registrar = "reg-a";
  record.address = "2001:DB8::1";
  record.port = 50000;
  record.client_trid = std::move(cltrid);
  record.server_trid = std::move(svtrid);
  record.objects = {"Shop.Example", "two.example"};
  record.outcome = "1000";
  record.microseconds = 120;
  record.request = "<epp/>";
  record.response = "<epp></epp>";
  return record;
}

class StoreTest : public testing::Test {
 protected:
  Store open(std::uint32_t boot = 1) { return Store({.dir = dir(), .compression = false, .boot = boot}); }
  std::string dir() const { return directory_.file("logs"); }
  static std::vector<Record> all(Store& store, Query wanted) {
    std::vector<Record> out;
    const auto found = store.search(wanted, [&](const RowId& id, const Record& record) {
      EXPECT_EQ(parse_row_id(to_text(id)), id);
      EXPECT_EQ(store.find(id).value(), record);
      out.push_back(record);
      return true;
    });
    EXPECT_TRUE(found) << found.error().what;
    if (found) problems_ = found->problems;
    return out;
  }
  static std::vector<std::string> objects(const std::vector<Record>& records) {
    std::vector<std::string> out;
    for (const Record& record : records) out.push_back(record.objects.at(0));
    return out;
  }
  using Names = std::vector<std::string>;

  test::TemporaryDirectory directory_;
  static inline std::vector<std::string> problems_;
};

TEST_F(StoreTest, FindsByEveryKey) {
  Store store = open();
  ASSERT_TRUE(store.append({exchange("2026-11-29T10:00Z", "C-1", "S-1"),
                            exchange("2026-11-29T11:00Z", "C-2", "S-2"),
                            query("2026-11-29T10:30Z", "shop.example", "192.0.2.7"),
                            query("2026-11-28T10:30Z", "old.example", "192.0.2.9")}));
  const auto count = [&](Query wanted) { return all(store, wanted).size(); };
  EXPECT_EQ(count({}), 4U);
  EXPECT_EQ(count({.client_trid = "C-1"}), 1U);
  EXPECT_EQ(count({.server_trid = "S-2"}), 1U);
  EXPECT_EQ(count({.client_trid = "C-1", .server_trid = "S-2"}), 0U);
  EXPECT_EQ(count({.registrar = "reg-a"}), 2U);
  EXPECT_EQ(count({.address = "2001:db8:0::1"}), 2U);
  EXPECT_EQ(count({.address = "192.0.2.0/24"}), 2U);
  EXPECT_EQ(count({.address = "192.0.2.0/29"}), 1U);
  EXPECT_EQ(count({.object = "SHOP.example."}), 3U);
  EXPECT_EQ(count({.object = "two.example"}), 2U);
  EXPECT_EQ(count({.log = Class::whois, .object = "shop.example"}), 1U);
  EXPECT_EQ(count({.log = Class::login}), 0U);
  EXPECT_EQ(count({.from = at("2026-11-29T10:30Z"), .until = at("2026-11-29T11:00Z")}), 1U);
  EXPECT_EQ(count({.most = 3}), 3U);
  EXPECT_EQ(objects(all(store, {})), (Names{"old.example", "shop.example", "shop.example", "shop.example"}));
  EXPECT_EQ(objects(all(store, {.most = 1, .newest_first = true})), (Names{"shop.example"}));
  const auto newest = all(store, {.newest_first = true});
  EXPECT_EQ(newest.front().at, at("2026-11-29T11:00Z"));
  EXPECT_EQ(newest.back().at, at("2026-11-28T10:30Z"));
  EXPECT_FALSE(store.search({.address = "192.0.2.1/24"}, [](auto&, auto&) { return true; }));
  const auto one = all(store, {.server_trid = "S-1"}).at(0);
  Record expected = exchange("2026-11-29T10:00Z", "C-1", "S-1");
  normalise(expected);
  EXPECT_EQ(one, expected);
  EXPECT_EQ(one.address, "2001:db8::1");
}

TEST_F(StoreTest, IsReadWithoutAWriterAndByASecondStart) {
  {
    Store store = open();
    ASSERT_TRUE(store.append({query("2026-11-29T10:00Z", "a.example", "192.0.2.1")}));
    store.close();
  }
  Store second = open(2);
  EXPECT_EQ(all(second, {}).size(), 1U);
  ASSERT_TRUE(second.append({query("2026-11-29T10:00Z", "b.example", "192.0.2.1")}));
  EXPECT_EQ(all(second, {.address = "192.0.2.1"}).size(), 2U);
  const auto usage = second.usage();
  ASSERT_EQ(usage.size(), 1U);
  EXPECT_EQ(usage[0].counts[index_of(Class::whois)].rows, 2U);
  EXPECT_GT(usage[0].disk_bytes, 0U);
}

TEST_F(StoreTest, AClockThatIsPutBackReplacesNothing) {
  Store store = open();
  for (const char* object : {"a.example", "b.example", "c.example"})
    ASSERT_TRUE(store.append({query("2026-11-29T00:00:00.500Z", object, "192.0.2.1")}));
  ASSERT_TRUE(store.append({query("2026-11-28T23:59:59.999Z", "before.example", "192.0.2.1")}));
  ASSERT_TRUE(store.append({query("1969-12-31T00:00Z", "never.example", "192.0.2.1")}));
  ASSERT_TRUE(store.append({query("2026-11-29T00:00:00.500Z", "d.example", "192.0.2.1")}));
  EXPECT_EQ(objects(all(store, {})),
            (Names{"never.example", "before.example", "a.example", "b.example", "c.example", "d.example"}));
}

TEST_F(StoreTest, ADamagedDayIsSetAside) {
  {
    Store store = open();
    ASSERT_TRUE(store.append({query("2026-11-29T10:00Z", "lost.example", "192.0.2.1"),
                              query("2026-11-28T10:00Z", "kept.example", "192.0.2.1")}));
    store.close();
  }
  for (const auto& entry : fs::directory_iterator(dir() + "/2026-11-29"))
    if (entry.path().filename().string().starts_with("MANIFEST"))
      std::ofstream(entry.path(), std::ios::binary) << "no manifest";
  Store store = open(2);
  EXPECT_EQ(objects(all(store, {})), (Names{"kept.example"}));
  ASSERT_EQ(problems_.size(), 1U);
  EXPECT_NE(problems_[0].find("2026-11-29"), std::string::npos) << problems_[0];
  ASSERT_TRUE(store.append({query("2026-11-29T11:00Z", "new.example", "192.0.2.1")}));
  EXPECT_EQ(objects(all(store, {})), (Names{"kept.example", "new.example"}));
  EXPECT_TRUE(fs::exists(dir() + "/2026-11-29.damaged-1"));
}

TEST(TrafficRecord, RefusesWhatItNeverWrote) {
  const std::string bytes = encode(exchange("2026-11-29T10:00Z", "C", "S"));
  ASSERT_TRUE(decode(Class::epp, {}, bytes));
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(decode(Class::epp, {}, bytes.substr(0, size))) << size;
  EXPECT_FALSE(decode(Class::epp, {}, bytes + "x"));
  EXPECT_FALSE(decode(Class::epp, {}, "\x02" + bytes.substr(1)));
  for (std::size_t i = 0; i < bytes.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = bytes;
      flipped[i] = static_cast<char>(flipped[i] ^ (1 << bit));
      (void)decode(Class::epp, {}, flipped);  // no crash, whatever it says
    }
}

TEST(TrafficRecord, IsBounded) {
  Record record = exchange("2026-11-29T10:00Z", std::string(1000, 'c'), "S");
  record.request = std::string(kMostText + 1, 'x');
  record.objects.assign(1000, "a.example");
  normalise(record);
  EXPECT_EQ(record.client_trid.size(), kMostField);
  EXPECT_EQ(record.request.size(), kMostText);
  EXPECT_TRUE(record.request.ends_with("x [cut]"));
  Record unicode;
  unicode.request = std::string(kMostText - 7, 'x') + "\xc3\xbc" + "more than fits";
  normalise(unicode);
  EXPECT_TRUE(unicode.request.ends_with("x [cut]"));
  EXPECT_EQ(record.objects.size(), kMostObjects);
  EXPECT_EQ(decode(Class::epp, record.at, encode(record)).value(), record);
}

TEST(TrafficNames, OfDaysAndRows) {
  EXPECT_EQ(parse_day_name("2026-11-29").value().day, at("2026-11-29"));
  EXPECT_TRUE(parse_day_name("2026-11-29.damaged-2").value().set_aside);
  for (const char* none : {"", "2026-13-29", "2026-11-29x", "LOG.old", "2026-11-2"})
    EXPECT_FALSE(parse_day_name(none)) << none;
  const RowId row{Class::login, at("2026-11-29"), 0x0102030405060708};
  EXPECT_EQ(to_text(row).substr(0, 6), "login-");
  EXPECT_EQ(parse_row_id(to_text(row)), row);
  for (const char* none : {"", "epp", "epp-00-00", "web-0000019f3c5b7a10-1a2b3c4d0000002a",
                           "epp-ffffffffffffffff-1a2b3c4d0000002a"})
    EXPECT_FALSE(parse_row_id(none)) << none;
}

// ---- the log in front of it

TEST_F(StoreTest, TheLogWritesWhatIsNotedAndMasksFirst) {
  Store store = open();
  LogOptions options;
  options.prepare[index_of(Class::epp)] = [](Record& record) {
    record.request = "masked";
    return record.client_trid != "secret";
  };
  Log log(store, std::move(options));
  log.note(exchange("2026-11-29T10:00Z", "C-1", "S-1"));
  log.note(exchange("2026-11-29T10:00Z", "secret", "S-2"));
  log.note(query("2026-11-29T10:00Z", "a.example", "192.0.2.1"));
  log.drain();
  EXPECT_EQ(all(store, {}).size(), 2U);
  EXPECT_EQ(all(store, {.client_trid = "C-1"}).at(0).request, "masked");
  EXPECT_EQ(log.tally().written, 2U);
  EXPECT_EQ(log.tally().lost, 1U);
  log.stop();
  log.note(query("2026-11-29T10:00Z", "late.example", "192.0.2.1"));
  EXPECT_EQ(log.tally().lost, 2U);
  EXPECT_EQ(all(store, {}).size(), 2U);
}

TEST_F(StoreTest, AFullQueueDropsAndCounts) {
  Store store = open();
  std::mutex gate;
  gate.lock();
  LogOptions options;
  options.most_waiting = 10;
  options.prepare[index_of(Class::whois)] = [&gate](Record&) {
    const std::lock_guard wait(gate);
    return true;
  };
  Log log(store, std::move(options));
  for (int i = 0; i < 100; ++i) log.note(query("2026-11-29T10:00Z", "a.example", "192.0.2.1"));
  EXPECT_GE(log.tally().lost, 80U);  // ten waiting, ten with the thread
  gate.unlock();
  log.drain();
  const Tally tally = log.tally();
  EXPECT_EQ(tally.written + tally.lost, 100U);
  EXPECT_EQ(all(store, {}).size(), tally.written);
}

TEST_F(StoreTest, AStoreThatCannotBeMadeLosesRecordsAndNothingElse) {
  std::ofstream(dir()) << "a file where the directory should be";
  Store store = open();
  Log log(store, {});
  log.note(query("2026-11-29T10:00Z", "a.example", "192.0.2.1"));
  log.drain();
  EXPECT_EQ(log.tally().lost, 1U);
  EXPECT_NE(log.tally().last_problem, "");
}

TEST_F(StoreTest, ADiskThatIsNearlyFullIsLeftToTheJournal) {
  Store store = open();
  LogOptions options;
  options.disk = directory_.path();
  options.least_free_bytes = UINT64_MAX;
  Log log(store, std::move(options));
  log.note(query("2026-11-29T10:00Z", "a.example", "192.0.2.1"));
  log.drain();
  EXPECT_EQ(log.tally().lost, 1U);
  EXPECT_FALSE(fs::exists(dir()));
}

// ---- house-keeping

class KeeperTest : public StoreTest {
 protected:
  class SetClock final : public Clock {
   public:
    Instant now() override { return now_; }
    std::int64_t monotonic_ms() override { return now_.ms; }
    Instant now_ = at("2026-11-29T12:00Z");
  };
  Keeper::Ports ports() {
    return {.policy = [this] { return policy_; },
            .record = [this](const Purged& purged) -> Done {
              if (read_only_) return fail(Fault::read_only, "the clock is in doubt");
              journal_.push_back(std::string(to_text(purged.log)) + " " + to_date_text(purged.day) + " " +
                                 std::to_string(purged.count));
              return {};
            },
            .clock = &clock_};
  }
  // A WHOIS query and an EPP exchange a day, from `first` days ago until today.
  void fill(Store& store, int first) {
    for (int ago = first; ago >= 0; --ago) {
      const std::string time = stele::to_text(Instant{clock_.now_.ms - ago * kDay});
      ASSERT_TRUE(store.append({query(time, "a.example", "192.0.2.1"), exchange(time, "C", "S")}));
    }
  }
  SetClock clock_;
  Policy policy_{.days = {3, 1, 1, 5}};
  std::vector<std::string> journal_;
  bool read_only_ = false;
};

TEST_F(KeeperTest, RemovesWhatIsPastByClassAndDay) {
  Store store = open();
  fill(store, 6);
  Keeper keeper(store, ports());
  const Cleaned cleaned = keeper.clean();
  EXPECT_TRUE(cleaned.problems.empty());
  EXPECT_EQ(journal_, (Names{"epp 2026-11-23 1", "whois 2026-11-23 1", "epp 2026-11-24 1",
                             "whois 2026-11-24 1", "epp 2026-11-25 1", "whois 2026-11-25 1",
                             "whois 2026-11-26 1", "whois 2026-11-27 1"}));
  EXPECT_EQ(all(store, {.log = Class::epp}).size(), 4U);    // today and three days before
  EXPECT_EQ(all(store, {.log = Class::whois}).size(), 2U);  // today and one
  EXPECT_EQ(all(store, {.object = "a.example"}).size(), 2U);
  EXPECT_FALSE(fs::exists(dir() + "/2026-11-25"));
  EXPECT_TRUE(fs::exists(dir() + "/2026-11-26"));
  EXPECT_GT(cleaned.freed_bytes, 0U);
  journal_.clear();
  EXPECT_TRUE(keeper.clean().purged.empty());
  EXPECT_TRUE(journal_.empty());
}

TEST_F(KeeperTest, RemovesNothingTheJournalDoesNotTake) {
  Store store = open();
  fill(store, 6);
  Keeper keeper(store, ports());
  read_only_ = true;
  EXPECT_EQ(keeper.clean().problems.size(), 1U);
  EXPECT_EQ(all(store, {}).size(), 14U);
}

TEST_F(KeeperTest, ADayThatWasSetAsideGoesWithTheLongestClass) {
  Store store = open();
  fill(store, 0);
  fs::create_directories(dir() + "/2026-11-23.damaged-1");
  fs::create_directories(dir() + "/2026-11-24.damaged-1");
  std::ofstream(dir() + "/2026-11-23.damaged-1/x") << "rows";
  Keeper keeper(store, ports());
  (void)keeper.clean();
  EXPECT_FALSE(fs::exists(dir() + "/2026-11-23.damaged-1"));
  EXPECT_TRUE(fs::exists(dir() + "/2026-11-24.damaged-1"));
  EXPECT_TRUE(fs::exists(dir() + "/2026-11-29"));
}

TEST_F(KeeperTest, AClassWithinADayGivesItsSpaceBack) {
  Store store = open();
  std::vector<Record> rows;
  for (int i = 0; i < 20'000; ++i) {
    Record row = query("2026-11-27T10:00Z", "name" + std::to_string(i) + ".example", "192.0.2.1");
    row.request = std::string(200, 'q');
    rows.push_back(std::move(row));
  }
  rows.push_back(exchange("2026-11-27T10:00Z", "C", "S"));
  ASSERT_TRUE(store.append(std::move(rows)));
  const std::uint64_t before = store.disk_bytes();
  ASSERT_GT(before, 4'000'000U);
  Keeper keeper(store, ports());
  (void)keeper.clean();
  EXPECT_EQ(journal_, (Names{"whois 2026-11-27 20000"}));
  EXPECT_LT(store.disk_bytes(), before / 4);
  EXPECT_EQ(all(store, {}).size(), 1U);
}

}  // namespace
}  // namespace stele::traffic
