#include "projections/registry/row_cache.h"

#include <gtest/gtest.h>

#include "projections/registry/overlay.h"

namespace stele::registry {
namespace {

class CachedOverlay : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(store_->write({{"b1", "90"}, {"h1", "host"}}));
  }

  Overlay batch() { return Overlay(store_->snapshot(), &cache_); }
  void commit(Overlay& batch) {
    StateHash hash;
    const auto changes = batch.take_changes(hash);
    ASSERT_TRUE(store_->write(changes));
    for (const RowChange& change : changes) cache_.follow(change);
  }
  std::string read(const std::string& key) {
    std::string value;
    return batch().get(key, value) ? value : "absent";
  }

  std::unique_ptr<Store> store_ = memory_store();
  RowCache cache_;
};

TEST_F(CachedOverlay, ReadsWhatTheLastCommitLeft) {
  EXPECT_EQ(read("b1"), "90");
  auto changed = batch();
  changed.put("b1", "80");
  changed.erase("h1");
  changed.put_new("h2", "other");
  commit(changed);
  EXPECT_EQ(read("b1"), "80");
  EXPECT_EQ(read("h1"), "absent");
  EXPECT_EQ(read("h2"), "other");
}

TEST_F(CachedOverlay, ForgetsABatchThatCameToNothing) {
  EXPECT_EQ(read("b1"), "90");
  {
    auto dropped = batch();
    dropped.put("b1", "1");
    dropped.erase("h1");
  }
  EXPECT_EQ(read("b1"), "90");
  EXPECT_EQ(read("h1"), "host");
}

TEST_F(CachedOverlay, CountsItsHashFromTheRowsAsTheyAre) {
  EXPECT_EQ(read("b1"), "90");
  auto first = batch();
  first.put("b1", "80");
  commit(first);
  auto second = batch();
  second.put("b1", "70");
  StateHash moved, direct;
  moved.add("b1", "80");
  (void)second.take_changes(moved);
  direct.add("b1", "70");
  EXPECT_EQ(moved.sum(), direct.sum());
}

TEST(RowCache, KeepsWhatIsAskedForAgainAndAgain) {
  RowCache cache;
  cache.keep("often", "x");
  std::string value;
  for (int i = 0; i < 100'000; ++i) {
    cache.keep("row" + std::to_string(i), "y");
    if (i % 1000 == 0) ASSERT_TRUE(cache.find("often", value)) << i;
  }
  EXPECT_FALSE(cache.find("row1", value));
}

}  // namespace
}  // namespace stele::registry
