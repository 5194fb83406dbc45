// Owning pointers for OpenSSL's objects and its error queue as a fault. Private to engine/net.
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/net/peer_certificate.h"
#include "engine/net/tls.h"

struct ssl_st;

namespace stele::net {

struct OpensslFree {
  void operator()(X509* p) const { X509_free(p); }
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
  void operator()(BIO* p) const { BIO_free_all(p); }
  void operator()(X509_EXTENSION* p) const { X509_EXTENSION_free(p); }
};
template <class T>
using OpensslPtr = std::unique_ptr<T, OpensslFree>;

// Takes the first entry of this thread's error queue and empties it.
std::unexpected<Error> openssl_fault(std::string_view doing);

// At least one certificate, in the file's order.
Result<std::vector<OpensslPtr<X509>>> parse_certificates(std::string_view pem);
Result<OpensslPtr<EVP_PKEY>> parse_key(std::string_view pem);

// All but `issued`, which only the handshake knows.
PeerCertificate describe(const X509* certificate);

enum class TlsSide { server, client };

// A TLS session on a socket, which stays the caller's; SSL_free() it. Null: out of memory.
ssl_st* begin_tls(const TlsContext& context, int socket, TlsSide side);

// After the handshake: whether the client asked for the application this server speaks.
bool speaks_application(const TlsContext& context, ssl_st* ssl);

}  // namespace stele::net
