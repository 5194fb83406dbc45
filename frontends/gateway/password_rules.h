// What a new password must be, and when one is too old. Rules are settings; passwords are compared
// and counted here and kept nowhere.
#pragma once

#include <optional>
#include <string_view>

#include "engine/base/instant.h"
#include "engine/core/objects.h"

namespace stele::gateway {

inline constexpr std::size_t kMostPasswordCharacters = 128;

// What is wrong with `wanted`, in words for the registrar.
std::optional<std::string_view> password_problem(std::string_view wanted, std::string_view current,
                                                 std::string_view registrar,
                                                 const core::Settings& settings);

// When the registrar's password is too old; nullopt: never.
std::optional<Instant> password_expiry(const core::Registrar& registrar,
                                       const core::Settings& settings);

}  // namespace stele::gateway
