// AcceptClock: an operator takes the clock as right after it jumped or the server stood still for
// long. Refusal: not_allowed 2201 (staff only).
#include "engine/core/checks.h"

namespace stele::core {

Decided<Decision> decide(const Context& context, const AcceptClock&) {
  Problems problems;
  require_staff(context, problems);
  if (problems.any()) return problems.refusal();

  Decision decision;
  decision.answer = {.id = to_text(context.now)};
  decision.events.emplace_back(
      events::ClockAccepted{.previous = context.state.time(), .accepted = context.now});
  return decision;
}

}  // namespace stele::core
