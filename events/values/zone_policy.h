// ZonePolicy: the rules a zone carries. Every value is in the journal; none is in a configuration
// file.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/money.h"

namespace stele {

enum class PricedOperation : std::uint8_t { create, renew };
std::string_view to_text(PricedOperation operation);
std::optional<PricedOperation> parse_priced_operation(std::string_view text);

// Price of one year. The first entry that matches operation and currency counts; where none does,
// the operation is refused (a forgotten price must not be a free one).
struct Price {
  PricedOperation operation = PricedOperation::create;
  Money per_year;
  auto operator<=>(const Price&) const = default;
};

// How a name becomes the key it is unique by. `identity`: the label itself.
enum class NameKey : std::uint8_t { identity };

struct ContactRule {
  std::uint8_t least = 0;
  std::uint8_t most = 10;
  auto operator<=>(const ContactRule&) const = default;
};

struct ZonePolicy {
  std::uint8_t least_years = 1;       // per create or renew
  std::uint8_t most_years = 10;
  std::uint8_t default_years = 1;     // where the command names no period
  std::uint8_t most_years_ahead = 10; // expiry at most so many years from now
  bool host_objects = true;           // false: host attributes (not yet supported)
  std::uint8_t least_hosts = 0;
  std::uint8_t most_hosts = 13;
  bool registrant_required = true;
  ContactRule admin;
  ContactRule tech;
  ContactRule billing;
  NameKey name_key = NameKey::identity;
  std::vector<Price> prices;
  auto operator<=>(const ZonePolicy&) const = default;
};

// What stands at the apex: master-file text validated before it is accepted.
struct ZoneHeader {
  std::string primary;        // MNAME
  std::string responsible;    // RNAME as a domain name
  std::uint32_t refresh = 1800, retry = 900, expire = 1209600, minimum = 3600;
  std::uint32_t ttl = 86400;               // of apex records and delegations
  std::vector<std::string> name_servers;   // apex NS
  std::string records;                     // free master-file lines, owner names relative to the apex
  auto operator<=>(const ZoneHeader&) const = default;
};

}  // namespace stele
