// What the info queries share: names behind numbers, derived statuses, repository suffixes.
#pragma once

#include "engine/core/query.h"
#include "events/values/roid.h"

namespace stele::core {

ProvenanceInfo describe(const State& state, const Provenance& made);
// The organisations of an object by their identifiers.
std::vector<NamedLink> describe_links(const State& state, ObjectNumber object);
std::string roid_of(const State& state, ObjectKind kind, ObjectNumber number,
                    RepositoryId repository);

// A domain without name servers is `inactive`; `ok` stands alone (RFC 5731 §2.3).
std::vector<Status> complete_statuses(const Domain& domain);

// The statuses that are set with those that follow from them: `ok` where nothing is set, `linked`
// beside anything (RFC 5732 §2.3, RFC 5733 §2.2).
std::vector<Status> complete_statuses(StatusSet set, bool linked);

}  // namespace stele::core
