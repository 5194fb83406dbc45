// What a zone's disclosure and a registrar's public entry must look like.
#pragma once

#include "engine/core/command.h"
#include "engine/core/problems.h"
#include "events/values/disclosure.h"
#include "events/values/registrar_directory.h"

namespace stele::core {

inline constexpr std::size_t kMostDisclosureRules = 64;
inline constexpr std::size_t kMostReferrals = 64;

// bad_policy for everything in which the disclosure contradicts itself or its layout cannot be read;
// the value names it.
void require_disclosure(const Disclosure& disclosure, Problems& problems);
// bad_policy for a referral whose name does not lie below the zone.
void require_referrals_below(const DomainName& zone, const Disclosure& disclosure,
                             Problems& problems);

// The entry with what a command wishes. bad_syntax, bad_email, bad_phone_number.
RegistrarDirectory require_directory(RegistrarDirectory directory, const DirectoryChange& wished,
                                     Problems& problems);

}  // namespace stele::core
