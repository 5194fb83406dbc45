// Labels under a zone's IDN tables: the key a name is unique by, which labels a zone takes, and the
// variants of a name (RFC 7940, RFC 8228). Where a zone has no tables, a label is its own key, has no
// variants, and is no A-label.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/decide.h"
#include "engine/core/problems.h"
#include "engine/core/state.h"

namespace stele::core {

// The label of a name as code points; nullopt for an A-label that is none.
std::optional<std::u32string> code_points(std::string_view label);
// "مكة.example" for "xn--….example".
std::string unicode_name(const DomainName& name);

// By the tables given, which need not be the zone's.
std::string index_label(const idn::lgr::TableSet& tables, std::string_view label);

// The table that takes the label: the one the client names, or the first; 0: letters, digits and
// hyphens, which no table takes and the zone does without.
//   unknown_idn_table 2306 · label_not_allowed 2306 · unicode_name_differs 2306
ObjectNumber require_label(const State& state, const Zone& zone, const DomainName& name,
                           const std::optional<IdnWish>& idn, Problems& problems);

// The variants a registrant may have, by code points, the active ones among them.
struct Variants {
  std::vector<DomainName> names;
  bool too_many = false;  // there are more than `most`, or the search came to its bound
};
Variants allocatable_variants(const State& state, const Zone& zone, const DomainName& name,
                              ObjectNumber table, std::size_t most);

// What becomes active with a creation: those asked for, or all, or those the table says; sorted.
// `after`: all that are active then. `too_many`: all were asked for, and there are more than the zone
// allows.
struct VariantChange {
  std::vector<DomainName> added, removed, after;
  bool too_many = false;
};
//   variants_not_offered 2306 · not_allowed 2201 (the registrar may not)
//   not_a_variant · variant_not_allocatable 2306 · too_many_variants 2306, and what is wrong with any
//   change of a set (change.h)
VariantChange require_variants(const Context& context, const Zone& zone, const Domain& domain,
                               const VariantWish& wish, Problems& problems);

// Those a table activates by itself, where the zone lets it; `too_many`: beyond what the zone allows.
Variants activated_variants(const State& state, const Zone& zone, const DomainName& name,
                            ObjectNumber table);

// Whether a zone directly below this one is called so, or a variant of it.
bool is_zone_below(const State& state, const Zone& zone, const DomainName& name);

}  // namespace stele::core
