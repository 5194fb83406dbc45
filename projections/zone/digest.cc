#include "projections/zone/digest.h"

#include "engine/crypto/hash.h"
#include "projections/zone/wire.h"

namespace stele::zone {

namespace {

constexpr std::uint16_t kClassIn = 1;
constexpr char kSimple = 1;  // scheme
constexpr char kSha384 = 1;
constexpr std::size_t kPartSize = 64 * 1024;

void append_record(std::string& out, std::string_view owner, std::uint16_t number, std::uint32_t ttl,
                   std::string_view data) {
  out += owner;
  put_big_endian(out, number);
  put_big_endian(out, kClassIn);
  put_big_endian(out, ttl);
  put_big_endian(out, static_cast<std::uint16_t>(data.size()));
  out += data;
}

}  // namespace

// RFC 8976 §3.3: all records in canonical order but the apex ZONEMD; the SOA among them.
std::string zonemd_data(const registry::Snapshot& rows, const ZoneFacts& zone, const Apex& apex,
                        std::uint32_t serial) {
  crypto::Sha384 hash;
  std::string part, owner;
  const std::string soa = apex.soa_data(serial);
  rows.scan(key('r', zone.number), {}, [&](std::string_view at, std::string_view row) {
    const std::string_view name = behind_zone(at);
    const bool is_apex = name.empty();
    bool soa_to_come = is_apex;
    owner.clear();
    append_owner(owner, name, apex.zone_wire);
    for (EntryReader entry(row); entry.next();) {
      if (is_apex && entry.type() == record_type::kZonemd) continue;
      if (soa_to_come && entry.type() > record_type::kSoa) {
        append_record(part, owner, record_type::kSoa, apex.ttl, soa);
        soa_to_come = false;
      }
      append_record(part, owner, entry.type(), entry.ttl() == kZoneTtl ? apex.ttl : entry.ttl(),
                    entry.data());
    }
    if (soa_to_come) append_record(part, owner, record_type::kSoa, apex.ttl, soa);
    if (part.size() >= kPartSize) {
      hash.add(part);
      part.clear();
    }
    return true;
  });
  hash.add(part);
  std::string out;
  put_big_endian(out, serial);
  out += kSimple;
  out += kSha384;
  return out + hash.finish();
}

}  // namespace stele::zone
