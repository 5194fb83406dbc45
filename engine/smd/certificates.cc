#include "engine/smd/certificates.h"

#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <ctime>
#include <limits>
#include <memory>

#include "engine/base/bytes.h"

namespace stele::smd {
namespace {

template <class T, void (*Free)(T*)>
struct Freeing {
  void operator()(T* object) const { Free(object); }
};
using Certificate = std::unique_ptr<X509, Freeing<X509, X509_free>>;
using Crl = std::unique_ptr<X509_CRL, Freeing<X509_CRL, X509_CRL_free>>;
using Bio = std::unique_ptr<BIO, Freeing<BIO, BIO_free_all>>;
using Store = std::unique_ptr<X509_STORE, Freeing<X509_STORE, X509_STORE_free>>;
using StoreContext = std::unique_ptr<X509_STORE_CTX, Freeing<X509_STORE_CTX, X509_STORE_CTX_free>>;
// The stack does not own what is on it.
struct StackFreeing {
  void operator()(STACK_OF(X509) * stack) const { sk_X509_free(stack); }
};
using Stack = std::unique_ptr<STACK_OF(X509), StackFreeing>;

// OpenSSL's queue is per thread: nothing of ours may stay in it.
struct QuietErrors {
  ~QuietErrors() { ERR_clear_error(); }
};

const unsigned char* data_of(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

Certificate read_certificate(std::string_view der) {
  const unsigned char* at = data_of(der);
  Certificate out(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  return at == data_of(der) + der.size() ? std::move(out) : nullptr;
}

std::vector<Certificate> read_roots(const std::vector<std::string>& roots) {
  std::vector<Certificate> out;
  for (const std::string& root : roots)
    if (const auto der = parse_base64(root))
      if (auto certificate = read_certificate(*der)) out.push_back(std::move(certificate));
  return out;
}

std::string der_of(const X509* certificate) {
  unsigned char* bytes = nullptr;
  const int size = i2d_X509(certificate, &bytes);
  if (size <= 0) return {};
  std::string out(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  return out;
}

std::string issuer_text(const X509_NAME* name) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (X509_NAME_digest(name, EVP_sha256(), digest, &size) != 1) return {};
  return to_hex({reinterpret_cast<const char*>(digest), size});
}

std::string serial_text(const ASN1_INTEGER* serial) {
  return to_hex({reinterpret_cast<const char*>(ASN1_STRING_get0_data(serial)),
                 static_cast<std::size_t>(ASN1_STRING_length(serial))});
}

std::optional<Instant> time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (!time || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  return Instant{static_cast<std::int64_t>(timegm(&parts)) * kSecond};
}

}  // namespace

Result<std::vector<std::string>> parse_certificates(std::string_view pem) {
  const QuietErrors quiet;
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  std::vector<std::string> out;
  while (Certificate next{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)})
    out.push_back(to_base64(der_of(next.get())));
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  if (out.empty() || !at_end)
    return fail(Fault::invalid, "certificate " + std::to_string(out.size() + 1) +
                                    " is not one in PEM");
  return out;
}

std::size_t find_signer(const std::vector<std::string>& certificates) {
  const QuietErrors quiet;
  std::vector<Certificate> read;
  for (const std::string& der : certificates) read.push_back(read_certificate(der));
  for (std::size_t i = 0; i < read.size(); ++i) {
    if (!read[i]) continue;
    const bool issues_another = std::any_of(read.begin(), read.end(), [&](const Certificate& c) {
      return c && c != read[i] &&
             X509_NAME_cmp(X509_get_issuer_name(c.get()), X509_get_subject_name(read[i].get())) == 0;
    });
    if (!issues_another) return i;
  }
  return 0;
}

std::optional<Chain> find_chain(const std::string& signer, const std::vector<std::string>& others,
                                const std::vector<std::string>& roots) {
  const QuietErrors quiet;
  const Certificate leaf = read_certificate(signer);
  if (!leaf) return std::nullopt;
  const std::vector<Certificate> anchors = read_roots(roots);
  std::vector<Certificate> between;
  const Stack untrusted(sk_X509_new_null());
  for (const std::string& der : others)
    if (auto certificate = read_certificate(der)) {
      between.push_back(std::move(certificate));
      sk_X509_push(untrusted.get(), between.back().get());
    }
  const Store store(X509_STORE_new());
  for (const Certificate& anchor : anchors) X509_STORE_add_cert(store.get(), anchor.get());
  const StoreContext context(X509_STORE_CTX_new());
  if (X509_STORE_CTX_init(context.get(), store.get(), leaf.get(), untrusted.get()) != 1)
    return std::nullopt;
  // Dates are core's to judge, at its own time. A root need not be self-signed.
  X509_STORE_CTX_set_flags(context.get(), X509_V_FLAG_NO_CHECK_TIME | X509_V_FLAG_PARTIAL_CHAIN);
  X509_VERIFY_PARAM_set_depth(X509_STORE_CTX_get0_param(context.get()), 5);
  if (X509_verify_cert(context.get()) != 1) return std::nullopt;

  STACK_OF(X509)* const found = X509_STORE_CTX_get0_chain(context.get());
  const int size = sk_X509_num(found);
  Chain out;
  out.not_after.ms = std::numeric_limits<std::int64_t>::max();
  for (int i = 0; i < size; ++i) {
    const X509* const certificate = sk_X509_value(found, i);
    const auto from = time_of(X509_get0_notBefore(certificate));
    const auto until = time_of(X509_get0_notAfter(certificate));
    if (!from || !until) return std::nullopt;
    out.not_before = std::max(out.not_before, *from);
    out.not_after = std::min(out.not_after, *until);
    if (i + 1 < size)
      out.chain.push_back({issuer_text(X509_get_issuer_name(certificate)),
                           serial_text(X509_get0_serialNumber(certificate))});
    else
      out.root = to_base64(der_of(certificate));
  }
  // A mark signed by a root itself would leave nobody to revoke it.
  return out.chain.empty() ? std::nullopt : std::optional(std::move(out));
}

Result<RevocationList> parse_revocation_list(std::string_view text,
                                             const std::vector<std::string>& roots) {
  const QuietErrors quiet;
  const Bio bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  Crl list(PEM_read_bio_X509_CRL(bio.get(), nullptr, nullptr, nullptr));
  if (!list) {
    std::string packed(text);
    std::erase_if(packed, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
    if (const auto der = parse_base64(packed)) {
      const unsigned char* at = data_of(*der);
      list.reset(d2i_X509_CRL(nullptr, &at, static_cast<long>(der->size())));
    }
  }
  if (!list) return fail(Fault::invalid, "it is no revocation list in PEM or base64");
  const X509_NAME* const issuer = X509_CRL_get_issuer(list.get());
  const std::vector<Certificate> anchors = read_roots(roots);
  const bool trusted = std::any_of(anchors.begin(), anchors.end(), [&](const Certificate& root) {
    return X509_NAME_cmp(X509_get_subject_name(root.get()), issuer) == 0 &&
           X509_CRL_verify(list.get(), X509_get0_pubkey(root.get())) == 1;
  });
  if (!trusted) return fail(Fault::not_found, "no trusted root has signed it");
  const auto issued_at = time_of(X509_CRL_get0_lastUpdate(list.get()));
  if (!issued_at) return fail(Fault::invalid, "it says no time of issue");

  RevocationList out{issuer_text(issuer), {}, *issued_at};
  STACK_OF(X509_REVOKED)* const revoked = X509_CRL_get_REVOKED(list.get());
  for (int i = 0; i < sk_X509_REVOKED_num(revoked); ++i)
    out.serials.push_back(
        serial_text(X509_REVOKED_get0_serialNumber(sk_X509_REVOKED_value(revoked, i))));
  std::sort(out.serials.begin(), out.serials.end());
  return out;
}

}  // namespace stele::smd
