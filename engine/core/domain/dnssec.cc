#include "engine/core/domain/dnssec.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "engine/base/bytes.h"
#include "engine/base/check.h"
#include "engine/base/letters.h"
#include "engine/core/change.h"
#include "engine/crypto/dnssec.h"
#include "events/values/wire_name.h"

namespace stele::core {
namespace {

constexpr std::uint16_t kSecureEntryPoint = 257;  // RFC 4034 §2.1.1: zone key and SEP
constexpr std::uint8_t kDnskeyProtocol = 3;       // §2.1.2
constexpr std::uint8_t kSha256 = 2;

// IANA's DNSSEC algorithm numbers that sign zones, without those that must not be used (DSA, GOST).
// Keys of RSA: bits of the modulus; all others: octets.
struct Algorithm {
  std::uint8_t number;
  bool rsa;
  std::size_t least, most;
};
constexpr Algorithm kAlgorithms[] = {
    {5, true, 512, 4096},    // RSASHA1, RFC 3110
    {7, true, 512, 4096},    // the same with NSEC3, RFC 5155
    {8, true, 512, 4096},    // RSASHA256, RFC 5702
    {10, true, 1024, 4096},  // RSASHA512
    {13, false, 64, 64},     // ECDSAP256SHA256, RFC 6605
    {14, false, 96, 96},     // ECDSAP384SHA384
    {15, false, 32, 32},     // ED25519, RFC 8080
    {16, false, 57, 57},     // ED448
    {17, false, 64, 64},     // SM2SM3, RFC 9563
};

const Algorithm* find_algorithm(std::uint8_t number) {
  const auto* const found =
      std::find_if(std::begin(kAlgorithms), std::end(kAlgorithms),
                   [&](const Algorithm& each) { return each.number == number; });
  return found == std::end(kAlgorithms) ? nullptr : found;
}

bool allows(const std::vector<std::uint8_t>& listed, std::uint8_t number) {
  return listed.empty() || std::find(listed.begin(), listed.end(), number) != listed.end();
}

// RFC 3110 §2: length of the exponent, exponent, modulus. 0 where it is not that.
std::size_t rsa_bits(std::string_view key) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(key[i]); };
  if (key.empty()) return 0;
  std::size_t head = 1;
  std::size_t exponent = byte(0);
  if (exponent == 0 && key.size() >= 3) {
    head = 3;
    exponent = static_cast<std::size_t>(byte(1)) << 8 | byte(2);
  }
  if (exponent == 0 || key.size() <= head + exponent) return 0;
  const std::size_t modulus = head + exponent;
  if (byte(modulus) == 0) return 0;  // leading zeros are prohibited
  std::size_t bits = (key.size() - modulus - 1) * 8;
  for (unsigned first = byte(modulus); first != 0; first >>= 1) ++bits;
  return bits;
}

bool fits(const Algorithm& algorithm, const std::string& public_key) {
  const auto bytes = parse_base64(public_key);
  if (!bytes) return false;
  const std::size_t size = algorithm.rsa ? rsa_bits(*bytes) : bytes->size();
  return size >= algorithm.least && size <= algorithm.most;
}

void require_algorithm(const ZonePolicy& policy, std::uint8_t number, Field field,
                       Problems& problems) {
  if (!find_algorithm(number) || !allows(policy.dnssec_algorithms, number))
    problems.add(Reason::unknown_algorithm, field, std::to_string(number));
}

void require_key(const ZonePolicy& policy, const DnsKey& key, Problems& problems) {
  if (key.flags != kSecureEntryPoint)
    problems.add(Reason::bad_key_flags, Field::key, std::to_string(key.flags));
  if (key.protocol != kDnskeyProtocol)
    problems.add(Reason::bad_key_protocol, Field::key, std::to_string(key.protocol));
  require_algorithm(policy, key.algorithm, Field::key, problems);
  const Algorithm* const algorithm = find_algorithm(key.algorithm);
  if (algorithm && !fits(*algorithm, key.public_key))
    problems.add(Reason::bad_key, Field::key, key.public_key);
}

