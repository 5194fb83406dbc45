// Index labels (RFC 7940 §8.5): every code point or sequence gives way to the least member of its
// variant set, the longest sequence first, and a member of a set with a null variant to nothing, until
// nothing changes. Never enumerates variants.
//
// The sets are made from the mappings of all tables alike, whichever way they point, whatever their
// type, and wherever their when or not-when lets them be. A condition looks at neighbours, which
// variants of the same label change; an index label that followed it could differ for two variants,
// and let both be registered. The price: labels that are variants only in other places collide too.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/idn/lgr/table.h"

namespace stele::idn::lgr {

class IndexMap {
 public:
  explicit IndexMap(std::span<const Table> tables);
  std::u32string index_label(std::u32string_view label) const;

 private:
  struct Mapping {
    std::u32string from;
    std::u32string to;
  };
  using Sets = std::vector<std::vector<std::u32string>>;

  static Sets sets_of(std::span<const Table> tables);
  void use(const Sets& sets);
  bool join_overlaps(Sets& sets) const;
  std::u32string rewrite(std::u32string_view label) const;

  std::unordered_map<char32_t, std::vector<Mapping>> mappings_;  // by first; the longest first
};

}  // namespace stele::idn::lgr
