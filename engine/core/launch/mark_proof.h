// MarkProof: what a signed mark (RFC 7848) proves, as it was found at the edge. Whether that counts
// now (revoked, in force, of this label) is decided over the state.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/instant.h"
#include "engine/core/rejection.h"

namespace stele::core {

struct MarkProof {
  // mark_malformed, mark_signature_wrong or mark_not_trusted; nothing below counts then.
  std::optional<Reason> flaw;
  std::string id;
  std::vector<std::string> labels;   // lower case, sorted
  Instant not_before, not_after;     // of the mark and all certificates of its chain: the narrowest
  std::string root;                  // that the chain ends in: DER as base64
  struct Certificate {
    std::string issuer;              // SHA-256 of its name, hex
    std::string serial;              // hex
  };
  std::vector<Certificate> chain;    // below the root
};

}  // namespace stele::core
