// TlsContext: what a listener or a dial needs for TLS. TLS 1.2 and 1.3 with forward secrecy and
// AEAD only; no compression, renegotiation, session tickets or resumption (each session is its own
// handshake, so a revoked client certificate is not carried on). OpenSSL stays behind this wall.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "engine/base/result.h"

struct ssl_ctx_st;

namespace stele::net {

enum class ClientCertificate {
  none,      // not asked for
  optional,  // asked for; any or none is accepted, the session looks at what is shown
  required,  // must show one, by any issuer; the session binds its fingerprint to an account
  from_ca,   // must show one that `client_ca_pem` signed, within its dates
};

struct ServerTls {
  std::string certificate_pem;  // own certificate first, then the chain
  std::string key_pem;
  ClientCertificate client_certificate = ClientCertificate::none;
  std::string client_ca_pem;    // needed for from_ca; else it only makes PeerCertificate::issued known
  bool only_tls13 = false;
  std::string application;      // ALPN (RFC 7301) that clients must ask for; empty: not looked at
};

struct ClientTls {
  std::string ca_pem;           // empty: the server's certificate is not checked (tests)
  std::string server_name;      // DNS name or address the certificate must carry; empty: any
  std::string certificate_pem;  // own certificate, where the server wants one
  std::string key_pem;
  std::string application;      // ALPN to ask for; empty: none
};

// Immutable and shared by all connections begun with it; swap the pointer for new certificates.
class TlsContext {
 public:
  static Result<std::shared_ptr<const TlsContext>> server(const ServerTls& options);
  static Result<std::shared_ptr<const TlsContext>> client(const ClientTls& options);
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  ssl_ctx_st* native() const { return context_; }  // for engine/net only
  const std::string& server_name() const { return server_name_; }
  const std::string& application() const { return application_; }  // of a server; empty: any

 private:
  TlsContext(ssl_ctx_st* context, std::string server_name);
  ssl_ctx_st* context_;
  std::string server_name_;
  std::string application_;
  std::string application_list_;  // as OpenSSL wants it, for as long as the context lives
};

// A PEM file whole; faults name the path.
Result<std::string> read_pem(const std::filesystem::path& path);

}  // namespace stele::net
