// Variants of a name, to see and to choose: an extension of this project, as no standard has one
// (docs/protocols/variants-1.0.xsd). It is registered nowhere, so a profile that is measured against
// IANA's list must not offer it.
#pragma once

#include <string>
#include <vector>

#include "events/values/domain_name.h"
#include "frontends/epp/extensions/source.h"
#include "frontends/epp/response/response.h"

namespace stele::epp {

grammar::Mapping variants_mapping();

// Variants by name, or all there are.
struct VariantChoice {
  bool all = false;
  std::vector<DomainName> names;
  bool operator==(const VariantChoice&) const = default;
};
struct VariantChange {
  VariantChoice added, removed;
  bool operator==(const VariantChange&) const = default;
};

// `at`: <variants:create>.
VariantChoice read_variant_choice(Source& source, xml::Index at);
// `at`: <variants:update>.
VariantChange read_variant_change(Source& source, xml::Index at);

struct VariantShown {
  std::string name;          // in A-labels
  std::string unicode_name;  // of an ASCII name the same
  bool active = false;       // else allocatable: the sponsor may have it
};
// Of the answer to `verb`: info, create or update. `too_many`: there are more allocatable ones than are
// shown, or than were made active.
Part write_variants(grammar::Verb verb, const std::vector<VariantShown>& variants, bool too_many);

}  // namespace stele::epp
