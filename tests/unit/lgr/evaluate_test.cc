// Labels under small tables: repertoire, contexts, rules, actions.
#include "tests/unit/lgr/tables.h"

namespace stele::idn::lgr {
namespace {

constexpr const char* kLetters = "<range first-cp=\"0061\" last-cp=\"007A\"/><range first-cp=\"0030\" last-cp=\"0039\"/><char cp=\"002D\"/>";

// Whether a rule matches, by an action on it.
bool matches(const std::string& rules, std::string_view label) {
  const Table table = table_of(kLetters, rules + "<action disp=\"invalid\" match=\"r\"/>");
  return !evaluate(table, u(label)).valid();
}
bool rule_matches(const std::string& rule, std::string_view label) { return matches("<rule name=\"r\">" + rule + "</rule>", label); }

TEST(Repertoire, IsCodePointsRangesAndSequences) {
  const Table table = table_of(xml("<char cp=\"0061\"/><char cp=\"0062 0063\"/><range first-cp=\"0064\" last-cp=\"0066\"/>"));
  EXPECT_EQ(verdict_of(table, "abcdef"), "valid");
  EXPECT_EQ(verdict_of(table, "ab"), "invalid: U+0062 at place 2 is not in the repertoire");
  EXPECT_EQ(verdict_of(table, "ac"), "invalid: U+0063 at place 2 is not in the repertoire");
  EXPECT_EQ(verdict_of(table, "adz"), "invalid: U+007A at place 3 is not in the repertoire");
  EXPECT_EQ(verdict_of(table, ""), "invalid: the label is empty");
  EXPECT_EQ(verdict_of(table, std::string(64, 'a')), "invalid: the label has more than 63 code points");
  EXPECT_EQ(verdict_of(table, std::string(63, 'a')), "valid");
}

// RFC 7940 §8.1: the longest sequence whose context holds, else a shorter one.
TEST(Repertoire, PrefersTheLongestSequenceInItsContext) {
  const Table table = table_of(
      "<char cp=\"0061\"/><char cp=\"0062\" not-when=\"after-a\"/>"
      "<char cp=\"0061 0062\"/><char cp=\"0061 0062 0063\" when=\"first\"/><char cp=\"0063\"/>",
      "<rule name=\"first\"><look-behind><start/></look-behind><anchor/></rule>"
      "<rule name=\"after-a\"><look-behind><char cp=\"0061\"/></look-behind><anchor/></rule>");
  EXPECT_EQ(verdict_of(table, "ab"), "valid");
  EXPECT_EQ(verdict_of(table, "abc"), "valid");
  EXPECT_EQ(verdict_of(table, "cabc"), "valid");
  EXPECT_EQ(verdict_of(table, "bab"), "valid");
}

TEST(Context, IsAskedAtThePlaceOfTheCodePoint) {
  const Table table = table_of(
      "<range first-cp=\"0061\" last-cp=\"007A\"/><range first-cp=\"0030\" last-cp=\"0039\" not-when=\"leading\"/>"
      "<char cp=\"002D\" when=\"between-digits\"/>",
      "<rule name=\"leading\"><look-behind><start/></look-behind><anchor/></rule>"
      "<rule name=\"between-digits\"><look-behind><class property=\"gc:Nd\"/></look-behind><anchor/>"
      "<look-ahead><class property=\"gc:Nd\"/></look-ahead></rule>");
  EXPECT_EQ(verdict_of(table, "a1-2"), "valid");
  EXPECT_EQ(verdict_of(table, "1a"), "invalid: U+0031 at place 1 is not allowed where the rule leading matches");
  EXPECT_EQ(verdict_of(table, "a1-2-b"), "invalid: U+002D at place 5 is allowed only where the rule between-digits matches");
  const Evaluation evaluation = evaluate(table, U"1a");
  EXPECT_EQ(evaluation.failure->rule, "leading");
  EXPECT_EQ(evaluation.failure->kind, Failure::Kind::context);
}

// RFC 7940 §6.4.3: without an anchor the whole label is the context.
TEST(Context, WithoutAnAnchorIsTheLabel) {
  const Table table = table_of("<range first-cp=\"0061\" last-cp=\"007A\"/><range first-cp=\"0030\" last-cp=\"0034\" tag=\"low\" not-when=\"mixed\"/>"
                               "<range first-cp=\"0035\" last-cp=\"0039\" tag=\"high\" not-when=\"mixed\"/>",
                               "<rule name=\"mixed\"><choice>"
                               "<rule><class from-tag=\"low\"/><any count=\"0+\"/><class from-tag=\"high\"/></rule>"
                               "<rule><class from-tag=\"high\"/><any count=\"0+\"/><class from-tag=\"low\"/></rule></choice></rule>");
  EXPECT_EQ(verdict_of(table, "a01"), "valid");
  EXPECT_EQ(verdict_of(table, "a98"), "valid");
  EXPECT_FALSE(evaluate(table, U"a0b9").valid());
  EXPECT_FALSE(evaluate(table, U"9a0").valid());
}

TEST(Rule, HasLiteralsAnyAndEnds) {
  EXPECT_TRUE(rule_matches("<char cp=\"0062 0063\"/>", "abcd"));
  EXPECT_FALSE(rule_matches("<char cp=\"0062 0063\"/>", "abdc"));
  EXPECT_TRUE(rule_matches("<start/><char cp=\"0061\"/>", "abc"));
  EXPECT_FALSE(rule_matches("<start/><char cp=\"0062\"/>", "abc"));
  EXPECT_TRUE(rule_matches("<char cp=\"0063\"/><end/>", "abc"));
  EXPECT_FALSE(rule_matches("<char cp=\"0062\"/><end/>", "abc"));
  EXPECT_TRUE(rule_matches("<start/><any/><any/><any/><end/>", "abc"));
  EXPECT_FALSE(rule_matches("<start/><any/><any/><end/>", "abc"));
  EXPECT_FALSE(rule_matches("<start/><end/>", "a"));
}

TEST(Rule, Counts) {
  const auto whole = [](const char* count) { return std::string("<start/><char cp=\"0061\" count=\"") + count + "\"/><end/>"; };
  const struct {
    const char* count;
    std::size_t least, most;
  } cases[] = {{"1", 1, 1}, {"3", 3, 3}, {"1+", 1, 63}, {"2+", 2, 63}, {"0:2", 1, 2}, {"2:2", 2, 2}, {"2:4", 2, 4}, {"40:200", 40, 63}};
  for (const auto& c : cases)
    for (std::size_t n = 1; n <= 63; ++n)
      EXPECT_EQ(rule_matches(whole(c.count), std::string(n, 'a')), n >= c.least && n <= c.most) << c.count << " " << n;
  EXPECT_FALSE(rule_matches(whole("70+"), std::string(63, 'a')));
  EXPECT_TRUE(rule_matches("<start/><rule count=\"2\"><char cp=\"0061\"/><any count=\"0+\"/><char cp=\"0062\"/></rule><end/>", "axbab"));
  EXPECT_FALSE(rule_matches("<start/><rule count=\"2\"><char cp=\"0061\"/><any count=\"0+\"/><char cp=\"0062\"/></rule><end/>", "axxb"));
  EXPECT_TRUE(rule_matches("<start/><rule count=\"0+\"><any count=\"0+\"/></rule><end/>", "abc"));  // empty loops end
}

TEST(Rule, Chooses) {
  const std::string choice = "<start/><choice count=\"1+\"><char cp=\"0061 0062\"/><char cp=\"0061\"/><rule><char cp=\"0063\"/><char cp=\"0064\"/></rule></choice><end/>";
  EXPECT_TRUE(rule_matches(choice, "abacdab"));
  EXPECT_TRUE(rule_matches(choice, "aab"));
  EXPECT_FALSE(rule_matches(choice, "abb"));
  EXPECT_FALSE(rule_matches(choice, "c"));
}

TEST(Rule, RefersToRulesAndClasses) {
  EXPECT_TRUE(matches("<class name=\"vowel\">0061 0065</class><rule name=\"pair\"><class by-ref=\"vowel\" count=\"2\"/></rule>"
                      "<rule name=\"r\"><start/><rule by-ref=\"pair\" count=\"2\"/><end/></rule>", "aeea"));
  EXPECT_FALSE(matches("<class name=\"vowel\">0061 0065</class><rule name=\"pair\"><class by-ref=\"vowel\" count=\"2\"/></rule>"
                       "<rule name=\"r\"><start/><rule by-ref=\"pair\" count=\"2\"/><end/></rule>", "aee"));
}

// A rule of many ways to match, which backtracking would try one after the other.
TEST(Rule, TakesTimeByItsSizeOnly) {
  std::string rule = "<start/>";
  for (int i = 0; i < 60; ++i) rule += "<rule count=\"0+\"><any count=\"0+\"/></rule>";
  EXPECT_FALSE(rule_matches(rule + "<char cp=\"0030\"/><end/>", std::string(63, 'a')));
}

TEST(Class, IsMadeOfSets) {
  const auto in = [](const std::string& set, std::string_view label) { return rule_matches("<start/>" + set + "<end/>", label); };
  EXPECT_TRUE(in("<class>0061 0063-0065</class>", "d"));
  EXPECT_FALSE(in("<class>0061 0063-0065</class>", "b"));
  const std::string ab = "<class>0061-0062</class>", bc = "<class>0062-0063</class>";
  const auto members = [&](const std::string& set) {
    std::string out;
    for (const char* c : {"a", "b", "c", "d"}) out += in(set, c) ? c : "";
    return out;
  };
  EXPECT_EQ(members("<union>" + ab + bc + "</union>"), "abc");
  EXPECT_EQ(members("<intersection>" + ab + bc + "</intersection>"), "b");
  EXPECT_EQ(members("<difference>" + ab + bc + "</difference>"), "a");
  EXPECT_EQ(members("<symmetric-difference>" + ab + bc + "</symmetric-difference>"), "ac");
  EXPECT_EQ(members("<complement>" + ab + "</complement>"), "cd");
  EXPECT_EQ(members("<complement><union>" + ab + "<difference>" + bc + ab + "</difference></union></complement>"), "d");
}

TEST(Class, KnowsUnicodeProperties) {
  const struct {
    const char* property;
    const char32_t* in;
    const char32_t* out;
  } cases[] = {
      {"gc:Mn", U"\u0301", U"a"},         {"gc:L", U"aب", U"1"},         {"gc:Nd", U"1١", U"a"},
      {"sc:Arab", U"ب", U"a"},            {"sc:Zyyy", U"-", U"a"},       {"ccc:9", U"\u094D", U"क"},
      {"bc:AL", U"ب", U"a"},              {"jt:D", U"ب", U"ا"},          {"jt:R", U"ا", U"ب"},
      {"InSC:Virama", U"\u094D", U"क"},   {"InSC:Consonant", U"क", U"a"}, {"Dep:Y", U"\u0673", U"a"},
      {"Dep:N", U"a", U"\u0673"},         {"jt:T", U"\u064B", U"ب"},     {"jt:U", U"a", U"ب"},
  };
  for (const auto& c : cases) {
    const Table table = table_of(xml("<range first-cp=\"002D\" last-cp=\"0FFF\"/>",
                                     std::string("<rule name=\"r\"><start/><class property=\"") + c.property +
                                         "\" count=\"1+\"/><end/></rule><action disp=\"mine\" match=\"r\"/>"));
    EXPECT_EQ(evaluate(table, c.in).disposition, "mine") << c.property;
    EXPECT_EQ(evaluate(table, c.out).disposition, "valid") << c.property;
  }
  EXPECT_NE(faults_of(R"(<lgr xmlns="urn:ietf:params:xml:ns:lgr-1.0"><data><char cp="0061"/></data><rules><class name="c" property="gc:L"/></rules></lgr>)")
                .find("needs unicode-version"), std::string::npos);
}

TEST(Action, IsTheFirstThatIsTriggered) {
  const Table table = table_of(kLetters,
                               "<rule name=\"digit\"><class property=\"gc:Nd\"/></rule><rule name=\"long\"><any count=\"4\"/></rule>\n"
                               "<action disp=\"mine\" match=\"long\"/>\n<action disp=\"invalid\" match=\"digit\"/>\n"
                               "<action disp=\"blocked\" not-match=\"long\"/>");
  EXPECT_EQ(verdict_of(table, "1234"), "mine");
  EXPECT_EQ(verdict_of(table, "123"), "invalid: the label is invalid by the rule digit");
  EXPECT_EQ(verdict_of(table, "abc"), "blocked: the label is blocked by not matching the rule long");
  EXPECT_EQ(evaluate(table, U"123").failure->line, 6);
}

// RFC 7940 §7.2.1: code points that only variants may bring are kept out by a reflexive mapping.
TEST(Action, KeepsOutCodePointsByAReflexiveVariant) {
  const Table table = table_of("<char cp=\"0570\"><var cp=\"0068\" type=\"blocked\"/></char>"
                               "<char cp=\"0068\"><var cp=\"0068\" type=\"out\"/><var cp=\"0570\" type=\"blocked\"/></char>",
                               "<action disp=\"invalid\" any-variant=\"out\"/>");
  EXPECT_EQ(verdict_of(table, "հ"), "valid");
  EXPECT_EQ(verdict_of(table, "հh"), "invalid: the label is invalid by any-variant=\"out\"");
}

TEST(TableSetOfAZone, TakesALabelByAnyTable) {
  const TableSet set({table_of(xml("<range first-cp=\"0061\" last-cp=\"0063\"/>")), table_of(xml("<range first-cp=\"0063\" last-cp=\"0066\"/>", "<rule name=\"ff\"><char cp=\"0066 0066\"/></rule><action disp=\"invalid\" match=\"ff\"/>"))});
  EXPECT_EQ(set.evaluate(U"abc").table, 0U);
  EXPECT_EQ(set.evaluate(U"def").table, 1U);
  EXPECT_TRUE(set.evaluate(U"def").evaluation.valid());
  EXPECT_FALSE(set.evaluate(U"af").evaluation.valid());  // scripts are not mixed
  const auto told = set.evaluate(U"dff");
  EXPECT_EQ(told.table, 1U);  // whose repertoire it is of
  EXPECT_EQ(told.evaluation.failure->rule, "ff");
  EXPECT_TRUE(TableSet().empty());
  EXPECT_EQ(TableSet().index_label(U"shop"), U"shop");
  EXPECT_TRUE(TableSet().allocatable(U"shop").variants.empty());
}

}  // namespace
}  // namespace stele::idn::lgr
