#include <algorithm>

#include "engine/core/name/labels.h"
#include "engine/core/query.h"

namespace stele::core {

VariantList list_variants(const State& state, const Domain& domain, bool allocatable) {
  VariantList out;
  for (const DomainName& name : domain.variants)
    out.variants.push_back({name, unicode_name(name), true});
  const auto zone = allocatable ? state.find_zone(domain.zone) : nullptr;
  if (!zone) return out;
  auto found = allocatable_variants(state, *zone, domain.name, domain.idn_table,
                                    idn::lgr::kShownVariants);
  out.too_many = found.too_many;
  for (const DomainName& name : found.names)
    if (!std::binary_search(domain.variants.begin(), domain.variants.end(), name))
      out.variants.push_back({name, unicode_name(name), false});
  std::ranges::sort(out.variants, {}, &VariantInfo::name);
  return out;
}

}  // namespace stele::core
