// A rule of RFC 7940 §6.3 as a nondeterministic automaton. A look-behind, an anchor and a look-ahead
// stand next to each other, so together they are one expression with the anchor as a letter of it.
// All threads run at once: the time is bounded by nodes × length, whatever the rule, and nothing
// is tried twice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/idn/lgr/code_points.h"

namespace stele::idn::lgr {

enum class Op : std::uint8_t { one_of, any, start, end, anchor, split, jump, match };

struct Node {
  Op op = Op::match;
  std::uint32_t next = 0;
  std::uint32_t other = 0;  // one_of: index of the set; split: the second way
};

// Node 0 is the first.
struct Program {
  std::vector<Node> nodes;
  std::vector<CodePointSet> sets;
  bool has_anchor = false;
};

// Of the code point, sequence or variant whose context is judged.
struct Span {
  std::size_t at = 0;
  std::size_t length = 0;
};

enum class Verdict : std::uint8_t { no, yes, open };

// Marks of one run after the other, so that runs stay small, and the work done so far: one for each
// node looked at.
struct Scratch {
  std::vector<std::uint32_t> stamps;
  std::uint32_t generation = 0;
  std::uint64_t work = 0;
};

// A rule on a label that is still growing. Matches anywhere in the label (§6.3.8).
class Run {
 public:
  Run(const Program& program, Scratch& scratch, std::optional<Span> anchor = std::nullopt);

  void feed(char32_t code_point, Scratch& scratch);
  // What no longer label can change; open otherwise.
  Verdict verdict() const;
  // As if the label ended here.
  bool matches(Scratch& scratch) const;

  bool matched() const { return matched_; }
  const std::vector<std::uint32_t>& threads() const { return threads_; }  // rising

 private:
  void begin_position(Scratch& scratch);
  void add(std::uint32_t node, Scratch& scratch, bool at_end);

  const Program* program_;
  std::optional<Span> anchor_;
  std::size_t position_ = 0;
  bool matched_ = false;
  std::vector<std::uint32_t> threads_;       // nodes that wait for a code point or the end
  std::vector<std::uint32_t> past_anchor_;  // wait for the end of the anchor's span
};

bool matches(const Program& program, std::u32string_view label, std::optional<Span> anchor,
             Scratch& scratch);
// The same for the beginning of a label.
Verdict matches_so_far(const Program& program, std::u32string_view label,
                       std::optional<Span> anchor, Scratch& scratch);

}  // namespace stele::idn::lgr
