#include "engine/core/directory/directory_rules.h"
#include "engine/core/zone/zone_rules.h"

#include <algorithm>
#include <string>

#include "engine/base/bytes.h"
#include "engine/core/account/account_limits.h"
#include "engine/core/name/labels.h"
#include "engine/core/domain/dnssec.h"
#include "engine/core/query.h"
#include "engine/core/zone/master_file_header.h"
#include "engine/crypto/dnssec.h"

namespace stele::core {

void require_zone_place(const State& state, RepositoryId repository, const DomainName& name,
                        Problems& problems) {
  if (state.find_zone(name.text()))
    return problems.add(Reason::object_exists, Field::name, name.text());
  if (const auto above = state.zone_of(name)) {
    if (name.parent() != above->name.text())
      problems.add(Reason::too_many_labels, Field::name, name.text());
    else if (const auto taken = state.find_domain_number(*above, index_label(state, *above, name)))
      problems.add(why_taken(state, *taken, name), Field::name, name.text());
    else if (is_zone_below(state, *above, name))
      problems.add(Reason::variant_exists, Field::name, name.text());
  }
  state.for_each_zone([&](ObjectNumber number) {
    const auto zone = state.find_zone(number);
    if (zone && zone->name.is_below(name) && zone->name.parent() != name.text() &&
        !state.find_zone(zone->name.parent()))
      problems.add(Reason::too_many_labels, Field::zone, zone->name.text());
    return true;
  });
  state.for_each_host_of(repository, [&](const HostName& host) {
    if (!host.name().is_below(name) || state.zone_of(host.name())) return true;
    problems.add(Reason::hosts_below_zone, Field::host, host.text());
    return false;
  });
}

namespace {

constexpr int kMostYears = 99;  // RFC 5731 pLimitType

void require_years_policy(const ZonePolicy& policy, Problems& problems) {
  const auto bad = [&](std::string_view name, int value) {
    problems.add(Reason::bad_policy, Field::policy,
                 std::string(name) + "=" + std::to_string(value));
  };
  if (policy.least_years < 1 || policy.least_years > policy.most_years)
    bad("least_years", policy.least_years);
  if (policy.most_years > kMostYears || policy.most_years > policy.most_years_ahead)
    bad("most_years", policy.most_years);
  if (policy.default_years < policy.least_years || policy.default_years > policy.most_years)
    bad("default_years", policy.default_years);
}

void require_contact_rule(const ContactRule& rule, std::string_view role, Problems& problems) {
  if (rule.least > rule.most)
    problems.add(Reason::bad_policy, Field::policy,
                 std::string(role) + "=" + std::to_string(rule.least) + ".." +
                     std::to_string(rule.most));
}

// Two lines of which neither is the more special one (engine/core/pricing.cc). The later of two in
// time takes over, so those that begin at one moment are one too many.
bool same_case(const Price& a, const Price& b) {
  return a.operation == b.operation && a.per_year.currency == b.per_year.currency &&
         a.years == b.years && a.group == b.group && a.tier == b.tier && a.from == b.from;
}

bool is_sound(const Price& price) {
  return price.per_year.amount >= Amount{} && price.per_year.amount <= kMostMoney &&
         price.per_year.currency != Currency{} && price.years <= kMostYears &&
         (price.group.empty() || is_price_word(price.group)) &&
         (price.tier.empty() || is_price_word(price.tier)) &&
         (!price.until.ms || price.from < price.until);
}

void require_prices(const std::vector<Price>& prices, Problems& problems) {
  for (auto price = prices.begin(); price != prices.end(); ++price) {
    const bool again = std::any_of(prices.begin(), price, [&](const Price& earlier) {
      return same_case(earlier, *price);
    });
    if (again || !is_sound(*price))
      problems.add(Reason::bad_policy, Field::policy,
                   "price." + std::string(to_text(price->operation)) + "=" + to_text(*price));
  }
}

void require_phases(const std::vector<LaunchPhase>& phases, Problems& problems) {
  for (const LaunchPhase& phase : phases) {
    const bool ends_first = phase.until.ms && phase.until <= phase.from;
    const bool nameless = phase.kind == LaunchKind::custom && phase.name.empty();
    if (ends_first || nameless || phase.acceptance_hours == 0)
      problems.add(Reason::bad_policy, Field::policy, "launch=" + std::string(to_text(phase.kind)));
  }
}

void require_lifecycle(const Lifecycle& life, Problems& problems) {
  const auto require = [&](bool good, std::string_view what, unsigned value) {
    if (!good)
      problems.add(Reason::bad_policy, Field::policy,
                   std::string(what) + "=" + std::to_string(value));
  };
  require(life.add_refund <= 100, "add_refund", life.add_refund);
  require(life.auto_renew_refund <= 100, "auto_renew_refund", life.auto_renew_refund);
  require(life.renew_refund <= 100, "renew_refund", life.renew_refund);
  require(life.transfer_refund <= 100, "transfer_refund", life.transfer_refund);
  require(life.restore_refund <= 100, "restore_refund", life.restore_refund);
  // A report could never come in time, and a restore could never be asked for.
  require(!life.restore_report || life.restore_report_days > 0, "restore_report_days",
          life.restore_report_days);
  require(!life.restore_report || life.redemption_days > 0, "redemption_days",
          life.redemption_days);
}

void require_dnssec_policy(const ZonePolicy& policy, Problems& problems) {
  const auto require = [&](const std::vector<std::uint8_t>& numbers, std::string_view what,
                           const auto& is_known) {
    for (const std::uint8_t number : numbers)
      if (!is_known(number))
        problems.add(Reason::bad_policy, Field::policy,
                     std::string(what) + "=" + std::to_string(number));
  };
  require(policy.dnssec_algorithms, "dnssec_algorithms", is_known_algorithm);
  require(policy.ds_digest_types, "ds_digest_types", is_known_digest_type);
}

// Three looks at the least lie within the time that records have to be seen for.
constexpr std::uint64_t kLooksBeforeBootstrap = 3;

// What it accepts becomes DS records or keys: a zone that takes neither has nothing to ask for.
void require_cds_policy(const CdsPolicy& cds, DnssecModel dnssec, Problems& problems) {
  if (dnssec == DnssecModel::none) problems.add(Reason::bad_policy, Field::policy, "cds=on with dnssec=none");
  if (cds.interval_seconds == 0)
    problems.add(Reason::bad_policy, Field::policy,
                 "cds_interval=" + to_duration_text(cds.interval_seconds));
  if (cds.bootstrap_seconds != 0 &&
      cds.bootstrap_seconds < kLooksBeforeBootstrap * cds.interval_seconds)
    problems.add(Reason::bad_policy, Field::policy,
                 "cds_bootstrap=" + to_duration_text(cds.bootstrap_seconds));
}

// RFC 2181 §8. 0 says "the zone's" in events, and is no use for a delegation.
constexpr std::uint32_t kMostSeconds = 0x7fffffff;

void require_ttl_policy(const ZonePolicy& policy, Problems& problems) {
  if (policy.least_ttl < 1 || policy.least_ttl >= policy.most_ttl)
    problems.add(Reason::bad_policy, Field::policy,
                 "least_ttl=" + std::to_string(policy.least_ttl));
  if (policy.most_ttl > kMostSeconds)
    problems.add(Reason::bad_policy, Field::policy, "most_ttl=" + std::to_string(policy.most_ttl));
}

}  // namespace

void require_policy(const ZonePolicy& policy, Problems& problems) {
  require_years_policy(policy, problems);
  require_phases(policy.launch, problems);
  if (policy.least_hosts > policy.most_hosts)
    problems.add(Reason::bad_policy, Field::policy,
                 "least_hosts=" + std::to_string(policy.least_hosts));
  require_contact_rule(policy.admin, "admin", problems);
  require_contact_rule(policy.tech, "tech", problems);
  require_contact_rule(policy.billing, "billing", problems);
  require_prices(policy.prices, problems);
  if (policy.tax_e4 > 10'000)
    problems.add(Reason::bad_policy, Field::policy, "tax_e4=" + std::to_string(policy.tax_e4));
  if (policy.lifecycle) require_lifecycle(*policy.lifecycle, problems);
  require_dnssec_policy(policy, problems);
  require_disclosure(policy.disclosure, problems);
  if (policy.cds) require_cds_policy(*policy.cds, policy.dnssec_model, problems);
  require_ttl_policy(policy, problems);
}

void require_ttl_within(const ZonePolicy& policy, const ZoneHeader& header, Problems& problems) {
  if (header.ttl < policy.least_ttl || header.ttl > policy.most_ttl)
    problems.add(Reason::bad_policy, Field::policy, "ttl=" + std::to_string(header.ttl));
}

void require_host_model_kept(const State& state, const Zone& zone, const ZonePolicy& policy,
                             Problems& problems) {
  if (policy.host_objects == zone.policy.host_objects) return;
  bool has_names = false;
  state.for_each_domain_of(zone, [&](const Domain&) {
    has_names = true;
    return false;
  });
  if (has_names)
    problems.add(Reason::bad_policy, Field::policy,
                 std::string("host_objects=") + (policy.host_objects ? "yes" : "no"));
}

namespace {

constexpr std::size_t kMostNameServers = 13;
constexpr std::uint32_t kMostSerialSeconds = 3600;  // a zone that lags more is no use to anybody

// As in a master file a dot may end it.
std::string canonical(const std::string& text, std::string_view what, Problems& problems) {
  std::string_view name = text;
  if (name.size() > 1 && name.ends_with('.')) name.remove_suffix(1);
  if (const auto parsed = DomainName::parse(name)) return parsed->text();
  problems.add(Reason::bad_zone_header, Field::header,
               std::string(what) + "=" + to_printable(text) + ": not a domain name");
  return text;
}

void require_timers(const ZoneHeader& header, Problems& problems) {
  const auto require = [&](bool good, std::string_view what, std::uint32_t value) {
    if (!good)
      problems.add(Reason::bad_zone_header, Field::header,
                   std::string(what) + "=" + std::to_string(value));
  };
  require(header.refresh >= 1 && header.refresh <= kMostSeconds, "refresh", header.refresh);
  require(header.retry >= 1 && header.retry <= kMostSeconds, "retry", header.retry);
  // A secondary must have the time to ask more than once before it gives the zone up.
  require(header.expire > header.refresh && header.expire <= kMostSeconds, "expire",
          header.expire);
  require(header.minimum <= kMostSeconds, "minimum", header.minimum);
  require(header.ttl <= kMostSeconds, "ttl", header.ttl);
  require(header.serial_seconds <= kMostSerialSeconds, "serial_seconds", header.serial_seconds);
}

// What the zone above says of this one's keys. Without the keys themselves: they are the signer's.
std::vector<DsRecord> require_zone_ds(std::vector<DsRecord> ds, Problems& problems) {
  for (DsRecord& record : ds) {
    record.key.reset();
    if (!is_known_digest_type(record.digest_type) || !is_known_algorithm(record.algorithm) ||
        record.digest.size() != 2 * crypto::ds_digest_size(record.digest_type))
      problems.add(Reason::bad_zone_header, Field::header, "zone_ds=" + to_text(record));
  }
  std::sort(ds.begin(), ds.end());
  ds.erase(std::unique(ds.begin(), ds.end()), ds.end());
  return ds;
}

}  // namespace

ZoneHeader require_header(const DomainName& zone, const ZoneHeader& header, Problems& problems) {
  ZoneHeader out = header;
  out.primary = canonical(header.primary, "primary", problems);
  out.responsible = canonical(header.responsible, "responsible", problems);
  require_timers(header, problems);
  for (std::string& name : out.name_servers) name = canonical(name, "name_server", problems);
  std::sort(out.name_servers.begin(), out.name_servers.end());
  const bool twice = std::adjacent_find(out.name_servers.begin(), out.name_servers.end()) !=
                     out.name_servers.end();
  if (out.name_servers.empty() || out.name_servers.size() > kMostNameServers || twice)
    problems.add(Reason::bad_zone_header, Field::header,
                 twice ? "name_servers: one is given twice"
                       : "name_servers=" + std::to_string(out.name_servers.size()));
  out.ds = require_zone_ds(header.ds, problems);
  const auto records = parse_header_records(zone, header.records);
  if (!records)
    for (const HeaderProblem& problem : records.error())
      problems.add(Reason::bad_zone_header, Field::header,
                   "line " + std::to_string(problem.line) + ": " + problem.what);
  return out;
}

}  // namespace stele::core
