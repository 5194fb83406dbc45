// A label held against a table: how it divides into members of the repertoire, and which action it
// triggers.
#pragma once

#include "engine/idn/lgr/table_data.h"

namespace stele::idn::lgr {

struct Segment {
  std::size_t at = 0;
  std::size_t length = 1;
  const Entry* entry = nullptr;  // nullptr: a code point of a range
};

// RFC 7940 §8.1: the longest sequence that is in the repertoire and in its context, from left to
// right.
Result<std::vector<Segment>, Failure> segments(const TableData& data, std::u32string_view label,
                                               Scratch& scratch);

// What the mappings that made a label are, of which its disposition follows (§8.3).
struct Used {
  TypeSet types = 0;
  bool original = false;  // some code point is there without any mapping
  auto operator<=>(const Used&) const = default;
};

bool triggers(const Action& action, const Used& used);

// The first action triggered. Always one: the last default action takes everything.
const Action& first_action(const TableData& data, std::u32string_view label, const Used& used,
                           Scratch& scratch);

}  // namespace stele::idn::lgr
