#include "engine/base/lru.h"

#include <gtest/gtest.h>

#include <string>

namespace stele {
namespace {

TEST(Lru, KeepsWhatWasUsedLast) {
  Lru<int, std::string> lru(2);
  lru.insert(1, "one");
  lru.insert(2, "two");
  ASSERT_NE(lru.find(1), nullptr);
  lru.insert(3, "three");
  EXPECT_EQ(lru.find(2), nullptr);
  ASSERT_NE(lru.find(1), nullptr);
  EXPECT_EQ(*lru.find(1), "one");
  EXPECT_EQ(*lru.find(3), "three");
}

TEST(Lru, WeighsWhatItKeeps) {
  Lru<std::string, int> lru(10);
  lru.insert("a", 1, 4);
  lru.insert("b", 2, 4);
  lru.insert("a", 3, 6);  // in the other's place
  EXPECT_EQ(lru.weight(), 10u);
  EXPECT_EQ(*lru.find("a"), 3);
  lru.insert("c", 4, 5);  // b is the oldest, a has to go too
  EXPECT_EQ(lru.size(), 1u);
  EXPECT_EQ(lru.weight(), 5u);
  lru.insert("whale", 5, 11);
  EXPECT_EQ(lru.size(), 0u);
  EXPECT_EQ(lru.weight(), 0u);
}

TEST(Lru, Forgets) {
  Lru<int, int> lru(5);
  lru.insert(1, 1);
  lru.insert(2, 2);
  lru.erase(1);
  lru.erase(1);
  EXPECT_EQ(lru.find(1), nullptr);
  EXPECT_EQ(lru.weight(), 1u);
  lru.clear();
  EXPECT_EQ(lru.find(2), nullptr);
  EXPECT_EQ(lru.weight(), 0u);
}

}  // namespace
}  // namespace stele
