// Internationalized names and their variants in domain commands: idn-1.0, b-dn (RFC 9095) and our own
// extension, to what the engine understands, and of its answers.
#pragma once

#include "frontends/epp/map_parts.h"

namespace stele::epp {

// The table and the U-label a client names, with either extension; both must be of `name`.
std::optional<core::IdnWish> read_idn_wish(Reader& reader, const DomainName& name);

// Which variants a create or an update makes active, or ends.
core::VariantWish read_variants_wanted(Reader& reader);
core::VariantWish read_variants_change(Reader& reader);

// Whether an info asks for the variants that could be had, too; that takes a search.
bool asks_for_variants(Reader& reader);

// Of an info: the table and the U-label, the bundle, the variants.
void add_idn(Reply& reply, const core::State& state, const core::DomainInfo& info, bool all_variants);

// Of a change of a domain that has active variants, or asked for more than it could have.
void add_variants(Reply& reply, Verb verb, const core::Answer& answer);

}  // namespace stele::epp
