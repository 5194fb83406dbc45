// What staff see of secondaries, and the configuration they hand out.
#include "frontends/control/secondaries.h"

#include <gtest/gtest.h>

#include "frontends/control/operations.h"
#include "tests/support/temporary_directory.h"
#include "tests/support/text_registry.h"

namespace stele::control {
namespace {

namespace json = boost::json;

constexpr Instant kNow{1772323200000};

class Secondaries : public testing::Test {
 protected:
  Secondaries() {
    registry_.run("create zone=example registrant=optional price.create=1.00EUR primary=ns1.nic.example "
                  "responsible=hostmaster.nic.example ns=ns1.nic.example records=\"ns1.nic A 192.0.2.1\"");
    registry_.run("set tsig-key=k zone=example secret=" + secret_);
    registry_.run("change secondaries=example add.secondary=\"ns-a 192.0.2.1:5353 key=k\"");
  }

  Reply ask(const Request& request, std::string& text) {
    return operations_.perform(request, [&](std::string_view part) {
      text += part;
      return Done{};
    });
  }

  const std::string secret_ = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
  stele::test::TemporaryDirectory directory_;
  stele::test::TextRegistry registry_;
  crypto::SystemRandom random_;
  SystemClock clock_;
  gateway::Gateway gateway_{registry_.registry(), random_, clock_};
  Operations operations_{gateway_, directory_.path()};
};

TEST_F(Secondaries, LagIsSinceTheZoneIsNewer) {
  const auto zone = registry_.state()->find_zone("example");
  gateway::SecondarySight& sight = gateway_.secondaries();
  const auto shown = [&](std::optional<gateway::ZoneSerial> current) {
    return secondaries_json(*zone, sight, current, kNow).at("secondaries").at(0).as_object();
  };
  EXPECT_TRUE(shown({}).at("serial").is_null());
  EXPECT_FALSE(shown(gateway::ZoneSerial{12, kNow}).contains("lag_seconds"));
  sight.change("example", "ns-a", [](auto& seen) {
    seen.serial = 11;
    seen.transfer_kind = "ixfr";
    seen.transfer_at = kNow;
  });
  EXPECT_EQ(shown(gateway::ZoneSerial{12, Instant{kNow.ms - 7000}}).at("lag_seconds"), 7);
  EXPECT_EQ(shown(gateway::ZoneSerial{11, Instant{kNow.ms - 7000}}).at("lag_seconds"), 0);
  EXPECT_EQ(shown({}).at("transfer_kind"), "ixfr");
  EXPECT_EQ(shown({}).at("addresses").at(0), "192.0.2.1:5353");
  EXPECT_EQ(shown({}).at("transfer_at"), "2026-03-01T00:00:00.000Z");
  EXPECT_TRUE(shown({}).at("refused_at").is_null());
}

TEST_F(Secondaries, StrangersAreCountedTogether) {
  gateway::SecondarySight& sight = gateway_.secondaries();
  for (int i = 0; i < 3; ++i)
    sight.change("example", "", [](auto& seen) {
      ++seen.refused;
      seen.refused_why = "not a secondary";
    });
  const auto zone = registry_.state()->find_zone("example");
  const json::object all = secondaries_json(*zone, sight, {}, kNow);
  EXPECT_EQ(all.at("strangers").at("refused").to_number<int>(), 3);
  EXPECT_EQ(all.at("strangers").at("refused_why"), "not a secondary");
  EXPECT_EQ(all.at("secondaries").at(0).at("refused").to_number<int>(), 0);
}

TEST_F(Secondaries, ConfigurationIsPrintedAndItsMistakesAreNamed) {
  std::string text;
  const auto config = [&](std::map<std::string, std::string> arguments) {
    text.clear();
    arguments.try_emplace("zone", "example");
    arguments.try_emplace("for", "knot");
    arguments.try_emplace("primary", "198.51.100.7");
    return ask({"zone.config", {arguments.begin(), arguments.end()}}, text);
  };
  EXPECT_TRUE(config({}).ok);
  EXPECT_NE(text.find(secret_), std::string::npos);
  EXPECT_NE(text.find("198.51.100.7@53"), std::string::npos);
  EXPECT_EQ(config({{"zone", "test"}}).problem, "no zone test in this registry");
  EXPECT_EQ(config({{"for", "djbdns"}}).problem, "--for takes bind, knot or nsd");
  EXPECT_FALSE(config({{"primary", "here"}}).ok);
  EXPECT_FALSE(config({{"port", "70000"}}).ok);
  EXPECT_FALSE(config({{"xot_name", "a..b"}}).ok);
  EXPECT_EQ(config({{"secondary", "ns-b"}}).problem, "ns-b is none of: ns-a");
  EXPECT_TRUE(text.empty());
}

}  // namespace
}  // namespace stele::control
