#include "engine/core/registrar/registrar_rules.h"

#include <algorithm>

#include "engine/base/bytes.h"
#include "engine/core/checks.h"

namespace stele::core {

void require_url(std::string_view url, Problems& problems) {
  if (url.empty()) return;
  const std::size_t scheme = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : 0;
  const bool plain =
      std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < 0x7f; });
  if (scheme == 0 || url.size() == scheme || url.size() > 255 || !plain)
    problems.add(Reason::bad_syntax, Field::url, to_printable(url));
}

void require_password_hash(std::string_view hash, Problems& problems) {
  if (hash.empty()) return;
  const bool plain =
      std::all_of(hash.begin(), hash.end(), [](char c) { return c > ' ' && c < 0x7f; });
  if (hash.front() != '$' || !plain || hash.size() > 512)
    problems.add(Reason::bad_syntax, Field::password);
}

std::vector<Named<std::string>> require_fingerprints(const std::vector<std::string>& fingerprints,
                                                     Problems& problems) {
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  std::vector<Named<std::string>> good;
  for (const std::string& fingerprint : fingerprints) {
    if (fingerprint.size() == 64 && std::all_of(fingerprint.begin(), fingerprint.end(), is_hex))
      good.push_back({fingerprint, fingerprint});
    else
      problems.add(Reason::bad_syntax, Field::fingerprint, to_printable(fingerprint));
  }
  return good;
}

std::vector<Named<ObjectNumber>> require_zones(const State& state, RepositoryId repository,
                                               const std::vector<std::string>& names,
                                               Problems& problems) {
  std::vector<Named<ObjectNumber>> found;
  for (const std::string& name : names) {
    const auto zone = state.find_zone(name);
    if (zone && zone->repository == repository)
      found.push_back({zone->number, name});
    else
      problems.add(Reason::object_does_not_exist, Field::zone, to_printable(name));
  }
  return found;
}

void require_credit_limit(Amount limit, Problems& problems) {
  if (limit < Amount{}) problems.add(Reason::value_out_of_range, Field::amount, to_text(limit));
}

}  // namespace stele::core
