// Resource records in the forms a zone needs: wire form (RFC 1035 §3), the order of owner names
// (RFC 4034 §6.1) as keys, and master-file text. All names are lower case and uncompressed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/zone/master_file_header.h"
#include "events/values/delegation.h"
#include "events/values/domain_name.h"
#include "events/values/ip_address.h"
#include "events/values/wire_name.h"

namespace stele::zone {

// A TTL that is the zone's own, whatever that is.
constexpr std::uint32_t kZoneTtl = 0xffffffff;

// A record without its owner. In canonical order within one owner.
struct Entry {
  std::uint16_t type = 0;
  std::string data;               // RDATA
  std::uint32_t ttl = kZoneTtl;
  auto operator<=>(const Entry&) const = default;
};

// An owner's key within its zone: its labels below the apex from the top down, each with a zero byte
// behind it, so that keys are in canonical order. Empty for the apex. Precondition: it lies in the zone,
// and no label holds a zero byte.
std::string owner_key(std::string_view name, std::string_view zone);
// The key of the label directly below the apex: that of the delegation an owner lies under.
std::string_view top_key(std::string_view key);
// The wire form again. Appends.
void append_owner(std::string& out, std::string_view key, std::string_view zone_wire);

std::string ds_data(const DsRecord& ds);
// Precondition: parse_header_records took it.
Entry header_entry(const core::HeaderRecord& record, const DomainName& zone);

// RRsets have one TTL (RFC 2181 §5.2): of those that are set the lowest. Sorted, each record once.
void normalize(std::vector<Entry>& entries);

// Entries as bytes, for rows and back.
void append_entry(std::string& out, const Entry& entry);
std::vector<Entry> read_entries(std::string_view bytes);

// Reads entries one by one from a row, without copying.
class EntryReader {
 public:
  explicit EntryReader(std::string_view bytes) : rest_(bytes) {}
  // False at the end.
  bool next();
  std::uint16_t type() const { return type_; }
  std::uint32_t ttl() const { return ttl_; }
  std::string_view data() const { return data_; }

 private:
  std::string_view rest_, data_;
  std::uint16_t type_ = 0;
  std::uint32_t ttl_ = 0;
};

// A name as a master file has it: relative to the zone where it lies in it ("@" for the apex), else
// absolute with its final dot. Appends.
void append_name_text(std::string& out, std::string_view wire, std::string_view zone_wire);
// RDATA as a master file has it. Appends. Types are those a zone holds: A, AAAA, CAA, DS, MX, NS, SOA,
// TXT and ZONEMD.
void append_data_text(std::string& out, std::uint16_t type, std::string_view data,
                      std::string_view zone_wire);

}  // namespace stele::zone
