#include "projections/whois/whois_text.h"

#include <gtest/gtest.h>

#include "tests/support/text_registry.h"

namespace stele::whois {
namespace {

class WhoisText : public testing::Test {
 protected:
  WhoisText() {
    registry_.run("create zone=example registrant=optional price.create=1.00EUR primary=ns1.nic.example "
                  "responsible=hostmaster.nic.example ns=ns1.nic.example");
    registry_.run("create registrar=reg-a name=\"Registrar A\" url=https://a.example zones=example "
                  "currency=EUR");
    registry_.run("credit registrar=reg-a amount=1000.00EUR text=test");
    registry_.run("create contact=jana sponsor=reg-a name=\"Jana Novakova\" street=\"Long Road 1\" "
                  "city=Praha cc=CZ email=jana@example.net pw=Abc-1234567890-xyzXYZ");
    registry_.run("create domain=shop.example sponsor=reg-a registrant=jana pw=Abc-1234567890-xyzXYZ");
    registry_.run("create host=ns1.shop.example sponsor=reg-a addr=192.0.2.53");
    registry_.run("update domain=shop.example add.ns=ns1.shop.example add.status=serverHold");
  }

  std::string ask(std::string_view query) { return answer(*registry_.state(), query); }
  bool has(const std::string& text, const std::string& line) {
    return ("\r\n" + text).find("\r\n" + line + "\r\n") != std::string::npos;
  }

  test::TextRegistry registry_;
};

TEST_F(WhoisText, DomainHasTheFieldsOfTheRegistryAgreement) {
  const std::string text = ask("shop.example");
  EXPECT_TRUE(has(text, "Domain Name: shop.example")) << text;
  EXPECT_TRUE(has(text, "Registrar: Registrar A")) << text;
  EXPECT_TRUE(has(text, "Creation Date: 2026-03-01T00:00:00.000Z")) << text;
  EXPECT_TRUE(has(text, "Registry Expiry Date: 2027-03-01T00:00:00.000Z")) << text;
  EXPECT_TRUE(has(text, "Domain Status: serverHold https://icann.org/epp#serverHold")) << text;
  EXPECT_TRUE(has(text, "Name Server: ns1.shop.example")) << text;
  EXPECT_TRUE(has(text, "DNSSEC: unsigned")) << text;
  EXPECT_TRUE(has(text, ">>> Last update of WHOIS database: 2026-03-01T00:00:00.000Z <<<")) << text;
}

TEST_F(WhoisText, ASignedDelegationIsShownWithItsDsRecords) {
  const std::string ds = "60537 15 2 5908BEFD1184A87B9F5DAF992C510076ED6AC3AE37E2BB1179CAA602DD37E609";
  registry_.run("update domain=shop.example add.ds=\"" + ds + "\"");
  const std::string text = ask("shop.example");
  EXPECT_TRUE(has(text, "DNSSEC: signedDelegation")) << text;
  EXPECT_TRUE(has(text, "DNSSEC DS Data: " + ds)) << text;
  EXPECT_FALSE(has(text, "DNSSEC: unsigned")) << text;
}

TEST_F(WhoisText, TheResellerIsNamed) {
  EXPECT_EQ(ask("shop.example").find("Reseller"), std::string::npos);
  registry_.run("create org=res-1 sponsor=reg-a role=reseller,privacyproxy name=\"Resell Ltd\" "
                "street=\"Side Road 2\" city=Brno cc=CZ email=hello@resell.example");
  registry_.run("create org=res-2 sponsor=reg-a role=reseller loc.name=Weiter");
  registry_.run("create org=res-3 sponsor=reg-a role=reseller");
  registry_.run("update domain=shop.example add.link=reseller:res-1,privacyproxy:res-1");
  const std::string text = ask("shop.example");
  EXPECT_TRUE(has(text, "Reseller: Resell Ltd")) << text;
  for (const char* secret : {"Side Road", "Brno", "hello@resell.example", "res-1"})
    EXPECT_EQ(text.find(secret), std::string::npos) << secret;
  registry_.run("update domain=shop.example chg.link=reseller:res-2");
  EXPECT_TRUE(has(ask("shop.example"), "Reseller: Weiter"));
  registry_.run("update domain=shop.example chg.link=reseller:res-3");
  EXPECT_TRUE(has(ask("shop.example"), "Reseller: res-3"));
}

TEST_F(WhoisText, HostAttributesAreNameServers) {
  registry_.run("create zone=test registrant=optional host_objects=no price.create=1.00EUR "
                "primary=ns1.nic.test responsible=hostmaster.nic.test ns=ns1.nic.test "
                "records=\"ns1.nic A 192.0.2.1\"");
  registry_.run("update registrar=reg-a add.zone=test");
  registry_.run("create domain=shop.test sponsor=reg-a hostattr=\"ns1.shop.test 192.0.2.53\"");
  EXPECT_TRUE(has(ask("shop.test"), "Name Server: ns1.shop.test"));
}

TEST_F(WhoisText, ContactsAreNeverShown) {
  for (const char* query : {"shop.example", "jana", "registrar reg-a", "nameserver ns1.shop.example"}) {
    const std::string text = ask(query);
    for (const char* secret : {"Novakova", "Long Road", "jana@example.net", "Praha"})
      EXPECT_EQ(text.find(secret), std::string::npos) << query << ": " << secret;
  }
}

TEST_F(WhoisText, EveryWayToNameAnObject) {
  EXPECT_TRUE(has(ask("domain SHOP.Example."), "Domain Name: shop.example"));
  EXPECT_TRUE(has(ask("  shop.example \r\n"), "Domain Name: shop.example"));
  EXPECT_TRUE(has(ask("ns1.shop.example"), "IP Address: 192.0.2.53"));
  EXPECT_TRUE(has(ask("Nameserver ns1.shop.example"), "Server Name: ns1.shop.example"));
  EXPECT_TRUE(has(ask("registrar reg-a"), "Registrar: Registrar A"));
  EXPECT_TRUE(has(ask("registrar registrar a"), "Registrar ID: reg-a"));
}

TEST_F(WhoisText, WhatIsNotThereIsSaid) {
  EXPECT_TRUE(has(ask("free.example"), "No match for \"free.example\"."));
  EXPECT_TRUE(has(ask("free.elsewhere"), "No match for \"free.elsewhere\"."));
  EXPECT_TRUE(has(ask("nameserver shop.example"), "No match for \"shop.example\"."));
  EXPECT_TRUE(has(ask("registrar nobody"), "No match for \"nobody\"."));
}

TEST_F(WhoisText, BadQueriesAreAnsweredAndNotRepeated) {
  const std::string long_query(kMaxQuery + 1, 'a');
  for (const std::string& query :
       {std::string(), std::string("a\x1b[2Jb.example"), std::string("a\0b", 3), std::string("\xc3\x28.example"), long_query}) {
    const std::string text = ask(query);
    EXPECT_TRUE(text.starts_with("Invalid query")) << text;
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    EXPECT_EQ(text.find("aaaa"), std::string::npos);
  }
}

TEST_F(WhoisText, NoticeOfTheSettingsStandsBelow) {
  registry_.run("change settings whois_notice=\"Terms apply.\\nSee https://nic.example\"");
  const std::string text = ask("shop.example");
  EXPECT_TRUE(text.ends_with(" <<<\r\n\r\nTerms apply.\r\nSee https://nic.example\r\n")) << text;
}

}  // namespace
}  // namespace stele::whois
