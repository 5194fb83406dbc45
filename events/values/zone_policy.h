// ZonePolicy: the rules a zone carries. Every value is in the journal; none is in a configuration
// file.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/instant.h"
#include "engine/base/money.h"
#include "events/values/delegation.h"
#include "events/values/disclosure.h"
#include "events/values/launch.h"
#include "events/values/lifecycle.h"

namespace stele {

enum class PricedOperation : std::uint8_t { create, renew, transfer, restore, update, remove };
constexpr int kPricedOperationCount = 6;
std::string_view to_text(PricedOperation operation);
std::optional<PricedOperation> parse_priced_operation(std::string_view text);

// One line of a zone's price list. Of the lines that match an operation the most special one counts:
// for the registrar or its group, then for the number of years, then the later of two. Where none
// matches, an operation that adds years is refused: a forgotten price must not be a free one.
struct Price {
  PricedOperation operation = PricedOperation::create;
  Money per_year;            // of each year; per operation where it has no years
  std::uint8_t years = 0;    // not 0: only for so many, and then `per_year` is the price of them all
  std::string group;         // registrar id or price group; empty: everybody's
  std::string tier;          // of premium names; empty: all others
  Instant from;              // valid from then on; 0: always was
  Instant until;             // the first moment it is not valid; 0: for good
  auto operator<=>(const Price&) const = default;
};

// "10.00EUR", and before the amount what the line is for, in this order:
// "group:gold:tier:premium:2y:from:2027-01-01:until:2028-01-01:18.00EUR". Moments are dates (UTC) or
// "2027-01-01T12:00Z".
std::string to_text(const Price& price);
std::optional<Price> parse_price(PricedOperation operation, std::string_view text);

// Names of tiers and price groups: letters, digits, "-", "_" and ".", 1 to 32 of them, so that a price
// can be written.
bool is_price_word(std::string_view text);

// How much a registry knows of people (thick), or only of names (minimal data set).
enum class ContactModel : std::uint8_t { full, minimal };

// What registrars send for DNSSEC (RFC 5910 §4). `both`: one or the other for each name, as in the
// transition from one to the other that the RFC has in mind.
enum class DnssecModel : std::uint8_t { none, ds_data, key_data, both };
std::string_view to_text(DnssecModel model);  // "ds", "key"
std::optional<DnssecModel> parse_dnssec_model(std::string_view text);

struct ContactRule {
  std::uint8_t least = 0;
  std::uint8_t most = 10;
  auto operator<=>(const ContactRule&) const = default;
};

// What names of the zone may say of their keys by CDS and CDNSKEY records (RFC 7344, RFC 8078).
struct CdsPolicy {
  std::uint32_t interval_seconds = 86'400;  // from the start of one look at all names to the next
  std::uint32_t bootstrap_seconds = 0;      // the first DS records of a name: after so long; 0: never
  bool deletion = true;                     // a name may ask for its DS records to be removed
  auto operator<=>(const CdsPolicy&) const = default;
};

// "90s", "10m", "12h", "3d"; written with the largest unit that fits.
std::string to_duration_text(std::uint32_t seconds);
std::optional<std::uint32_t> parse_duration(std::string_view text);

struct ZonePolicy {
  std::uint8_t least_years = 1;       // per create or renew
  std::uint8_t most_years = 10;
  std::uint8_t default_years = 1;     // where the command names no period
  std::uint8_t most_years_ahead = 10; // expiry at most so many years from now
  bool host_objects = true;           // false: host attributes
  std::uint8_t least_hosts = 0;
  std::uint8_t most_hosts = 13;
  bool registrant_required = true;
  ContactRule admin;
  ContactRule tech;
  ContactRule billing;
  std::vector<Price> prices;
  std::optional<Lifecycle> lifecycle; // none: names do not expire and a deletion is at once
  ContactModel contact_model = ContactModel::full;
  DnssecModel dnssec_model = DnssecModel::ds_data;
  std::uint8_t most_ds = 10;          // DS records or keys of one name
  std::uint32_t least_ttl = 300;      // RFC 9803; seconds
  std::uint32_t most_ttl = 172800;
  std::uint16_t tax_e4 = 0;           // ten-thousandths of the net price: 19 % is 1900
  bool premium_fee_required = false;  // a name with a tier: its commands must name the fee (RFC 8748)
  std::vector<LaunchPhase> launch;    // the first that fits counts; none: the zone is long open
  // IANA numbers, sorted; none: all that the registry knows. Of keys, DS records are made with every
  // digest type that stands here, else with SHA-256.
  std::vector<std::uint8_t> dnssec_algorithms;
  std::vector<std::uint8_t> ds_digest_types;
  // Of a zone with IDN tables.
  bool ldh_labels = true;             // letters, digits and hyphens need no table that takes them
  bool variant_activation = false;    // registrars may activate allocatable variants
  bool activated_at_creation = false; // those that a table says are, at once
  std::uint8_t most_variants = 16;    // active ones of one name
  Disclosure disclosure;              // what WHOIS and RDAP tell
  std::optional<CdsPolicy> cds;       // none: nobody looks for such records
  auto operator<=>(const ZonePolicy&) const = default;
};

// Where a zone's serials come from; each is later than the one before in the sense of RFC 1982.
enum class SerialScheme : std::uint8_t {
  unixtime,  // second of the last change
  date,      // YYYYMMDDnn of the last change (UTC)
  counter,   // one more
};
std::string_view to_text(SerialScheme scheme);
std::optional<SerialScheme> parse_serial_scheme(std::string_view text);

// How a signer of the zone denies names; iterations and salt are none (RFC 9276 §3.1).
enum class Denial : std::uint8_t { nsec3, nsec3_opt_out, nsec };
std::string_view to_text(Denial denial);  // "nsec3-opt-out"
std::optional<Denial> parse_denial(std::string_view text);

// What stands at the apex: master-file text validated before it is accepted. And how the zone is
// published.
struct ZoneHeader {
  std::string primary;        // MNAME
  std::string responsible;    // RNAME as a domain name
  std::uint32_t refresh = 1800, retry = 900, expire = 1209600, minimum = 3600;
  std::uint32_t ttl = 86400;               // of apex records and delegations
  std::vector<std::string> name_servers;   // apex NS
  std::string records;                     // free master-file lines, owner names relative to the apex
  SerialScheme serial_scheme = SerialScheme::unixtime;
  std::uint16_t serial_seconds = 0;        // at most one serial in so many; 0: in one
  bool zonemd = false;                     // RFC 8976: a digest of the zone at its apex
  Denial denial = Denial::nsec3;
  bool delegated = false;                  // the zone above has this one's NS, their glue and `ds`
  std::vector<DsRecord> ds;                // sorted
  auto operator<=>(const ZoneHeader&) const = default;
};

}  // namespace stele
