#include "frontends/gateway/password_rules.h"

#include <algorithm>

#include "engine/base/letters.h"
#include "engine/core/checks.h"

namespace stele::gateway {

namespace {

// Letters beyond ASCII count as "the rest": their case is nobody's business here.
std::uint32_t classes_of(std::string_view text) {
  bool small = false, capital = false, digit = false, rest = false;
  for (const char c : text) {
    if (c >= 'a' && c <= 'z') small = true;
    else if (c >= 'A' && c <= 'Z') capital = true;
    else if (c >= '0' && c <= '9') digit = true;
    else rest = true;
  }
  return std::uint32_t{small} + capital + digit + rest;
}

}  // namespace

std::optional<std::string_view> password_problem(std::string_view wanted, std::string_view current,
                                                 std::string_view registrar,
                                                 const core::Settings& settings) {
  const auto characters = core::count_characters(wanted);
  if (!characters) return "it has characters that cannot be typed";
  if (*characters < settings.password_length) return "it is too short";
  if (*characters > kMostPasswordCharacters) return "it is too long";
  // XML collapses them (RFC 5730 §4, token): over EPP no such password could be sent.
  if (wanted.starts_with(' ') || wanted.ends_with(' ') || wanted.find("  ") != std::string_view::npos)
    return "it begins or ends with a blank, or has two of them together";
  if (wanted == current) return "it is the one in use";
  if (equal_ignoring_case(wanted, registrar)) return "it is the registrar's identifier";
  if (classes_of(wanted) < settings.password_classes)
    return "it has too few kinds of characters (lower case, upper case, digits, others)";
  return std::nullopt;
}

std::optional<Instant> password_expiry(const core::Registrar& registrar,
                                       const core::Settings& settings) {
  if (settings.password_days == 0) return std::nullopt;
  return registrar.password_changed_at + std::int64_t{settings.password_days} * kDay;
}

}  // namespace stele::gateway
