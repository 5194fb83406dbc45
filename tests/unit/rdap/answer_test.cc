// RDAP answers over a registry in memory: objects, searches, and what is said where there is nothing.
#include "projections/rdap/answer.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "engine/net/http_target.h"
#include "engine/runtime/reading.h"
#include "frontends/rdap/rdap_site.h"
#include "frontends/web/whois_site.h"
#include "tests/support/text_registry.h"

namespace stele::rdap {
namespace {

namespace json = boost::json;

constexpr const char* kPassword = " pw=Abc-1234567890-xyzXYZ";

class RdapAnswer : public testing::Test {
 protected:
  RdapAnswer() {
    registry_.run("create registrar=reg-a name=\"Registrar A\" currency=EUR");
    registry_.run("credit registrar=reg-a amount=1000000.00EUR text=test");
    registry_.run(
        "create zone=example registrant=optional price.create=1.00EUR primary=ns1.nic.invalid "
        "responsible=hostmaster.nic.invalid ns=ns1.nic.invalid disclosure=icann-2024 "
        "searches=domains,nameservers,entities");
    registry_.run("update registrar=reg-a add.zone=example");
    create("shop");
    site_.base = "https://rdap.test/rdap/";
    site_.terms = "https://rdap.test/terms";
  }
  void create(const std::string& label, const std::string& more = {}) {
    registry_.run("create domain=" + label + ".example sponsor=reg-a" + kPassword + " " + more);
  }
  net::HttpResponse ask(const std::string& target, const std::string& method = "GET") {
    return ask(RdapSite(options()), target, method);
  }
  RdapOptions options() {
    RdapOptions options;
    options.site = site_;
    options.reading = [this] { return registry_.registry().reading(); };
    options.admit = admit_;
    return options;
  }
  static net::HttpResponse ask(const RdapSite& site, const std::string& target, const std::string& method) {
    net::HttpRequest request;
    request.method = method;
    request.target = "/rdap/" + target;
    request.peer_address = "192.0.2.9";
    return site.answer(request, target);
  }
  // The body, which is JSON in every case.
  json::object get(const std::string& target, unsigned status = 200) {
    const auto response = ask(target);
    EXPECT_EQ(response.status, status) << target << " " << response.body;
    json::error_code error;
    json::value value = json::parse(response.body, error);
    EXPECT_FALSE(error) << response.body;
    return error ? json::object() : value.as_object();
  }
  static std::string at(const json::object& object, std::string_view pointer) {
    json::error_code error;
    const json::value whole = object;
    const json::value* found = whole.find_pointer(pointer, error);
    if (found == nullptr) return "(none)";
    return found->is_string() ? std::string(std::string_view(found->get_string())) : json::serialize(*found);
  }

