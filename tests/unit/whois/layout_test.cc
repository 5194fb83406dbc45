// Layouts of zones' own: what they can say, what is no layout, and that an answer has an end.
#include <gtest/gtest.h>

#include "engine/core/directory/whois_layout.h"
#include "projections/whois/layout.h"
#include "projections/whois/whois_text.h"

namespace stele::whois {
namespace {

rdds::DomainView domain() {
  rdds::DomainView view;
  view.name = view.asked = DomainName::trusted("shop.example");
  view.unicode_name = "shop.example";
  view.roid = "D1-TEST";
  view.statuses = {Status::client_hold, Status::inactive};
  view.hosts.resize(2);
  view.hosts[0].name = "ns1.shop.example";
  view.hosts[0].addresses = {*parse_ip_address("192.0.2.1"), *parse_ip_address("2001:db8::1")};
  view.hosts[1].name = "ns2.shop.example";
  rdds::ContactView tech;
  tech.roles = {RddsRole::tech};
  tech.postal.name = {"Jana", rdds::Withheld::no};
  tech.postal.street = {{"Long Road 1", "Floor 2"}, rdds::Withheld::no};
  tech.email = {{}, rdds::Withheld::policy};
  tech.voice = {{"+420.1", "12"}, rdds::Withheld::no};
  view.contacts = {tech};
  return view;
}

std::string written(std::string_view layout, const rdds::DomainView& view = domain()) {
  std::string out;
  write_domain(view, {Position{7}, *parse_instant("2026-03-01"), {}}, layout, out);
  return out;
}

TEST(WhoisLayout, LinesBlocksAndConditions) {
  EXPECT_EQ(written("domain: {name}\n% a comment\n"), "domain: shop.example\r\n% a comment\r\n");
  EXPECT_EQ(written("{each host}\nnserver: {host} {host.addresses}\n{end}"),
            "nserver: ns1.shop.example 192.0.2.1 2001:db8::1\r\nnserver: ns2.shop.example \r\n");
  EXPECT_EQ(written("{each status}\n{status}\n{end}"), "clientHold\r\ninactive\r\n");
  EXPECT_EQ(written("{?}idn: {idn}\n{?}name: {name}"), "name: shop.example\r\n");
  EXPECT_EQ(written("{if idn}\nidn\n{else}\nascii\n{end}\nend"), "ascii\r\nend\r\n");
  EXPECT_EQ(written("{if name}\n{if idn}\na\n{else}\nb\n{end}\n{end}"), "b\r\n");
  EXPECT_EQ(written("{{name}} {name}"), "{name} shop.example\r\n");
}

TEST(WhoisLayout, Contacts) {
  EXPECT_EQ(written("{with tech}\n{contact.name}\n{each street}\n{contact.street}\n{end}\n"
                    "{contact.email}\n{contact.voice} {contact.voice_ext}\n{end}\n"
                    "{with admin}\nnobody\n{end}\n"),
            "Jana\r\nLong Road 1\r\nFloor 2\r\nREDACTED FOR PRIVACY\r\n+420.1 12\r\n");
  EXPECT_EQ(written("{each contact}\n{contact.role}: {contact.street}\n{end}"),
            "tech: Long Road 1 Floor 2\r\n");
}

TEST(WhoisLayout, ControlCharactersOfValuesAreNotForTerminals) {
  rdds::DomainView view = domain();
  view.sponsor.name = "Evil\r\nDomain Name: bank.example\x1b[2J";
  EXPECT_EQ(written("{registrar}", view), "Evil  Domain Name: bank.example [2J\r\n");
}

TEST(WhoisLayout, AnAnswerHasAnEnd) {
  rdds::DomainView view = domain();
  view.hosts.resize(13, view.hosts[1]);
  view.variants.resize(200, {DomainName::trusted("a.example"), "a.example"});
  view.resellers.resize(200);
  std::string layout = "{each variant}\n{each reseller}\n{each host}\n";
  for (int i = 0; i < 100; ++i) layout += "{host} {variant}\n";
  layout += "{end}\n{end}\n{end}\n";
  EXPECT_LT(written(layout, view).size(), kMostText + 1000);
}

TEST(WhoisLayout, WhatIsNoLayoutIsToldWithItsLine) {
  const std::pair<const char*, std::size_t> bad[] = {
      {"", 1},
      {"ok\n{nothing}", 2},
      {"{name", 1},
      {"name}", 1},
      {"{each host}\n{host}", 2},
      {"{each nothing}\n{end}", 1},
      {"{end}", 1},
      {"{else}", 1},
      {"{host}", 1},
      {"{contact.name}", 1},
      {"{each street}\n{end}", 1},
      {"{each tech}\n{end}", 1},
      {"{with host}\n{end}", 1},
      {"{each host}\n{each host}\n{end}\n{end}", 2},
      {"{if host}\n{end}", 1},
      {"{each status} x\n{end}", 1},
      {"\x1b[2J", 1},
      {"\xff", 1},
      {"{if name}\n{if name}\n{if name}\n{if name}\n{if name}\n{end}\n{end}\n{end}\n{end}\n{end}", 5},
  };
  for (const auto& [text, line] : bad) {
    const auto layout = core::WhoisLayout::parse(text);
    ASSERT_FALSE(layout) << text;
    EXPECT_EQ(layout.error().line, line) << text << ": " << layout.error().what;
    EXPECT_FALSE(layout.error().what.empty());
  }
  EXPECT_FALSE(core::WhoisLayout::parse(std::string(core::WhoisLayout::kMostBytes + 1, 'a')));
  std::string fields;
  for (std::size_t i = 0; i <= core::WhoisLayout::kMostFields; ++i) fields += "{name}";
  EXPECT_FALSE(core::WhoisLayout::parse(fields));
  EXPECT_TRUE(core::WhoisLayout::parse(fields.substr(6)));
  std::string lines;
  for (std::size_t i = 0; i <= core::WhoisLayout::kMostLines; ++i) lines += "a\n";
  EXPECT_FALSE(core::WhoisLayout::parse(lines));
}

TEST(WhoisLayout, IcannsIsOneInItsOwnLanguage) {
  ASSERT_TRUE(core::WhoisLayout::parse(icann_layout()));
  EXPECT_EQ(written(icann_layout()), written(""));
}

TEST(WhoisLayout, EveryWordIsTakenWhereItHasAValue) {
  for (int i = 0; i < core::kLayoutFieldCount; ++i) {
    const std::string field = "{" + std::string(core::to_text(static_cast<core::LayoutField>(i))) + "}";
    bool taken = false;
    for (const char* block : {"", "{each status}", "{each host}", "{each ds}", "{each key}",
                              "{each variant}", "{each reseller}", "{with tech}"}) {
      const std::string text = *block ? std::string(block) + "\n" + field + "\n{end}" : field;
      taken = taken || core::WhoisLayout::parse(text).has_value();
    }
    EXPECT_TRUE(taken) << field;
  }
}

}  // namespace
}  // namespace stele::whois
