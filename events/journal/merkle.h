// The Merkle tree of RFC 9162 §2.1 over the journal's leaf hashes: root, inclusion and consistency
// proofs, and their verification. Nothing is stored: a proof is a list of leaf ranges whose hashes
// are computed in one forward pass, O(n) time and O(log n) memory each. That suits a command line
// and an audit (a million leaves take seconds); a server of proofs would keep tiles instead.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "engine/base/bytes.h"
#include "engine/base/result.h"
#include "events/journal/journal.h"

namespace stele::journal {

// Root of everything appended so far; keeps one hash per perfect subtree on the right edge.
class Frontier {
 public:
  void append(const Digest& leaf);
  Digest root() const;  // SHA-256 of nothing for an empty tree
  std::uint64_t size() const { return size_; }

 private:
  std::vector<Digest> peaks_;  // left to right, of falling size: one per set bit of size_
  std::uint64_t size_ = 0;
};

// The leaf at a position. Called with rising positions only, so that a forward reader can serve it.
using LeafSource = std::function<Result<Digest>(Position)>;

// Leaves of a journal, every record checked as it is passed. The journal must outlive it.
LeafSource leaves_of(Journal& journal);

Result<Digest> tree_root(std::uint64_t size, const LeafSource& leaves);

// Fault::invalid unless index < size.
Result<std::vector<Digest>> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                            const LeafSource& leaves);
// That the tree of `new_size` extends the one of `old_size`. Fault::invalid unless
// 0 < old_size <= new_size. Empty when they are equal.
Result<std::vector<Digest>> consistency_proof(std::uint64_t old_size, std::uint64_t new_size,
                                              const LeafSource& leaves);

// RFC 9162 §2.1.3.2
bool verify_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                      std::span<const Digest> proof, const Digest& root);
// RFC 9162 §2.1.4.2
bool verify_consistency(std::uint64_t old_size, const Digest& old_root, std::uint64_t new_size,
                        const Digest& new_root, std::span<const Digest> proof);

}  // namespace stele::journal
