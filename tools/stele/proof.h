// Proofs as files: what `stele journal prove` writes and checks. A proof stands by itself, with the
// record's envelope in it; what it is worth is judged against a signed checkpoint.
//
//   {"kind":"inclusion","position":7,"envelope":hex,"size":100,"root":hex,"proof":[hex…]}
//   {"kind":"consistency","old_size":50,"old_root":hex,"new_size":100,"new_root":hex,"proof":[hex…]}
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "engine/base/result.h"
#include "events/journal/checkpoint.h"
#include "events/journal/journal.h"

namespace stele::cli {

struct InclusionProof {
  std::uint64_t position = 0;
  std::string envelope;  // encoded
  std::uint64_t size = 0;
  Digest root{};
  std::vector<Digest> proof;
};

struct ConsistencyProof {
  std::uint64_t old_size = 0, new_size = 0;
  Digest old_root{}, new_root{};
  std::vector<Digest> proof;
};

using Proof = std::variant<InclusionProof, ConsistencyProof>;

// In the tree of `size` records; Fault::invalid unless position < size <= the journal's.
Result<Proof> prove_inclusion(journal::Journal& journal, std::uint64_t position, std::uint64_t size);
// That the tree of `new_size` records extends that of `old_size`.
Result<Proof> prove_consistency(journal::Journal& journal, std::uint64_t old_size,
                                std::uint64_t new_size);

std::string encode(const Proof& proof);  // one line of JSON
Result<Proof> decode_proof(std::string_view text, const std::string& where);

// Whether the proof holds and ends (or, for consistency, begins) at the checkpoint. The result says
// in words what is proved.
Result<std::string> check(const Proof& proof, const journal::Checkpoint& checkpoint);

}  // namespace stele::cli
