#include "tests/unit/net/harness.h"

namespace stele::net::test {
namespace {

const Instant kNow = SystemClock().now();

Identity issue(const Identity& ca, const char* name, CertificateUse use) {
  return issue_certificate(ca, {name, {"localhost", "127.0.0.1", "::1"}, use, 30}, kNow).value();
}

}  // namespace

const Pki& Pki::get() {
  static const Pki pki = [] {
    Pki made;
    made.ca = make_ca("Test CA", 30, kNow).value();
    made.stranger_ca = make_ca("Somebody else", 30, kNow).value();
    made.server = issue(made.ca, "server", CertificateUse::server);
    made.client = issue(made.ca, "client", CertificateUse::client);
    made.stranger = issue(made.stranger_ca, "client", CertificateUse::client);
    return made;
  }();
  return pki;
}

std::shared_ptr<const TlsContext> server_tls(ClientCertificate mode) {
  const Pki& pki = Pki::get();
  return TlsContext::server(
             {pki.server.certificate_pem, pki.server.key_pem, mode, pki.ca.certificate_pem})
      .value();
}

std::shared_ptr<const TlsContext> client_tls(const Identity* identity) {
  ClientTls options{.ca_pem = Pki::get().ca.certificate_pem, .server_name = "127.0.0.1"};
  if (identity) {
    options.certificate_pem = identity->certificate_pem;
    options.key_pem = identity->key_pem;
  }
  return TlsContext::client(options).value();
}

}  // namespace stele::net::test
