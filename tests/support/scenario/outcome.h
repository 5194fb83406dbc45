// What came of a story's line, whichever way it was played, and whether that is what the line tells.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/rejection.h"
#include "frontends/gateway/command_text.h"
#include "tests/support/scenario/facts.h"

namespace stele::test {

using Words = std::vector<gateway::Word>;

// What came of a line, in the words a line is written in.
struct Got {
  int code = 0;
  std::vector<std::string> kinds;     // accepted: the events
  core::Rejections rejections;        // refused
  bool by_epp = false;                // values and reasons of its own grammar are not compared
  std::vector<std::string> reasons;   // by_epp: core's
  std::vector<std::string> texts;     // for people
  Facts facts;                        // of an info
  bool claims = false;                // by_epp: a check for claims, answered as it stands
  std::vector<std::string> available; // of a check: avail, or the reason why not
  bool accepted() const { return code < 2000; }
};

std::string to_text(const Got& got);

// A refusal, as core gives it.
Got refused(core::Rejections rejections);

bool is_code(std::string_view word);    // "1000", "2201"
bool is_reason(std::string_view name);  // of engine/core/refusal_list.inc

// Where what came of the line differs from the words right of its arrow; nothing when it does not.
std::optional<std::string> compare(const Got& got, const Words& expected);
std::optional<std::string> compare_check(const Got& got, const Words& expected);

}  // namespace stele::test
