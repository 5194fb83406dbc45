#include "engine/core/command.h"

#include <utility>

#include "engine/base/made_anew.h"

namespace stele::core {

Command::Command() = default;
Command::Command(const Command& other) = default;
Command::Command(Command&& other) noexcept = default;
Command::~Command() = default;

static_assert(std::is_nothrow_move_constructible_v<CommandAlternatives>);
Command& Command::operator=(Command&& other) noexcept { return make_anew(*this, std::move(other)); }
Command& Command::operator=(const Command& other) { return *this = Command(other); }

}  // namespace stele::core
