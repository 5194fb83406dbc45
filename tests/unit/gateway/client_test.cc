// Which certificate and which address a registrar's client may have, mode by mode.
#include "frontends/gateway/client.h"

#include <gtest/gtest.h>

namespace stele::gateway {
namespace {

constexpr Instant kNow{1'000'000};

core::Registrar registrar(CertificateMode mode, std::vector<std::string> networks = {}) {
  core::Registrar out;
  out.id = "reg-a";
  out.fingerprints = {std::string(64, '0'), std::string(64, 'f')};
  out.access.certificate = mode;
  out.access.networks = std::move(networks);
  return out;
}

struct Shown {
  unsigned char byte = 0xff;         // of the fingerprint: ff is bound, aa is not
  const char* name = "reg-a";
  bool issued = false;
  Instant valid_until = kNow + 1;
};

Client client(CertificateMode server, std::optional<Shown> shown, std::string address = "192.0.2.1") {
  Client out{.peer = address + ":1", .address = std::move(address), .mode = server};
  if (shown) {
    out.certificate.emplace(net::PeerCertificate{
        .common_name = shown->name, .valid_until = shown->valid_until, .issued = shown->issued});
    out.certificate->fingerprint.fill(shown->byte);
  }
  return out;
}

std::string told(const core::Registrar& who, const Client& from) {
  return std::string(why_not(who, from, kNow).value_or("welcome"));
}

TEST(Client, OwnCertificatesAreKnownByFingerprint) {
  using enum CertificateMode;
  const core::Registrar who = registrar(none);
  EXPECT_EQ(told(who, client(own, Shown{})), "welcome");
  EXPECT_EQ(told(who, client(own, Shown{.name = "anybody"})), "welcome");
  EXPECT_EQ(told(who, client(own, std::nullopt)), "certificate");
  EXPECT_EQ(told(who, client(own, Shown{.byte = 0xaa, .issued = true})), "certificate");
  EXPECT_EQ(told(who, client(own, Shown{.valid_until = kNow + -1})), "certificate_expired");
  EXPECT_EQ(told(who, client(own, Shown{.byte = 0xaa, .valid_until = kNow + -1})), "certificate");
}

TEST(Client, WithoutNetworksItMayComeFromEverywhere) {
  using enum CertificateMode;
  EXPECT_TRUE(may_come_from(registrar(none), "192.0.2.1"));
  const core::Registrar held = registrar(none, {"192.0.2.0/24", "2001:db8::/32"});
  EXPECT_TRUE(may_come_from(held, "192.0.2.1"));
  EXPECT_TRUE(may_come_from(held, "2001:db8::1"));
  EXPECT_FALSE(may_come_from(held, "192.0.3.1"));
  EXPECT_FALSE(may_come_from(held, "nonsense"));
}

TEST(Client, IssuedCertificatesAreKnownByIssuerAndName) {
  using enum CertificateMode;
  const core::Registrar who = registrar(none);
  EXPECT_EQ(told(who, client(issued, Shown{.byte = 0xaa, .issued = true})), "welcome");
  EXPECT_EQ(told(who, client(issued, Shown{.byte = 0xaa, .name = "reg-b", .issued = true})),
            "certificate");
  EXPECT_EQ(told(who, client(issued, Shown{.byte = 0xaa, .name = "", .issued = true})),
            "certificate");
  EXPECT_EQ(told(who, client(issued, Shown{.issued = false})), "certificate");
  EXPECT_EQ(told(who, client(issued, Shown{.valid_until = kNow + -1})), "certificate_expired");
  EXPECT_EQ(told(who, client(issued, std::nullopt)), "certificate");
}

TEST(Client, TheStricterOfServerAndRegistrarHolds) {
  using enum CertificateMode;
  for (const CertificateMode server : {own, issued, none})
    for (const CertificateMode registrars : {own, issued, none})
      EXPECT_EQ(certificate_mode(registrar(registrars), client(server, std::nullopt)),
                server == own || registrars == own ? own
                : server == issued || registrars == issued ? issued : none);
  EXPECT_EQ(told(registrar(none), client(none, std::nullopt)), "welcome");
  EXPECT_EQ(told(registrar(issued), client(none, std::nullopt)), "certificate");
  EXPECT_EQ(told(registrar(none), client(none, Shown{.valid_until = kNow + -1})), "welcome");
}

TEST(Client, NetworksHoldWhereThereAreAny) {
  using enum CertificateMode;
  const core::Registrar who = registrar(none, {"192.0.2.0/24", "2001:db8:1::/48"});
  EXPECT_EQ(told(who, client(none, std::nullopt, "192.0.2.255")), "welcome");
  EXPECT_EQ(told(who, client(none, std::nullopt, "2001:db8:1::7")), "welcome");
  EXPECT_EQ(told(who, client(none, std::nullopt, "192.0.3.1")), "network");
  EXPECT_EQ(told(who, client(none, std::nullopt, "2001:db8:2::7")), "network");
  EXPECT_EQ(told(who, client(none, std::nullopt, "unix")), "network");
  EXPECT_EQ(told(who, client(own, Shown{.byte = 0xaa}, "192.0.3.1")), "certificate");
}

TEST(Client, IsDistinguishedByWhatStrangersCannotShow) {
  using enum CertificateMode;
  EXPECT_FALSE(is_distinguished(registrar(none), client(none, std::nullopt)));
  EXPECT_TRUE(is_distinguished(registrar(none), client(own, Shown{})));
  EXPECT_TRUE(is_distinguished(registrar(none, {"192.0.2.0/24"}), client(none, std::nullopt)));
}

TEST(Client, AddressesAreCountedByWhatOneOwnerHas) {
  EXPECT_EQ(address_range("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(address_range("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(address_range("unix"), "unix");
}

}  // namespace
}  // namespace stele::gateway
