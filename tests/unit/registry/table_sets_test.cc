#include "projections/registry/table_sets.h"

#include <gtest/gtest.h>

#include <thread>

namespace stele::registry {
namespace {

TableUse use(std::uint64_t table, std::uint32_t version = 1) { return {ObjectNumber{table}, version}; }

// Tables whose only letter tells which they are; counts how often one is read.
struct Texts {
  int asked = 0;
  TableSets::Text text = [this](TableUse one) {
    ++asked;
    return std::string("U+") + (one.version == 1 ? "0061" : "0062") + "\n";
  };
};

TEST(TableSets, ReadATableOnce) {
  TableSets sets;
  Texts texts;
  const auto one = sets.find({use(1)}, texts.text);
  EXPECT_EQ(sets.find({use(1)}, texts.text), one);
  EXPECT_EQ(texts.asked, 1);
  const auto two = sets.find({use(2), use(1)}, texts.text);
  EXPECT_EQ(texts.asked, 2) << "the first is known";
  ASSERT_EQ(two->tables().size(), 2U);
  EXPECT_TRUE(sets.find({use(1)}, texts.text)->evaluate(U"a").evaluation.valid());
  EXPECT_FALSE(sets.find({use(1, 2)}, texts.text)->evaluate(U"a").evaluation.valid());
}

TEST(TableSets, ACopyKnowsThemAndAddsForItself) {
  TableSets sets;
  Texts texts;
  const auto one = sets.find({use(1)}, texts.text);
  const auto copy = sets.copy();
  EXPECT_EQ(copy->find({use(1)}, texts.text), one);
  EXPECT_EQ(texts.asked, 1);
  copy->find({use(1, 2)}, texts.text);
  EXPECT_EQ(texts.asked, 2);
  sets.find({use(1, 2)}, texts.text);
  EXPECT_EQ(texts.asked, 3) << "what a copy has read is not known here";
}

TEST(TableSets, WhatWasNotAskedForTheLongestGoes) {
  TableSets sets;
  Texts texts;
  for (std::uint64_t n = 1; n <= 300; ++n) {
    sets.find({use(n)}, texts.text);
    sets.find({use(1)}, texts.text);
  }
  EXPECT_EQ(texts.asked, 300) << "the first was never forgotten";
  sets.find({use(300)}, texts.text);
  EXPECT_EQ(texts.asked, 300);
  sets.find({use(2)}, texts.text);
  EXPECT_EQ(texts.asked, 301) << "the second was";
}

TEST(TableSets, ManyThreadsGetTheSame) {
  TableSets sets;
  const TableSets::Text text = [](TableUse) { return std::string("U+0061\n"); };
  std::vector<std::thread> threads;
  std::vector<std::shared_ptr<const idn::lgr::TableSet>> found(8);
  for (auto& one : found)
    threads.emplace_back([&] {
      for (std::uint64_t n = 1; n <= 50; ++n) sets.find({use(n)}, text);
      one = sets.find({use(50)}, text);
    });
  for (std::thread& thread : threads) thread.join();
  for (const auto& one : found) EXPECT_EQ(one, found.front());
}

}  // namespace
}  // namespace stele::registry
