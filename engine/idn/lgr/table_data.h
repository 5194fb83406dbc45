// What a table holds, for the files of this folder: sorted once, then only read.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/idn/lgr/program.h"
#include "engine/idn/lgr/table.h"

namespace stele::idn::lgr {

// Bounds of what is read; a table beyond them is refused.
constexpr std::size_t kMaxEntries = 262'144;
constexpr std::size_t kMaxVariantsOfOne = 256;
constexpr std::size_t kMaxSequence = 32;   // code points
constexpr std::size_t kMaxTypes = 64;      // of variants
constexpr std::size_t kMaxRules = 1'024;
constexpr std::size_t kMaxNodes = 4'096;   // of one rule
constexpr std::size_t kMaxDepth = 64;      // of elements, and of rules by reference

using TypeSet = std::uint64_t;  // bit n: TableData::types[n]

// A when or not-when (RFC 7940 §5.2).
struct Condition {
  int rule = -1;  // index; none
  bool negated = false;
  bool exists() const { return rule >= 0; }
  bool operator==(const Condition&) const = default;
};

struct Variant {
  std::u32string to;  // empty: a null variant
  TypeSet type = 0;   // at most one bit
  Condition condition;
  int line = 0;
};

// A code point or sequence of the repertoire; an empty source has null variants the other way round.
struct Entry {
  std::u32string source;
  Condition condition;
  std::vector<Variant> variants;  // by target
  int line = 0;
};

struct EntryRange {
  char32_t first = 0;
  char32_t last = 0;
  Condition condition;
  int line = 0;
};

struct Rule {
  std::string name;
  Program program;
  int line = 0;
};

struct Action {
  enum class Trigger { none, any_variant, all_variants, only_variants };
  std::string disposition;
  int rule = -1;
  bool negated = false;  // not-match
  Trigger trigger = Trigger::none;
  TypeSet types = 0;
  int line = 0;
  std::string text;  // the rule's name, or the trigger as the table writes it
};

struct TableData {
  Metadata metadata;
  std::vector<Entry> entries;       // by source
  std::vector<EntryRange> ranges;   // by code point; they do not overlap, nor do entries lie in them
  std::vector<std::string> types;
  TypeSet invalid_type = 0;         // of variants that generate no label (§7.3)
  std::vector<Rule> rules;
  std::vector<Action> actions;      // the default ones of §7.6 last
  std::vector<Problem> warnings;    // of the reader

  // Entries whose source begins with a code point, by source: the shorter before the longer ones
  // that begin with it.
  std::span<const Entry> starting_with(char32_t code_point) const;
  const Entry* find(std::u32string_view source) const;
  const EntryRange* find_range(char32_t code_point) const;
  const Entry* null_source() const { return find(U""); }
};

// Sorts what has been read and adds the default actions.
void complete(TableData& data);

bool holds(const TableData& data, const Condition& condition, std::u32string_view label, Span span,
           Scratch& scratch);

bool is_allocatable(std::string_view disposition);

}  // namespace stele::idn::lgr