// The four values that tell DS records of a name apart (RFC 5910 §5.2.5).
DsRecord identity(DsRecord ds) {
  ds.key.reset();
  return ds;
}

void require_ds(const ZonePolicy& policy, const DomainName& name, const DsRecord& ds,
                Problems& problems) {
  const std::size_t before = problems.count();
  require_algorithm(policy, ds.algorithm, Field::ds, problems);
  const std::size_t size = crypto::ds_digest_size(ds.digest_type);
  if (size == 0 || !allows(policy.ds_digest_types, ds.digest_type)) {
    problems.add(Reason::unknown_digest_type, Field::ds, std::to_string(ds.digest_type));
  } else if (const auto digest = parse_hex(ds.digest); !digest || digest->size() != size) {
    problems.add(Reason::bad_digest, Field::ds, ds.digest);
  }
  if (!ds.key) return;
  require_key(policy, *ds.key, problems);
  if (problems.count() > before) return;
  const DsRecord made = make_ds(name, *ds.key, ds.digest_type);
  if (identity(made) != identity(ds))
    problems.add(Reason::ds_of_another_key, Field::ds, to_text(made));
}

template <class T, class Value>
std::vector<Named<T>> named(const std::vector<T>& items, const Value& value) {
  std::vector<Named<T>> out;
  out.reserve(items.size());
  for (const T& item : items) out.push_back({value(item), to_text(item)});
  return out;
}
std::vector<Named<DsRecord>> named(const std::vector<DsRecord>& items) {
  return named(items, identity);
}
std::vector<Named<DnsKey>> named(const std::vector<DnsKey>& items) {
  return named(items, [](const DnsKey& key) { return key; });
}

// The stored items that the client names, or all; what is left stays in `current`.
template <class T, class Same>
std::vector<T> take_removed(std::vector<T>& current, const std::vector<Named<T>>& wanted, bool all,
                            Field field, const Same& same, Problems& problems) {
  (void)require_distinct(wanted, field, problems);
  for (const Named<T>& item : wanted)
    if (std::none_of(current.begin(), current.end(),
                     [&](const T& each) { return same(each, item.key); }))
      problems.add(Reason::not_there, field, item.text);
  const auto rest = std::stable_partition(current.begin(), current.end(), [&](const T& each) {
    return !all && std::none_of(wanted.begin(), wanted.end(),
                                [&](const Named<T>& item) { return same(each, item.key); });
  });
  std::vector<T> removed(rest, current.end());
  current.erase(rest, current.end());
  return removed;
}

template <class T, class Same>
void require_new(const std::vector<T>& current, const std::vector<Named<T>>& added, Field field,
                 const Same& same, Problems& problems) {
  (void)require_distinct(added, field, problems);
  for (const Named<T>& item : added)
    if (std::any_of(current.begin(), current.end(),
                    [&](const T& each) { return same(each, item.key); }))
      problems.add(Reason::already_there, field, item.text);
}

bool require_form(const ZonePolicy& policy, const DnssecChange& change, Problems& problems) {
  const bool ds = !change.added.ds.empty() || !change.ds_removed.empty();
  const bool keys = !change.added.keys.empty() || !change.keys_removed.empty();
  const DnssecModel model = policy.dnssec_model;
  const bool takes_ds = model == DnssecModel::ds_data || model == DnssecModel::both;
  const bool takes_keys = model == DnssecModel::key_data || model == DnssecModel::both;
  if (ds && !takes_ds) problems.add(Reason::wrong_dnssec_form, Field::ds, "dsData");
  if (keys && !takes_keys) problems.add(Reason::wrong_dnssec_form, Field::key, "keyData");
  return (!ds || takes_ds) && (!keys || takes_keys);
}

// Of every key, one record a digest type the zone has its records made with.
std::vector<DsRecord> ds_of_keys(const ZonePolicy& policy, const DomainName& name,
                                 const std::vector<DnsKey>& keys) {
  std::vector<std::uint8_t> types = policy.ds_digest_types;
  if (types.empty()) types = {kSha256};
  std::vector<DsRecord> made;
  for (const DnsKey& key : keys)
    for (const std::uint8_t type : types) made.push_back(make_ds(name, key, type));
  return made;
}

}  // namespace

