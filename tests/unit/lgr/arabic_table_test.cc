// The sandbox's own table: in order, and it folds what it says it folds.
#include <fstream>
#include <iterator>

#include "tests/unit/lgr/tables.h"

namespace stele::idn::lgr {
namespace {

const Table& arabic() {
  static const Table table = [] {
    std::ifstream in(std::string(STELE_SOURCE_DIR) + "/tools/stele/tables/arabic.xml", std::ios::binary);
    return table_of(std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()));
  }();
  return table;
}

TEST(ArabicTable, HasNothingToComplainOf) { EXPECT_EQ(report_of(arabic()), ""); }

TEST(ArabicTable, FoldsPersianWithAndWithoutNonJoiners) {
  EXPECT_EQ(verdict_of(arabic(), "می‌خواهم"), "valid");
  EXPECT_EQ(index_of({arabic()}, "می‌خواهم"), index_of({arabic()}, "میخواهم"));
  EXPECT_EQ(variants_of(arabic(), "کتاب‌ها"), "كتابها کتابها");
  EXPECT_EQ(disposition_of(arabic(), u("کتابها"), u("کتاب‌ها")), std::nullopt);
  EXPECT_FALSE(evaluate(arabic(), u("كتاب‌ها")).valid());
  EXPECT_EQ(evaluate(arabic(), u("كتاب‌ها")).failure->rule, "non-joiner-in-arabic");
  for (const char* label : {"آ‌ب", "کتاب‌", "‌کتاب"})
    EXPECT_EQ(evaluate(arabic(), u(label)).failure->rule, "between-joining-letters") << label;
}

TEST(ArabicTable, FoldsForms) {
  EXPECT_EQ(index_of({arabic()}, "مكة"), index_of({arabic()}, "مکه"));
  EXPECT_EQ(variants_of(arabic(), "مكة"), "مكه مکه");
  EXPECT_EQ(variants_of(arabic(), "مکه"), "مكه");
  EXPECT_EQ(variants_of(arabic(), "أحمد"), "احمد");
  EXPECT_EQ(variants_of(arabic(), "احمد"), "");
  EXPECT_EQ(disposition_of(arabic(), u("احمد"), u("أحمد")), "blocked");
  EXPECT_EQ(index_of({arabic()}, "علي"), index_of({arabic()}, "على"));
  EXPECT_EQ(index_of({arabic()}, "علي"), index_of({arabic()}, "علی"));
}

TEST(ArabicTable, RefusesMixturesAndLeadingDigits) {
  EXPECT_EQ(evaluate(arabic(), u("كی")).failure->rule, "mixes-forms");
  EXPECT_EQ(evaluate(arabic(), u("س1١")).failure->rule, "mixes-digits");
  EXPECT_EQ(evaluate(arabic(), u("1س")).failure->rule, "first");
  EXPECT_EQ(evaluate(arabic(), u("س-")).failure->rule, "hyphen-out-of-place");
  EXPECT_EQ(evaluate(arabic(), u("سab")).failure->kind, Failure::Kind::code_point);
  EXPECT_EQ(variants_of(arabic(), "س12"), "س١٢ س۱۲");
}

}  // namespace
}  // namespace stele::idn::lgr
