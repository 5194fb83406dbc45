// The free records of a zone header: a narrow form of the master-file format (RFC 1035 §5.1), one
// record a line:
//
//   owner [TTL] [IN] type rdata...     ; comment
//
// The owner is "@", a name relative to the zone, or an absolute name (final dot) in it. No
// directives, no parentheses, no continued owners: a line means the same wherever it stands, so it
// can be written into the zone file as it is. SOA and apex NS have their own fields in ZoneHeader.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "events/values/domain_name.h"

namespace stele::core {

enum class HeaderRecordType : std::uint8_t { a, aaaa, caa, ds, mx, ns, txt };

struct HeaderRecord {
  std::size_t line = 0;              // from 1
  std::string owner;                 // absolute, lower case, no final dot
  std::optional<std::uint32_t> ttl;  // the zone's own where it is absent
  HeaderRecordType type = HeaderRecordType::a;
  std::vector<std::string> rdata;    // the fields as written, quotes included
  bool operator==(const HeaderRecord&) const = default;
};

struct HeaderProblem {
  std::size_t line = 0;
  std::string what;
};

// Every bad line is named, up to 20; a text of more than 64 KiB is not looked into.
Result<std::vector<HeaderRecord>, std::vector<HeaderProblem>> parse_header_records(
    const DomainName& zone, std::string_view text);

}  // namespace stele::core
