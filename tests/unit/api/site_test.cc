// Sessions of the API: how they begin, what they may, how each of them ends.
#include "frontends/api/api_site.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <future>

#include "engine/crypto/hash.h"
#include "frontends/api/problem.h"
#include "tests/unit/epp/session_fixture.h"

namespace stele::api {
namespace {

namespace json = boost::json;
using epp::testing::Sandbox;

class Site {
 public:
  explicit Site(SessionLimits limits = {}) {
    site = std::make_shared<ApiSite>(sandbox.gateway(), random, limits,
                                     [this](const net::Event& event) { refused.push_back(event.detail); });
  }
  net::HttpResponse ask(const std::string& method, const std::string& path, const std::string& token = {},
                        const std::string& body = {}, std::vector<net::HttpHeader> headers = {}) {
    net::HttpRequest request;
    request.method = method;
    request.target = "/api/v1" + path;
    request.peer_address = address;
    request.peer = address + ":50000";
    request.body = body;
    request.headers = std::move(headers);
    if (!body.empty()) request.headers.push_back({"content-type", "application/json"});
    if (!token.empty()) request.headers.push_back({"authorization", "bearer " + token});
    std::promise<net::HttpAnswer::Make> promise;
    auto future = promise.get_future();
    site->answer(std::move(request), net::HttpAnswer([&](net::HttpAnswer::Make make) {
                   promise.set_value(std::move(make));
                 }));
    return future.get()();
  }
  net::HttpResponse log_in(const std::string& password, const std::string& registrar = "reg-a") {
    return ask("POST", "/session", {},
               json::serialize(json::object{{"registrar", registrar}, {"password", password}}));
  }
  std::string token() {
    const auto answer = log_in(Sandbox::password_of("reg-a"));
    EXPECT_EQ(answer.status, 201u) << answer.body;
    return json::value_to<std::string>(json::parse(answer.body).at("token"));
  }
  void disable() {
    core::UpdateRegistrar change;
    change.id = "reg-a";
    change.enabled = false;
    sandbox.must(change);
  }
  unsigned status(const std::string& token) { return ask("GET", "/availability?name=a.example", token).status; }

