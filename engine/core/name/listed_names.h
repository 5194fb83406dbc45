// What a zone's name lists say about a name: shared by create, check and quotes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/change.h"
#include "engine/core/decide.h"

namespace stele::core {

// The lists' word on a name that is free. name_blocked 2306 (for staff too: they unlist it first);
// bad_allocation_token 2201 when a token was given and the name has none or another (RFC 8495 §2.1);
// name_reserved 2306 unless staff ask or the token opens it. The result is the tier its prices
// are those of; "" for an ordinary name.
std::string require_allocatable(const State& state, const Caller& caller, const Zone& zone,
                                std::string_view index_label,
                                const std::optional<std::string>& token, std::string_view name,
                                Problems& problems);

// Why the allocation token of a domain is not shown (RFC 8495 §3.1.2): not_sponsor;
// no_allocation_token (today's lists have none for it); token_not_shown (only its hash is kept).
Rejection refuse_token(const State& state, const Caller& caller, const DomainName& name);

// A label as it stands in the DNS; what is none stays as it is.
std::string ascii_label(const std::string& label);

// Labels directly below the zone, as A-labels or U-labels: their keys, and the labels as they were
// given. bad_name for what is none.
std::vector<Named<std::string>> require_labels(const State& state, const Zone& zone,
                                               const std::vector<std::string>& labels,
                                               Problems& problems);

}  // namespace stele::core
