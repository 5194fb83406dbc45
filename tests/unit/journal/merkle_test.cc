#include "events/journal/merkle.h"

#include "engine/crypto/hash.h"
#include "events/journal/memory_journal.h"
#include "tests/unit/journal/journal_fixture.h"

namespace stele::journal {
namespace {

Digest leaf_of(std::string_view entry) {
  return crypto::sha256({std::string_view("\0", 1), entry});
}

LeafSource source(const std::vector<Digest>& leaves) {
  return [&leaves, last = std::uint64_t{0}](Position at) mutable -> Result<Digest> {
    EXPECT_GE(at.value, last) << "leaves are asked for in rising order";
    last = at.value;
    return leaves[at.value];
  };
}

std::string hex(const Digest& digest) { return to_hex(view(digest)); }

// The eight entries and the roots that certificate-transparency implementations test against.
std::vector<Digest> reference_leaves() {
  std::vector<Digest> out;
  for (const char* entry : {"", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                            "606162636465666768696a6b6c6d6e6f"})
    out.push_back(leaf_of(*parse_hex(entry)));
  return out;
}

TEST(Merkle, ReferenceRoots) {
  const char* roots[] = {
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  const auto leaves = reference_leaves();
  Frontier frontier;
  for (std::size_t size = 0; size <= leaves.size(); ++size) {
    EXPECT_EQ(hex(frontier.root()), roots[size]) << size;
    EXPECT_EQ(hex(*tree_root(size, source(leaves))), roots[size]) << size;
    if (size < leaves.size()) frontier.append(leaves[size]);
  }
}

TEST(Merkle, ReferenceProofs) {
  const auto leaves = reference_leaves();
  const auto inclusion = inclusion_proof(5, 8, source(leaves));  // leaf 6 of 8
  ASSERT_EQ(inclusion->size(), 3U);
  EXPECT_EQ(hex((*inclusion)[0]),
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
  EXPECT_EQ(hex((*inclusion)[1]),
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0");
  EXPECT_EQ(hex((*inclusion)[2]),
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
  const auto consistency = consistency_proof(6, 8, source(leaves));
  ASSERT_EQ(consistency->size(), 3U);
  EXPECT_EQ(hex((*consistency)[0]),
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a");
  EXPECT_EQ(hex((*consistency)[1]),
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0");
  EXPECT_EQ(hex((*consistency)[2]),
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
}

constexpr std::uint64_t kSizes = 40;

std::vector<Digest> many_leaves() {
  std::vector<Digest> out;
  for (std::uint64_t i = 0; i < kSizes; ++i) out.push_back(leaf_of("leaf " + std::to_string(i)));
  return out;
}

std::vector<Digest> roots_of(const std::vector<Digest>& leaves) {
  Frontier frontier;
  std::vector<Digest> out{frontier.root()};
  for (const Digest& leaf : leaves) {
    frontier.append(leaf);
    out.push_back(frontier.root());
  }
  return out;
}

TEST(Merkle, EveryInclusionProofHoldsAndBreaksWithAByte) {
  const auto leaves = many_leaves();
  const auto roots = roots_of(leaves);
  for (std::uint64_t size = 1; size <= kSizes; ++size)
    for (std::uint64_t index = 0; index < size; ++index) {
      SCOPED_TRACE(std::to_string(index) + " in " + std::to_string(size));
      auto proof = *inclusion_proof(index, size, source(leaves));
      const Digest& root = roots[size];
      ASSERT_TRUE(verify_inclusion(leaves[index], index, size, proof, root));
      EXPECT_FALSE(verify_inclusion(leaves[(index + 1) % kSizes], index, size, proof, root));
      EXPECT_FALSE(verify_inclusion(leaves[index], index, size, proof, roots[size - 1]));
      for (Digest& node : proof) {
        node[size % 32] ^= 1;
        EXPECT_FALSE(verify_inclusion(leaves[index], index, size, proof, root));
        node[size % 32] ^= 1;
      }
      proof.push_back(root);
      EXPECT_FALSE(verify_inclusion(leaves[index], index, size, proof, root));
      proof.resize(proof.size() - 1);
      if (proof.empty()) continue;
      EXPECT_FALSE(verify_inclusion(leaves[index], index, size,
                                    std::span(proof).first(proof.size() - 1), root));
    }
}

TEST(Merkle, EveryConsistencyProofHoldsAndBreaksWithAByte) {
  const auto leaves = many_leaves();
  const auto roots = roots_of(leaves);
  for (std::uint64_t now = 1; now <= kSizes; ++now)
    for (std::uint64_t old = 1; old <= now; ++old) {
      SCOPED_TRACE(std::to_string(old) + " to " + std::to_string(now));
      auto proof = *consistency_proof(old, now, source(leaves));
      ASSERT_TRUE(verify_consistency(old, roots[old], now, roots[now], proof));
      EXPECT_FALSE(verify_consistency(old, roots[old - 1], now, roots[now], proof));
      EXPECT_FALSE(verify_consistency(old, roots[old], now, roots[now - 1], proof));
      for (Digest& node : proof) {
        node[now % 32] ^= 0x80;
        EXPECT_FALSE(verify_consistency(old, roots[old], now, roots[now], proof));
        node[now % 32] ^= 0x80;
      }
      proof.push_back(roots[now]);
      EXPECT_FALSE(verify_consistency(old, roots[old], now, roots[now], proof));
    }
}

TEST(Merkle, RefusesWhatCannotBeProved) {
  const auto leaves = many_leaves();
  EXPECT_EQ(inclusion_proof(8, 8, source(leaves)).error().fault, Fault::invalid);
  EXPECT_EQ(consistency_proof(0, 8, source(leaves)).error().fault, Fault::invalid);
  EXPECT_EQ(consistency_proof(9, 8, source(leaves)).error().fault, Fault::invalid);
  EXPECT_FALSE(verify_inclusion(leaves[0], 1, 1, {}, leaves[0]));
  EXPECT_FALSE(verify_consistency(0, leaves[0], 1, leaves[0], {}));
}

TEST(Merkle, ProvesRecordsOfAJournal) {
  MemoryJournal journal;
  append_genesis(journal);
  for (std::uint64_t n = 1; n < 20; ++n) append_one(journal, payload_of(n));
  const auto root = tree_root(20, leaves_of(journal));
  ASSERT_TRUE(root.has_value());
  const auto leaf = leaves_of(journal)(Position(7));
  const auto proof = inclusion_proof(7, 20, leaves_of(journal));
  ASSERT_TRUE(proof.has_value());
  EXPECT_TRUE(verify_inclusion(*leaf, 7, 20, *proof, *root));
  const auto old_root = tree_root(13, leaves_of(journal));
  const auto grown = consistency_proof(13, 20, leaves_of(journal));
  EXPECT_TRUE(verify_consistency(13, *old_root, 20, *root, *grown));
  EXPECT_FALSE(tree_root(21, leaves_of(journal)).has_value());
}

}  // namespace
}  // namespace stele::journal