bool is_known_algorithm(std::uint8_t number) { return find_algorithm(number) != nullptr; }
bool is_known_digest_type(std::uint8_t number) { return crypto::ds_digest_size(number) > 0; }

DsRecord make_ds(const DomainName& name, const DnsKey& key, std::uint8_t digest_type) {
  const auto public_key = parse_base64(key.public_key);
  CHECK(public_key, "a key that was judged is base64");
  std::string dnskey;
  put_big_endian(dnskey, key.flags);
  put_big_endian(dnskey, key.protocol);
  put_big_endian(dnskey, key.algorithm);
  dnskey += *public_key;
  return {.key_tag = crypto::key_tag(dnskey),
          .algorithm = key.algorithm,
          .digest_type = digest_type,
          .digest = upper_case(to_hex(
              crypto::ds_digest(digest_type, wire_name(name.text()), dnskey))),
          .key = key};
}

DnssecOutcome require_dnssec(const ZonePolicy& policy, const Domain& domain,
                             const DnssecChange& change, Problems& problems) {
  DnssecOutcome out;
  if (change.urgent) problems.add(Reason::urgent_not_supported);
  for (const auto& life : {change.max_sig_life, change.added.max_sig_life})
    if (life)
      problems.add(Reason::max_sig_life_not_supported, Field::none, std::to_string(*life));
  if (!require_form(policy, change, problems)) return out;

  const auto same_ds = [](const DsRecord& a, const DsRecord& b) { return identity(a) == b; };
  const auto same_key = [](const DnsKey& a, const DnsKey& b) { return a == b; };
  // The records of keys go and come with their keys.
  const bool of_keys = !domain.keys.empty();
  std::vector<DnsKey> keys = domain.keys;
  std::vector<DsRecord> ds = of_keys ? std::vector<DsRecord>() : domain.ds;
  out.ds_removed = take_removed(ds, named(change.ds_removed), change.all_removed, Field::ds,
                                same_ds, problems);
  out.keys_removed = take_removed(keys, named(change.keys_removed), change.all_removed,
                                  Field::key, same_key, problems);
  for (const DsRecord& added : change.added.ds)
    require_ds(policy, domain.name, added, problems);
  const std::size_t before = problems.count();
  for (const DnsKey& added : change.added.keys) require_key(policy, added, problems);
  const bool good_keys = problems.count() == before;
  require_new(ds, named(change.added.ds), Field::ds, same_ds, problems);
  require_new(keys, named(change.added.keys), Field::key, same_key, problems);
  const std::size_t all_ds = ds.size() + change.added.ds.size();
  const std::size_t all_keys = keys.size() + change.added.keys.size();
  const bool adds = !change.added.ds.empty() || !change.added.keys.empty();
  if (adds && all_ds > 0 && all_keys > 0)
    problems.add(Reason::dnssec_forms_mixed, change.added.ds.empty() ? Field::key : Field::ds);
  if (adds && all_ds + all_keys > policy.most_ds)
    problems.add(Reason::too_many_ds, Field::none, std::to_string(all_ds + all_keys));

  out.ds_added = change.added.ds;
  out.keys_added = change.added.keys;
  if (good_keys)
    for (DsRecord& made : ds_of_keys(policy, domain.name, change.added.keys))
      out.ds_added.push_back(std::move(made));
  if (of_keys)
    for (const DsRecord& made : domain.ds)
      if (std::find(out.keys_removed.begin(), out.keys_removed.end(), made.key) !=
          out.keys_removed.end())
        out.ds_removed.push_back(made);
  for (auto* const list : {&out.ds_added, &out.ds_removed}) std::sort(list->begin(), list->end());
  for (auto* const list : {&out.keys_added, &out.keys_removed})
    std::sort(list->begin(), list->end());
  return out;
}

}  // namespace stele::core
