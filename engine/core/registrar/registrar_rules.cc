#include "engine/core/registrar/registrar_rules.h"

#include <algorithm>

#include "engine/base/bytes.h"
#include "engine/core/account/account_limits.h"
#include "engine/core/checks.h"
#include "engine/core/settings/number_settings.h"

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

RegistrarAccess require_access(RegistrarAccess access, const AccessChange& wished,
                               Problems& problems) {
  struct Limit {
    std::string_view name;
    const std::optional<std::uint32_t>& wished;
    std::uint32_t& current;
    std::string_view setting;
  };
  const Limit limits[] = {
      {"sessions", wished.sessions, access.sessions, "sessions_per_registrar"},
      {"commands_per_second", wished.commands_per_second, access.commands_per_second,
       "commands_per_second"},
      {"changes_per_second", wished.changes_per_second, access.changes_per_second,
       "changes_per_second"},
      {"checks_per_minute", wished.checks_per_minute, access.checks_per_minute,
       "checks_per_minute"}};
  for (const Limit& limit : limits) {
    if (!limit.wished) continue;
    const auto* const bound =
        std::find_if(std::begin(kNumberSettings), std::end(kNumberSettings),
                     [&](const NumberSetting& number) { return number.name == limit.setting; });
    if (*limit.wished > bound->most)
      problems.add(Reason::value_out_of_range, Field::setting,
                   std::string(limit.name) + "=" + std::to_string(*limit.wished));
    limit.current = *limit.wished;
  }
  if (wished.certificate) access.certificate = *wished.certificate;
  return access;
}

std::vector<Named<std::string>> network_texts(const std::vector<IpPrefix>& networks) {
  std::vector<Named<std::string>> out;
  for (const IpPrefix& network : networks) out.push_back({to_text(network), to_text(network)});
  return out;
}

void require_network_count(std::size_t count, Problems& problems) {
  if (count > kMostNetworks)
    problems.add(Reason::too_many_addresses, Field::address, std::to_string(count));
}

void require_credit_limit(Amount limit, Problems& problems) {
  if (limit < Amount{} || limit > kMostMoney)
    problems.add(Reason::value_out_of_range, Field::amount, to_text(limit));
}

void require_price_group(std::string_view group, Problems& problems) {
  if (!group.empty() && !is_price_word(group))
    problems.add(Reason::bad_syntax, Field::tier, to_printable(group));
}

std::vector<Named<Amount>> require_thresholds(const std::vector<Amount>& amounts,
                                              Problems& problems) {
  std::vector<Named<Amount>> named;
  for (const Amount amount : amounts) {
    if (!within(amount, kMostMoney))
      problems.add(Reason::value_out_of_range, Field::amount, to_text(amount));
    named.push_back({amount, to_text(amount)});
  }
  return named;
}

}  // namespace stele::core
