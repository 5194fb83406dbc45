// What a registrar's values must look like. Shared by create and update; every problem is reported.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/change.h"
#include "engine/core/command.h"
#include "engine/core/state.h"

namespace stele::core {

// bad_syntax unless it is an http or https address of at most 255 characters. Empty is fine.
void require_url(std::string_view url, Problems& problems);

// bad_syntax unless it is a PHC string ("$argon2id$…"). Empty: the registrar has no EPP login yet.
// The rejection never repeats it.
void require_password_hash(std::string_view hash, Problems& problems);

// bad_syntax for whatever is not the SHA-256 of a certificate as 64 lower-case hex digits.
std::vector<Named<std::string>> require_fingerprints(const std::vector<std::string>& fingerprints,
                                                     Problems& problems);

// object_does_not_exist for zones that are not in the registrar's repository.
std::vector<Named<ObjectNumber>> require_zones(const State& state, RepositoryId repository,
                                               const std::vector<std::string>& names,
                                               Problems& problems);

inline constexpr std::size_t kMostNetworks = 64;

// The access with what a command wishes, networks apart. value_out_of_range for what no setting of
// the registry could be (engine/core/settings/number_settings.h).
RegistrarAccess require_access(RegistrarAccess access, const AccessChange& wished,
                               Problems& problems);
std::vector<Named<std::string>> network_texts(const std::vector<IpPrefix>& networks);
// too_many_addresses above kMostNetworks.
void require_network_count(std::size_t count, Problems& problems);

// value_out_of_range when negative or beyond what an account may hold.
void require_credit_limit(Amount limit, Problems& problems);

// bad_syntax unless it is a word of price lists. Empty is fine: none.
void require_price_group(std::string_view group, Problems& problems);

// value_out_of_range for what no balance can be; with the texts people know them by.
std::vector<Named<Amount>> require_thresholds(const std::vector<Amount>& amounts,
                                              Problems& problems);

}  // namespace stele::core
