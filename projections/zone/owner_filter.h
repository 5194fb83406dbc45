// OwnerFilter: tells without a look-up that a row is not there. Building all zones from nothing asks
// mostly for rows that no name has had before. Whoever began with no rows at all can have one, and adds
// every row it writes; a row that is gone again counts as one that may be there.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace stele::zone {

class OwnerFilter {
 public:
  // Two bytes a row: of a hundred that are not there it misses about one. More rows than said make it
  // worse, never wrong.
  explicit OwnerFilter(std::uint64_t rows)
      : words_(std::clamp<std::uint64_t>(rows / 4, kLeastWords, kMostWords)) {}

  void add(std::string_view row_key) {
    const std::uint64_t hash = hash_of(row_key);
    words_[hash % words_.size()] |= bits(hash);
  }
  bool may_have(std::string_view row_key) const {
    const std::uint64_t hash = hash_of(row_key);
    return (words_[hash % words_.size()] & bits(hash)) == bits(hash);
  }

 private:
  static constexpr std::uint64_t kLeastWords = 1024, kMostWords = 8 << 20;  // 64 MiB

  static std::uint64_t hash_of(std::string_view row_key) {
    return std::hash<std::string_view>{}(row_key);
  }
  // Four bits of one word: one miss of the processor's cache a question.
  static std::uint64_t bits(std::uint64_t hash) {
    std::uint64_t out = 0;
    for (const int shift : {40, 46, 52, 58}) out |= std::uint64_t{1} << (hash >> shift & 63);
    return out;
  }

  std::vector<std::uint64_t> words_;
};

}  // namespace stele::zone
