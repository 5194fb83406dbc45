// The wall around libxml2 and xmlsec1 for signed marks.
#include "engine/smd/signed_mark.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/valid.h>
#include <libxml/xmlerror.h>
#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>

#include <algorithm>
#include <cctype>
#include <memory>
#include <mutex>
#include <optional>

#include "engine/base/bytes.h"
#include "engine/base/check.h"
#include "engine/smd/certificates.h"

namespace stele::smd {
namespace {

using core::MarkProof;
using core::Reason;

constexpr std::string_view kSmdUri = "urn:ietf:params:xml:ns:signedMark-1.0";
constexpr std::string_view kMarkUri = "urn:ietf:params:xml:ns:mark-1.0";
constexpr std::string_view kDsigUri = "http://www.w3.org/2000/09/xmldsig#";

// Once, never undone: other parts of the program use libxml2 and OpenSSL too.
void start_library() {
  static std::once_flag once;
  std::call_once(once, [] {
    xmlInitParser();
    CHECK(xmlSecInit() >= 0 && xmlSecCryptoInit() >= 0, "xmlsec1 cannot be started");
    xmlSecErrorsDefaultCallbackEnableOutput(0);
  });
}

struct DocumentFreeing {
  void operator()(xmlDoc* doc) const { xmlFreeDoc(doc); }
};
using Document = std::unique_ptr<xmlDoc, DocumentFreeing>;
struct SignatureFreeing {
  void operator()(xmlSecDSigCtx* context) const { xmlSecDSigCtxDestroy(context); }
};
using SignatureContext = std::unique_ptr<xmlSecDSigCtx, SignatureFreeing>;

std::string_view view(const xmlChar* text) {
  return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}

bool is(const xmlNode* node, std::string_view uri, std::string_view name) {
  return node && node->type == XML_ELEMENT_NODE && view(node->name) == name && node->ns &&
         view(node->ns->href) == uri;
}

// Children with this name, in order.
std::vector<xmlNode*> children(const xmlNode* parent, std::string_view uri, std::string_view name) {
  std::vector<xmlNode*> out;
  if (!parent) return out;
  for (xmlNode* child = parent->children; child; child = child->next)
    if (is(child, uri, name)) out.push_back(child);
  return out;
}

xmlNode* only(const xmlNode* parent, std::string_view uri, std::string_view name) {
  const auto found = children(parent, uri, name);
  return found.size() == 1 ? found[0] : nullptr;
}

std::string packed(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') out += c;
  return out;
}

// Trimmed; the values read here hold no inner space.
std::string text_of(xmlNode* node) {
  if (!node) return {};
  xmlChar* const content = xmlNodeGetContent(node);
  std::string out = packed(view(content));
  xmlFree(content);
  return out;
}

std::string attribute(xmlNode* node, const char* name) {
  xmlChar* const value = xmlGetNoNsProp(node, reinterpret_cast<const xmlChar*>(name));
  std::string out(view(value));
  xmlFree(value);
  return out;
}

bool too_deep(const xmlNode* node, int depth) {
  if (depth > kMaxDepth) return true;
  for (const xmlNode* child = node->children; child; child = child->next) {
    if (child->type == XML_ENTITY_REF_NODE) return true;  // no entity is expanded here
    if (child->type == XML_ELEMENT_NODE && too_deep(child, depth + 1)) return true;
  }
  return false;
}

// Without a document type there are no entities, and no IDs but the one named below.
Document parse(std::string_view xml) {
  if (xml.size() > kMaxSignedMark || xml.find('\0') != std::string_view::npos ||
      xml.find("<!DOCTYPE") != std::string_view::npos)
    return nullptr;
  Document doc(xmlReadMemory(xml.data(), static_cast<int>(xml.size()), nullptr, nullptr,
                             XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
  xmlResetLastError();
  if (!doc || doc->intSubset || doc->extSubset) return nullptr;
  const xmlNode* const root = xmlDocGetRootElement(doc.get());
  return root && !too_deep(root, 1) ? std::move(doc) : nullptr;
}

// Ids, dates and labels (RFC 7848 §2). False: something required is missing or bad.
bool read_mark(xmlNode* root, MarkProof& proof) {
  proof.id = text_of(only(root, kSmdUri, "id"));
  const auto from = parse_instant(text_of(only(root, kSmdUri, "notBefore")));
  const auto until = parse_instant(text_of(only(root, kSmdUri, "notAfter")));
  xmlNode* const mark = only(root, kMarkUri, "mark");
  if (proof.id.empty() || proof.id.size() > 128 || !from || !until || !mark) return false;
  proof.not_before = *from;
  proof.not_after = *until;
  for (const char* const kind : {"trademark", "treatyOrStatute", "court"})
    for (xmlNode* const one : children(mark, kMarkUri, kind))
      for (xmlNode* const label : children(one, kMarkUri, "label")) {
        std::string text = text_of(label);
        std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
          return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : static_cast<char>(c);
        });
        proof.labels.push_back(std::move(text));
      }
  std::sort(proof.labels.begin(), proof.labels.end());
  return true;
}

std::vector<std::string> read_certificates(const xmlNode* signature) {
  std::vector<std::string> out;
  for (xmlNode* const data : children(only(signature, kDsigUri, "KeyInfo"), kDsigUri, "X509Data"))
    for (xmlNode* const one : children(data, kDsigUri, "X509Certificate"))
      if (auto der = parse_base64(text_of(one))) out.push_back(std::move(*der));
  return out;
}

// Exactly one reference, to the whole mark: what is signed is what is read.
bool refers_to(const xmlNode* signature, const std::string& id) {
  const xmlNode* const info = only(signature, kDsigUri, "SignedInfo");
  xmlNode* const reference = only(info, kDsigUri, "Reference");
  if (!reference) return false;
  const auto transforms =
      children(only(reference, kDsigUri, "Transforms"), kDsigUri, "Transform");
  const bool enveloped =
      std::any_of(transforms.begin(), transforms.end(), [](xmlNode* transform) {
        return attribute(transform, "Algorithm") == view(xmlSecHrefEnveloped);
      });
  return enveloped && attribute(reference, "URI") == "#" + id;
}

bool signature_holds(xmlNode* signature, const std::string& signer) {
  const SignatureContext context(xmlSecDSigCtxCreate(nullptr));
  if (!context) return false;
  context->enabledReferenceUris = xmlSecTransformUriTypeSameDocument;
  for (const xmlSecTransformId id :
       {xmlSecTransformEnvelopedId, xmlSecTransformExclC14NId, xmlSecTransformExclC14NWithCommentsId,
        xmlSecTransformSha256Id, xmlSecTransformSha384Id, xmlSecTransformSha512Id})
    if (xmlSecDSigCtxEnableReferenceTransform(context.get(), id) < 0) return false;
  for (const xmlSecTransformId id :
       {xmlSecTransformExclC14NId, xmlSecTransformExclC14NWithCommentsId,
        xmlSecTransformRsaSha256Id, xmlSecTransformRsaSha384Id, xmlSecTransformRsaSha512Id,
        xmlSecTransformEcdsaSha256Id, xmlSecTransformEcdsaSha384Id, xmlSecTransformEcdsaSha512Id})
    if (xmlSecDSigCtxEnableSignatureTransform(context.get(), id) < 0) return false;
  context->signKey = xmlSecCryptoAppKeyLoadMemory(
      reinterpret_cast<const xmlSecByte*>(signer.data()), static_cast<xmlSecSize>(signer.size()),
      xmlSecKeyDataFormatCertDer, nullptr, nullptr, nullptr);
  return context->signKey && xmlSecDSigCtxVerify(context.get(), signature) >= 0 &&
         context->status == xmlSecDSigStatusSucceeded;
}

MarkProof flawed(MarkProof proof, Reason reason) {
  proof.flaw = reason;
  return proof;
}

}  // namespace

MarkProof verify_signed_mark(std::string_view xml, const std::vector<std::string>& roots) {
  start_library();
  MarkProof proof;
  const Document doc = parse(xml);
  if (!doc) return flawed(std::move(proof), Reason::mark_malformed);
  xmlNode* const root = xmlDocGetRootElement(doc.get());
  if (!is(root, kSmdUri, "signedMark") || !read_mark(root, proof))
    return flawed(std::move(proof), Reason::mark_malformed);
  const std::string id = attribute(root, "id");
  xmlNode* const signature = only(root, kDsigUri, "Signature");
  const std::vector<std::string> certificates = read_certificates(signature);
  if (id.empty() || !signature || certificates.empty() || certificates.size() > kMaxCertificates)
    return flawed(std::move(proof), Reason::mark_malformed);

  // An element that took the ID before (xml:id) would be what is signed instead.
  xmlAttr* const id_attribute = xmlHasProp(root, reinterpret_cast<const xmlChar*>("id"));
  const bool named = id_attribute && xmlAddID(nullptr, doc.get(),
                                              reinterpret_cast<const xmlChar*>(id.c_str()),
                                              id_attribute) != nullptr;
  const std::size_t signer = find_signer(certificates);
  if (!named || !refers_to(signature, id) || !signature_holds(signature, certificates[signer]))
    return flawed(std::move(proof), Reason::mark_signature_wrong);

  std::vector<std::string> others = certificates;
  others.erase(others.begin() + static_cast<std::ptrdiff_t>(signer));
  auto chain = find_chain(certificates[signer], others, roots);
  if (!chain) return flawed(std::move(proof), Reason::mark_not_trusted);
  proof.not_before = std::max(proof.not_before, chain->not_before);
  proof.not_after = std::min(proof.not_after, chain->not_after);
  proof.root = std::move(chain->root);
  proof.chain = std::move(chain->chain);
  return proof;
}

MarkProof verify_encoded_mark(std::string_view text, const std::vector<std::string>& roots) {
  constexpr std::string_view kBegin = "-----BEGIN ENCODED SMD-----";
  constexpr std::string_view kEnd = "-----END ENCODED SMD-----";
  if (text.size() > kMaxSignedMark * 2) return flawed({}, Reason::mark_malformed);
  if (const std::size_t begin = text.find(kBegin); begin != std::string_view::npos) {
    text.remove_prefix(begin + kBegin.size());
    text = text.substr(0, text.find(kEnd));
  }
  const auto xml = parse_base64(packed(text));
  if (!xml) return flawed({}, Reason::mark_malformed);
  return verify_signed_mark(*xml, roots);
}

}  // namespace stele::smd
