// The follower of a running registry, on the machine's own clock; and a disk that fails under it.
#include "projections/zone/follower.h"

#include <gtest/gtest.h>

#include "tests/unit/zone/zone_fixture.h"

namespace stele::zone {
namespace {

// A store whose writes fail while it is told so.
class FailingStore final : public registry::Store {
 public:
  std::shared_ptr<const registry::Snapshot> snapshot() override { return rows_->snapshot(); }
  Done write(const std::vector<registry::RowChange>& changes) override {
    if (failing) return fail(Fault::disk_low, "no room");
    return rows_->write(changes);
  }
  Done flush() override { return {}; }
  std::atomic<bool> failing = false;

 private:
  std::unique_ptr<registry::Store> rows_ = registry::memory_store();
};

class FollowerTest : public testing::Test {
 protected:
  FollowerTest() : registry_(&clock_) {
    registry_.run("create zone=example registrant=optional price.create=1.00EUR primary=ns1.nic.example "
                  "responsible=hostmaster.nic.example ns=ns1.nic.example");
    registry_.run("create registrar=reg-a name=A zones=example currency=EUR");
    registry_.run("credit registrar=reg-a amount=1000.00EUR text=test");
    registry_.run("create host=ns1.other.net sponsor=reg-a");
    auto store = std::make_unique<FailingStore>();
    store_ = store.get();
    follower_ = std::make_unique<Follower>(registry_.registry(), std::move(store));
  }

  void delegate(const std::string& name) {
    registry_.run("create domain=" + name + " sponsor=reg-a ns=ns1.other.net");
  }
  std::string last_line() {
    const auto zone = follower_->zones().find(DomainName::trusted("example"));
    return zone ? file_lines(*zone).back() : "";
  }

  SystemClock clock_;
  test::TextRegistry registry_;
  FailingStore* store_ = nullptr;
  std::unique_ptr<Follower> follower_;
};

TEST_F(FollowerTest, ShowsAllThatWasAcknowledgedWhenItsSecondIsOver) {
  follower_->start();
  for (const std::string name : {"a", "b"}) {
    delegate(name + ".example");
    const auto begun = std::chrono::steady_clock::now();
    ASSERT_TRUE(follower_->wait_for_now());
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10));
    EXPECT_EQ(last_line(), name + "\tNS\tns1.other.net.");
    EXPECT_EQ(follower_->next(), registry_.state()->position());
  }
}

TEST_F(FollowerTest, ReadsWithoutAThreadWhenItIsAskedTo) {
  delegate("a.example");
  EXPECT_EQ(last_line(), "");
  ASSERT_TRUE(follower_->wait_for_now());
  EXPECT_EQ(last_line(), "a\tNS\tns1.other.net.");
}

TEST_F(FollowerTest, TellsWhyItStandsStillAndGoesOn) {
  delegate("a.example");
  ASSERT_TRUE(follower_->wait_for_now());
  delegate("b.example");
  store_->failing = true;
  const Done failed = follower_->wait_for_now();
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().fault, Fault::disk_low);
  EXPECT_EQ(follower_->problem(), "no room");
  EXPECT_EQ(last_line(), "a\tNS\tns1.other.net.");
  store_->failing = false;
  delegate("c.example");
  ASSERT_TRUE(follower_->wait_for_now());
  EXPECT_EQ(follower_->problem(), "");
  EXPECT_EQ(last_line(), "c\tNS\tns1.other.net.");
  // Nothing of what failed was lost or done twice.
  registry::Store* rows = nullptr;
  Image anew(FollowedRegistry::make_store(&rows));
  const auto settled = registry_.registry().settled();
  Image::Reading reading;
  reading.settled = settled.time;
  ASSERT_TRUE(anew.catch_up(registry_.registry().journal(), settled.position, reading));
  EXPECT_EQ(rows_of(*rows), rows_of(*store_));
}

}  // namespace
}  // namespace stele::zone
