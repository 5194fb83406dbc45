#include "events/journal/merkle.h"

#include <algorithm>
#include <bit>
#include <memory>
#include <optional>

#include "engine/crypto/hash.h"
#include "events/journal/chain.h"

namespace stele::journal {

namespace {

Digest hash_node(const Digest& left, const Digest& right) {
  return crypto::sha256({std::string_view("\1", 1), view(left), view(right)});
}

// Leaves [begin, end).
struct Range {
  std::uint64_t begin;
  std::uint64_t end;
};

// The largest power of two below n. Precondition: n > 1.
std::uint64_t split_of(std::uint64_t n) { return std::bit_floor(n - 1); }

// PATH(m, D_n), RFC 9162 §2.1.3.1, as the ranges whose tree hashes it lists, deepest first.
std::vector<Range> inclusion_ranges(std::uint64_t index, Range tree) {
  std::vector<Range> out;
  while (tree.end - tree.begin > 1) {
    const std::uint64_t middle = tree.begin + split_of(tree.end - tree.begin);
    if (index < middle) {
      out.push_back({middle, tree.end});
      tree.end = middle;
    } else {
      out.push_back({tree.begin, middle});
      tree.begin = middle;
    }
  }
  std::ranges::reverse(out);
  return out;
}

// SUBPROOF(m, D_n, true), RFC 9162 §2.1.4.1, likewise.
std::vector<Range> consistency_ranges(std::uint64_t old_size, std::uint64_t new_size) {
  std::vector<Range> out;
  Range tree{0, new_size};
  while (old_size != tree.end) {
    const std::uint64_t middle = tree.begin + split_of(tree.end - tree.begin);
    if (old_size <= middle) {
      out.push_back({middle, tree.end});
      tree.end = middle;
    } else {
      out.push_back({tree.begin, middle});
      tree.begin = middle;
    }
  }
  if (tree.begin != 0) out.push_back(tree);  // else it is the old root, which the verifier has
  std::ranges::reverse(out);
  return out;
}

// The tree hash of each range, in the order given. The ranges do not overlap.
Result<std::vector<Digest>> hash_ranges(const std::vector<Range>& ranges,
                                        const LeafSource& leaves) {
  std::vector<std::size_t> order(ranges.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, {}, [&](std::size_t i) { return ranges[i].begin; });
  std::vector<Digest> out(ranges.size());
  for (const std::size_t i : order) {
    Frontier frontier;
    for (std::uint64_t at = ranges[i].begin; at < ranges[i].end; ++at) {
      const auto leaf = leaves(Position(at));
      if (!leaf) return std::unexpected(leaf.error());
      frontier.append(*leaf);
    }
    out[i] = frontier.root();
  }
  return out;
}

}  // namespace

void Frontier::append(const Digest& leaf) {
  Digest carried = leaf;
  for (std::uint64_t bits = size_; bits & 1; bits >>= 1) {
    carried = hash_node(peaks_.back(), carried);
    peaks_.pop_back();
  }
  peaks_.push_back(carried);
  ++size_;
}

Digest Frontier::root() const {
  if (peaks_.empty()) return crypto::sha256("");
  Digest out = peaks_.back();
  for (std::size_t i = peaks_.size() - 1; i-- > 0;) out = hash_node(peaks_[i], out);
  return out;
}

LeafSource leaves_of(Journal& journal) {
  // A gap is skipped by a new reader: reading over it would cost the records in between.
  auto chain = std::make_shared<std::optional<ChainReader>>();
  return [&journal, chain](Position at) -> Result<Digest> {
    if (!*chain || (*chain)->head().next != at) {
      auto opened = ChainReader::from(journal, at);
      if (!opened) return std::unexpected(opened.error());
      chain->emplace(std::move(*opened));
    }
    const auto record = (*chain)->next();
    if (!record) return std::unexpected(record.error());
    return record->leaf;
  };
}

Result<Digest> tree_root(std::uint64_t size, const LeafSource& leaves) {
  const auto root = hash_ranges({{0, size}}, leaves);
  if (!root) return std::unexpected(root.error());
  return root->front();
}

Result<std::vector<Digest>> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                            const LeafSource& leaves) {
  if (index >= size)
    return fail(Fault::invalid, "leaf " + std::to_string(index) + " is not in a tree of " +
                                    std::to_string(size));
  return hash_ranges(inclusion_ranges(index, {0, size}), leaves);
}

Result<std::vector<Digest>> consistency_proof(std::uint64_t old_size, std::uint64_t new_size,
                                              const LeafSource& leaves) {
  if (old_size == 0 || old_size > new_size)
    return fail(Fault::invalid, "a tree of " + std::to_string(old_size) +
                                    " cannot be the beginning of one of " +
                                    std::to_string(new_size));
  return hash_ranges(consistency_ranges(old_size, new_size), leaves);
}

bool verify_inclusion(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                      std::span<const Digest> proof, const Digest& root) {
  if (index >= size) return false;
  std::uint64_t fn = index;
  std::uint64_t sn = size - 1;
  Digest r = leaf;
  for (const Digest& p : proof) {
    if (sn == 0) return false;
    if ((fn & 1) != 0 || fn == sn) {
      r = hash_node(p, r);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      r = hash_node(r, p);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && r == root;
}

bool verify_consistency(std::uint64_t old_size, const Digest& old_root, std::uint64_t new_size,
                        const Digest& new_root, std::span<const Digest> proof) {
  if (old_size == 0 || old_size > new_size) return false;
  if (old_size == new_size) return proof.empty() && old_root == new_root;
  std::uint64_t fn = old_size - 1;
  std::uint64_t sn = new_size - 1;
  while ((fn & 1) != 0) {
    fn >>= 1;
    sn >>= 1;
  }
  Digest fr = old_root;  // a complete old tree is itself the first node of the path (step 2)
  if (!std::has_single_bit(old_size)) {
    if (proof.empty()) return false;
    fr = proof.front();
    proof = proof.subspan(1);
  }
  if (proof.empty()) return false;
  Digest sr = fr;
  for (const Digest& c : proof) {
    if (sn == 0) return false;
    if ((fn & 1) != 0 || fn == sn) {
      fr = hash_node(c, fr);
      sr = hash_node(c, sr);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      sr = hash_node(sr, c);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && fr == old_root && sr == new_root;
}

}  // namespace stele::journal