  Sandbox sandbox;
  crypto::SystemRandom random;
  std::shared_ptr<ApiSite> site;
  std::vector<std::string> refused;
  std::string address = "192.0.2.1";
};

std::string header(const net::HttpResponse& response, std::string_view name) {
  for (const net::HttpHeader& each : response.headers)
    if (each.name == name) return each.value;
  return {};
}

std::string detail(const net::HttpResponse& response) {
  return json::value_to<std::string>(json::parse(response.body).at("detail"));
}

TEST(Session, IsBegunWithThePasswordOfEpp) {
  Site site;
  const auto wrong = site.log_in("guess");
  EXPECT_EQ(wrong.status, 401u);
  EXPECT_EQ(header(wrong, "WWW-Authenticate"), "Bearer realm=\"api\"");
  EXPECT_TRUE(wrong.close);
  EXPECT_EQ(site.log_in("guess", "nobody").body, wrong.body);
  const auto right = site.log_in("pw-reg-a");
  EXPECT_EQ(right.status, 201u);
  EXPECT_FALSE(right.close);
  EXPECT_EQ(header(right, "Cache-Control"), "no-store");
  EXPECT_EQ(json::parse(right.body).at("idle_seconds").as_int64(), 600);
}

TEST(Session, EndsUnusedOldOrByItsClient) {
  Site site({.idle = std::chrono::minutes(10), .lifetime = std::chrono::hours(1)});
  const std::string token = site.token();
  for (int i = 0; i < 6; ++i) {
    site.sandbox.clock().pass(9 * 60 * kSecond);
    site.site->sweep();
    EXPECT_EQ(site.status(token), 200u);
  }
  site.sandbox.clock().pass(7 * 60 * kSecond);
  EXPECT_EQ(site.status(token), 401u);  // an hour has passed

  const std::string unused = site.token();
  EXPECT_EQ(site.sandbox.gateway().sessions(), 1u);
  site.sandbox.clock().pass(10 * 60 * kSecond + 1);
  site.site->sweep();
  EXPECT_EQ(site.sandbox.gateway().sessions(), 0u);
  EXPECT_EQ(site.status(unused), 401u);

  const std::string ended = site.token();
  EXPECT_EQ(site.ask("DELETE", "/session", ended).status, 204u);
  const auto after = site.ask("DELETE", "/session", ended);
  EXPECT_EQ(after.status, 401u);
  EXPECT_EQ(header(after, "WWW-Authenticate"), "Bearer realm=\"api\", error=\"invalid_token\"");
  EXPECT_EQ(site.sandbox.gateway().sessions(), 0u);
}

TEST(Session, EndsWhenAccessIsTakenAway) {
  Site site;
  const std::string token = site.token();
  site.disable();
  const auto refused = site.ask("GET", "/availability?name=a.example", token);
  EXPECT_EQ(refused.status, 401u);
  EXPECT_EQ(detail(refused), "The session has ended: the registrar is disabled.");
  EXPECT_EQ(site.log_in("pw-reg-a").status, 403u);
  EXPECT_EQ(site.sandbox.gateway().sessions(), 0u);
}

TEST(Session, SomebodyElsesTakesNoSeatForLong) {
  Site site;
  const std::string token = site.token();
  site.disable();
  EXPECT_EQ(site.sandbox.gateway().sessions(), 1u);
  site.sandbox.clock().pass(11 * kSecond);
  site.site->sweep();
  EXPECT_EQ(site.sandbox.gateway().sessions(), 0u);
  EXPECT_EQ(site.status(token), 401u);
}

// The token alone is not what the networks are for.
TEST(Session, OfARegistrarWithNetworksIsUsedFromThem) {
  Site site;
  core::UpdateRegistrar held;
  held.id = "reg-a";
  held.networks_added = {parse_ip_prefix("192.0.2.0/24").value()};
  site.sandbox.must(held);
  const std::string token = site.token();
  EXPECT_EQ(site.status(token), 200u);
  site.address = "198.51.100.7";
  const auto elsewhere = site.ask("GET", "/availability?name=a.example", token);
  EXPECT_EQ(elsewhere.status, 403u);
  EXPECT_EQ(detail(elsewhere), "The registrar of this session does not come from your address.");
  site.address = "192.0.2.9";
  EXPECT_EQ(site.status(token), 200u);
}

TEST(Availability, IsOfSoManyNamesAtOnce) {
  Site site;
  const std::string token = site.token();
  std::string path = "/availability?name=a0.example";
  for (int i = 1; i < 64; ++i) path += "&name=a" + std::to_string(i) + ".example";
  EXPECT_EQ(site.ask("GET", path, token).status, 200u);
  const auto more = site.ask("GET", path + "&name=b.example", token);
  EXPECT_EQ(more.status, 400u);
  EXPECT_EQ(detail(more), "Too much in one request: more than 64 query parameters.");
}

TEST(Session, IsNotForWhoHasToShowACertificate) {
  Site site;
  core::UpdateRegistrar stricter;
  stricter.id = "reg-a";
  stricter.access.certificate = CertificateMode::own;
  const std::string token = site.token();
  site.sandbox.must(stricter);
  EXPECT_EQ(site.status(token), 401u);
  const auto refused = site.log_in("pw-reg-a");
  EXPECT_EQ(refused.status, 401u);
  EXPECT_NE(detail(refused).find("client certificate cannot log in here"), std::string::npos);
}

TEST(Session, ThereAreOnlySoMany) {
  Site site({.sessions = 2});
  core::ChangeSettings settings;
  settings.sessions_per_registrar = 1;
  site.sandbox.change_settings(settings);
  const std::string token = site.token();
  const auto second = site.log_in("pw-reg-a");
  EXPECT_EQ(second.status, 429u);
  EXPECT_EQ(header(second, "Retry-After"), "600");
  EXPECT_EQ(site.log_in("pw-reg-b", "reg-b").status, 201u);
  site.ask("DELETE", "/session", token);
  EXPECT_EQ(site.log_in("pw-reg-a").status, 201u);
  settings.sessions_per_registrar = 2;
  site.sandbox.change_settings(settings);
  EXPECT_EQ(site.log_in("pw-reg-a").status, 503u);
  EXPECT_EQ(site.sandbox.gateway().sessions(), 2u);
}

TEST(Session, GuessesLockAndStrangersAreLimited) {
  Site site;
  for (int i = 0; i < 10; ++i) EXPECT_EQ(site.log_in("guess").status, 401u);
  const auto locked = site.log_in("pw-reg-a");
  EXPECT_EQ(locked.status, 429u);
  EXPECT_EQ(header(locked, "Retry-After"), "900");

  core::ChangeSettings settings;
  settings.rdap_per_minute = 3;
  site.sandbox.change_settings(settings);
  site.address = "198.51.100.7";
  for (int i = 0; i < 3; ++i) EXPECT_EQ(site.ask("GET", "/openapi.json").status, 200u);
  const auto refused = site.ask("GET", "/openapi.json");
  EXPECT_EQ(refused.status, 429u);
  EXPECT_EQ(header(refused, "Retry-After"), "20");
  EXPECT_EQ(site.refused, std::vector<std::string>{"too_many_queries kind=api"});
}

TEST(Session, IsHeldToTheRegistrarsLimits) {
  Site site;
  core::ChangeSettings settings;
  settings.checks_per_minute = 5;
  site.sandbox.change_settings(settings);
  const std::string token = site.token();
  EXPECT_EQ(site.ask("GET", "/availability?name=a.example&name=b.example&name=c.example", token).status, 200u);
  const auto refused = site.ask("GET", "/availability?name=a.example&name=b.example&name=c.example", token);
  EXPECT_EQ(refused.status, 429u);
  EXPECT_FALSE(refused.close);
}

TEST(Session, PasswordIsChangedAtLogin) {
  Site site;
  const auto ask = [&](const char* body) { return site.ask("POST", "/session", {}, body); };
  const auto weak = ask(R"({"registrar": "reg-a", "password": "pw-reg-a", "new_password": "x"})");
  EXPECT_EQ(weak.status, 422u);
  EXPECT_NE(detail(weak).find("new_password"), std::string::npos);
  EXPECT_EQ(ask(R"({"registrar": "reg-a", "password": "pw-reg-a", "new_password": "a better one"})").status, 201u);
  EXPECT_EQ(site.log_in("pw-reg-a").status, 401u);
  EXPECT_EQ(site.log_in("a better one").status, 201u);
}

TEST(Request, IsHeldAgainstItsRoute) {
  Site site;
  const std::string token = site.token();
  EXPECT_EQ(site.ask("GET", "/nothing", token).status, 404u);
  EXPECT_EQ(site.ask("GET", "/%zz", token).status, 400u);
  const auto method = site.ask("PATCH", "/domains/a.example/variants", token);
  EXPECT_EQ(method.status, 405u);
  EXPECT_EQ(header(method, "Allow"), "GET, HEAD, PUT");
  EXPECT_EQ(site.ask("GET", "/domains/a.example?full=1", token).status, 422u);
  EXPECT_EQ(site.ask("GET", "/availability?nam=a.example", token).status, 422u);
  EXPECT_EQ(site.ask("GET", "/availability", token).status, 422u);
  EXPECT_EQ(site.ask("GET", "/domains/a.example", token).status, 404u);
  EXPECT_EQ(site.ask("GET", "/domains/a..example", token).status, 422u);
  EXPECT_EQ(site.ask("PUT", "/domains/a.example/variants", token).status, 415u);
  EXPECT_EQ(site.ask("PUT", "/domains/a.example/variants", token, "{").status, 400u);
  EXPECT_EQ(site.ask("PUT", "/domains/a.example/variants", token, R"({"active": "all"})").status, 404u);
  EXPECT_EQ(site.ask("GET", "/domains/a.example").status, 401u);
}

TEST(Request, MayNameItself) {
  Site site;
  const std::string token = site.token();
  const auto named = site.ask("DELETE", "/session", token, {}, {{"client-transaction-id", "ABC-1"}});
  EXPECT_EQ(header(named, "Client-Transaction-Id"), "ABC-1");
  EXPECT_TRUE(header(named, "Server-Transaction-Id").starts_with("ST-"));
  for (const char* bad : {"ab", "a bc", "a\tbc", "\xc3\xa4\xc3\xa4\xc3\xa4"})
    EXPECT_EQ(site.ask("GET", "/openapi.json", {}, {}, {{"client-transaction-id", bad}}).status, 400u) << bad;
}

TEST(Problem, HasAStatusForEveryReason) {
  EXPECT_EQ(status_of(core::Reason::object_does_not_exist), 404u);
  EXPECT_EQ(status_of(core::Reason::not_sponsor), 403u);
  EXPECT_EQ(status_of(core::Reason::not_allowed), 403u);
  EXPECT_EQ(status_of(core::Reason::variants_not_offered), 403u);
  EXPECT_EQ(status_of(core::Reason::too_many_variants), 409u);
  EXPECT_EQ(status_of(core::Reason::status_prohibits), 409u);
  EXPECT_EQ(status_of(core::Reason::not_a_variant), 422u);
  EXPECT_EQ(status_of(core::Reason::low_credit), 402u);
  EXPECT_EQ(status_of(core::Reason::overloaded), 503u);
  EXPECT_EQ(status_of(core::Reason::read_only), 503u);
}

TEST(Problem, TellsAllTheRegistryFound) {
  const auto response = respond(problem_of(
      core::Rejections{{core::Reason::not_a_variant, core::Field::variant, "shop.example"},
                       {core::Reason::given_twice, core::Field::variant, "\xff"}}));
  EXPECT_EQ(response.status, 422u);
  EXPECT_EQ(response.content_type, "application/problem+json");
  const json::value body = json::parse(response.body);
  EXPECT_EQ(body.at("type"), "urn:stele:params:problem:not_a_variant");
  EXPECT_EQ(body.at("detail"), "The name given is no variant of this name (variant: shop.example)");
  EXPECT_EQ(body.at("problems").at(1).at("reason"), "given_twice");
}

}  // namespace
}  // namespace stele::api
