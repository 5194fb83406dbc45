// TLS as hostile and as honest clients meet it.
#include <openssl/err.h>
#include <openssl/ssl.h>

#include "tests/unit/net/harness.h"

namespace stele::net::test {
namespace {

ServerOptions tls_options(ClientCertificate mode = ClientCertificate::none) {
  ServerOptions options;
  options.tls = server_tls(mode);
  return options;
}

// "open" when the session was reached, else the event's first word.
std::string outcome(ClientCertificate mode, const Identity* identity) {
  Running running(tls_options(mode));
  auto client = running.connect(client_tls(identity));
  if (client && client->write("hello")) {
    const auto echoed = client->read_exactly(5);
    if (echoed && *echoed == "hello") return "open";
  }
  if (!running.events.await("")) return "nothing happened";
  return running.events.lines().front();
}

TEST(Tls, EchoesOverTls13) {
  Running running(tls_options(), 2);
  auto client = running.connect(client_tls());
  ASSERT_TRUE(client) << client.error().what;
  EXPECT_EQ(client->tls_version(), "TLSv1.3");
  const std::string large(3'000'000, 'x');
  ASSERT_TRUE(client->write("one"));
  EXPECT_EQ(client->read_exactly(3).value(), "one");
  for (int i = 0; i < 20; ++i) {
    const std::string part(20'000, static_cast<char>('a' + i));
    ASSERT_TRUE(client->write(part));
    ASSERT_EQ(client->read_exactly(part.size()).value(), part);
  }
}

TEST(Tls, ClientCertificateModes) {
  const Pki& pki = Pki::get();
  using enum ClientCertificate;
  EXPECT_EQ(outcome(none, nullptr), "open");
  EXPECT_EQ(outcome(optional, nullptr), "open");
  EXPECT_EQ(outcome(optional, &pki.stranger), "open");
  EXPECT_EQ(outcome(required, &pki.stranger), "open");
  EXPECT_EQ(outcome(from_ca, &pki.client), "open");
  const auto refused = [](const std::string& got, const std::string& why) {
    EXPECT_TRUE(got.starts_with("handshake_failed " + why)) << got;
  };
  refused(outcome(required, nullptr), "peer did not return a certificate");
  refused(outcome(from_ca, nullptr), "peer did not return a certificate");
  refused(outcome(from_ca, &pki.stranger), "certificate verify failed");
  const Identity expired = issue_certificate(pki.ca, {"client", {}, CertificateUse::client, 1},
                                             SystemClock().now() + -3 * kDay).value();
  EXPECT_EQ(outcome(required, &expired), "open");
  refused(outcome(from_ca, &expired), "certificate verify failed: certificate has expired");
}

TEST(Tls, WhatIsKnownOfACertificateIsItsOwn) {
  class Teller : public Session {
    void on_open(Connection& connection) override {
      const auto& shown = connection.peer_certificate();
      connection.send(shown ? to_hex(view(shown->fingerprint)) + " " + shown->common_name + " " +
                                  to_text(shown->valid_until).substr(0, 10) +
                                  (shown->issued ? " issued" : "")
                            : "none");
      connection.close_after_send();
    }
    std::size_t on_data(Connection&, std::string_view bytes) override { return bytes.size(); }
  };
  ServerOptions options = tls_options(ClientCertificate::optional);
  options.session = [] { return std::make_unique<Teller>(); };
  Running running(std::move(options));
  const Pki& pki = Pki::get();
  const Instant now = SystemClock().now();
  const auto told = [&](const Identity& identity) {
    auto client = running.connect(client_tls(&identity));
    return client ? client->read_to_end(1000).value() : client.error().what;
  };
  const auto expected = [&](const Identity& identity, std::string_view name, int days) {
    return to_hex(view(certificate_fingerprint(identity.certificate_pem).value())) + " " +
           std::string(name) + " " + to_text(now + days * kDay).substr(0, 10);
  };
  EXPECT_EQ(told(pki.stranger), expected(pki.stranger, "client", 30));
  EXPECT_EQ(told(pki.client), expected(pki.client, "client", 30) + " issued");
  const Identity expired =
      issue_certificate(pki.ca, {"late", {}, CertificateUse::client, 1}, now + -3 * kDay).value();
  EXPECT_EQ(told(expired), expected(expired, "late", -2));
  const Identity server =
      issue_certificate(pki.ca, {"reg-a", {}, CertificateUse::server, 30}, now).value();
  EXPECT_EQ(told(server), expected(server, "reg-a", 30));
  auto without = running.connect(client_tls());
  ASSERT_TRUE(without);
  EXPECT_EQ(without->read_to_end(1000).value(), "none");
}

TEST(Tls, ClientRefusesServerOfAnotherName) {
  Running running(tls_options());
  const auto tls = TlsContext::client({.ca_pem = Pki::get().ca.certificate_pem,
                                       .server_name = "epp.example"}).value();
  auto client = running.connect(tls);
  ASSERT_FALSE(client);
  const std::string& what = client.error().what;
  EXPECT_NE(what.find("hostname mismatch"), std::string::npos) << what;
}

TEST(Tls, NewContextServesNewConnectionsOnly) {
  Running running(tls_options());
  auto before = running.connect(client_tls());
  ASSERT_TRUE(before);
  const Identity other = issue_certificate(
      Pki::get().stranger_ca, {"other", {"127.0.0.1"}, CertificateUse::server, 3},
      SystemClock().now()).value();
  running.server->set_tls(TlsContext::server({other.certificate_pem, other.key_pem}).value());
  EXPECT_FALSE(running.connect(client_tls()));
  ASSERT_TRUE(before->write("still"));
  EXPECT_EQ(before->read_exactly(5).value(), "still");
}

TEST(Tls, PlainBytesNeverReachTheSession) {
  Running running(tls_options());
  auto client = running.connect();
  ASSERT_TRUE(client);
  ASSERT_TRUE(client->write(std::string("\0\0\0\x10<epp>hello</epp>", 19)));
  ASSERT_TRUE(running.events.await("handshake_failed"));
  EXPECT_TRUE(running.seen.lines().empty());
  EXPECT_EQ(running.events.lines().size(), 1u);
}

// A client of our own choosing, straight on OpenSSL.
struct RawClient {
  SSL_CTX* context = SSL_CTX_new(TLS_client_method());
  SSL* ssl = nullptr;
  BIO* bio = nullptr;
  bool connect(std::uint16_t port) {
    bio = BIO_new_connect(("127.0.0.1:" + std::to_string(port)).c_str());
    if (BIO_do_connect(bio) != 1) return false;
    ssl = SSL_new(context);
    SSL_set_bio(ssl, bio, bio);
    return SSL_connect(ssl) == 1;
  }
  ~RawClient() {
    SSL_free(ssl);
    SSL_CTX_free(context);
    ERR_clear_error();
  }
};

TEST(Tls, Tls11IsRefused) {
  Running running(tls_options());
  RawClient old;
  SSL_CTX_set_security_level(old.context, 0);
  SSL_CTX_set_min_proto_version(old.context, TLS1_VERSION);
  SSL_CTX_set_max_proto_version(old.context, TLS1_1_VERSION);
  EXPECT_FALSE(old.connect(running.server->port()));
  EXPECT_TRUE(running.events.await("handshake_failed unsupported protocol"));
}

TEST(Tls, Tls12IsServedButNotWithCbcSuites) {
  Running running(tls_options());
  RawClient good, weak;
  SSL_CTX_set_max_proto_version(good.context, TLS1_2_VERSION);
  EXPECT_TRUE(good.connect(running.server->port()));
  SSL_CTX_set_max_proto_version(weak.context, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(weak.context, "ECDHE-ECDSA-AES128-SHA");
  EXPECT_FALSE(weak.connect(running.server->port()));
  EXPECT_TRUE(running.events.await("handshake_failed no shared cipher"));
}

TEST(Tls, NoTicketsNoResumptionNoRenegotiation) {
  Running running(tls_options());
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    SSL_SESSION* saved = nullptr;
    {
      RawClient first;
      SSL_CTX_set_max_proto_version(first.context, version);
      ASSERT_TRUE(first.connect(running.server->port()));
      // Session tickets of TLS 1.3 come after the handshake: read an answer past them.
      ASSERT_EQ(SSL_write(first.ssl, "x", 1), 1);
      char echoed = 0;
      ASSERT_EQ(SSL_read(first.ssl, &echoed, 1), 1);
      saved = SSL_get1_session(first.ssl);
      EXPECT_FALSE(SSL_SESSION_has_ticket(saved));
      EXPECT_FALSE(SSL_SESSION_is_resumable(saved));
      if (version == TLS1_2_VERSION) {
        SSL_renegotiate(first.ssl);
        EXPECT_NE(SSL_do_handshake(first.ssl), 1);
      }
    }
    SSL_SESSION_free(saved);
  }
}

TEST(Certificate, BadPemSaysWhat) {
  const auto bad = TlsContext::server({"nonsense", Pki::get().server.key_pem});
  ASSERT_FALSE(bad);
  EXPECT_NE(bad.error().what.find("certificate 1"), std::string::npos);
  const auto swapped = TlsContext::server(
      {Pki::get().server.certificate_pem, Pki::get().client.key_pem});
  EXPECT_FALSE(swapped);
  EXPECT_FALSE(issue_certificate(Pki::get().ca, {"x", {"a,DNS:evil"}}, SystemClock().now()));
}

}  // namespace
}  // namespace stele::net::test
