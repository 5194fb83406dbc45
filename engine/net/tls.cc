#include "engine/net/tls.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <fstream>
#include <iterator>
#include <string_view>
#include <utility>

#include "engine/net/openssl_ptr.h"

namespace stele::net {
namespace {

// AES-128 first: as strong as P-256 and a third cheaper per frame than AES-256.
constexpr const char* kSuites13 =
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
constexpr const char* kSuites12 =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";

// What was wrong is kept: SSL_get_verify_result().
int accept_any(int, X509_STORE_CTX*) { return 1; }

Done set_common(SSL_CTX* context) {
  SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA |
                                   SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context, 0);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_read_ahead(context, 1);  // header and body of a record in one read()
  if (SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) != 1 ||
      SSL_CTX_set_ciphersuites(context, kSuites13) != 1 ||
      SSL_CTX_set_cipher_list(context, kSuites12) != 1)
    return openssl_fault("TLS settings");
  return {};
}

Done use_identity(SSL_CTX* context, const std::string& certificate_pem,
                  const std::string& key_pem) {
  const auto certificates = parse_certificates(certificate_pem);
  if (!certificates) return std::unexpected(certificates.error());
  const auto key = parse_key(key_pem);
  if (!key) return std::unexpected(key.error());
  if (SSL_CTX_use_certificate(context, certificates->front().get()) != 1)
    return openssl_fault("own certificate");
  for (std::size_t i = 1; i < certificates->size(); ++i)
    if (SSL_CTX_add1_chain_cert(context, (*certificates)[i].get()) != 1)
      return openssl_fault("certificate chain");
  if (SSL_CTX_use_PrivateKey(context, key->get()) != 1 || SSL_CTX_check_private_key(context) != 1)
    return openssl_fault("private key does not fit the certificate");
  return {};
}

Done trust(SSL_CTX* context, const std::string& ca_pem, bool announce) {
  const auto authorities = parse_certificates(ca_pem);
  if (!authorities) return std::unexpected(authorities.error());
  for (const auto& authority : *authorities) {
    if (X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority.get()) != 1 ||
        (announce && SSL_CTX_add_client_CA(context, authority.get()) != 1))
      return openssl_fault("CA certificate");
  }
  return {};
}

// As ALPN lists it: a length and the name.
std::string alpn_list(const std::string& application) {
  return static_cast<char>(application.size()) + application;
}

// A client that asks for other applications is sent away; one that asks for none is only seen when
// the handshake is done (speaks_application).
int choose_application(SSL*, const unsigned char** out, unsigned char* out_size,
                       const unsigned char* offered, unsigned int offered_size, void* wanted) {
  const auto& list = *static_cast<const std::string*>(wanted);
  unsigned char* chosen = nullptr;
  const int result = SSL_select_next_proto(
      &chosen, out_size, reinterpret_cast<const unsigned char*>(list.data()),
      static_cast<unsigned int>(list.size()), offered, offered_size);
  *out = chosen;
  return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

Done set_client_certificate(SSL_CTX* context, const ServerTls& options) {
  switch (options.client_certificate) {
    case ClientCertificate::none: return {};
    // The CA is not announced: clients with a certificate of another issuer would show none.
    case ClientCertificate::optional:
      SSL_CTX_set_verify(context, SSL_VERIFY_PEER, accept_any);
      return options.client_ca_pem.empty() ? Done{} : trust(context, options.client_ca_pem, false);
    case ClientCertificate::required:
      SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, accept_any);
      return options.client_ca_pem.empty() ? Done{} : trust(context, options.client_ca_pem, false);
    case ClientCertificate::from_ca:
      SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
      return trust(context, options.client_ca_pem, true);
  }
  return {};
}

}  // namespace

TlsContext::TlsContext(ssl_ctx_st* context, std::string server_name)
    : context_(context), server_name_(std::move(server_name)) {}

TlsContext::~TlsContext() { SSL_CTX_free(context_); }

Result<std::shared_ptr<const TlsContext>> TlsContext::server(const ServerTls& options) {
  SSL_CTX* native = SSL_CTX_new(TLS_server_method());
  if (!native) return openssl_fault("TLS context");
  std::shared_ptr<TlsContext> context(new TlsContext(native, {}));
  if (auto done = set_common(native); !done) return std::unexpected(done.error());
  if (auto done = use_identity(native, options.certificate_pem, options.key_pem); !done)
    return std::unexpected(done.error());
  if (auto done = set_client_certificate(native, options); !done)
    return std::unexpected(done.error());
  if (options.only_tls13 && SSL_CTX_set_min_proto_version(native, TLS1_3_VERSION) != 1)
    return openssl_fault("TLS 1.3");
  if (!options.application.empty()) {
    context->application_ = options.application;
    context->application_list_ = alpn_list(options.application);
    SSL_CTX_set_alpn_select_cb(native, choose_application, &context->application_list_);
  }
  return context;
}

bool speaks_application(const TlsContext& context, ssl_st* ssl) {
  if (context.application().empty()) return true;
  const unsigned char* chosen = nullptr;
  unsigned int size = 0;
  SSL_get0_alpn_selected(ssl, &chosen, &size);
  return std::string_view(reinterpret_cast<const char*>(chosen), size) == context.application();
}

Result<std::shared_ptr<const TlsContext>> TlsContext::client(const ClientTls& options) {
  SSL_CTX* native = SSL_CTX_new(TLS_client_method());
  if (!native) return openssl_fault("TLS context");
  std::shared_ptr<const TlsContext> context(new TlsContext(native, options.server_name));
  if (auto done = set_common(native); !done) return std::unexpected(done.error());
  if (!options.certificate_pem.empty())
    if (auto done = use_identity(native, options.certificate_pem, options.key_pem); !done)
      return std::unexpected(done.error());
  if (!options.ca_pem.empty()) {
    SSL_CTX_set_verify(native, SSL_VERIFY_PEER, nullptr);
    if (auto done = trust(native, options.ca_pem, false); !done)
      return std::unexpected(done.error());
  }
  if (!options.application.empty()) {
    const std::string list = alpn_list(options.application);
    if (SSL_CTX_set_alpn_protos(native, reinterpret_cast<const unsigned char*>(list.data()),
                                static_cast<unsigned int>(list.size())) != 0)
      return openssl_fault("ALPN");
  }
  return context;
}

ssl_st* begin_tls(const TlsContext& context, int socket, TlsSide side) {
  SSL* ssl = SSL_new(context.native());
  if (!ssl || SSL_set_fd(ssl, socket) != 1) {
    SSL_free(ssl);
    return nullptr;
  }
  if (side == TlsSide::server) {
    SSL_set_accept_state(ssl);
    return ssl;
  }
  SSL_set_connect_state(ssl);
  const std::string& name = context.server_name();
  if (name.empty() || X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), name.c_str()) == 1)
    return ssl;
  SSL_set1_host(ssl, name.c_str());
  // SSL_set_tlsext_host_name without its C cast.
  std::string host = name;
  SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, host.data());
  return ssl;
}

Result<std::string> read_pem(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(Fault::not_found, "cannot read " + path.string());
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (text.find("-----BEGIN ") == std::string::npos)
    return fail(Fault::invalid, path.string() + " is not a PEM file");
  return text;
}

}  // namespace stele::net
