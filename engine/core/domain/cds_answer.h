// CdsAnswer: what one name server of a name says of the keys the name wants to be trusted by (RFC 7344).
// Signatures were verified at the edge; which of them count is decided over the state (cds.h).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/instant.h"
#include "events/values/delegation.h"

namespace stele::core {

// A key of the name's DNSKEY records, and which record sets it has signed, as of when they were asked for.
struct CdsKey {
  DnsKey key;
  bool signs_cds = false, signs_cdnskey = false, signs_keys = false;
  auto operator<=>(const CdsKey&) const = default;
};

struct CdsAnswer {
  std::string host;              // the name server, lower case
  std::string address;           // that was asked
  std::string fault;             // why there is nothing to use; empty: there is
  std::vector<DsRecord> cds;     // sorted, as all lists here
  std::vector<DnsKey> cdnskey;
  std::vector<CdsKey> keys;
  Instant signed_at;             // the latest inception of a signature of the CDS or CDNSKEY records
  bool operator==(const CdsAnswer&) const = default;
};

// "ns1.shop.example 192.0.2.1; cds 12345 13 2 49FD…; cdnskey 257 3 13 mdss…;
// key 257 3 13 mdss… cds cdnskey keys; signed 2026-03-01T00:00:00Z", or "…; fault no answer". Behind a
// key stands what it has signed.
std::string to_text(const CdsAnswer& answer);
std::optional<CdsAnswer> parse_cds_answer(std::string_view text);

// RFC 8078 §4: the one record by which a name asks for no DS records any more.
bool asks_for_deletion(const DsRecord& cds);
bool asks_for_deletion(const DnsKey& cdnskey);

}  // namespace stele::core
