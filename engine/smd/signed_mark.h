// Signed marks (RFC 7848): from a signedMark document to what it proves. The signature is enveloped
// XML-DSig with exclusive canonicalization; the certificate in it must lead to one of the roots.
// Pure but for the libraries behind it, bounded in size and depth, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/launch/mark_proof.h"

namespace stele::smd {

constexpr std::size_t kMaxSignedMark = 256 * 1024;
constexpr int kMaxDepth = 24;
constexpr std::size_t kMaxCertificates = 5;  // that a mark may bring

// `xml`: the signedMark element, byte for byte as it came. `roots`: DER as base64.
core::MarkProof verify_signed_mark(std::string_view xml, const std::vector<std::string>& roots);

// The same as base64, with any white space; or as an .smd file, where base64 stands between
// -----BEGIN ENCODED SMD----- and its end.
core::MarkProof verify_encoded_mark(std::string_view text, const std::vector<std::string>& roots);

}  // namespace stele::smd
