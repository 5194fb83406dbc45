// What the readers take and what they refuse, with the line and the cause.
#include "tests/unit/lgr/tables.h"

namespace stele::idn::lgr {
namespace {

TEST(Xml, TakesEverythingTheFormatHas) {
  const auto table = read_table(R"(<?xml version="1.0" encoding="utf-8"?>
<!-- a comment -->
<lgr xmlns="urn:ietf:params:xml:ns:lgr-1.0">
  <meta>
    <version comment="draft">7</version>
    <date>2026-03-01</date>
    <language>und-Arab</language>
    <language>fa</language>
    <scope type="domain">example</scope>
    <scope xmlns="http://example.com/scope"><other/></scope>
    <validity-start>2026-04-01</validity-start>
    <validity-end>2027-04-01</validity-end>
    <unicode-version>11.0.0</unicode-version>
    <description type="text/html"><![CDATA[<p>Some words</p>]]></description>
    <references><reference id="0">A book</reference><reference id="A-1" comment="c">Another</reference></references>
  </meta>
  <data>
    <char cp="0061" tag="x y:z" ref="0 A-1" comment="a"><var cp="0062" type="blocked" ref="0" comment="b"/></char>
    <char cp="0062"><var cp="0061" type="blocked"/></char>
    <char cp="006C 00B7 006C"/>
    <range first-cp="0063" last-cp="0066" tag="x" not-when="never"/>
  </data>
  <rules>
    <class name="listed" comment="c">0061 0063-0064</class>
    <union name="both" ref="0"><class by-ref="listed"/><class from-tag="x"/></union>
    <rule name="never" comment="r" ref="A-1"><start/><end/></rule>
    <rule name="all"><start/><choice count="1+"><class by-ref="both" count="1:2"/><char cp="0062" ref="0"/></choice><end/></rule>
    <action disp="invalid" match="never" comment="nothing" ref="0"/>
    <action disp="valid" match="all"/>
    <action disp="blocked" any-variant="blocked other"/>
  </rules>
</lgr>)");
  ASSERT_TRUE(table) << to_text(table.error());
  const Metadata& meta = table->metadata();
  EXPECT_EQ(meta.format, Format::lgr_xml);
  EXPECT_EQ(meta.version, "7");
  EXPECT_EQ(meta.date, "2026-03-01");
  EXPECT_EQ(meta.languages, (std::vector<std::string>{"und-Arab", "fa"}));
  EXPECT_EQ(meta.scopes, (std::vector<std::string>{"example"}));
  EXPECT_EQ(meta.validity_start, "2026-04-01");
  EXPECT_EQ(meta.validity_end, "2027-04-01");
  EXPECT_EQ(meta.unicode_version, "11.0.0");
  EXPECT_EQ(meta.description, "<p>Some words</p>");
  EXPECT_EQ(verdict_of(*table, "abcdef"), "valid");
  EXPECT_EQ(report_of(*table), "");
}

TEST(Xml, RefusesWhatIsNoTable) {
  const struct {
    std::string text;
    const char* faults;
  } cases[] = {
      {"", "error: the table is empty"},
      {" \n", "error: the table is empty"},
      {"<lgr>", "line 1: error: this is not XML: Premature end of data in tag lgr line 1"},
      {"<lgr/>", "line 1: error: the root element is not lgr of urn:ietf:params:xml:ns:lgr-1.0"},
      {"<!DOCTYPE lgr [<!ENTITY a \"b\">]><lgr/>", "line 1: error: a document type declaration is not allowed"},
      {"<!DOCTYPE lgr SYSTEM \"file:///etc/passwd\"><lgr/>", "line 1: error: a document type declaration is not allowed"},
      {xml("&bomb;"), "line 2: error: this is not XML: Entity 'bomb' not defined"},
      {R"(<lgr xmlns="urn:ietf:params:xml:ns:lgr-1.0"><rules/></lgr>)",
       "line 1: error: lgr has rules a second time, or out of order: meta, data, rules\nline 1: error: lgr has no data"},
      {xml(""), "error: the table has no code points"},
      {R"(<lgr xmlns="urn:ietf:params:xml:ns:lgr-1.0"><data><char cp="0061"/></data><extra/></lgr>)",
       "line 1: error: lgr has an element extra; it may have meta, data and rules"},
  };
  for (const auto& c : cases) EXPECT_EQ(faults_of(c.text), c.faults) << c.text;
  std::string deep = xml("<char cp=\"0061\"/>", "<rule name=\"r\">" + [] {
    std::string nested;
    for (int i = 0; i < 80; ++i) nested += "<rule>";
    return nested;
  }());
  EXPECT_NE(faults_of(deep).find("elements lie deeper in each other than 64"), std::string::npos) << faults_of(deep);
  EXPECT_EQ(faults_of(std::string(kMaxTable + 1, ' ')), "error: the table has more than 16 MiB");
}

TEST(Xml, RefusesBadMetadata) {
  const auto with = [](const std::string& meta) {
    return "<lgr xmlns=\"urn:ietf:params:xml:ns:lgr-1.0\"><meta>\n" + meta + "</meta><data><char cp=\"0061\"/></data></lgr>";
  };
  const struct {
    const char* meta;
    const char* faults;
  } cases[] = {
      {"<date>2026-13-01</date>", "line 2: error: date is not a date such as 2026-03-01: 2026-13-01"},
      {"<validity-end>soon</validity-end>", "line 2: error: validity-end is not a date such as 2026-03-01: soon"},
      {"<language>not a tag</language>", "line 2: error: language is not a language tag: not a tag"},
      {"<unicode-version>15</unicode-version>", "line 2: error: unicode-version is not a version such as 15.0.0: 15"},
      {"<unicode-version>99.0.0</unicode-version>", "line 2: error: the table needs Unicode 99.0.0, this program has 15.0"},
      {"<version>1</version>\n<version>2</version>", "line 3: error: meta has version twice, first in line 2"},
      {"<author/>", "line 2: error: meta has an element author, which RFC 7940 does not know"},
      {"<references><reference id=\"x\"/></references>", "line 2: error: a reference needs an id of digits, capital letters and -_.:"},
      {"<references><reference id=\"1\"/>\n<reference id=\"1\"/></references>", "line 3: error: reference 1 stands twice, first in line 2"},
  };
  for (const auto& c : cases) EXPECT_EQ(faults_of(with(c.meta)), c.faults) << c.meta;
}

TEST(Xml, RefusesBadData) {
  const struct {
    const char* data;
    const char* faults;
  } cases[] = {
      {"<char/>", "line 2: error: char has no cp"},
      {"<char cp=\"61\"/>", "line 2: error: cp is not code points such as 0628 or 006C 00B7 006C: 61"},
      {"<char cp=\"00df\"/>", "line 2: error: cp is not code points such as 0628 or 006C 00B7 006C: 00df"},
      {"<char cp=\"D800\"/>", "line 2: error: cp is not code points such as 0628 or 006C 00B7 006C: D800"},
      {"<char cp=\"110000\"/>", "line 2: error: cp is not code points such as 0628 or 006C 00B7 006C: 110000"},
      {"<char cp=\"0061\"/>\n<char cp=\"0061\"/>", "line 3: error: U+0061 is defined twice, first in line 2"},
      {"<range first-cp=\"0061\" last-cp=\"0063\"/>\n<range first-cp=\"0063\" last-cp=\"0064\"/>",
       "line 3: error: the ranges of lines 2 and 3 overlap"},
      {"<range first-cp=\"0061\" last-cp=\"0063\"/>\n<char cp=\"0062\"/>",
       "line 3: error: U+0062 is defined in line 3 and in the range of line 2"},
      {"<range first-cp=\"0063\" last-cp=\"0061\"/>",
       "line 2: error: first-cp and last-cp are not a rising pair of code points such as 0030 and 0039"},
      {"<range first-cp=\"0063\"/>", "line 2: error: range needs first-cp and last-cp"},
      {"<char cp=\"\"/>", "line 2: error: an empty cp needs a var (RFC 7940 §5.3.3)"},
      {"<char cp=\"0061 0062\" tag=\"x\"/>", "line 2: error: a sequence has a tag; only single code points may (RFC 7940 §5.5)"},
      {"<char cp=\"0061\" tag=\"x x\"/>", "line 2: error: the tag x stands twice"},
      {"<char cp=\"0061\" when=\"nowhere\"/>", "line 2: error: when names the rule nowhere, which is not defined"},
      {"<char cp=\"0061\"><var cp=\"0062\" not-when=\"nowhere\"/></char>",
       "line 2: error: not-when names the rule nowhere, which is not defined"},
      {"<char cp=\"0061\" ref=\"7\"/>", "line 2: error: ref names the reference 7, which is not declared"},
      {"<char cp=\"0061\"><var cp=\"0062\"/>\n<var cp=\"0062\"/></char>",
       "line 3: error: the variant U+0062 stands twice, first in line 2"},
      {"<char cp=\"0061\"><var cp=\"0062\" type=\"_x\"/></char>",
       "line 2: error: type is one word and does not begin with an underscore: _x"},
      {"<char cp=\"0061\"><var cp=\"0062\" type=\"a b\"/></char>",
       "line 2: error: type is one word and does not begin with an underscore: a b"},
      {"<char cp=\"0061\" color=\"red\"/>", "line 2: error: char has an attribute color, which it must not have here"},
      {"<char cp=\"0061\"><char cp=\"0062\"/></char>", "line 2: error: char has an element char; it may have var"},
      {"<glyph cp=\"0061\"/>", "line 2: error: data has an element glyph; it may have char and range"},
  };
  for (const auto& c : cases) EXPECT_EQ(faults_of(xml(c.data)), c.faults) << c.data;
  EXPECT_EQ(faults_of(xml("<char cp=\"0061\" when=\"r\" not-when=\"r\"/>", "<rule name=\"r\"><any/></rule>")),
            "line 2: error: char has both when and not-when");
}

TEST(Xml, TellsSeveralFaultsAtOnceByLine) {
  EXPECT_EQ(faults_of(xml("<char cp=\"61\"/>\n<char cp=\"0062\" when=\"x\"/>", "<action disp=\"valid\" match=\"y\"/>")),
            "line 2: error: cp is not code points such as 0628 or 006C 00B7 006C: 61\n"
            "line 3: error: when names the rule x, which is not defined\n"
            "line 5: error: action names the rule y, which is not defined before");
}

TEST(Xml, RefusesBadRules) {
  const struct {
    const char* rules;
    const char* faults;
  } cases[] = {
      {"<rule><any/></rule>", "line 4: error: rule needs a name of one word"},
      {"<rule name=\"a b\"><any/></rule>", "line 4: error: rule needs a name of one word"},
      {"<rule name=\"r\"/>", "line 4: error: rule has no match operator"},
      {"<rule name=\"r\"><any/></rule>\n<rule name=\"r\"><any/></rule>", "line 5: error: the rule r is defined twice"},
      {"<rule name=\"r\"><rule by-ref=\"r\"/></rule>", "line 4: error: the rule r is not defined before"},
      {"<rule name=\"r\"><rule by-ref=\"s\"/></rule>\n<rule name=\"s\"><rule by-ref=\"r\"/></rule>",
       "line 4: error: the rule s is not defined before"},
      {"<rule name=\"r\"><class by-ref=\"c\"/></rule>", "line 4: error: the class c is not defined before"},
      {"<rule name=\"r\"><any/><start/></rule>", "line 4: error: start is not the first operator"},
      {"<rule name=\"r\"><end/><any/></rule>", "line 4: error: end is not the last operator"},
      {"<rule name=\"r\"><look-behind><any/></look-behind></rule>", "line 4: error: look-behind is not followed by anchor"},
      {"<rule name=\"r\"><look-ahead><any/></look-ahead></rule>", "line 4: error: look-ahead does not follow anchor"},
      {"<rule name=\"r\"><any/><anchor/></rule>",
       "line 4: error: any stands beside look-behind, anchor or look-ahead; it belongs inside one"},
      {"<rule name=\"r\"><anchor/><look-ahead><anchor/></look-ahead></rule>", "line 4: error: anchor stands inside look-ahead"},
      {"<rule name=\"r\"><choice><any/></choice></rule>", "line 4: error: choice needs two alternatives or more"},
      {"<rule name=\"r\"><any count=\"0\"/></rule>", "line 4: error: count is not n, n+ or n:m: 0"},
      {"<rule name=\"r\"><any count=\"3:2\"/></rule>", "line 4: error: count is not n, n+ or n:m: 3:2"},
      {"<rule name=\"r\"><any count=\"many\"/></rule>", "line 4: error: count is not n, n+ or n:m: many"},
      {"<rule name=\"r\"><choice count=\"1+\"><rule><anchor/></rule><any/></choice></rule>",
       "line 4: error: choice has a count around an anchor"},
      {"<rule name=\"r\"><char cp=\"\"/></rule>", "line 4: error: char needs a cp of code points such as 0628 or 006C 00B7"},
      {"<rule name=\"r\"><repeat/></rule>", "line 4: error: repeat is no match operator"},
      {"<class name=\"c\" property=\"gc:Xx\"/>", "line 4: error: the Unicode property gc has no value Xx"},
      {"<class name=\"c\" property=\"GC:Mn\"/>", "line 4: error: the Unicode property GC is not known"},
      {"<class name=\"c\" property=\"Mn\"/>", "line 4: error: a property is written name:value, such as gc:Mn"},
      {"<class name=\"c\" from-tag=\"x\" property=\"gc:Mn\"/>",
       "line 4: error: class has more than one of from-tag, property and a list"},
      {"<class name=\"c\"/>", "line 4: error: class is empty; it has by-ref, from-tag, property or a list"},
      {"<class name=\"c\">61</class>", "line 4: error: class lists no code point or range such as 0628 or 0030-0039: 61"},
      {"<class name=\"c\">0061</class>\n<class name=\"c\">0061</class>", "line 5: error: the class c is defined twice"},
      {"<complement name=\"c\"><class>0061</class><class>0062</class></complement>", "line 4: error: complement takes one class"},
      {"<union name=\"c\"><class>0061</class></union>", "line 4: error: union takes two classes or more"},
      {"<difference name=\"c\"><class>0061</class></difference>", "line 4: error: difference takes two classes"},
      {"<class name=\"c\"><class>0061</class></class>",
       "line 4: error: class has an element class; set operators stand by themselves\n"
       "line 4: error: class is empty; it has by-ref, from-tag, property or a list"},
      {"<action/>", "line 4: error: action needs a disp of one word"},
      {"<rule name=\"r\"><anchor/></rule>\n<action disp=\"valid\" match=\"r\"/>",
       "line 5: error: action names the rule r, which has an anchor and so no place in a label"},
      {"<rule name=\"r\"><any/></rule>\n<action disp=\"valid\" match=\"r\" not-match=\"r\"/>",
       "line 5: error: action has both match and not-match"},
      {"<action disp=\"valid\" any-variant=\"a\" all-variants=\"a\"/>",
       "line 4: error: action has more than one of any-, all- and only-variants"},
      {"<action disp=\"valid\" any-variant=\"\"/>", "line 4: error: any-variant names no type"},
      {"<rule name=\"r\"><rule by-ref=\"x\"/></rule>\n<rule name=\"s\"><rule by-ref=\"r\"/></rule>",
       "line 4: error: the rule x is not defined before"},
      {"<glyph/>", "line 4: error: rules has an element glyph; it may have classes, rules and actions"},
  };
  for (const auto& c : cases) EXPECT_EQ(faults_of(xml("<char cp=\"0061\"/>", c.rules)), c.faults) << c.rules;
}

// Rules that double with every reference, and counts within counts: refused, and at once.
TEST(Xml, RefusesRulesThatGrowWithoutBound) {
  std::string rules = "<rule name=\"r0\"><any/></rule>\n";
  for (int i = 1; i < 60; ++i) {
    const std::string before = "<rule by-ref=\"r" + std::to_string(i - 1) + "\"/>";
    rules += "<rule name=\"r" + std::to_string(i) + "\">" + before + before + "</rule>\n";
  }
  EXPECT_NE(faults_of(xml("<char cp=\"0061\"/>", rules)).find("the rule r12 is larger than 4096 steps"), std::string::npos);
  EXPECT_NE(faults_of(xml("<char cp=\"0061\"/>",
                          "<rule name=\"r\"><rule count=\"60:63\"><rule count=\"60:63\"><rule count=\"60:63\">"
                          "<any/></rule></rule></rule></rule>"))
                .find("the rule r is larger than 4096 steps"),
            std::string::npos);
  std::string chain = "<rule name=\"r0\"><any/></rule>\n";
  for (int i = 1; i < 80; ++i)
    chain += "<rule name=\"r" + std::to_string(i) + "\"><rule by-ref=\"r" + std::to_string(i - 1) + "\"/></rule>\n";
  EXPECT_NE(faults_of(xml("<char cp=\"0061\"/>", chain)).find("rules refer to each other more than 64 deep"), std::string::npos);
}

TEST(Rfc4290, IsRead) {
  const Table table = table_of(
      "# An example\r\nU+0061|U+0062 # one\r\nU+0062|U+0061:U+0063-U+0063\n\nU+0063\nU+10428\n");
  EXPECT_EQ(table.metadata().format, Format::rfc4290);
  EXPECT_EQ(verdict_of(table, "abc"), "valid");
  EXPECT_EQ(verdict_of(table, "abd"), "invalid: U+0064 at place 3 is not in the repertoire");
  EXPECT_EQ(variants_of(table, "b"), "a cc");
  EXPECT_EQ(index_of({table}, "cc"), "a");
}

TEST(Rfc4290, IsRefusedWithItsLine) {
  EXPECT_EQ(faults_of("U+0061\nU+61\n"), "line 2: error: a line begins with one base character such as U+0628: U+61");
  EXPECT_EQ(faults_of("U+0061|x\n"),
            "line 1: error: a variant is not code points such as U+0628 or U+003A-U+003A: x");
  EXPECT_EQ(faults_of("U+0061\n#\nU+0061\n"), "line 3: error: U+0061 is defined twice, first in line 1");
  EXPECT_EQ(faults_of("U+0061-U+0062|U+0063\n"),
            "line 1: error: a line begins with one base character such as U+0628: U+0061-U+0062|U+0063");
}

// RFC 3743 §4, the table for zh-cn, in part.
TEST(Rfc3743, IsRead) {
  const Table table = table_of(
      "Reference 1 CP936 (commonly known as GBK)\nReference 2 Unihan\nReference 5 GB2312\n"
      "Version 1 20020701 # July 2002\n"
      "56E2(1);56E2(5);5718(2)   # sphere\n5718(1);56E2(2);56E2(2),56E3(2)\n60F3(1);60F3(5);\n"
      "654E(1);6559(5);6559(2)\n6559(1);6559(5);654E(1,2)\n0061(1);;\n");
  EXPECT_EQ(table.metadata().format, Format::rfc3743);
  EXPECT_EQ(table.metadata().version, "1");
  EXPECT_EQ(table.metadata().date, "2002-07-01");
  EXPECT_EQ(variants_of(table, "團敎"), "团教");
  EXPECT_EQ(variants_of(table, "团教"), "");
  EXPECT_EQ(variants_of(table, "團a"), "");  // nothing is preferred for the letter
  EXPECT_EQ(verdict_of(table, "團敎"), "valid");
  EXPECT_EQ(index_of({table}, "團敎"), index_of({table}, "团教"));
}

TEST(Rfc3743, IsRefusedWithItsLine) {
  const std::string head = "Reference 1 A book\nVersion 1 20020701\n";
  EXPECT_EQ(faults_of(head + "56E2(1);56E2(1)\n"),
            "line 3: error: a line has three columns, code point;preferred;others: 56E2(1);56E2(1)");
  EXPECT_EQ(faults_of(head + "56E2(9);;\n"), "line 3: error: the reference 9 is not declared");
  EXPECT_EQ(faults_of(head + "56E2(1;;\n"), "line 3: error: a bracket is not closed: (1");
  EXPECT_EQ(faults_of(head + "56G2;;\n"), "line 3: error: this is no code point such as 56E2 or 56E2(1): 56G2");
  EXPECT_EQ(faults_of(head + "56E2 56E3;;\n"), "line 3: error: the first column has one code point");
  EXPECT_EQ(faults_of(head + "56E2;56E3,,56E4;\n"), "line 3: error: a variant is missing between two commas");
  EXPECT_EQ(faults_of("Reference 1 A book\n56E2(1);;\n"), "error: the table has no line Version NUMBER YYYYMMDD");
  EXPECT_EQ(faults_of("Version one 2002\n56E2;;\n").substr(0, 62),
            "error: the table has no line Version NUMBER YYYYMMDD\nline 1: e");
}

}  // namespace
}  // namespace stele::idn::lgr
