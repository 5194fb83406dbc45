#include "engine/core/domain/owner_names.h"

#include <algorithm>

#include "engine/core/domain/dnssec.h"
#include "engine/crypto/dnssec.h"

namespace stele::core {
namespace {

// The key a DS record was made of: given with it, or one of the domain's.
std::optional<DnsKey> key_of(const Domain& domain, const DsRecord& ds) {
  if (ds.key) return ds.key;
  for (const DnsKey& key : domain.keys)
    if (make_ds(domain.name, key, ds.digest_type).digest == ds.digest) return key;
  return std::nullopt;
}

}  // namespace

std::vector<DomainName> owner_names(const Domain& domain) {
  std::vector<DomainName> out{domain.name};
  out.insert(out.end(), domain.variants.begin(), domain.variants.end());
  return out;
}

std::vector<DsRecord> ds_records_at(const Domain& domain, const DomainName& owner) {
  if (owner == domain.name) return domain.ds;
  std::vector<DsRecord> out;
  for (const DsRecord& ds : domain.ds) {
    if (crypto::ds_digest_size(ds.digest_type) == 0) continue;
    if (const auto key = key_of(domain, ds)) out.push_back(make_ds(owner, *key, ds.digest_type));
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace stele::core
