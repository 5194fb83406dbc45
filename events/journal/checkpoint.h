// Checkpoints: "the journal of this origin has this many records and this root", signed. The text
// is a C2SP tlog-checkpoint in a C2SP signed note, so that foreign witnesses and monitors read it:
//
//   registry.example/journal
//   1234
//   base64(root)
//   <empty line>
//   — registry.example/journal base64(key id ‖ Ed25519 signature)
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "engine/crypto/sign.h"

namespace stele::journal {

struct Checkpoint {
  std::string origin;  // also the name of the key that signs
  std::uint64_t size = 0;
  Digest root{};
  auto operator<=>(const Checkpoint&) const = default;
};

// Who may sign: "name+0a1b2c3d+base64(0x01 ‖ public key)", as Go's note package prints it.
struct VerifierKey {
  std::string name;
  std::string public_key;  // Ed25519, 32 bytes
  auto operator<=>(const VerifierKey&) const = default;
};
std::string to_text(const VerifierKey& key);
Result<VerifierKey> parse_verifier_key(std::string_view text);
// First four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key).
std::uint32_t key_id(const VerifierKey& key);

// The three lines that are signed. Precondition: is_origin(checkpoint.origin).
std::string encode(const Checkpoint& checkpoint);
std::string sign(const Checkpoint& checkpoint, const crypto::SigningKey& key);

// Parses and verifies a note: one of its signatures must be by `key`, and it must hold; signatures
// by others are passed over (witnesses add theirs). Fault::invalid says which line is wrong,
// Fault::corrupt that the signature does not hold.
Result<Checkpoint> open_checkpoint(std::string_view note, const VerifierKey& key);

}  // namespace stele::journal
