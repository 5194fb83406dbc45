#include "frontends/dns/query.h"

#include <ldns/ldns.h>

#include <memory>

#include "engine/base/bytes.h"
#include "engine/base/letters.h"

namespace stele::dns {
namespace {

struct LdnsFree {
  void operator()(ldns_rr* rr) const { ldns_rr_free(rr); }
};
using LdnsRr = std::unique_ptr<ldns_rr, LdnsFree>;

// As many as a secondary's question can have: the SOA of an IXFR, OPT and TSIG, with room to spare.
constexpr unsigned kMostRecords = 16;

std::string_view data_of(const ldns_rdf* rdf) {
  return {reinterpret_cast<const char*>(ldns_rdf_data(rdf)), ldns_rdf_size(rdf)};
}

// A length octet is at most 63, below all capitals.
std::string lower_wire(std::string_view name) { return lower_case(name); }

// Walks over the message, one record a call.
class Walk {
 public:
  explicit Walk(std::string_view message) : message_(message) {}

  std::size_t at() const { return at_; }

  LdnsRr next(ldns_pkt_section section) {
    ldns_rr* rr = nullptr;
    const ldns_status status =
        ldns_wire2rr(&rr, reinterpret_cast<const std::uint8_t*>(message_.data()), message_.size(),
                     &at_, section);
    return status == LDNS_STATUS_OK ? LdnsRr(rr) : nullptr;
  }

 private:
  std::string_view message_;
  std::size_t at_ = kHeaderSize;
};

bool read_question(Walk& walk, std::string_view message, Query& out) {
  const LdnsRr rr = walk.next(LDNS_SECTION_QUESTION);
  if (!rr) return false;
  out.name = lower_wire(data_of(ldns_rr_owner(rr.get())));
  out.type = static_cast<std::uint16_t>(ldns_rr_get_type(rr.get()));
  out.klass = static_cast<std::uint16_t>(ldns_rr_get_class(rr.get()));
  out.question = message.substr(kHeaderSize, walk.at() - kHeaderSize);
  // The first name of a message has nothing before it to point at.
  return out.question.size() == out.name.size() + 4;
}

// "SOA mname rname serial …": the third field.
std::optional<std::uint32_t> serial_of(const ldns_rr* rr) {
  if (ldns_rr_get_type(rr) != LDNS_RR_TYPE_SOA || ldns_rr_rd_count(rr) != 7) return std::nullopt;
  const std::string_view serial = data_of(ldns_rr_rdf(rr, 2));
  return serial.size() == 4 ? std::optional(get_big_endian<std::uint32_t>(serial)) : std::nullopt;
}

// The octets of a field that has its length in front.
std::optional<std::string> counted(std::string_view field) {
  if (field.size() < 2 || get_big_endian<std::uint16_t>(field) != field.size() - 2)
    return std::nullopt;
  return std::string(field.substr(2));
}

std::optional<TsigRecord> read_tsig(const ldns_rr* rr, std::size_t offset) {
  if (ldns_rr_rd_count(rr) != 7 || ldns_rr_ttl(rr) != 0 ||
      static_cast<std::uint16_t>(ldns_rr_get_class(rr)) != rr_class::kAny)
    return std::nullopt;
  std::string_view field[7];
  for (std::size_t i = 0; i < 7; ++i) field[i] = data_of(ldns_rr_rdf(rr, i));
  auto mac = counted(field[3]);
  auto other = counted(field[6]);
  if (field[1].size() != 6 || field[2].size() != 2 || field[4].size() != 2 || field[5].size() != 2 ||
      !mac || !other)
    return std::nullopt;
  TsigRecord out;
  out.key = lower_wire(data_of(ldns_rr_owner(rr)));
  out.algorithm = lower_wire(field[0]);
  for (const char octet : field[1]) out.time = out.time << 8 | static_cast<unsigned char>(octet);
  out.fudge = get_big_endian<std::uint16_t>(field[2]);
  out.mac = std::move(*mac);
  out.original_id = get_big_endian<std::uint16_t>(field[4]);
  out.error = get_big_endian<std::uint16_t>(field[5]);
  out.other = std::move(*other);
  out.offset = offset;
  return out;
}

// OPT is at most one (RFC 6891 §6.1.1); TSIG at most one and the last of all (RFC 8945 §5.1).
bool read_additional(Walk& walk, unsigned count, Query& out) {
  for (unsigned i = 0; i < count; ++i) {
    const std::size_t begin = walk.at();
    const LdnsRr rr = walk.next(LDNS_SECTION_ADDITIONAL);
    if (!rr || out.tsig) return false;
    const auto type = static_cast<std::uint16_t>(ldns_rr_get_type(rr.get()));
    if (type == record_type::kOpt) {
      if (out.edns || ldns_rdf_size(ldns_rr_owner(rr.get())) != 1) return false;
      out.edns = true;
      out.udp_size = static_cast<std::uint16_t>(ldns_rr_get_class(rr.get()));
      out.edns_version = static_cast<std::uint8_t>(ldns_rr_ttl(rr.get()) >> 16);
    } else if (type == record_type::kTsig) {
      out.tsig = read_tsig(rr.get(), begin);
      if (!out.tsig) return false;
    }
  }
  return true;
}

bool read_sections(std::string_view message, Query& out) {
  const auto count = [&](std::size_t at) -> unsigned {
    return get_big_endian<std::uint16_t>(message.substr(at));
  };
  if (count(4) != 1) return false;
  const unsigned answers = count(6), authorities = count(8), additionals = count(10);
  if (answers + authorities + additionals > kMostRecords) return false;
  Walk walk(message);
  if (!read_question(walk, message, out)) return false;
  for (unsigned i = 0; i < answers; ++i)
    if (!walk.next(LDNS_SECTION_ANSWER)) return false;
  for (unsigned i = 0; i < authorities; ++i) {
    const LdnsRr rr = walk.next(LDNS_SECTION_AUTHORITY);
    if (!rr) return false;
    if (lower_wire(data_of(ldns_rr_owner(rr.get()))) == out.name && !out.serial)
      out.serial = serial_of(rr.get());
  }
  // Octets behind the last record are no message's (RFC 1035 knows none, and TSIG does not sign them).
  return read_additional(walk, additionals, out) && walk.at() == message.size();
}

}  // namespace

Result<Query, Unreadable> read_query(std::string_view message) {
  if (message.size() < kHeaderSize) return std::unexpected(Unreadable{});
  Query out;
  out.id = get_big_endian<std::uint16_t>(message);
  out.flags = get_big_endian<std::uint16_t>(message.substr(2));
  out.opcode = static_cast<std::uint8_t>((out.flags >> 11) & 0xf);
  const auto unreadable = [&](Rcode rcode) {
    return std::unexpected(Unreadable{!out.is_response(), out.id, out.flags, rcode});
  };
  if (out.opcode != opcode::kQuery && out.opcode != opcode::kNotify)
    return unreadable(Rcode::notimp);
  if (!read_sections(message, out)) return unreadable(Rcode::formerr);
  return out;
}

}  // namespace stele::dns
