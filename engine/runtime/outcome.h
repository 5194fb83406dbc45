// Outcome: what became of a request.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/core/decide.h"

namespace stele::runtime {

struct Accepted {
  Position first{};            // position of the transaction's first record
  Instant time{};              // its transaction time
  core::Answer answer;
  std::vector<events::EventKind> kinds;  // what was recorded, in order
};

struct Outcome {
  std::variant<Accepted, core::Rejections> result;
  const Accepted* accepted() const { return std::get_if<Accepted>(&result); }
  const core::Rejections* rejections() const { return std::get_if<core::Rejections>(&result); }
};

// Runs on the writer thread; must be short and must not block (post it on).
using Answered = std::move_only_function<void(Outcome)>;

}  // namespace stele::runtime
