// The official schemas as a judge, through xmllint, and beside them ours for what has no official one
// (tests/support/schemas.xsd). The official ones are not part of the project: where their folder or
// the program is missing, available() is false and tests skip visibly.
#pragma once

#include <string>
#include <vector>

namespace stele::epp::testing {

class SchemaOracle {
 public:
  SchemaOracle();
  bool available() const { return !schema_.empty(); }
  // For each document: empty when it validates, else xmllint's complaint.
  std::vector<std::string> judge(const std::vector<std::string>& documents) const;

 private:
  std::string schema_;
};

}  // namespace stele::epp::testing
