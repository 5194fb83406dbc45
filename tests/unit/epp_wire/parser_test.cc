// The XML wall: what it accepts, what it refuses, and that it forgets nothing and keeps nothing.
#include <gtest/gtest.h>

#include "frontends/epp/xml/fragment.h"
#include "frontends/epp/xml/parser.h"
#include "tests/unit/epp/frames.h"

namespace stele::epp::xml {
namespace {

using namespace std::string_literals;

TEST(EppParser, ReadsElementsNamespacesAttributesAndText) {
  Parser parser;
  const std::string frame = testing::valid_frame("domain_create");
  const auto parsed = parser.parse(frame);
  ASSERT_TRUE(parsed) << parsed.error().what;
  const Tree& tree = **parsed;
  const Index create = tree[tree.find(tree.find(0, "command"), "create")].first_child;
  EXPECT_EQ(tree[create].ns, Ns::domain);
  EXPECT_EQ(tree.text(create, "name"), "a.example");
  EXPECT_EQ(tree.attribute(tree.find(create, "period"), "unit"), "y");
  EXPECT_EQ(tree.text(tree.find(create, "authInfo"), "pw"), "2fooBAR");
  const Index ns = tree.find(create, "ns");
  std::vector<std::string> hosts;
  for (const Index host : tree.children(ns)) hosts.emplace_back(tree[host].text);
  EXPECT_EQ(hosts, (std::vector<std::string>{"ns1.a.example", "ns2.a.example"}));
  EXPECT_EQ(tree.path(tree[ns].last_child), "create/domain:create/domain:ns/domain:hostObj[2]");
}

TEST(EppParser, JoinsTextAroundCommentsAndEntities) {
  Parser parser;
  const auto parsed = parser.parse("<a x='1&amp;2&lt;'>b<!-- no -->&lt;c<![CDATA[<d>]]>&#233;&amp;</a>");
  ASSERT_TRUE(parsed) << parsed.error().what;
  EXPECT_EQ((**parsed)[0].text, "b<c<d>é&");
  EXPECT_EQ((*parsed)->attribute(0, "x"), "1&2<");
}

TEST(EppParser, ReadsUtf16WithAndWithoutByteOrderMark) {
  Parser parser;
  const std::string text = "<?xml version='1.0' encoding='UTF-16'?><a>x</a>";
  for (const bool big : {true, false}) {
    std::string bytes = big ? "\xfe\xff" : "\xff\xfe";
    for (const char c : text) {
      if (big) bytes.push_back('\0');
      bytes.push_back(c);
      if (!big) bytes.push_back('\0');
    }
    const auto parsed = parser.parse(bytes);
    ASSERT_TRUE(parsed) << parsed.error().what;
    EXPECT_EQ((**parsed)[0].text, "x");
  }
}

TEST(EppParser, BrokenUtf16IsRefusedWhereverItStands) {
  Parser parser;
  const auto wide = [](std::string_view text) {
    std::string bytes = "\xff\xfe";
    for (const char c : text) bytes += {c, '\0'};
    return bytes;
  };
  EXPECT_TRUE(parser.parse(wide("<a/>")));
  const auto face = parser.parse(wide("<a>") + "\x3d\xd8\x00\xde"s + wide("</a>").substr(2));
  ASSERT_TRUE(face) << face.error().what;
  EXPECT_EQ((**face)[0].text, "\xf0\x9f\x98\x80");
  for (const std::string& tail : {"\x00\xdc"s, "\x00\xd8"s, "\x00\xd8\x41\x00"s, "x"s, "\xff\xff"s,
                                  "\xfe\xff"s}) {
    const auto parsed = parser.parse(wide("<a/>") + tail);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().what, "byte 10 begins no character of XML in UTF-16");
  }
}

TEST(EppParser, RefusesWhatIsNotPlainXml) {
  const std::vector<std::pair<std::string, std::string>> frames{
      {"", "empty"},
      {"<a>", "line 1"},
      {"<a></b>", "line 1"},
      {"<a/><b/>", "line 1"},
      {"plain text", "line 1"},
      {"<!DOCTYPE a><a/>", "document type"},
      {"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "document type"},
      {"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "document type"},
      {"<a>&x;</a>", "line 1"},
      {"<a><p:b/></a>", "line 1"},
      {"<a x='1' x='2'/>", "line 1"},
      {"<a>\xc3</a>", "byte 3 begins no character of XML in UTF-8"},
      {"<a>\xc0\xaf</a>", "byte 3 begins no character of XML in UTF-8"},
      {"<a>\xed\xa0\x80</a>", "byte 3 begins no character of XML in UTF-8"},
      {"<a>\xef\xbf\xbe</a>", "byte 3 begins no character of XML in UTF-8"},
      {"<a x='y\xef\xbf\xbf'/>", "byte 7 begins no character of XML in UTF-8"},
      {"<a>&#xfffe;</a>", "line 1"},
      {"<a>\x01</a>", "line 1"},
      {std::string("<a>\0</a>", 8), "line 1"},
      {"<?xml version='1.0' encoding='ISO-8859-1'?><a/>", "neither UTF-8 nor UTF-16"},
      {"<?xml version='1.0' encoding='UTF-7'?><a/>", "neither UTF-8 nor UTF-16"},
  };
  Parser parser;
  for (const auto& [frame, why] : frames) {
    const auto parsed = parser.parse(frame);
    ASSERT_FALSE(parsed) << frame;
    const bool doctype = frame.find("DOCTYPE") != std::string::npos;
    EXPECT_EQ(parsed.error().fault, doctype ? Fault::unsupported : Fault::invalid) << frame;
    EXPECT_NE(parsed.error().what.find(why), std::string::npos) << parsed.error().what;
  }
  EXPECT_TRUE(parser.parse("<a/>")) << "a refused frame must not spoil the next";
}

TEST(EppParser, HoldsEveryLimit) {
  Limits limits;
  limits.frame_bytes = 4096;
  limits.depth = 4;
  limits.elements = 10;
  limits.attributes = 2;
  limits.text_bytes = 100;
  Parser parser(limits);
  const auto many = [](const std::string& part, int n) {
    std::string text;
    for (int i = 0; i < n; ++i) text += part;
    return text;
  };
  EXPECT_TRUE(parser.parse("<a><a><a><a/></a></a></a>"));
  EXPECT_TRUE(parser.parse("<a>" + many("<b/>", 9) + "</a>"));
  EXPECT_TRUE(parser.parse("<a>" + many("x", 100) + "</a>"));
  for (const std::string& frame :
       {many("<a>", 5) + many("</a>", 5), "<a>" + many("<b/>", 10) + "</a>",
        "<a>" + many("x", 101) + "</a>", std::string("<a x='' y='' z=''/>"),
        "<a>" + many(" ", 4096) + "</a>"}) {
    const auto parsed = parser.parse(frame);
    ASSERT_FALSE(parsed) << frame.substr(0, 60);
    EXPECT_EQ(parsed.error().fault, Fault::too_large) << parsed.error().what;
  }
}

TEST(EppParser, ManyInventedNamesDoNotGrowItForEver) {
  Parser parser;
  for (int i = 0; i < 20'000; ++i) {
    const std::string name = "n" + std::to_string(i);
    const auto parsed = parser.parse("<" + name + " xmlns='urn:" + name + "'/>");
    ASSERT_TRUE(parsed);
    ASSERT_EQ((**parsed)[0].name, name);
    ASSERT_EQ((**parsed)[0].uri, "urn:" + name);
  }
}

TEST(EppFragment, ShowsTheElementAloneAndHidesPasswords) {
  Parser parser;
  const auto parsed = parser.parse(testing::valid_frame("domain_info"));
  ASSERT_TRUE(parsed);
  const Tree& tree = **parsed;
  const Index info = tree[tree.find(tree.find(0, "command"), "info")].first_child;
  EXPECT_EQ(fragment(tree, tree.find(info, "name")),
            "<domain:name xmlns:domain=\"urn:ietf:params:xml:ns:domain-1.0\" hosts=\"sub\">a.example"
            "</domain:name>");
  EXPECT_EQ(fragment(tree, tree.find(tree.find(info, "authInfo"), "pw")),
            "<domain:pw xmlns:domain=\"urn:ietf:params:xml:ns:domain-1.0\" roid=\"D1-STELE\"/>");
  EXPECT_EQ(fragment(Ns::host, "name", "<&>"),
            "<host:name xmlns:host=\"urn:ietf:params:xml:ns:host-1.0\">&lt;&amp;&gt;</host:name>");
}

}  // namespace
}  // namespace stele::epp::xml
