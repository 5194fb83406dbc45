// DNSSEC data of a name (RFC 5910): what a client sends, judged, and what comes of it. Shared by
// create and update.
//
// A name has either DS data of its sponsor's making or keys. Of keys the registry makes the DS records
// when they come in, so that the zone has one list and a later policy changes no name.
#pragma once

#include <vector>

#include "engine/core/objects.h"
#include "engine/core/problems.h"

namespace stele::core {

// Sorted; what an event carries.
struct DnssecOutcome {
  std::vector<DsRecord> ds_added, ds_removed;
  std::vector<DnsKey> keys_added, keys_removed;
};

// In order:
//   urgent_not_supported 2102 · max_sig_life_not_supported 2102 (RFC 5910 §5.2.5)
//   wrong_dnssec_form 2306 (§4) alone: nothing else is looked at then
//   given_twice · not_there 2306 (removed)
//   unknown_algorithm · unknown_digest_type 2306 · bad_digest 2005
//   bad_key_flags 2004 · bad_key_protocol 2004 · unknown_algorithm 2306 · bad_key 2005 ·
//   ds_of_another_key 2306
//   given_twice · already_there 2306 (added)
//   dnssec_forms_mixed 2306 · too_many_ds 2306
// What is removed and added in one command may be the same (§5.2.5: first one, then the other). Of a
// creation, `domain` has the name and nothing else. The outcome counts only when no problem was added.
DnssecOutcome require_dnssec(const ZonePolicy& policy, const Domain& domain,
                             const DnssecChange& change, Problems& problems);

// The DS record of this key at this name. Precondition: the public key is base64, the digest type is
// one the registry can compute (crypto::ds_digest_size).
DsRecord make_ds(const DomainName& name, const DnsKey& key, std::uint8_t digest_type);

// Whether the registry knows an algorithm of keys or a type of digests at all.
bool is_known_algorithm(std::uint8_t number);
bool is_known_digest_type(std::uint8_t number);

}  // namespace stele::core
