// A trademark clearing house of the tests' own: a root, validators below it and one of a foreign
// root, made once a process; signed marks of any label, good and bad.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace stele::test {

class TestMarks {
 public:
  static const TestMarks& get();
  ~TestMarks();

  std::string root_pem() const;
  std::string foreign_root_pem() const;
  // Issued on 2026-02-01 by the root; it revokes the certificate `revoked-certificate` marks have.
  std::string crl_pem() const;
  // The same content, signed by the foreign root.
  std::string foreign_crl_pem() const;

  // A mark of this label and number (its id is "NUMBER-65535"). Kinds: valid, rsa, expired (in
  // 2025), early (from 2027), tampered, foreign, revoked-certificate, expired-certificate,
  // unsigned, garbage.
  std::string document(std::string_view kind, std::string_view label, int number = 1) const;

  // As stories write them: "valid:shop", "tampered:shop:7" to base64 of the document; anything else
  // stays as it is.
  static std::string resolve(const std::string& word);

 private:
  TestMarks();
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace stele::test
