// X.509 of the clearing house: chains, roots and revocation lists. Private to engine/smd, except
// what returns plain values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/instant.h"
#include "engine/base/result.h"
#include "engine/core/launch/mark_proof.h"

namespace stele::smd {

// Certificates in PEM, in order, as DER in base64. Fault::invalid when there is none or a bad one.
Result<std::vector<std::string>> parse_certificates(std::string_view pem);

struct Chain {
  std::string root;                                  // DER as base64
  std::vector<core::MarkProof::Certificate> chain;   // below the root
  Instant not_before, not_after;
};
// `signer` and the others in DER. Nothing when no chain leads to a root. Dates are not judged.
std::optional<Chain> find_chain(const std::string& signer, const std::vector<std::string>& others,
                                const std::vector<std::string>& roots);
// Which of the certificates no other one was issued by; the first when that says nothing.
std::size_t find_signer(const std::vector<std::string>& certificates);

struct RevocationList {
  std::string issuer;
  std::vector<std::string> serials;  // sorted
  Instant issued_at;
};
// A CRL in PEM, or in DER as base64. Fault::invalid: it cannot be read. Fault::not_found: none of
// the roots has signed it.
Result<RevocationList> parse_revocation_list(std::string_view text,
                                             const std::vector<std::string>& roots);

}  // namespace stele::smd
