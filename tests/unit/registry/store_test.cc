// The two stores behave alike, and an overlay over either reads as if it had been written.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <random>

#include "projections/registry/overlay.h"
#include "projections/registry/store.h"

namespace stele::registry {
namespace {

std::map<std::string, std::string> all(const Snapshot& rows, std::string_view prefix = {}) {
  std::map<std::string, std::string> out;
  rows.scan(prefix, {}, [&](std::string_view key, std::string_view value) {
    EXPECT_TRUE(out.empty() || out.rbegin()->first < key) << "out of order";
    out.emplace(key, value);
    return true;
  });
  return out;
}

struct StoreTest : testing::TestWithParam<bool> {
  std::filesystem::path dir = std::filesystem::temp_directory_path() / ("stele_store_" + std::to_string(::getpid()));
  std::unique_ptr<Store> store;
  StoreTest() {
    if (GetParam()) {
      auto opened = open_store({(dir / "state").string(), (dir / "logs").string()});
      EXPECT_TRUE(opened);
      store = std::move(*opened);
    } else {
      store = memory_store();
    }
  }
  ~StoreTest() override {
    store.reset();
    std::filesystem::remove_all(dir);
  }
};

TEST_P(StoreTest, SnapshotsKeepTheirMoment) {
  ASSERT_TRUE(store->write({{"a", "1"}, {"b", "2"}}));
  const auto before = store->snapshot();
  ASSERT_TRUE(store->write({{"a", std::nullopt}, {"c", "3"}}));
  EXPECT_EQ(all(*before), (std::map<std::string, std::string>{{"a", "1"}, {"b", "2"}}));
  EXPECT_EQ(all(*store->snapshot()), (std::map<std::string, std::string>{{"b", "2"}, {"c", "3"}}));
}

TEST_P(StoreTest, AnOverlayReadsLikeTheStoreItWillBecome) {
  std::mt19937 random(3);
  for (int round = 0; round < 20; ++round) {
    Overlay overlay(store->snapshot());
    for (int i = 0; i < 40; ++i) {
      const std::string key = std::string(1, static_cast<char>('a' + random() % 3)) + std::to_string(random() % 20);
      std::string value;
      const bool there = overlay.get(key, value);
      const auto before = there ? std::optional(value) : std::nullopt;
      if (random() % 3 == 0)
        overlay.replace(key, before, random() % 3 == 0 ? std::nullopt : std::optional(std::to_string(random())));
      else if (there && random() % 3 == 0)
        overlay.erase(key);
      else
        overlay.put(key, std::to_string(random()));
    }
    const auto seen = all(overlay);
    const auto seen_b = all(overlay, "b");
    StateHash hash;
    for (const auto& [key, value] : all(*store->snapshot())) hash.add(key, value);
    ASSERT_TRUE(store->write(overlay.take_changes(hash)));
    EXPECT_EQ(all(*store->snapshot()), seen);
    EXPECT_EQ(all(*store->snapshot(), "b"), seen_b);
    StateHash whole;
    for (const auto& [key, value] : seen) whole.add(key, value);
    EXPECT_EQ(hash, whole);
  }
}

INSTANTIATE_TEST_SUITE_P(Stores, StoreTest, testing::Values(false, true), [](const auto& name) {
  return name.param ? "rocksdb" : "memory";
});

TEST(StateHashTest, DependsOnRowsNotOnTheirOrderOrPast) {
  StateHash a;
  a.add("k1", "v1");
  a.add("k2", "v2");
  StateHash b;
  b.add("k2", "old");
  b.add("k1", "v1");
  b.remove("k2", "old");
  EXPECT_NE(a, b);
  b.add("k2", "v2");
  EXPECT_EQ(a, b);
  StateHash moved;
  moved.add("k1v", "1");
  StateHash other;
  other.add("k1", "v1");
  EXPECT_NE(moved, other);
}

}  // namespace
}  // namespace stele::registry
