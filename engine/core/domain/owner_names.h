// The names a domain has in its zone, and what stands there: its own and its active variants, which
// have the same name servers. A DS record covers the name of its owner (RFC 4034 §5.1.4), so a variant
// has those that can be made of known keys, and no others.
#pragma once

#include <vector>

#include "engine/core/objects.h"

namespace stele::core {

// Its own first, then variants by name.
std::vector<DomainName> owner_names(const Domain& domain);
// Sorted. `owner`: one of owner_names().
std::vector<DsRecord> ds_records_at(const Domain& domain, const DomainName& owner);

}  // namespace stele::core
