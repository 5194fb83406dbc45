// The published reference tables, where they are at hand: they load at once, are symmetric, and say
// of well-known labels what is known of them.
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "tests/support/measured.h"
#include "tests/unit/lgr/tables.h"

namespace stele::idn::lgr {
namespace {

namespace fs = std::filesystem;

class ReferenceTables : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::is_directory(folder())) GTEST_SKIP() << "the reference tables are not on this machine";
  }
  static fs::path folder() { return fs::path(STELE_SOURCE_DIR) / ".." / "shared" / "lgr"; }

  static std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  // "arabic-script": each is read once.
  static const Table& named(const std::string& name) {
    static std::map<std::string, Table> read;
    const auto found = read.find(name);
    if (found != read.end()) return found->second;
    return read.emplace(name, table_of(text_of(folder() / ("lgr-second-level-" + name + "-31may22-en.xml")))).first->second;
  }
};

TEST_F(ReferenceTables, LoadInUnderASecondAndAreSymmetric) {
  std::size_t count = 0;
  for (const auto& file : fs::directory_iterator(folder())) {
    const std::string text = text_of(file.path());
    const std::clock_t begin = std::clock();  // of this process: the machine may be busy
    const auto table = read_table(text);
    const std::clock_t took = std::clock() - begin;
    ASSERT_TRUE(table) << file.path() << "\n" << to_text(table.error());
    EXPECT_TRUE(!kMeasured || took < CLOCKS_PER_SEC) << file.path() << ": " << took;
    for (const Problem& problem : check(*table))
      EXPECT_NE(problem.severity, Severity::error) << file.path() << "\n" << to_text(problem);
    ++count;
  }
  EXPECT_EQ(count, 7U);
}

TEST_F(ReferenceTables, ArabicScript) {
  const Table& table = named("arabic-script");
  EXPECT_EQ(index_of({table}, "همراه"), "ةمرآة");
  EXPECT_EQ(variants_of(table, "همراه"), "ھمراھ ھمراہ ہمراھ ہمراہ");
  EXPECT_EQ(index_of({table}, "مكة"), "مكة");
  EXPECT_EQ(index_of({table}, "مكه"), "مكة");
  EXPECT_EQ(index_of({table}, "مكة"), index_of({table}, "مكه"));
  EXPECT_EQ(allocatable(table, u("مكة")).variants.size(), 5U);
  EXPECT_EQ(allocatable(table, u("مكه")).variants.size(), 6U);
  for (const char* label : {"123", "١٢٣"}) {
    const Evaluation evaluation = evaluate(table, u(label));
    ASSERT_FALSE(evaluation.valid());
    EXPECT_EQ(evaluation.failure->rule, "leading-digit");
  }
}

// 1.15e18 candidates.
TEST_F(ReferenceTables, ArabicScriptOfTwentyHehs) {
  std::string label;
  for (int i = 0; i < 20; ++i) label += "ه";
  const auto found = allocatable(named("arabic-script"), u(label));
  EXPECT_EQ(found.variants.size(), kShownVariants);
  EXPECT_TRUE(found.too_many);
  EXPECT_LT(found.work, kSearchWork + kSearchWork / 4);
}

TEST_F(ReferenceTables, Chinese) {
  const Table& table = named("chinese-language");
  EXPECT_EQ(index_of({table}, "中国"), "中囯");
  EXPECT_EQ(index_of({table}, "中國"), "中囯");
  EXPECT_EQ(variants_of(table, "中国"), "中國");
  EXPECT_EQ(variants_of(table, "中國"), "中国");
  EXPECT_EQ(variants_of(table, "发"), "發 髮");
  EXPECT_EQ(variants_of(table, "發"), "发");
}

TEST_F(ReferenceTables, Latin) {
  const Table& table = named("latin-script");
  EXPECT_EQ(index_of({table}, "straße"), "strasse");
  EXPECT_EQ(index_of({table}, "strasse"), "strasse");
  EXPECT_EQ(allocatable(table, u("straße")).variants.size(), 1U);
  EXPECT_EQ(variants_of(table, "straße"), "strasse");
  EXPECT_EQ(variants_of(table, "strasse"), "");
  EXPECT_EQ(variants_of(table, "vienna"), "");  // of 16,640 candidates
}

TEST_F(ReferenceTables, Cyrillic) {
  const Table& table = named("cyrillic-script");
  EXPECT_EQ(index_of({table}, "россия"), "poccия");
  EXPECT_EQ(variants_of(table, "россия"), "");
  EXPECT_TRUE(evaluate(table, u("россия")).valid());
  EXPECT_FALSE(evaluate(table, u("apple")).valid());
}

TEST_F(ReferenceTables, Devanagari) {
  EXPECT_TRUE(evaluate(named("devanagari-script"), u("नमस्ते")).valid()) << verdict_of(named("devanagari-script"), "नमस्ते");
}

TEST_F(ReferenceTables, LookAlikesOfTwoScriptsCollideInOneZone) {
  const std::vector<Table> zone = {named("latin-script"), named("cyrillic-script")};
  EXPECT_EQ(index_of(zone, "сосо"), index_of(zone, "coco"));
  EXPECT_TRUE(TableSet(zone).evaluate(u("coco")).evaluation.valid());
  EXPECT_TRUE(TableSet(zone).evaluate(u("сосо")).evaluation.valid());
}

}  // namespace
}  // namespace stele::idn::lgr
