#include "frontends/epp/profile.h"

#include <algorithm>
#include <array>

namespace stele::epp {
namespace {

constexpr std::array<std::string_view, 3> kNames{"full", "icann", "cocca"};

// The tests refuse a greeting with a URI that IANA's registry of EPP extensions does not have.
constexpr ExtensionSet registered(ExtensionSet set) {
  set.erase(Extension::balance);
  set.erase(Extension::variants);
  return set;
}

constexpr Tolerances kCoccaTolerances{
    Tolerance::empty_number,  Tolerance::unknown_service, Tolerance::late_client_trid,
    Tolerance::empty_change,  Tolerance::absent_status,   Tolerance::host_both_ways,
    Tolerance::old_fee,       Tolerance::report_alone,    Tolerance::plain_change_message};

std::optional<Tolerance> parse_tolerance(std::string_view word) {
  for (int i = 0; i < kToleranceCount; ++i)
    if (to_text(static_cast<Tolerance>(i)) == word) return static_cast<Tolerance>(i);
  return std::nullopt;
}

}  // namespace

std::span<const std::string_view> profile_names() { return kNames; }

std::optional<Profile> find_profile(std::string_view name) {
  Profile profile{.extensions = kServedExtensions, .name = std::string(name)};
  if (name == "full") return profile;
  if (name == "icann") {
    profile.extensions = registered(kServedExtensions);
    profile.tolerances = {};
    profile.auth_info_bits = 128;  // RFC 9154 §4.1
    return profile;
  }
  if (name == "cocca") {
    profile.tolerances = kCoccaTolerances;
    return profile;
  }
  return std::nullopt;
}

bool switch_part(Profile& profile, std::string_view part, bool on) {
  if (part == "host" || part == "contact") {
    (part == "host" ? profile.hosts : profile.contacts) = on;
    return true;
  }
  if (const auto tolerance = parse_tolerance(part)) {
    profile.tolerances.set(*tolerance, on);
    return true;
  }
  const auto extension = parse_extension(part);
  if (!extension || (on && !kServedExtensions.contains(*extension))) return false;
  if (on) profile.extensions.insert(*extension);
  else profile.extensions.erase(*extension);
  return true;
}

}  // namespace stele::epp
