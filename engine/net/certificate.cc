#include "engine/net/certificate.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>

#include <ctime>
#include <utility>

#include "engine/net/openssl_ptr.h"

namespace stele::net {
namespace {

OpensslPtr<BIO> memory(std::string_view text) {
  return OpensslPtr<BIO>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::string contents(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

bool add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const OpensslPtr<X509_EXTENSION> extension(
      X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool set_name(X509* certificate, std::string_view common_name) {
  X509_NAME* name = X509_get_subject_name(certificate);
  return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                    reinterpret_cast<const unsigned char*>(common_name.data()),
                                    static_cast<int>(common_name.size()), -1, 0) == 1;
}

// RFC 5280 §4.1.2.2: positive, unique; 127 random bits.
bool set_serial(X509* certificate) {
  unsigned char bytes[16];
  if (RAND_bytes(bytes, sizeof bytes) != 1) return false;
  bytes[0] &= 0x7f;
  BIGNUM* number = BN_bin2bn(bytes, sizeof bytes, nullptr);
  const bool done = number && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate));
  BN_free(number);
  return done;
}

bool set_validity(X509* certificate, Instant now, int days) {
  const auto begin = static_cast<time_t>((now.ms - kDay) / kSecond);
  const auto end = static_cast<time_t>((now.ms + days * kDay) / kSecond);
  return ASN1_TIME_set(X509_getm_notBefore(certificate), begin) &&
         ASN1_TIME_set(X509_getm_notAfter(certificate), end);
}

// Names go into OpenSSL's own little configuration language, where a comma begins the next value.
Result<std::string> subject_alternatives(const std::vector<std::string>& names) {
  std::string value;
  for (const std::string& name : names) {
    if (name.empty() || name.find_first_of(",\n\r\\ ") != std::string::npos)
      return fail(Fault::invalid, "'" + to_printable(name) + "' cannot be in a certificate");
    ASN1_OCTET_STRING* ip = a2i_IPADDRESS(name.c_str());
    value += (value.empty() ? "" : ",") + std::string(ip ? "IP:" : "DNS:") + name;
    ASN1_OCTET_STRING_free(ip);
  }
  return value;
}

Result<Identity> sign(X509* certificate, EVP_PKEY* own_key, EVP_PKEY* issuer_key) {
  if (X509_sign(certificate, issuer_key, EVP_sha256()) == 0) return openssl_fault("signing");
  const OpensslPtr<BIO> pem(BIO_new(BIO_s_mem()));
  const OpensslPtr<BIO> key(BIO_new(BIO_s_mem()));
  if (!pem || !key || PEM_write_bio_X509(pem.get(), certificate) != 1 ||
      PEM_write_bio_PKCS8PrivateKey(key.get(), own_key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
    return openssl_fault("writing a certificate");
  return Identity{contents(pem.get()), contents(key.get())};
}

OpensslPtr<EVP_PKEY> make_key(KeyKind kind) {
  constexpr std::size_t kRsaBits = 2048;
  switch (kind) {
    case KeyKind::ecdsa_p256: return OpensslPtr<EVP_PKEY>(EVP_EC_gen("P-256"));
    case KeyKind::rsa: return OpensslPtr<EVP_PKEY>(EVP_RSA_gen(kRsaBits));
  }
  return nullptr;
}

Result<OpensslPtr<X509>> blank(std::string_view common_name, int days, Instant now, EVP_PKEY* key) {
  OpensslPtr<X509> certificate(X509_new());
  if (!certificate || X509_set_version(certificate.get(), X509_VERSION_3) != 1 ||
      !set_serial(certificate.get()) || !set_validity(certificate.get(), now, days) ||
      X509_set_pubkey(certificate.get(), key) != 1 || !set_name(certificate.get(), common_name))
    return openssl_fault("certificate for '" + to_printable(common_name) + "'");
  return certificate;
}

}  // namespace

std::unexpected<Error> openssl_fault(std::string_view doing) {
  const char* reason = ERR_reason_error_string(ERR_peek_error());
  std::string what(doing);
  what += ": ";
  what += reason ? reason : "OpenSSL gave no reason";
  ERR_clear_error();
  return fail(Fault::invalid, std::move(what));
}

Result<std::vector<OpensslPtr<X509>>> parse_certificates(std::string_view pem) {
  std::vector<OpensslPtr<X509>> certificates;
  const OpensslPtr<BIO> bio = memory(pem);
  if (!bio) return openssl_fault("certificate");
  while (X509* next = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr))
    certificates.emplace_back(next);
  const unsigned long last = ERR_peek_last_error();
  const bool at_end =
      ERR_GET_LIB(last) == ERR_LIB_PEM && ERR_GET_REASON(last) == PEM_R_NO_START_LINE;
  if (certificates.empty() || !at_end)
    return openssl_fault("certificate " + std::to_string(certificates.size() + 1) +
                         " of the PEM text");
  ERR_clear_error();
  return certificates;
}

namespace {

std::string common_name_of(const X509* certificate) {
  const X509_NAME* subject = X509_get_subject_name(certificate);
  const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  if (at < 0 || X509_NAME_get_index_by_NID(subject, NID_commonName, at) >= 0) return {};
  unsigned char* text = nullptr;
  const int length =
      ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
  if (length < 0) return {};
  // With its length: what follows a zero byte belongs to the name.
  std::string name(reinterpret_cast<const char*>(text), static_cast<std::size_t>(length));
  OPENSSL_free(text);
  return name;
}

// 0, long ago, when it is no time.
Instant end_of(const X509* certificate) {
  std::tm end{};
  if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) != 1) return {};
  return Instant{static_cast<std::int64_t>(timegm(&end)) * kSecond};
}

}  // namespace

