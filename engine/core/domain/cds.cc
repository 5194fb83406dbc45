#include "engine/core/domain/cds.h"

#include <algorithm>
#include <set>

#include "engine/base/bytes.h"
#include "engine/base/check.h"
#include "engine/core/checks.h"
#include "engine/core/domain/dnssec.h"
#include "engine/crypto/dnssec.h"
#include "engine/crypto/hash.h"

namespace stele::core {

std::string_view to_text(CdsWish wish) {
  switch (wish) {
    case CdsWish::nothing: return "nothing";
    case CdsWish::bootstrap: return "bootstrap";
    case CdsWish::rollover: return "rollover";
    case CdsWish::deletion: return "deletion";
  }
  std::unreachable();
}

std::vector<std::string> name_servers(const State& state, const Domain& domain) {
  std::vector<std::string> out;
  for (const ObjectNumber number : domain.hosts)
    if (const auto host = state.find_host(number)) out.push_back(host->name.text());
  for (const HostAttribute& host : domain.host_attributes) out.push_back(host.name.text());
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

void require_cds_unlocked(const Domain& domain, Problems& problems) {
  require_no_status(statuses_now(domain),
                    {Status::client_update_prohibited, Status::server_update_prohibited,
                     Status::pending_transfer, Status::pending_delete},
                    problems);
}

namespace {

constexpr std::uint16_t kZoneKey = 0x0100;  // RFC 4034 §2.1.1
constexpr std::uint16_t kRevoked = 0x0080;  // RFC 5011 §2.1
constexpr std::uint8_t kSha256 = 2;

bool is_of(const DsRecord& ds, const DomainName& name, const DnsKey& key) {
  if (ds.algorithm != key.algorithm || key.protocol != 3 || (key.flags & kZoneKey) == 0 ||
      (key.flags & kRevoked) != 0 || !is_known_digest_type(ds.digest_type) ||
      !parse_base64(key.public_key))
    return false;
  const DsRecord made = make_ds(name, key, ds.digest_type);
  return made.key_tag == ds.key_tag && made.digest == ds.digest;
}

bool any_is_of(const std::vector<DsRecord>& list, const DomainName& name, const DnsKey& key) {
  return std::ranges::any_of(list, [&](const DsRecord& ds) { return is_of(ds, name, key); });
}

// A sorted list of algorithms for which the DNSKEY records are signed by a key of these DS records.
bool holds_for_every_algorithm(const std::vector<DsRecord>& list, const DomainName& name,
                               const CdsAnswer& answer) {
  std::set<std::uint8_t> wanted, good;
  for (const DsRecord& ds : list) wanted.insert(ds.algorithm);
  for (const CdsKey& key : answer.keys)
    if (key.signs_keys && any_is_of(list, name, key.key)) good.insert(key.key.algorithm);
  return std::ranges::includes(good, wanted);
}

bool is_signed_by(const std::vector<DsRecord>& list, const DomainName& name,
                  const CdsAnswer& answer) {
  bool cds = answer.cds.empty(), cdnskey = answer.cdnskey.empty(), keys = false;
  for (const CdsKey& key : answer.keys) {
    if (!any_is_of(list, name, key.key)) continue;
    cds = cds || key.signs_cds;
    cdnskey = cdnskey || key.signs_cdnskey;
    keys = keys || key.signs_keys;
  }
  return cds && cdnskey && keys;
}

// RFC 7344 §4: where both are published they say the same.
bool agree(const DomainName& name, const CdsAnswer& answer) {
  if (answer.cds.empty() || answer.cdnskey.empty()) return true;
  const auto same = [&](const DsRecord& cds, const DnsKey& key) {
    if (asks_for_deletion(cds) || asks_for_deletion(key))
      return asks_for_deletion(cds) && asks_for_deletion(key);
    return is_of(cds, name, key);
  };
  // A digest of a type that cannot be computed here speaks of the key whose tag it has, if any does.
  const auto unknown = [&](const DsRecord& cds) {
    return !is_known_digest_type(cds.digest_type) && !asks_for_deletion(cds);
  };
  for (const DsRecord& cds : answer.cds)
    if (!unknown(cds) && std::ranges::none_of(answer.cdnskey, [&](const DnsKey& key) {
          return same(cds, key);
        }))
      return false;
  return std::ranges::all_of(answer.cdnskey, [&](const DnsKey& key) {
    return std::ranges::any_of(answer.cds, [&](const DsRecord& cds) { return same(cds, key); });
  });
}

bool is_taken(const ZonePolicy& policy, std::uint8_t digest_type) {
  const auto& listed = policy.ds_digest_types;
  return is_known_digest_type(digest_type) &&
         (listed.empty() || std::ranges::find(listed, digest_type) != listed.end());
}

// A child may give several digests of a key, for parents that take different ones.
std::vector<DsRecord> digests_taken(const ZonePolicy& policy, const std::vector<DsRecord>& cds) {
  std::vector<DsRecord> out;
  for (const DsRecord& each : cds) {
    const bool has_better = std::ranges::any_of(cds, [&](const DsRecord& other) {
      return other.key_tag == each.key_tag && other.algorithm == each.algorithm &&
             is_taken(policy, other.digest_type);
    });
    if (!has_better || is_taken(policy, each.digest_type)) out.push_back(each);
  }
  return out;
}

std::vector<DsRecord> without_keys(std::vector<DsRecord> list) {
  for (DsRecord& ds : list) ds.key.reset();
  std::sort(list.begin(), list.end());
  return list;
}

template <class T>
std::vector<T> minus(const std::vector<T>& a, const std::vector<T>& b) {
  std::vector<T> out;
  std::ranges::set_difference(a, b, std::back_inserter(out));
  return out;
}

bool takes_keys(const ZonePolicy& policy, const Domain& domain, const CdsAnswer& answer) {
  switch (policy.dnssec_model) {
    case DnssecModel::key_data: return true;
    case DnssecModel::both: return !domain.keys.empty() && !answer.cdnskey.empty();
    case DnssecModel::ds_data:
    case DnssecModel::none: return false;
  }
  std::unreachable();
}

// From what the name has to what its records say, in the form that its zone and itself have.
DnssecChange change_to(const ZonePolicy& policy, const Domain& domain, const CdsAnswer& answer) {
  DnssecChange change;
  if (takes_keys(policy, domain, answer)) {
    change.all_removed = domain.keys.empty() && !domain.ds.empty();
    change.keys_removed = minus(domain.keys, answer.cdnskey);
    change.added.keys = minus(answer.cdnskey, domain.keys);
    // Only CDS records: digests, where keys are wanted.
    if (answer.cdnskey.empty()) change.added.ds = answer.cds;
    return change;
  }
  std::vector<DsRecord> wanted = digests_taken(policy, answer.cds);
  if (answer.cds.empty()) {
    std::vector<std::uint8_t> types = policy.ds_digest_types;
    if (types.empty()) types = {kSha256};
    for (const DnsKey& key : answer.cdnskey)
      for (const std::uint8_t type : types)
        if (parse_base64(key.public_key)) wanted.push_back(make_ds(domain.name, key, type));
    wanted = without_keys(std::move(wanted));
  }
  const std::vector<DsRecord> current = without_keys(domain.ds);
  if (!domain.keys.empty() && wanted != current) {
    change.all_removed = true;
    change.added.ds = wanted;
    return change;
  }
  change.ds_removed = minus(current, wanted);
  change.added.ds = minus(wanted, current);
  return change;
}

std::string server_of(const CdsAnswer& answer) { return answer.host + ' ' + answer.address; }

class Judgement {
 public:
  Judgement(const State& state, Instant now, const Zone& zone, const Domain& domain)
      : now_(now), zone_(zone), domain_(domain),
        seen_(state.find_cds(domain.number).value_or(CdsSeen{})),
        servers_(name_servers(state, domain)) {}

  CdsVerdict judge(const std::vector<CdsAnswer>& all) {
    for (const CdsAnswer& answer : all)
      if (std::ranges::binary_search(servers_, answer.host)) asked_.push_back(&answer);
    for (const CdsAnswer* answer : asked_)
      if (answer->fault.empty()) answers_.push_back(answer);
    if (servers_.empty()) return std::move(verdict_);
    if (answers_.empty()) {
      refuse(Reason::cds_no_answer, Field::host, asked_.empty() ? "" : asked_.front()->fault);
      return std::move(verdict_);
    }
    decide();
    return std::move(verdict_);
  }

 private:
  void refuse(Reason reason, Field field, std::string value) {
    verdict_.problems.push_back({reason, field, std::move(value)});
  }

  // What was on its way to be accepted is so no more.
  void forget() {
    if (!seen_.digest.empty()) observe({}, {}, {});
  }
  void observe(std::string digest, Instant since, Instant at) {
    verdict_.events.emplace_back(events::CdsObserved{.repository = domain_.repository,
                                                     .number = domain_.number,
                                                     .digest = std::move(digest),
                                                     .since = since,
                                                     .seen_at = at});
  }

  void decide() {
    const CdsAnswer& said = *answers_.front();
    for (const CdsAnswer* answer : answers_)
      if (answer->cds != said.cds || answer->cdnskey != said.cdnskey) {
        refuse(Reason::cds_servers_disagree, Field::host, server_of(*answer));
        return forget();
      }
    if (said.cds.empty() && said.cdnskey.empty()) return forget();
    if (!agree(domain_.name, said)) {
      refuse(Reason::cds_records_disagree, Field::ds, {});
      return forget();
    }
    const bool secured = !domain_.ds.empty();
    const bool deletion =
        (said.cds.size() == 1 && asks_for_deletion(said.cds.front())) ||
        (said.cds.empty() && said.cdnskey.size() == 1 && asks_for_deletion(said.cdnskey.front()));
    if (deletion && !secured) return forget();
    if (deletion) verdict_.wish = CdsWish::deletion;
    else verdict_.wish = secured ? CdsWish::rollover : CdsWish::bootstrap;
    DnssecChange change;
    change.all_removed = deletion;
    if (!deletion) change = change_to(zone_.policy, domain_, said);
    if (change.empty()) {
      verdict_.wish = CdsWish::nothing;
      return forget();
    }
    Problems problems;
    outcome_ = require_dnssec(zone_.policy, domain_, change, problems);
    if (problems.any()) {
      verdict_.problems = problems.refusal().error();
      return forget();
    }
    if (verdict_.wish == CdsWish::bootstrap) bootstrap();
    else roll();
  }

  std::vector<DsRecord> ds_after() const {
    std::vector<DsRecord> out = minus(domain_.ds, outcome_.ds_removed);
    out.insert(out.end(), outcome_.ds_added.begin(), outcome_.ds_added.end());
    return out;
  }

  bool are_signed(const std::vector<DsRecord>& by) {
    for (const CdsAnswer* answer : answers_)
      if (!is_signed_by(by, domain_.name, *answer)) {
        refuse(Reason::cds_not_signed, Field::host, server_of(*answer));
        return false;
      }
    return true;
  }
  bool chain_holds() {
    for (const CdsAnswer* answer : answers_)
      if (!holds_for_every_algorithm(ds_after(), domain_.name, *answer)) {
        refuse(Reason::cds_breaks_chain, Field::host, server_of(*answer));
        return false;
      }
    return true;
  }
  bool is_heard(const std::string& server) const {
    return std::ranges::any_of(answers_,
                               [&](const CdsAnswer* answer) { return answer->host == server; });
  }

  bool all_heard() {
    for (const CdsAnswer* answer : asked_)
      if (!answer->fault.empty() &&
          (verdict_.wish == CdsWish::bootstrap || !is_heard(answer->host))) {
        refuse(Reason::cds_server_silent, Field::host, server_of(*answer));
        return false;
      }
    for (const std::string& server : servers_)
      if (!is_heard(server)) {
        refuse(Reason::cds_server_silent, Field::host, server);
        return false;
      }
    return true;
  }

  // RFC 8078 §3.3. What was seen so far counts as long as there is no gap of half the time in it: who
  // can show false records at two moments of his choice must not have the time between for nothing.
  void bootstrap() {
    const std::int64_t wait = zone_.policy.cds->bootstrap_seconds * std::int64_t{kSecond};
    if (wait == 0) {
      refuse(Reason::cds_bootstrap_off, Field::policy, zone_.name.text());
      return forget();
    }
    if (!all_heard() || !are_signed(ds_after()) || !chain_holds()) return;
    const std::string digest = digest_of(*answers_.front());
    const bool known = seen_.digest == digest && now_ <= seen_.seen_at + wait / 2;
    const Instant since = known ? seen_.since : now_;
    if (known && now_ >= since + wait) return accept();
    if (!known || now_ >= seen_.seen_at + wait / 4) observe(digest, since, now_);
    refuse(Reason::cds_too_soon, Field::ds, stele::to_text(since + wait));
  }

  void roll() {
    if (verdict_.wish == CdsWish::deletion && !zone_.policy.cds->deletion)
      return refuse(Reason::cds_deletion_off, Field::policy, zone_.name.text());
    if (!all_heard() || !are_signed(domain_.ds)) return;
    if (verdict_.wish == CdsWish::rollover && !chain_holds()) return;
    if (signed_at() < seen_.signed_at)
      return refuse(Reason::cds_outdated, Field::ds, stele::to_text(signed_at()));
    accept();
  }

  Instant signed_at() const {
    Instant latest;
    for (const CdsAnswer* answer : answers_) latest = std::max(latest, answer->signed_at);
    return latest;
  }

  // With the name servers: another delegation begins anew.
  std::string digest_of(const CdsAnswer& answer) const {
    std::string text;
    for (const std::string& server : servers_) text += server + '\n';
    for (const DsRecord& cds : answer.cds) text += to_text(cds) + '\n';
    for (const DnsKey& key : answer.cdnskey) text += to_text(key) + '\n';
    return to_hex(view(crypto::sha256(text)));
  }

  void accept() {
    verdict_.events.emplace_back(
        events::DomainUpdated{.repository = domain_.repository,
                              .number = domain_.number,
                              .updated_at = now_,
                              .ds_added = std::move(outcome_.ds_added),
                              .ds_removed = std::move(outcome_.ds_removed),
                              .keys_added = std::move(outcome_.keys_added),
                              .keys_removed = std::move(outcome_.keys_removed)});
    verdict_.events.emplace_back(events::CdsAccepted{.repository = domain_.repository,
                                                     .number = domain_.number,
                                                     .signed_at = signed_at(),
                                                     .accepted_at = now_});
  }

  const Instant now_;
  const Zone& zone_;
  const Domain& domain_;
  const CdsSeen seen_;
  const std::vector<std::string> servers_;
  std::vector<const CdsAnswer*> asked_;    // of the delegation's servers
  std::vector<const CdsAnswer*> answers_;  // to use
  DnssecOutcome outcome_;
  CdsVerdict verdict_;
};

}  // namespace

CdsVerdict judge_cds(const State& state, Instant now, const Zone& zone, const Domain& domain,
                     const std::vector<CdsAnswer>& answers) {
  CHECK(zone.policy.cds, "only where the zone has a policy for CDS records are they judged");
  return Judgement(state, now, zone, domain).judge(answers);
}

}  // namespace stele::core
