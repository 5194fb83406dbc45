#include "engine/core/decide.h"

#include <variant>

#include "engine/core/poll/notices.h"

namespace stele::core {

Decided<Decision> decide(const Context& context, const Command& command) {
  auto decision = std::visit([&](const auto& wish) { return decide(context, wish); }, command);
  if (decision) add_notices(context, false, decision->events);
  return decision;
}

}  // namespace stele::core
