#include "tests/support/marks/test_marks.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>
#include <xmlsec/templates.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>
#include <xmlsec/xmltree.h>

#include <charconv>
#include <initializer_list>

#include "engine/base/bytes.h"
#include "engine/base/check.h"
#include "engine/smd/signed_mark.h"

namespace stele::test {
namespace {

template <class T, void (*Free)(T*)>
struct Freeing {
  void operator()(T* object) const { Free(object); }
};
using Key = std::unique_ptr<EVP_PKEY, Freeing<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freeing<X509, X509_free>>;
using Crl = std::unique_ptr<X509_CRL, Freeing<X509_CRL, X509_CRL_free>>;
using Bio = std::unique_ptr<BIO, Freeing<BIO, BIO_free_all>>;

struct Party {
  Key key;
  Certificate certificate;
  bool rsa = false;
};

template <class Write>
std::string text_of(const Write& write) {
  const Bio bio(BIO_new(BIO_s_mem()));
  CHECK(write(bio.get()) == 1, "OpenSSL writes to memory");
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

void set_time(ASN1_TIME* time, const char* text) { ASN1_TIME_set_string(time, text); }

// Below `issuer`, or a root of its own.
Party party(const char* name, long serial, const Party* issuer, const char* until, bool rsa = false) {
  Party out;
  out.rsa = rsa;
  out.key.reset(rsa ? EVP_RSA_gen(2048) : EVP_EC_gen("P-256"));
  out.certificate.reset(X509_new());
  X509* const x = out.certificate.get();
  X509_set_version(x, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(x), serial);
  set_time(X509_getm_notBefore(x), "20250101000000Z");
  set_time(X509_getm_notAfter(x), until);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
  X509_set_issuer_name(x, X509_get_subject_name(issuer ? issuer->certificate.get() : x));
  X509_set_pubkey(x, out.key.get());
  if (!issuer) {
    X509_EXTENSION* const ca =
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_basic_constraints, "critical,CA:TRUE");
    X509_add_ext(x, ca, -1);
    X509_EXTENSION_free(ca);
  }
  CHECK(X509_sign(x, issuer ? issuer->key.get() : out.key.get(), EVP_sha256()) > 0, "signs");
  return out;
}

std::string der_base64(const X509* certificate) {
  unsigned char* bytes = nullptr;
  const int size = i2d_X509(certificate, &bytes);
  std::string out = to_base64({reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size)});
  OPENSSL_free(bytes);
  return out;
}

std::string pem(const Party& party) {
  return text_of([&](BIO* bio) { return PEM_write_bio_X509(bio, party.certificate.get()); });
}

std::string mark_text(std::string_view label, int number, std::string_view from,
                      std::string_view until) {
  const std::string text_label(label);
  return "<smd:id>" + std::to_string(number) + "-65535</smd:id>"
         "<smd:issuerInfo issuerID=\"65535\"><smd:org>Test Validator</smd:org>"
         "<smd:email>smd@validator.test</smd:email></smd:issuerInfo>"
         "<smd:notBefore>" + std::string(from) + "</smd:notBefore>"
         "<smd:notAfter>" + std::string(until) + "</smd:notAfter>"
         "<mark:mark xmlns:mark=\"urn:ietf:params:xml:ns:mark-1.0\"><mark:trademark>"
         "<mark:id>5-65535</mark:id><mark:markName>Example</mark:markName>"
         "<mark:holder entitlement=\"owner\"><mark:org>Example Inc.</mark:org><mark:addr>"
         "<mark:street>1 Main Street</mark:street><mark:city>Reston</mark:city>"
         "<mark:cc>US</mark:cc></mark:addr></mark:holder>"
         "<mark:jurisdiction>US</mark:jurisdiction><mark:class>35</mark:class>"
         "<mark:label>other-one</mark:label><mark:label>" + text_label + "</mark:label>"
         "<mark:goodsAndServices>Hammers</mark:goodsAndServices><mark:regNum>234235</mark:regNum>"
         "<mark:regDate>2009-08-16T09:00:00.0Z</mark:regDate></mark:trademark></mark:mark>";
}

std::string signature_text(const Party& signer) {
  return "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"><SignedInfo>"
         "<CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>"
         "<SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#" +
         std::string(signer.rsa ? "rsa" : "ecdsa") + "-sha256\"/><Reference URI=\"#smd1\">"
         "<Transforms><Transform "
         "Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/>"
         "<Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/></Transforms>"
         "<DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><DigestValue/>"
         "</Reference></SignedInfo><SignatureValue/><KeyInfo><X509Data><X509Certificate>" +
         der_base64(signer.certificate.get()) +
         "</X509Certificate></X509Data></KeyInfo></Signature>";
}

std::string sign(const std::string& xml, const Party& signer) {
  xmlDoc* const doc =
      xmlReadMemory(xml.data(), static_cast<int>(xml.size()), nullptr, nullptr, XML_PARSE_NONET);
  CHECK(doc, "the tests' mark is XML");
  xmlNode* const root = xmlDocGetRootElement(doc);
  xmlAddID(nullptr, doc, reinterpret_cast<const xmlChar*>("smd1"),
           xmlHasProp(root, reinterpret_cast<const xmlChar*>("id")));
  const std::string key = text_of([&](BIO* bio) {
    return PEM_write_bio_PrivateKey(bio, signer.key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
  xmlSecDSigCtx* const context = xmlSecDSigCtxCreate(nullptr);
  context->signKey = xmlSecCryptoAppKeyLoadMemory(
      reinterpret_cast<const xmlSecByte*>(key.data()), static_cast<xmlSecSize>(key.size()),
      xmlSecKeyDataFormatPem, nullptr, nullptr, nullptr);
  xmlNode* const signature = xmlSecFindNode(root, xmlSecNodeSignature, xmlSecDSigNs);
  CHECK(context->signKey && signature && xmlSecDSigCtxSign(context, signature) >= 0, "xmlsec signs");
  xmlChar* bytes = nullptr;
  int size = 0;
  xmlDocDumpMemory(doc, &bytes, &size);
  std::string out(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
  xmlFree(bytes);
  xmlSecDSigCtxDestroy(context);
  xmlFreeDoc(doc);
  return out.substr(out.find("<smd:"));  // the element alone, as a frame embeds it
}

std::string crl(const Party& issuer, long serial) {
  const Crl list(X509_CRL_new());
  X509_CRL_set_version(list.get(), 1);
  X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(issuer.certificate.get()));
  ASN1_TIME* const time = ASN1_TIME_new();
  set_time(time, "20260201000000Z");
  X509_CRL_set1_lastUpdate(list.get(), time);
  X509_REVOKED* const revoked = X509_REVOKED_new();
  ASN1_INTEGER* const number = ASN1_INTEGER_new();
  ASN1_INTEGER_set(number, serial);
  X509_REVOKED_set_serialNumber(revoked, number);
  X509_REVOKED_set_revocationDate(revoked, time);
  X509_CRL_add0_revoked(list.get(), revoked);
  ASN1_INTEGER_free(number);
  ASN1_TIME_free(time);
  CHECK(X509_CRL_sign(list.get(), issuer.key.get(), EVP_sha256()) > 0, "signs");
  return text_of([&](BIO* bio) { return PEM_write_bio_X509_CRL(bio, list.get()); });
}

}  // namespace

struct TestMarks::Parts {
  Party root = party("Test Clearing House Root", 1, nullptr, "20400101000000Z");
  Party validator = party("Test Validator", 2, &root, "20400101000000Z");
  Party rsa = party("Test Validator RSA", 3, &root, "20400101000000Z", true);
  Party revoked = party("Revoked Validator", 4, &root, "20400101000000Z");
  Party expired = party("Expired Validator", 5, &root, "20251231000000Z");
  Party foreign_root = party("Foreign Root", 1, nullptr, "20400101000000Z");
  Party foreign = party("Foreign Validator", 2, &foreign_root, "20400101000000Z");
};

TestMarks::TestMarks() {
  // Starts the libraries the way the engine does.
  (void)smd::verify_signed_mark("", {});
  parts_ = std::make_unique<Parts>();
}
TestMarks::~TestMarks() = default;

const TestMarks& TestMarks::get() {
  static const TestMarks marks;
  return marks;
}

std::string TestMarks::root_pem() const { return pem(parts_->root); }
std::string TestMarks::foreign_root_pem() const { return pem(parts_->foreign_root); }
std::string TestMarks::crl_pem() const { return crl(parts_->root, 4); }
std::string TestMarks::foreign_crl_pem() const { return crl(parts_->foreign_root, 4); }

std::string TestMarks::document(std::string_view kind, std::string_view label, int number) const {
  if (kind == "garbage") return "this is no mark";
  const Party* signer = &parts_->validator;
  if (kind == "rsa") signer = &parts_->rsa;
  if (kind == "foreign") signer = &parts_->foreign;
  if (kind == "revoked-certificate") signer = &parts_->revoked;
  if (kind == "expired-certificate") signer = &parts_->expired;
  const char* const from = kind == "early" ? "2027-01-01T00:00:00.0Z" : "2025-06-01T00:00:00.0Z";
  const char* const until = kind == "expired" ? "2025-12-31T00:00:00.0Z" : "2030-01-01T00:00:00.0Z";
  const std::string head =
      "<smd:signedMark xmlns:smd=\"urn:ietf:params:xml:ns:signedMark-1.0\" id=\"smd1\">";
  const std::string body = head + mark_text(label, number, from, until);
  if (kind == "unsigned") return body + "</smd:signedMark>";
  std::string out = sign(body + signature_text(*signer) + "</smd:signedMark>", *signer);
  if (kind == "tampered") out.replace(out.find("Hammers"), 7, "Needles");
  return out;
}

std::string TestMarks::resolve(const std::string& word) {
  const std::size_t colon = word.find(':');
  if (colon == std::string::npos) return word;
  const std::string_view rest = std::string_view(word).substr(colon + 1);
  const std::size_t second = std::min(rest.find(':'), rest.size());
  int number = 1;
  if (second < rest.size())
    std::from_chars(rest.data() + second + 1, rest.data() + rest.size(), number);
  return to_base64(get().document(std::string_view(word).substr(0, colon),
                                  rest.substr(0, second), number));
}

}  // namespace stele::test
