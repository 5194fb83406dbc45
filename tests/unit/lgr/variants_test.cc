// Index labels, allocatable variants and the report on a table.
#include <cstdio>
#include <set>

#include "tests/unit/lgr/tables.h"

namespace stele::idn::lgr {
namespace {

std::string pair_of(const char* a, const char* b, const char* type) {
  return std::string("<char cp=\"") + a + "\"><var cp=\"" + b + "\" type=\"" + type + "\"/></char><char cp=\"" + b +
         "\"><var cp=\"" + a + "\" type=\"" + type + "\"/></char>";
}

TEST(IndexLabel, IsOneForAllVariants) {
  const Table table = table_of(xml(pair_of("0061", "0062", "blocked") + pair_of("0063", "0064", "allocatable") + "<char cp=\"0065\"/>"));
  for (const char* label : {"ace", "bce", "ade", "bde"}) EXPECT_EQ(index_of({table}, label), "ace");
  EXPECT_EQ(index_of({table}, "eca"), "eca");
  EXPECT_EQ(index_of({table}, "xyz"), "xyz");  // what no table knows stays
}

TEST(IndexLabel, TakesSequencesFirst) {
  const Table table = table_of(xml(pair_of("0073 0073", "00DF", "blocked") + "<char cp=\"0073\"/><char cp=\"0061\"/>"));
  EXPECT_EQ(index_of({table}, "aßs"), "asss");
  EXPECT_EQ(index_of({table}, "asss"), "asss");
  EXPECT_EQ(index_of({table}, "asß"), "asss");
}

// The label ab is a variant of xb by its first letter and of 9 as a sequence.
TEST(IndexLabel, IsOneForAllPartitions) {
  const Table table = table_of(xml(pair_of("0061", "0078", "blocked") + pair_of("0061 0062", "0039", "blocked") + "<char cp=\"0062\"/>"));
  EXPECT_EQ(index_of({table}, "ab"), index_of({table}, "xb"));
  EXPECT_EQ(index_of({table}, "ab"), index_of({table}, "9"));
  EXPECT_NE(index_of({table}, "ab"), index_of({table}, "ax"));
  const Table other = table_of(xml(pair_of("0062", "0061", "blocked") + pair_of("0062 0063", "0079", "blocked") + "<char cp=\"0063\"/>"));
  EXPECT_EQ(index_of({other}, "bc"), index_of({other}, "ac"));
  EXPECT_EQ(index_of({other}, "bc"), index_of({other}, "y"));
}

// RFC 7940 §5.3.3: what maps to nothing is not there, and no comparison goes by place.
TEST(IndexLabel, LeavesOutNullVariants) {
  const std::string null = "<char cp=\"200C\"><var cp=\"\" type=\"blocked\"/></char><char cp=\"\"><var cp=\"200C\" type=\"invalid\"/></char>";
  const Table table = table_of(xml(null + pair_of("0073 0073", "00DF", "blocked") + "<char cp=\"0073\"/>"));
  EXPECT_EQ(index_of({table}, "s\u200Cs"), "ss");
  EXPECT_EQ(index_of({table}, "ss\u200C"), "ss");
  EXPECT_EQ(index_of({table}, "ß"), "ss");
  EXPECT_EQ(index_of({table}, "\u200C"), "");
}

TEST(IndexLabel, IsSharedByTheTablesOfAZone) {
  const Table latin = table_of(xml("<char cp=\"0061\"/><char cp=\"0063\"/>"));
  const Table cyrillic = table_of(xml(pair_of("0061", "0430", "blocked")));
  const Table greek = table_of(xml(pair_of("03B1", "0061", "blocked")));
  EXPECT_EQ(index_of({latin, cyrillic, greek}, "а"), "a");
  EXPECT_EQ(index_of({latin, cyrillic, greek}, "α"), "a");
  EXPECT_EQ(index_of({latin, cyrillic}, "α"), "α");
}

TEST(IndexLabel, CountsConditionalVariantsEverywhere) {
  const std::string data = "<char cp=\"0061\"><var cp=\"0062\" when=\"final\"/></char><char cp=\"0062\"><var cp=\"0061\" when=\"final\"/></char>";
  const Table table = table_of(data, "<rule name=\"final\"><anchor/><look-ahead><end/></look-ahead></rule>");
  EXPECT_EQ(index_of({table}, "bab"), index_of({table}, "baa"));
  EXPECT_EQ(index_of({table}, "bab"), index_of({table}, "aab"));
}

TEST(IndexLabel, HasABoundInTimeAndRounds) {
  // A cycle of rewriting: every round finds another sequence.
  const Table table = table_of(xml(pair_of("0062", "0061 0062 0063", "blocked") + pair_of("0063 0061", "0061", "blocked") + "<char cp=\"0063\"/>"));
  for (const std::string& label : {std::string(63, 'b'), std::string(63, 'c') + "a", std::string("cacbab")})
    EXPECT_EQ(index_of({table}, label), index_of({table}, index_of({table}, label))) << label;
}

TEST(Variants, AreByTypeAndAction) {
  const Table table = table_of(xml("<char cp=\"0061\"><var cp=\"0062\" type=\"allocatable\"/><var cp=\"0063\" type=\"blocked\"/><var cp=\"0064\" type=\"activated\"/><var cp=\"0065\"/></char>"
                                   "<range first-cp=\"0062\" last-cp=\"0065\"/>"));
  EXPECT_EQ(variants_of(table, "a"), "b d");
  // One of no type does not count, as the default action for allocatable asks for any (RFC 7940 §7.6).
  EXPECT_EQ(variants_of(table, "aa"), "ab ad ba bb bd be da db dd de eb ed");
  EXPECT_EQ(variants_of(table, "bc"), "");
  EXPECT_EQ(disposition_of(table, U"a", U"d"), "activated");
  EXPECT_EQ(disposition_of(table, U"aa", U"bd"), "allocatable");
  EXPECT_EQ(disposition_of(table, U"aa", U"bc"), "blocked");
  EXPECT_EQ(disposition_of(table, U"aa", U"ae"), "valid");  // of no type: nobody's by default
  EXPECT_EQ(disposition_of(table, U"aa", U"bbb"), std::nullopt);
  EXPECT_EQ(disposition_of(table, U"b", U"a"), std::nullopt);
}

// RFC 7940 appendix B: mixtures of simplified and traditional are nobody's.
TEST(Variants, OfTypesThatDoNotMix) {
  const Table table = table_of(
      "<char cp=\"0061\"><var cp=\"0061\" type=\"r-trad\"/><var cp=\"0062\" type=\"simp\"/></char>"
      "<char cp=\"0062\"><var cp=\"0061\" type=\"trad\"/><var cp=\"0062\" type=\"r-simp\"/></char>"
      "<char cp=\"0063\"><var cp=\"0063\" type=\"r-both\"/></char><char cp=\"0064\"/>",
      "<action disp=\"allocatable\" only-variants=\"simp r-simp r-both\"/>"
      "<action disp=\"allocatable\" only-variants=\"trad r-trad r-both\"/>"
      "<action disp=\"blocked\" any-variant=\"simp trad\"/>");
  EXPECT_EQ(variants_of(table, "aac"), "bbc");
  EXPECT_EQ(variants_of(table, "abc"), "aac bbc");
  EXPECT_EQ(variants_of(table, "abd"), "");  // d has no mapping, so no label is of mappings only
  EXPECT_EQ(verdict_of(table, "abc"), "valid");
  EXPECT_EQ(disposition_of(table, U"aac", U"abc"), "blocked");
}

TEST(Variants, ObeyRulesAndContexts) {
  const Table table = table_of(
      "<char cp=\"0061\"><var cp=\"0062\" type=\"allocatable\" when=\"final\"/><var cp=\"0062\" type=\"blocked\" not-when=\"final\"/></char>"
      "<char cp=\"0062\"/><char cp=\"0063\"><var cp=\"0064\" type=\"allocatable\"/></char><char cp=\"0064\" not-when=\"first\"/>",
      "<rule name=\"final\"><anchor/><look-ahead><end/></look-ahead></rule>"
      "<rule name=\"first\"><look-behind><start/></look-behind><anchor/></rule>"
      "<rule name=\"dd\"><char cp=\"0064 0064\"/></rule><action disp=\"invalid\" match=\"dd\"/>");
  EXPECT_EQ(variants_of(table, "aa"), "ab");
  EXPECT_EQ(disposition_of(table, U"aa", U"ba"), "blocked");
  EXPECT_EQ(variants_of(table, "ccc"), "ccd cdc");
}

TEST(Variants, MayBeShorterOrLonger) {
  const std::string sharp = "<char cp=\"00DF\"><var cp=\"0073 0073\" type=\"allocatable\"/></char><char cp=\"0073 0073\"><var cp=\"00DF\" type=\"allocatable\"/></char><char cp=\"0073\"/>";
  const Table table = table_of(xml(sharp));
  EXPECT_EQ(variants_of(table, "ß"), "ss");
  EXPECT_EQ(variants_of(table, "sss"), "sß ßs");
  const Table null = table_of(xml("<char cp=\"0061\"/><char cp=\"0062\"><var cp=\"\" type=\"allocatable\"/></char><char cp=\"\"><var cp=\"0062\" type=\"allocatable\"/></char>"));
  const auto found = allocatable(null, U"a");
  std::set<std::u32string> labels;
  for (const auto& variant : found.variants) labels.insert(variant.label);
  EXPECT_EQ(labels, (std::set<std::u32string>{U"ab", U"ba", U"bab"}));
}

TEST(Variants, FromNothingOfTypeInvalidAreNotMade) {
  const Table table = table_of(xml("<char cp=\"0061\"/><char cp=\"0062\"><var cp=\"\" type=\"allocatable\"/></char><char cp=\"\"><var cp=\"0062\" type=\"invalid\"/></char>"));
  EXPECT_EQ(variants_of(table, "aba"), "aa");
  EXPECT_EQ(variants_of(table, "aa"), "");
  EXPECT_EQ(disposition_of(table, U"aa", U"aba"), std::nullopt);
}

// RFC 7940 §8.4.
TEST(Variants, ThatTwoWaysMakeDifferentlyAreNobodys) {
  const Table table = table_of(xml("<char cp=\"0061\"><var cp=\"0063\" type=\"allocatable\"/></char><char cp=\"0062\"><var cp=\"0064\" type=\"allocatable\"/></char>"
                                   "<char cp=\"0061 0062\"><var cp=\"0063 0064\" type=\"blocked\"/></char><char cp=\"0063\"/><char cp=\"0064\"/>"));
  EXPECT_EQ(variants_of(table, "ab"), "ad cb");
  EXPECT_EQ(disposition_of(table, U"ab", U"cd"), "invalid");
}

TEST(Variants, AreValidByIdna2008Too) {
  const Table table = table_of(xml("<char cp=\"0061\"><var cp=\"0041\" type=\"allocatable\"/><var cp=\"0062\" type=\"allocatable\"/></char><char cp=\"0041\"/><char cp=\"0062\"/>"));
  EXPECT_EQ(variants_of(table, "a"), "b");
}

TEST(Variants, OverTheCapAreTooMany) {
  const Table table = table_of(xml(pair_of("0061", "0062", "allocatable")));
  EXPECT_EQ(allocatable(table, std::u32string(8, U'a')).variants.size(), 255U);
  EXPECT_FALSE(allocatable(table, std::u32string(8, U'a')).too_many);
  EXPECT_EQ(allocatable(table, std::u32string(9, U'a')).variants.size(), 256U);
  EXPECT_TRUE(allocatable(table, std::u32string(9, U'a')).too_many);
  EXPECT_EQ(allocatable(table, std::u32string(63, U'a'), 3).variants.size(), 3U);
  EXPECT_TRUE(allocatable(table, std::u32string(63, U'a'), 3).too_many);
}

struct Worst {
  const char* name;
  std::string data, rules;
  bool too_many;
};

std::string letter(const std::string& variants) { return "<char cp=\"0061\">" + variants + "</char>"; }

std::string variant(std::uint32_t code_point, const std::string& type) {
  char text[16];
  std::snprintf(text, sizeof text, "%04X", code_point);
  return std::string("<var cp=\"") + text + "\" type=\"" + type + "\"/>";
}

// b, bb, … for a, aa, …
std::string runs_of_letters(int longest) {
  std::string out;
  for (int n = 1; n <= longest; ++n) {
    std::string from, to;
    for (int i = 0; i < n; ++i) from += "0061 ", to += "0062 ";
    out += "<char cp=\"" + from + "\"><var cp=\"" + to + "\" type=\"allocatable\"/></char><char cp=\"" + to + "\"/>";
  }
  return out;
}

// Tables under which a label of 63 letters a has 2^63 candidates and more, none of which is allocated.
std::vector<Worst> worst_tables() {
  const std::string three = letter(variant('b', "allocatable") + variant('c', "allocatable") + variant('d', "blocked")) +
                            "<range first-cp=\"0062\" last-cp=\"0064\"/>";
  const std::string only_far =
      "<action disp=\"blocked\" any-variant=\"blocked\"/><action disp=\"allocatable\" match=\"far\" any-variant=\"allocatable\"/><action disp=\"blocked\" any-variant=\"allocatable\"/>";
  const std::string last_twenty = "<rule name=\"far\"><char cp=\"0062\"/><any count=\"20\"/><char cp=\"0064\"/></rule>" + only_far;
  std::string stars, rules, actions, hundreds, hebrew, types;
  for (int i = 0; i < 60; ++i) stars += "<rule count=\"0+\"><any count=\"0+\"/><char cp=\"0062\"/></rule>";
  for (int i = 0; i < 100; ++i) {
    const std::string name = "r" + std::to_string(i);
    rules += "<rule name=\"" + name + "\"><any count=\"0:1900\"/><char cp=\"0064\"/><end/></rule>";
    actions += "<action disp=\"allocatable\" match=\"" + name + "\" any-variant=\"allocatable\"/>";
  }
  rules += actions + "<action disp=\"blocked\" any-variant=\"allocatable\"/>";
  for (std::uint32_t i = 0; i < 200; ++i) hundreds += variant(0x4E00 + i, "allocatable");
  for (std::uint32_t i = 0; i < 22; ++i) hebrew += variant(0x5D0 + i, "allocatable");
  for (std::uint32_t i = 0; i < 60; ++i) types += variant(0x4E00 + i, "t" + std::to_string(i));
  const std::string han = "<range first-cp=\"4E00\" last-cp=\"4EFF\"/>";
  const std::string ends_d = "<rule name=\"far\"><char cp=\"0064\"/><end/></rule>";
  return {
      {"all states are soon known", three, ends_d + only_far, false},
      {"which of the last twenty places had a b", three, last_twenty, true},
      {"a large rule", three, "<rule name=\"far\">" + stars + "<any count=\"30\"/><char cp=\"0064\"/><end/></rule>" + only_far, false},
      {"a hundred larger rules", letter(variant('b', "allocatable")) + "<char cp=\"0062\"/><char cp=\"0064\"/>", rules, true},
      {"and null variants", letter("<var cp=\"\" type=\"allocatable\"/>" + variant('b', "allocatable")) + "<char cp=\"0062\"/><char cp=\"0064\"/>", rules, true},
      {"judged on whole labels only", letter(variant('b', "allocatable") + variant('c', "allocatable")) + "<char cp=\"0062\" when=\"z\"/><char cp=\"0063\" when=\"z\"/>",
       "<rule name=\"z\"><anchor/><look-ahead><any count=\"0+\"/><char cp=\"0062 0063 0064\"/></look-ahead></rule>", true},
      {"many ways to one label", runs_of_letters(8) + "<char cp=\"0064\"/>", last_twenty, true},
      {"too long as A-labels", letter(hundreds) + han, "", true},
      {"against the Bidi rule", letter(hebrew) + "<range first-cp=\"05D0\" last-cp=\"05EA\"/>",
       "<rule name=\"mixed\"><char cp=\"0061\"/></rule><action disp=\"blocked\" not-match=\"mixed\"/>", true},
      {"sixty types", letter(types) + han + "<char cp=\"0064\"/>",
       ends_d + "<action disp=\"allocatable\" match=\"far\" any-variant=\"t0 t1\"/><action disp=\"blocked\" any-variant=\"t0 t1 t2 t3\"/>", true},
  };
}

TEST(Variants, AreSearchedWithBoundedWork) {
  for (const Worst& worst : worst_tables()) {
    const auto found = allocatable(table_of(worst.data, worst.rules), std::u32string(63, U'a'));
    EXPECT_TRUE(found.variants.empty()) << worst.name;
    EXPECT_EQ(found.too_many, worst.too_many) << worst.name << ' ' << found.work;
    EXPECT_GT(found.work, 1'000U) << worst.name;
    // The step that comes to the bound is ended.
    EXPECT_LT(found.work, kSearchWork + kSearchWork / 4) << worst.name;
    if (found.too_many) {
      EXPECT_GE(found.work, kSearchWork) << worst.name;
    }
  }
}

TEST(Report, NamesWhatIsWrong) {
  const auto report = [](const std::string& data, const std::string& rules = {}) { return report_of(table_of(xml(data, rules))); };
  EXPECT_EQ(report(pair_of("0061", "0062", "blocked")), "");
  EXPECT_EQ(report("<char cp=\"0061\"><var cp=\"0062\"/></char>\n<char cp=\"0062\"/>"),
            "line 2: error: asymmetric: U+0061 has the variant U+0062, which (line 3) has no such variant back\n");
  EXPECT_EQ(report("<char cp=\"0061\"><var cp=\"0062\"/></char>"),
            "line 2: error: asymmetric: U+0061 has the variant U+0062, which is not in the table\n");
  EXPECT_EQ(report("<char cp=\"0061\"><var cp=\"0062\"/></char>\n<char cp=\"0062\"><var cp=\"0061\"/>\n<var cp=\"0063\"/></char>\n<char cp=\"0063\"><var cp=\"0062\"/></char>"),
            "line 2: error: intransitive: U+0061 has the variant U+0062 and that has U+0063 (line 4), but U+0061 has it not\n"
            "line 5: error: intransitive: U+0063 has the variant U+0062 and that has U+0061 (line 3), but U+0063 has it not\n");
  EXPECT_EQ(report("<char cp=\"0061\"><var cp=\"0062\" when=\"r\"/></char>\n<char cp=\"0062\"><var cp=\"0061\" not-when=\"r\"/></char>", "<rule name=\"r\"><any/></rule>"),
            "line 2: error: asymmetric: U+0061 has the variant U+0062 when r, which (line 3) has no such variant back\n"
            "line 3: error: asymmetric: U+0062 has the variant U+0061 not-when r, which (line 2) has no such variant back\n");
  EXPECT_EQ(report(pair_of("0061 0062", "0063", "blocked") + "\n" + pair_of("0062 0061", "0064", "blocked")),
            "line 2: warning: overlapping sequences: U+0062 U+0061 (line 3) ends as U+0061 U+0062 begins\n"
            "line 3: warning: overlapping sequences: U+0061 U+0062 (line 2) ends as U+0062 U+0061 begins\n");
  EXPECT_EQ(report(pair_of("0061", "0063", "blocked") + "<char cp=\"0062\"/>\n" + pair_of("0061 0062", "0064", "blocked")),
            "line 3: warning: ambiguous: the sequence U+0061 U+0062 has variants, and so have its parts (RFC 8228 §17)\n");
  EXPECT_EQ(report("<range first-cp=\"0041\" last-cp=\"0042\"/>"),
            "line 2: warning: U+0041 is DISALLOWED in IDNA2008: no label with it can be registered\n"
            "line 2: warning: U+0042 is DISALLOWED in IDNA2008: no label with it can be registered\n");
  EXPECT_EQ(report("<char cp=\"0061\"/>", "<class name=\"c\" from-tag=\"t\"/>\n<rule name=\"r\"><choice count=\"1+\"><rule><start/><any/></rule><any/></choice></rule>"),
            "line 4: warning: no code point has the tag t: the class is empty\n"
            "line 5: warning: choice has a count around start or end (RFC 7940 §6.3.3)\n");
}

}  // namespace
}  // namespace stele::idn::lgr
