// The clearing house's lists: read whole, or refused with the line that is wrong.
#include "engine/smd/lists.h"

#include <gtest/gtest.h>

namespace stele::smd {
namespace {

TEST(MarkRevocations, AreSorted) {
  const auto list = parse_mark_revocations(
      "1,2026-01-02T00:00:00.0Z\r\nsmd-id,insertion-datetime\r\n"
      "2-65535,2026-01-01T00:00:00.0Z\r\n1-65535,2025-12-01T00:00:00.0Z");
  ASSERT_TRUE(list) << list.error().what;
  EXPECT_EQ(to_text(list->issued_at), "2026-01-02T00:00:00.000Z");
  ASSERT_EQ(list->marks.size(), 2U);
  EXPECT_EQ(list->marks[0].id, "1-65535");
  EXPECT_EQ(to_text(list->marks[0].at), "2025-12-01T00:00:00.000Z");
}

TEST(MarkRevocations, AreRefusedByLine) {
  const auto problem = [](std::string_view text) {
    const auto list = parse_mark_revocations(text);
    return list ? std::string("accepted") : list.error().what;
  };
  const std::string head = "1,2026-01-02T00:00:00.0Z\nsmd-id,insertion-datetime\n";
  EXPECT_EQ(problem(head), "accepted");
  EXPECT_EQ(problem(""), "line 0: is not version 1 of a list");
  EXPECT_EQ(problem("2,2026-01-02T00:00:00.0Z\n"), "line 1: is not version 1 of a list");
  EXPECT_EQ(problem("1,today\n"), "line 1: says no time of issue");
  EXPECT_EQ(problem("1,2026-01-02T00:00:00.0Z\nDNL,x,y\n"),
            "line 2: does not begin with the column smd-id");
  EXPECT_EQ(problem(head + "1-1,never\n"), "line 3: is not an id and a time");
  EXPECT_EQ(problem(head + "\n,2026-01-01T00:00:00.0Z\n"), "line 4: is not an id and a time");
  EXPECT_EQ(problem(head + "1-1,2026-01-01T00:00:00.0Z\n1-1,2026-01-01T00:00:00.0Z\n"),
            "1-1 stands there twice");
}

TEST(Claims, HaveAKeyALabel) {
  const auto list = parse_claims(
      "1,2026-01-02T00:00:00.0Z\nDNL,lookup-key,insertion-datetime\n"
      "Shop,2013041500/2/6/9/x1,2010-07-14T00:00:00.0Z\n"
      "example-one,2013041500/A/1/0/a1,2010-07-14T00:00:00.0Z\n");
  ASSERT_TRUE(list) << list.error().what;
  ASSERT_EQ(list->claims.size(), 2U);
  EXPECT_EQ(list->claims[1], (Claim{"shop", "2013041500/2/6/9/x1"}));
  EXPECT_FALSE(parse_claims("1,2026-01-02T00:00:00.0Z\nDNL,lookup-key,insertion-datetime\nshop,k\n"));
}

}  // namespace
}  // namespace stele::smd
