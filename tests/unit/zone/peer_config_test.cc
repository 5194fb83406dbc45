// Configuration of secondaries and signers. What name servers make of it is tested with them
// (tests/e2e/dns_test.py); here is what it says and what it refuses to say.
#include "projections/zone/peer_config.h"

#include <gtest/gtest.h>

#include "tests/support/text_registry.h"

namespace stele::zone {
namespace {

class PeerConfig : public testing::Test {
 protected:
  PeerConfig() {
    registry_.run("create zone=example registrant=optional price.create=1.00EUR primary=ns1.nic.example "
                  "responsible=hostmaster.nic.example ns=ns1.nic.example records=\"ns1.nic A 192.0.2.1\"");
    registry_.run("set tsig-key=k.transfer zone=example algorithm=hmac-sha512 secret=" + secret_);
    registry_.run("change secondaries=example add.secondary=\"ns-a 192.0.2.1 key=k.transfer\"");
  }
  Result<std::string> config(PeerWish wish) {
    wish.primary = "198.51.100.7";
    wish.port = 5353;
    const auto state = registry_.state();
    return peer_config(*state, *state->find_zone("example"), wish);
  }
  bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  stele::test::TextRegistry registry_;
  const std::string secret_ = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
};

TEST_F(PeerConfig, NamesPrimaryPortKeyAndSecret) {
  for (const PeerSoftware software : {PeerSoftware::bind, PeerSoftware::knot, PeerSoftware::nsd}) {
    const std::string text = config({.software = software}).value();
    for (const std::string& part : {std::string("198.51.100.7"), std::string("5353"),
                                    std::string("k.transfer"), std::string("hmac-sha512"), secret_})
      EXPECT_TRUE(has(text, part)) << text;
  }
}

TEST_F(PeerConfig, SignersDenyNamesAsTheZoneSays) {
  const auto signer = [&](PeerSoftware software) {
    return config({.software = software, .signer = true}).value();
  };
  EXPECT_TRUE(has(signer(PeerSoftware::bind), "nsec3param iterations 0 optout no salt-length 0;"));
  EXPECT_TRUE(has(signer(PeerSoftware::knot), "nsec3: on\n    nsec3-iterations: 0\n"
                                              "    nsec3-salt-length: 0\n    nsec3-opt-out: off"));
  registry_.run("update zone=example denial=nsec3-opt-out");
  EXPECT_TRUE(has(signer(PeerSoftware::bind), "optout yes"));
  EXPECT_TRUE(has(signer(PeerSoftware::knot), "nsec3-opt-out: on"));
  registry_.run("update zone=example denial=nsec");
  EXPECT_FALSE(has(signer(PeerSoftware::bind), "nsec3param"));
  EXPECT_TRUE(has(signer(PeerSoftware::knot), "nsec3: off"));
  EXPECT_EQ(config({.software = PeerSoftware::nsd, .signer = true}).error().fault, Fault::invalid);
}

TEST_F(PeerConfig, OneOfSeveralIsNamed) {
  registry_.run("change secondaries=example add.secondary=\"ns-b 192.0.2.2\"");
  EXPECT_EQ(config({}).error().what, "name one of the secondaries: ns-a, ns-b");
  EXPECT_EQ(config({.secondary = "ns-c"}).error().what, "ns-c is none of: ns-a, ns-b");
  const std::string open = config({.secondary = "ns-b"}).value();
  EXPECT_FALSE(has(open, secret_));
  EXPECT_FALSE(has(open, "k.transfer"));
  EXPECT_TRUE(has(config({.software = PeerSoftware::nsd, .secondary = "ns-b"}).value(), "NOKEY"));
}

TEST_F(PeerConfig, TransfersOverTlsWhereTheyAreWanted) {
  registry_.run("change secondaries=example chg.secondary=\"ns-a 192.0.2.1 key=k.transfer xot=yes\"");
  const std::string bind = config({.xot_name = "dns.nic.example"}).value();
  EXPECT_TRUE(has(bind, "    allow-transfer { none; };\n}")) << bind;
  EXPECT_TRUE(has(bind, "port 853 key \"k.transfer\" tls \"stele-example\"")) << bind;
  EXPECT_TRUE(has(bind, "remote-hostname \"dns.nic.example\""));
  const std::string nsd = config({.software = PeerSoftware::nsd}).value();
  EXPECT_TRUE(has(nsd, "request-xfr: 198.51.100.7@853 k.transfer stele-example")) << nsd;
  EXPECT_EQ(config({.software = PeerSoftware::knot}).error().fault, Fault::invalid);
}

}  // namespace
}  // namespace stele::zone