  test::TextRegistry registry_;
  Site site_;
  Admit admit_;
};

// Asked again it is a kept one, from the third time on: word for word what a site says that is asked first.
TEST_F(RdapAnswer, AskedAgainItIsTheSame) {
  const RdapSite site(options());
  const auto same_as_new = [&] {
    for (const char* target : {"domain/shop.example", "domain/SHOP.example", "domain/free.example", "nameserver/ns1.nic.invalid"}) {
      const auto again = ask(site, target, "GET"), anew = ask(target);
      EXPECT_EQ(again.status, anew.status) << target;
      EXPECT_EQ(again.body, anew.body) << target;
    }
  };
  for (int time = 0; time < 4; ++time) {
    same_as_new();
    registry_.advance(kSecond);
  }
  registry_.run("update domain=shop.example add.status=clientHold");
  same_as_new();
  EXPECT_NE(ask(site, "domain/shop.example", "GET").body.find("client hold"), std::string::npos);
}

TEST_F(RdapAnswer, WhatIsWithheldIsNamedWithItsPlace) {
  registry_.run(std::string("create contact=con-a sponsor=reg-a name=N street=S city=C cc=AT email=a@b.invalid") + kPassword);
  create("owned", "registrant=con-a");
  const auto domain = get("domain/owned.example");
  EXPECT_NE(at(domain, "/rdapConformance").find("\"redacted\""), std::string::npos);
  const auto* redacted = domain.if_contains("redacted");
  ASSERT_NE(redacted, nullptr);
  std::string told;
  for (const json::value& each : redacted->as_array()) {
    const json::object& entry = each.as_object();
    told += at(entry, "/name/type") + " " + at(entry, "/method") + " " + at(entry, "/prePath") + at(entry, "/postPath") +
            at(entry, "/replacementPath") + "\n";
  }
  const std::string entity = "$.entities[?(@.roles[0]=='registrant')]";
  const std::string card = entity + ".vcardArray[1][?(@[0]=='";
  for (const std::string& line :
       {"Registry Registrant ID removal " + entity + ".handle(none)(none)",
        "Registrant Name emptyValue (none)" + card + "fn')][3](none)",
        "Registrant Organization removal " + card + "org')](none)(none)",
        "Registrant Street emptyValue (none)" + card + "adr')][3][2](none)",
        "Registrant Phone removal " + entity + ".vcardArray[1][?(@[1].type=='voice')](none)(none)",
        "Registrant Email removal " + card + "email')](none)(none)"})
    EXPECT_NE(told.find(line + "\n"), std::string::npos) << line << "\n" << told;
}

TEST_F(RdapAnswer, Domain) {
  const auto domain = get("domain/SHOP.Example");
  EXPECT_EQ(at(domain, "/objectClassName"), "domain");
  EXPECT_EQ(at(domain, "/ldhName"), "shop.example");
  EXPECT_EQ(at(domain, "/secureDNS/delegationSigned"), "false");
  EXPECT_EQ(at(domain, "/entities/0/roles/0"), "registrar");
  EXPECT_EQ(at(domain, "/links/0/value"), "https://rdap.test/rdap/domain/SHOP.Example");
  EXPECT_EQ(at(domain, "/links/0/href"), "https://rdap.test/rdap/domain/shop.example");
  EXPECT_EQ(at(domain, "/rdapConformance/1"), "icann_rdap_response_profile_1");
  EXPECT_NE(at(domain, "/events").find("last update of RDAP database"), std::string::npos);
  EXPECT_NE(at(domain, "/notices").find("https://icann.org/wicf"), std::string::npos);
  EXPECT_NE(at(domain, "/status").find("inactive"), std::string::npos);
}

TEST_F(RdapAnswer, NothingIsToldWithItsReason) {
  registry_.run("list name=nic zone=example as=reserved");
  for (const char* target : {"domain/free.example", "domain/nic.example", "domain/example", "domain/x.elsewhere",
                             "nameserver/ns1.free.example", "nameserver/ns1.elsewhere.net", "entity/nobody"}) {
    const auto error = get(target, 404);
    EXPECT_EQ(at(error, "/errorCode"), "404") << target;
    EXPECT_EQ(at(error, "/rdapConformance/0"), "rdap_level_0");
  }
  EXPECT_NE(at(get("domain/nic.example", 404), "/description/0").find("reserved"), std::string::npos);
  get("domain/a%20b.example", 400);
  get("domain/%zz", 400);
  get("domain/مكة.xn--mgbh0fb", 400);
  get("ip/192.0.2.1", 501);
}

TEST_F(RdapAnswer, HeadersOfEveryAnswer) {
  for (const char* target : {"domain/shop.example", "domain/free.example", "domain/%", "help", "domains?name=*"}) {
    const auto response = ask(target);
    std::string headers;
    for (const auto& header : response.headers) headers += header.name + "=" + header.value + ";";
    EXPECT_NE(headers.find("Access-Control-Allow-Origin=*;"), std::string::npos) << target;
    EXPECT_NE(headers.find("Stele-Position="), std::string::npos) << target;
    EXPECT_NE(headers.find("Cache-Control=no-store"), std::string::npos) << target;
    EXPECT_EQ(response.content_type, "application/rdap+json");
  }
  EXPECT_EQ(ask("domain/shop.example", "POST").status, 405u);
  EXPECT_EQ(ask("domain/shop.example", "OPTIONS").status, 204u);
}

TEST_F(RdapAnswer, Limits) {
  admit_ = [](const std::string& peer, std::string_view kind) {
    return Admission{peer != "192.0.2.9" || kind != "domain", 7};
  };
  const auto response = ask("domain/shop.example");
  EXPECT_EQ(response.status, 429u);
  EXPECT_EQ(response.headers.back().value, "7");
  EXPECT_EQ(ask("help").status, 200u);
}

TEST_F(RdapAnswer, SearchByPrefixInOrderAndPages) {
  for (int i = 0; i < 120; ++i) create("page" + std::to_string(100 + i));
  auto found = get("domains?name=page*.example&count=true");
  EXPECT_EQ(found.at("domainSearchResults").as_array().size(), kPage);
  EXPECT_EQ(at(found, "/domainSearchResults/0/ldhName"), "page100.example");
  EXPECT_EQ(at(found, "/paging_metadata/totalCount"), "120");
  EXPECT_EQ(at(found, "/paging_metadata/links/0/href"),
            "https://rdap.test/rdap/domains?name=page*.example&count=true&cursor=50");
  found = get("domains?name=page*.example&cursor=100");
  EXPECT_EQ(found.at("domainSearchResults").as_array().size(), 20u);
  EXPECT_EQ(at(found, "/paging_metadata/links"), "(none)");
  EXPECT_EQ(at(found, "/paging_metadata/pageNumber"), "3");
  found = get("domains?name=page*&sort=name:d");
  EXPECT_EQ(at(found, "/domainSearchResults/0/ldhName"), "page219.example");
  EXPECT_EQ(at(found, "/sorting_metadata/currentSort"), "name:d");
  EXPECT_EQ(get("domains?name=page*.other").at("domainSearchResults").as_array().size(), 0u);
  EXPECT_EQ(get("domains?name=page100.exam*").at("domainSearchResults").as_array().size(), 1u);
}

TEST_F(RdapAnswer, FieldSets) {
  const auto id = get("domains?name=shop*&fieldSet=id");
  EXPECT_EQ(at(id, "/domainSearchResults/0/ldhName"), "shop.example");
  EXPECT_EQ(at(id, "/domainSearchResults/0/status"), "(none)");
  EXPECT_EQ(at(id, "/subsetting_metadata/currentFieldSet"), "id");
  EXPECT_NE(at(get("domains?name=shop*"), "/domainSearchResults/0/status"), "(none)");
}

TEST_F(RdapAnswer, HostsByNameAndAddress) {
  registry_.run("create host=ns1.shop.example sponsor=reg-a addr=192.0.2.1,2001:db8::1");
  create("used", "ns=ns1.shop.example");
  EXPECT_EQ(at(get("nameserver/NS1.shop.example"), "/ipAddresses/v6/0"), "2001:db8::1");
  for (const char* target : {"nameservers?name=ns1.shop*", "nameservers?ip=192.0.2.1", "nameservers?ip=2001:db8::1",
                             "nameservers?name=ns*.shop.example", "nameservers?name=ns1.shop.example"})
    EXPECT_EQ(get(target).at("nameserverSearchResults").as_array().size(), 1u) << target;
  for (const char* target : {"domains?nsLdhName=ns1.shop.example", "domains?nsIp=192.0.2.1", "domains?nsLdhName=ns*.shop.example"})
    EXPECT_EQ(at(get(target), "/domainSearchResults/0/ldhName"), "used.example") << target;
  EXPECT_EQ(get("domains?nsIp=192.0.2.99").at("domainSearchResults").as_array().size(), 0u);
}

TEST_F(RdapAnswer, Registrars) {
  EXPECT_EQ(at(get("entity/reg-a"), "/roles/0"), "registrar");
  EXPECT_EQ(at(get("entity/Registrar%20A"), "/roles/0"), "registrar");
  EXPECT_EQ(get("entities?fn=Regis*").at("entitySearchResults").as_array().size(), 1u);
  EXPECT_EQ(get("entities?handle=reg-a").at("entitySearchResults").as_array().size(), 1u);
  EXPECT_EQ(get("entities?fn=Nobody*").at("entitySearchResults").as_array().size(), 0u);
}

TEST_F(RdapAnswer, SearchesTheZoneDoesNotOffer) {
  registry_.run("update zone=example searches=nameservers");
  EXPECT_EQ(at(get("domains?name=shop*", 403), "/errorCode"), "403");
  EXPECT_EQ(ask("nameservers?ip=192.0.2.1").status, 200u);
}

TEST_F(RdapAnswer, Help) {
  const auto help = get("help");
  EXPECT_NE(at(help, "/rdapConformance").find("subsetting"), std::string::npos);
  EXPECT_NE(at(help, "/notices").find("terms-of-service"), std::string::npos);
}

// ---- the WHOIS page ----

class WhoisPage : public RdapAnswer {
 protected:
  net::HttpResponse page(const std::string& target) {
    net::HttpRequest request;
    request.method = "GET";
    request.target = target;
    return web::WhoisSite({.state = [this] { return registry_.state(); }, .admit = {}}).answer(request);
  }
};

TEST_F(WhoisPage, Statuses) {
  EXPECT_EQ(page("/whois").status, 200u);
  EXPECT_EQ(page("/whois?q=shop.example").status, 200u);
  EXPECT_EQ(page("/whois?q=free.example").status, 404u);
  EXPECT_EQ(page("/whois?q=a+b").status, 404u);
  EXPECT_EQ(page("/whois?q=a+b&type=domain").status, 400u);
  EXPECT_EQ(page("/whois?q=reg-a&type=registrar").status, 200u);
  EXPECT_EQ(page("/whois?q=%ff").status, 400u);
  EXPECT_EQ(page("/whois?q=%").status, 400u);
}

TEST_F(WhoisPage, NothingAskedIsMarkup) {
  for (const char* query : {"%3Cscript%3Ealert(1)%3C/script%3E", "%22%3E%3Cimg+src=x%3E", "'onfocus='x"}) {
    const auto response = page(std::string("/whois?q=") + query);
    EXPECT_EQ(response.body.find("<script"), std::string::npos);
    EXPECT_EQ(response.body.find("<img"), std::string::npos);
    EXPECT_EQ(response.body.find("'onfocus"), std::string::npos);
  }
}

TEST_F(WhoisPage, Availability) {
  registry_.run("list name=nic zone=example as=reserved");
  EXPECT_EQ(page("/das?name=shop.example").body, "registered\n");
  EXPECT_EQ(page("/das?name=free.example").body, "available\n");
  EXPECT_EQ(page("/das?name=nic.example").body, "reserved\n");
  EXPECT_EQ(page("/das?name=-.example").body, "invalid\n");
  EXPECT_EQ(page("/das").body, "invalid\n");
}

}  // namespace
}  // namespace stele::rdap