PeerCertificate describe(const X509* certificate) {
  PeerCertificate out;
  unsigned length = 0;
  X509_digest(certificate, EVP_sha256(), out.fingerprint.data(), &length);
  out.common_name = common_name_of(certificate);
  out.valid_until = end_of(certificate);
  return out;
}

Result<OpensslPtr<EVP_PKEY>> parse_key(std::string_view pem) {
  const OpensslPtr<BIO> bio = memory(pem);
  // The empty password keeps OpenSSL from asking on the terminal.
  char none[] = "";
  OpensslPtr<EVP_PKEY> key(
      bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, none) : nullptr);
  if (!key) return openssl_fault("private key");
  return key;
}

Result<Identity> make_ca(std::string_view common_name, int days, Instant now, KeyKind kind) {
  const OpensslPtr<EVP_PKEY> key = make_key(kind);
  if (!key) return openssl_fault("making a key");
  auto certificate = blank(common_name, days, now, key.get());
  if (!certificate) return std::unexpected(certificate.error());
  X509* ca = certificate->get();
  if (X509_set_issuer_name(ca, X509_get_subject_name(ca)) != 1 ||
      !add_extension(ca, ca, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") ||
      !add_extension(ca, ca, NID_key_usage, "critical,keyCertSign,cRLSign") ||
      !add_extension(ca, ca, NID_subject_key_identifier, "hash"))
    return openssl_fault("certificate authority");
  return sign(ca, key.get(), key.get());
}

Result<Identity> issue_certificate(const Identity& ca, const CertificateRequest& request,
                                   Instant now) {
  const auto issuers = parse_certificates(ca.certificate_pem);
  if (!issuers) return std::unexpected(issuers.error());
  const auto issuer_key = parse_key(ca.key_pem);
  if (!issuer_key) return std::unexpected(issuer_key.error());
  const auto names = subject_alternatives(request.names);
  if (!names) return std::unexpected(names.error());
  const OpensslPtr<EVP_PKEY> key = make_key(request.key);
  if (!key) return openssl_fault("making a key");
  const auto certificate = blank(request.common_name, request.days, now, key.get());
  if (!certificate) return std::unexpected(certificate.error());

  X509* issuer = issuers->front().get();
  X509* issued = certificate->get();
  const char* use = request.use == CertificateUse::server ? "serverAuth" : "clientAuth";
  if (X509_set_issuer_name(issued, X509_get_subject_name(issuer)) != 1 ||
      !add_extension(issued, issuer, NID_basic_constraints, "critical,CA:FALSE") ||
      !add_extension(issued, issuer, NID_key_usage, "critical,digitalSignature") ||
      !add_extension(issued, issuer, NID_ext_key_usage, use) ||
      !add_extension(issued, issuer, NID_subject_key_identifier, "hash") ||
      !add_extension(issued, issuer, NID_authority_key_identifier, "keyid") ||
      (!names->empty() && !add_extension(issued, issuer, NID_subject_alt_name, *names)))
    return openssl_fault("certificate for '" + to_printable(request.common_name) + "'");
  return sign(issued, key.get(), issuer_key->get());
}

Result<Digest> certificate_fingerprint(std::string_view certificate_pem) {
  const auto certificates = parse_certificates(certificate_pem);
  if (!certificates) return std::unexpected(certificates.error());
  Digest digest;
  unsigned length = 0;
  if (X509_digest(certificates->front().get(), EVP_sha256(), digest.data(), &length) != 1)
    return openssl_fault("certificate fingerprint");
  return digest;
}

}  // namespace stele::net
