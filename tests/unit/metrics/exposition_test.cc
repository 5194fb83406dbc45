// The text format: how names, labels and values are written.
#include "frontends/metrics/exposition.h"

#include <gtest/gtest.h>

namespace stele::metrics {
namespace {

TEST(Exposition, AFamilyIsItsHelpItsTypeAndItsSamples) {
  Exposition out;
  out.family("stele_zone_serial", Type::gauge, "Serial of the zone.");
  out.sample({{"zone", "example"}}, std::uint32_t{4294967295});
  out.sample({{"zone", "com.example"}, {"secondary", "ns-a"}}, 7);
  EXPECT_EQ(out.take(),
            "# HELP stele_zone_serial Serial of the zone.\n"
            "# TYPE stele_zone_serial gauge\n"
            "stele_zone_serial{zone=\"example\"} 4294967295\n"
            "stele_zone_serial{zone=\"com.example\",secondary=\"ns-a\"} 7\n");
}

TEST(Exposition, WholeNumbersStayExactAndOthersAreAsShortAsTheyCanBe) {
  Exposition out;
  out.single("a_total", Type::counter, "A.", std::uint64_t{18446744073709551615U});
  out.single("b", Type::gauge, "B.", 0.1);
  out.single("c", Type::gauge, "C.", 1772323200.25);
  const std::string text = out.take();
  EXPECT_NE(text.find("# TYPE a_total counter\na_total 18446744073709551615\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\nb 0.1\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\nc 1772323200.25\n"), std::string::npos) << text;
}

TEST(Exposition, WhatStaffHaveNamedCannotBreakALine) {
  Exposition out;
  out.family("x", Type::gauge, "One line\nonly \\ \"here\".");
  out.sample({{"secondary", "a\"} 1\nb\\"}}, 1);
  EXPECT_EQ(out.take(),
            "# HELP x One line\\nonly \\\\ \"here\".\n"
            "# TYPE x gauge\n"
            "x{secondary=\"a\\\"} 1\\nb\\\\\"} 1\n");
}

}  // namespace
}  // namespace stele::metrics
