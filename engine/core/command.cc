#include "engine/core/command.h"

#include <memory>
#include <type_traits>
#include <utility>

namespace stele::core {

Command::Command() = default;
Command::Command(const Command& other) = default;
Command::Command(Command&& other) noexcept = default;
Command::~Command() = default;

// As events are (events/event.cc).
static_assert(std::is_nothrow_move_constructible_v<CommandAlternatives>);
Command& Command::operator=(Command&& other) noexcept {
  if (this == &other) return *this;
  std::destroy_at(this);
  return *std::construct_at(this, std::move(other));
}
Command& Command::operator=(const Command& other) { return *this = Command(other); }

}  // namespace stele::core
