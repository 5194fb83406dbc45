#include "projections/rdds/access.h"

#include <algorithm>
#include <utility>

#include "engine/base/bytes.h"
#include "engine/core/checks.h"
#include "engine/crypto/hash.h"

namespace stele::rdds {

namespace {

constexpr std::size_t kMostSecret = 256;

// A token for no zone in particular is for all of its repository, those made since among them.
std::vector<ObjectNumber> zones_of(const core::State& state, const core::AccessToken& token) {
  if (!token.zones.empty()) return token.zones;
  std::vector<ObjectNumber> zones;
  state.for_each_zone([&](ObjectNumber number) {
    const auto zone = state.find_zone(number);
    if (zone && zone->repository == token.repository) zones.push_back(number);
    return true;
  });
  std::ranges::sort(zones);
  return zones;
}

}  // namespace

std::string_view to_text(AccessDenied denied) {
  switch (denied) {
    case AccessDenied::unknown: return "unknown";
    case AccessDenied::expired: return "expired";
    case AccessDenied::revoked: return "revoked";
  }
  std::unreachable();
}

Access find_access(const core::State& state, std::string_view secret) {
  const Access unknown{.viewer = {}, .denied = AccessDenied::unknown, .token = {}, .holder = {}};
  if (secret.empty() || secret.size() > kMostSecret) return unknown;
  // It is looked up by its digest: how long that takes says nothing about the secret.
  const auto number = state.find_access_token_number(to_hex(view(crypto::sha256(secret))));
  const auto token = number ? state.find_access_token(*number) : std::nullopt;
  if (!token) return unknown;
  Access access{.viewer = {}, .denied = {}, .token = token->number, .holder = token->holder};
  if (token->revoked_at.ms && token->revoked_at <= state.now())
    access.denied = AccessDenied::revoked;
  else if (token->expires_at <= state.now())
    access.denied = AccessDenied::expired;
  else
    access.viewer = {Viewer::Kind::authority, token->number, zones_of(state, *token)};
  return access;
}

bool is_access_reason(std::string_view text) {
  const auto characters = core::count_characters(text);
  return characters && *characters <= kMostAccessReason &&
         text.find_first_not_of(' ') != std::string_view::npos;
}

}  // namespace stele::rdds
