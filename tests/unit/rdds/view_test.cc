// Names, hosts and registrars as the directory finds them, and why it finds nothing.
#include "projections/rdds/view.h"

#include <gtest/gtest.h>

#include "tests/support/text_registry.h"

namespace stele::rdds {
namespace {

constexpr const char* kPassword = " pw=Abc-1234567890-xyzXYZ";

class View : public testing::Test {
 protected:
  View() {
    registry_.run("create registrar=reg-a name=\"Registrar A\" currency=EUR");
    registry_.run("credit registrar=reg-a amount=1000.00EUR text=test");
    create_zone("example");
    create_zone("com.example");
    registry_.run("update zone=example referral=\"uk.example whois.nic.uk https://rdap.nic.uk/\"");
    registry_.run(std::string("create domain=shop.example sponsor=reg-a") + kPassword);
  }
  void create_zone(const std::string& name) {
    registry_.run("create zone=" + name +
                  " registrant=optional price.create=1.00EUR primary=ns1.nic.invalid "
                  "responsible=hostmaster.nic.invalid ns=ns1.nic.invalid");
    registry_.run("update registrar=reg-a add.zone=" + name);
  }
  DomainReply find(std::string_view name) { return find_domain(*registry_.state(), {}, name); }

  test::TextRegistry registry_;
};

TEST_F(View, ANameIsFoundInAnyForm) {
  for (const char* name : {"shop.example", "SHOP.Example.", "shop.EXAMPLE"}) {
    const auto reply = find(name);
    ASSERT_TRUE(reply.domain) << name;
    EXPECT_EQ(reply.domain->name.text(), "shop.example");
    EXPECT_EQ(reply.domain->sponsor.name, "Registrar A");
    EXPECT_EQ(reply.domain->created_at, *parse_instant("2026-03-01"));
  }
}

TEST_F(View, EveryReasonWhyThereIsNone) {
  registry_.run("list name=nic zone=example as=reserved");
  registry_.run("list name=evil zone=example as=blocked");
  registry_.run("list name=gold zone=example as=premium tier=top");
  const std::pair<const char*, NoDomain> cases[] = {
      {"", NoDomain::not_a_name},
      {"a b.example", NoDomain::not_a_name},
      {"shop.elsewhere", NoDomain::not_here},
      {"example", NoDomain::zone_itself},
      {"com.example", NoDomain::zone_itself},
      {"www.shop.example", NoDomain::too_deep},
      {"uk.example", NoDomain::referred},
      {"bbc.co.uk.example", NoDomain::referred},
      {"free.example", NoDomain::available},
      {"gold.example", NoDomain::available},
      {"nic.example", NoDomain::reserved},
      {"evil.example", NoDomain::blocked},
      {"مكة.example", NoDomain::not_allowed},
  };
  for (const auto& [name, why] : cases) {
    const auto reply = find(name);
    EXPECT_FALSE(reply.domain) << name;
    EXPECT_EQ(to_text(reply.why), to_text(why)) << name;
  }
  EXPECT_EQ(find("www.shop.example").below, "shop.example");
  EXPECT_EQ(find("bbc.co.uk.example").referral->whois, "whois.nic.uk");
  EXPECT_EQ(find("مكة.example").reason, core::Reason::label_not_allowed);
  EXPECT_EQ(find("مكة.example").name, "xn--ogb5cf.example");
}

TEST_F(View, AZoneInALaunchIsNotOpen) {
  registry_.run("update zone=example launch=sunrise/2026-01-01/2027-01-01/");
  EXPECT_EQ(find("free.example").why, NoDomain::not_open);
  EXPECT_TRUE(find("shop.example").domain);
}

TEST_F(View, ARegisteredNameWithADirectoryOfItsOwnSaysSo) {
  registry_.run("update zone=example referral=\"shop.example whois.shop.example -\"");
  const auto reply = find("shop.example");
  ASSERT_TRUE(reply.domain);
  EXPECT_EQ(reply.domain->referral->whois, "whois.shop.example");
  EXPECT_EQ(find("www.shop.example").why, NoDomain::referred);
}

TEST_F(View, HostsAreFoundByNameAndByAddress) {
  registry_.run("create host=ns1.shop.example sponsor=reg-a addr=192.0.2.53,2001:db8::53");
  registry_.run("create host=ns1.provider.invalid sponsor=reg-a");
  const auto state = registry_.state();
  EXPECT_TRUE(find_host(*state, {}, "NS1.shop.example."));
  EXPECT_TRUE(find_host(*state, {}, "ns1.provider.invalid"));
  EXPECT_FALSE(find_host(*state, {}, "ns2.shop.example"));
  const auto at = [&](const char* address) {
    return find_hosts(*registry_.state(), {}, *parse_ip_address(address), 10).size();
  };
  EXPECT_EQ(at("192.0.2.53"), 1U);
  EXPECT_EQ(at("2001:db8::53"), 1U);
  EXPECT_EQ(at("192.0.2.54"), 0U);
  registry_.run("update host=ns1.shop.example rem.addr=192.0.2.53 add.addr=192.0.2.54");
  EXPECT_EQ(at("192.0.2.53"), 0U);
  EXPECT_EQ(at("192.0.2.54"), 1U);
  registry_.run("create host=ns2.shop.example sponsor=reg-a addr=192.0.2.54");
  EXPECT_EQ(at("192.0.2.54"), 2U);
  EXPECT_EQ(find_hosts(*registry_.state(), {}, *parse_ip_address("192.0.2.54"), 1).size(), 1U);
  registry_.run("delete host=ns1.shop.example");
  EXPECT_EQ(at("192.0.2.54"), 1U);
}

TEST_F(View, RegistrarsAreFoundByIdIanaIdAndName) {
  registry_.run("update registrar=reg-a iana_id=1234");
  for (const char* query : {"reg-a", "REG-A", "registrar a", "1234"})
    EXPECT_TRUE(find_registrar(*registry_.state(), {}, query)) << query;
  for (const char* query : {"reg-x", "0", "12345", ""})
    EXPECT_FALSE(find_registrar(*registry_.state(), {}, query)) << query;
}

TEST_F(View, SearchesAreTheZonesToAllow) {
  const auto allowed = [&](const Viewer& viewer) {
    return may_search(*registry_.state()->find_zone("example"), viewer, DirectorySearch::entities);
  };
  EXPECT_FALSE(allowed({}));
  EXPECT_TRUE(allowed({Viewer::Kind::staff, {}, {}}));
  registry_.run("update zone=example searches=entities,domains");
  EXPECT_TRUE(allowed({}));
  EXPECT_FALSE(may_search(*registry_.state()->find_zone("example"), {}, DirectorySearch::nameservers));
}

}  // namespace
}  // namespace stele::rdds
