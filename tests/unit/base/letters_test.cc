#include "engine/base/letters.h"

#include <gtest/gtest.h>

namespace stele {
namespace {

TEST(Letters, OnlyLettersOfAsciiHaveACase) {
  EXPECT_EQ(lower_case("A-Z[\\]@ \xc3\x9c"), "a-z[\\]@ \xc3\x9c");
  EXPECT_EQ(upper_case("a-z{|}` \xc3\xbc"), "A-Z{|}` \xc3\xbc");
  EXPECT_TRUE(equal_ignoring_case("NoteD", "nOTEd"));
  EXPECT_FALSE(equal_ignoring_case("note", "noted"));
  EXPECT_FALSE(equal_ignoring_case("@", "`"));
}

}  // namespace
}  // namespace stele
