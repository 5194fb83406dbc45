#include "engine/idn/lgr/program.h"

#include <algorithm>

namespace stele::idn::lgr {

namespace {

void next_generation(Scratch& scratch, std::size_t nodes) {
  if (scratch.stamps.size() < nodes) scratch.stamps.resize(nodes, 0);
  if (++scratch.generation == 0) {
    std::fill(scratch.stamps.begin(), scratch.stamps.end(), 0U);
    scratch.generation = 1;
  }
}

Run run_over(const Program& program, std::u32string_view label, std::optional<Span> anchor,
             Scratch& scratch) {
  Run run(program, scratch, anchor);
  for (const char32_t c : label) {
    if (run.matched()) break;
    run.feed(c, scratch);
  }
  return run;
}

}  // namespace

Run::Run(const Program& program, Scratch& scratch, std::optional<Span> anchor)
    : program_(&program), anchor_(anchor) {
  next_generation(scratch, program.nodes.size());
  begin_position(scratch);
}

// A match may begin here, and what passed the anchor goes on where its span ends.
void Run::begin_position(Scratch& scratch) {
  if (anchor_ && position_ == anchor_->at + anchor_->length && anchor_->length > 0) {
    const std::vector<std::uint32_t> waiting = std::move(past_anchor_);
    past_anchor_.clear();
    for (const std::uint32_t node : waiting) add(node, scratch, false);
  }
  add(0, scratch, false);
  std::sort(threads_.begin(), threads_.end());
}

void Run::add(std::uint32_t first, Scratch& scratch, bool at_end) {
  std::vector<std::uint32_t> stack{first};
  while (!stack.empty()) {
    const std::uint32_t at = stack.back();
    stack.pop_back();
    if (scratch.stamps[at] == scratch.generation) continue;
    scratch.stamps[at] = scratch.generation;
    ++scratch.work;
    const Node& node = program_->nodes[at];
    switch (node.op) {
      case Op::match: matched_ = true; break;
      case Op::jump: stack.push_back(node.next); break;
      case Op::split:
        stack.push_back(node.other);
        stack.push_back(node.next);
        break;
      case Op::start:
        if (position_ == 0) stack.push_back(node.next);
        break;
      case Op::anchor:
        if (!anchor_ || anchor_->at != position_) break;
        if (anchor_->length == 0)
          stack.push_back(node.next);
        else
          past_anchor_.push_back(node.next);
        break;
      case Op::end:
        if (at_end)
          stack.push_back(node.next);
        else
          threads_.push_back(at);
        break;
      case Op::one_of:
      case Op::any: threads_.push_back(at); break;
    }
  }
}

void Run::feed(char32_t code_point, Scratch& scratch) {
  ++position_;
  if (matched_) return;
  next_generation(scratch, program_->nodes.size());
  const std::vector<std::uint32_t> before = std::move(threads_);
  threads_.clear();
  for (const std::uint32_t at : before) {
    ++scratch.work;
    const Node& node = program_->nodes[at];
    if (node.op == Op::any ||
        (node.op == Op::one_of && program_->sets[node.other].contains(code_point)))
      add(node.next, scratch, false);
  }
  begin_position(scratch);
}

Verdict Run::verdict() const {
  if (matched_) return Verdict::yes;
  return threads_.empty() && past_anchor_.empty() ? Verdict::no : Verdict::open;
}

bool Run::matches(Scratch& scratch) const {
  if (matched_) return true;
  next_generation(scratch, program_->nodes.size());
  Run last(*this);
  for (const std::uint32_t at : threads_)
    if (program_->nodes[at].op == Op::end) last.add(at, scratch, true);
  return last.matched_;
}

bool matches(const Program& program, std::u32string_view label, std::optional<Span> anchor,
             Scratch& scratch) {
  return run_over(program, label, anchor, scratch).matches(scratch);
}

Verdict matches_so_far(const Program& program, std::u32string_view label,
                       std::optional<Span> anchor, Scratch& scratch) {
  return run_over(program, label, anchor, scratch).verdict();
}

}  // namespace stele::idn::lgr
