// Free zone records from outside, as they are published: what the header's reader accepts becomes wire form
// that ldns reads, and text from which ldns makes the same octets.

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/bytes.h"
#include "engine/base/check.h"
#include "engine/core/zone/master_file_header.h"
#include "events/values/record_type.h"
#include "projections/zone/wire.h"

#include <ldns/ldns.h>  // last: it makes macros of words of the language

using namespace stele;

namespace {

constexpr std::uint32_t kTtl = 3600;

// By ldns, from master-file text; empty: it does not take it.
std::string octets_of(const std::string& line, ldns_rdf* origin) {
  ldns_rr* rr = nullptr;
  if (ldns_rr_new_frm_str(&rr, line.c_str(), kTtl, origin, nullptr) != LDNS_STATUS_OK) return {};
  std::uint8_t* wire = nullptr;
  std::size_t size = 0;
  std::string out;
  if (ldns_rr2wire(&wire, rr, LDNS_SECTION_ANSWER, &size) == LDNS_STATUS_OK)
    out.assign(reinterpret_cast<const char*>(wire), size);
  LDNS_FREE(wire);
  ldns_rr_free(rr);
  return out;
}

void check_record(const core::HeaderRecord& record, const DomainName& zone, ldns_rdf* origin) {
  const zone::Entry entry = zone::header_entry(record, zone);
  const std::string owner = wire_name(record.owner);
  const std::uint32_t ttl = entry.ttl == zone::kZoneTtl ? kTtl : entry.ttl;
  std::string wire = owner;
  put_big_endian(wire, entry.type);
  put_big_endian(wire, std::uint16_t{1});
  put_big_endian(wire, ttl);
  put_big_endian(wire, static_cast<std::uint16_t>(entry.data.size()));
  wire += entry.data;

  ldns_rr* rr = nullptr;
  std::size_t at = 0;
  const ldns_status status = ldns_wire2rr(&rr, reinterpret_cast<const std::uint8_t*>(wire.data()), wire.size(),
                                          &at, LDNS_SECTION_ANSWER);
  CHECK(status == LDNS_STATUS_OK && at == wire.size(), "the wire form is a record: " + to_printable(record.owner));
  ldns_rr_free(rr);

  const std::string apex = wire_name(zone.text());
  std::string line;
  zone::append_name_text(line, owner, apex);
  line += "\t" + std::to_string(ttl) + "\tIN\t" + std::string(record_type_word(entry.type)) + "\t";
  zone::append_data_text(line, entry.type, entry.data, apex);
  CHECK(octets_of(line, origin) == wire, "the text is the same record: " + to_printable(line, 400));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const DomainName zone = DomainName::trusted("com.example");
  static ldns_rdf* const origin = ldns_dname_new_frm_str("com.example.");
  const auto records =
      core::parse_header_records(zone, {reinterpret_cast<const char*>(data), size});
  if (!records) return 0;
  for (const auto& record : *records) check_record(record, zone, origin);
  return 0;
}
