#include "engine/core/decide.h"

#include <variant>

namespace stele::core {

Decided<Decision> decide(const Context& context, const Command& command) {
  return std::visit([&](const auto& wish) { return decide(context, wish); }, command);
}

}  // namespace stele::core
