// Signed marks by a clearing house of our own, good ones and every kind of bad one.
#include "engine/smd/signed_mark.h"

#include <gtest/gtest.h>

#include "engine/base/bytes.h"
#include "engine/smd/certificates.h"
#include "tests/support/marks/test_marks.h"

namespace stele::smd {
namespace {

using core::MarkProof;
using core::Reason;

const test::TestMarks& marks() { return test::TestMarks::get(); }

std::vector<std::string> roots() { return parse_certificates(marks().root_pem()).value(); }

MarkProof verify(std::string_view kind) {
  return verify_signed_mark(marks().document(kind, "shop", 7), roots());
}

TEST(SignedMark, TellsWhatItProves) {
  for (const char* const kind : {"valid", "rsa"}) {
    const MarkProof proof = verify(kind);
    ASSERT_FALSE(proof.flaw) << kind << ": " << core::name_of(*proof.flaw);
    EXPECT_EQ(proof.id, "7-65535");
    EXPECT_EQ(proof.labels, (std::vector<std::string>{"other-one", "shop"}));
    EXPECT_EQ(to_text(proof.not_before), "2025-06-01T00:00:00.000Z");
    EXPECT_EQ(to_text(proof.not_after), "2030-01-01T00:00:00.000Z");
    EXPECT_EQ(proof.root, roots().front());
    ASSERT_EQ(proof.chain.size(), 1U);
    EXPECT_EQ(proof.chain[0].serial, kind == std::string_view("rsa") ? "03" : "02");
  }
}

TEST(SignedMark, EndsWithItsCertificate) {
  const MarkProof proof = verify("expired-certificate");
  EXPECT_FALSE(proof.flaw);
  EXPECT_EQ(to_text(proof.not_after), "2025-12-31T00:00:00.000Z");
}

TEST(SignedMark, NamesTheFlaw) {
  EXPECT_EQ(verify("tampered").flaw, Reason::mark_signature_wrong);
  EXPECT_EQ(verify("foreign").flaw, Reason::mark_not_trusted);
  EXPECT_EQ(verify("unsigned").flaw, Reason::mark_malformed);
  EXPECT_EQ(verify("garbage").flaw, Reason::mark_malformed);
  EXPECT_EQ(verify_signed_mark(marks().document("valid", "shop"), {}).flaw,
            Reason::mark_not_trusted);
}

// Every byte of the mark itself is under the signature: none can be changed unnoticed.
TEST(SignedMark, NoLabelCanBeChanged) {
  std::string xml = marks().document("valid", "shop");
  const std::size_t label = xml.find(">shop<");
  ASSERT_NE(label, std::string::npos);
  xml.replace(label, 6, ">gold<");
  EXPECT_EQ(verify_signed_mark(xml, roots()).flaw, Reason::mark_signature_wrong);
}

// A good mark inside an evil one: what is read must be what is signed.
TEST(SignedMark, ASignedMarkCannotBeWrapped) {
  const std::string good = marks().document("valid", "shop");
  const std::size_t signature = good.find("<Signature");
  const std::string tail = good.substr(signature);
  std::string evil = good.substr(0, signature);
  evil.replace(evil.find(">shop<"), 6, ">gold<");
  const std::string wrapped_id = "xml:id=\"smd1\"";
  std::string inner = good;
  inner.replace(inner.find("id=\"smd1\""), 9, wrapped_id);
  const std::string nested =
      evil.substr(0, evil.find("<smd:id>")) + "<x>" + inner + "</x>" +
      evil.substr(evil.find("<smd:id>")) + tail;
  EXPECT_TRUE(verify_signed_mark(nested, roots()).flaw);
}

TEST(SignedMark, BoundsWhatItReads) {
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<a>";
  for (int i = 0; i < 100; ++i) deep += "</a>";
  std::string xml = marks().document("valid", "shop");
  xml.insert(xml.find("<smd:id>"), deep);
  EXPECT_EQ(verify_signed_mark(xml, roots()).flaw, Reason::mark_malformed);
  EXPECT_EQ(verify_signed_mark(std::string(kMaxSignedMark + 1, ' '), roots()).flaw,
            Reason::mark_malformed);
  EXPECT_EQ(verify_signed_mark("<!DOCTYPE x [<!ENTITY a 'b'>]>" + marks().document("valid", "shop"),
                               roots()).flaw,
            Reason::mark_malformed);
}

TEST(EncodedMark, IsBase64OrAnSmdFile) {
  const std::string base64 = to_base64(marks().document("valid", "shop"));
  EXPECT_FALSE(verify_encoded_mark(base64, roots()).flaw);
  std::string lines;
  for (std::size_t i = 0; i < base64.size(); i += 64) lines += base64.substr(i, 64) + "\r\n";
  EXPECT_FALSE(verify_encoded_mark("Marks: Example\nsmdID: 1-65535\n"
                                   "-----BEGIN ENCODED SMD-----\n" + lines +
                                       "-----END ENCODED SMD-----\n", roots()).flaw);
  EXPECT_EQ(verify_encoded_mark("*", roots()).flaw, Reason::mark_malformed);
}

TEST(RevocationList, IsReadWhenARootSignedIt) {
  const auto list = parse_revocation_list(marks().crl_pem(), roots());
  ASSERT_TRUE(list) << list.error().what;
  EXPECT_EQ(list->serials, std::vector<std::string>{"04"});
  EXPECT_EQ(to_text(list->issued_at), "2026-02-01T00:00:00.000Z");
  EXPECT_EQ(list->issuer, verify("revoked-certificate").chain.at(0).issuer);
  EXPECT_EQ(parse_revocation_list(marks().foreign_crl_pem(), roots()).error().fault,
            Fault::not_found);
  EXPECT_EQ(parse_revocation_list("nothing", roots()).error().fault, Fault::invalid);
}

TEST(Certificates, AreReadFromPem) {
  EXPECT_EQ(parse_certificates(marks().root_pem() + marks().foreign_root_pem())->size(), 2U);
  EXPECT_FALSE(parse_certificates(""));
  EXPECT_FALSE(parse_certificates(marks().root_pem() +
                                  "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
}

}  // namespace
}  // namespace stele::smd
