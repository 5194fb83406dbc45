#include "tests/unit/dns/fixture.h"

#include <ldns/ldns.h>

#include <algorithm>

namespace stele::dns::test {

namespace {

void put16(std::string& out, std::uint16_t v) { put_big_endian(out, v); }

}  // namespace

zone::Record record(std::string_view owner, std::uint16_t type, std::string data) {
  return {wire_name(owner), type, 3600, std::move(data)};
}
zone::Record ns(std::string_view owner, std::string_view target) {
  return record(owner, record_type::kNs, wire_name(target));
}
zone::Record a(std::string_view owner, std::string octets) {
  return record(owner, record_type::kA, std::move(octets));
}

zone::Record FakeZone::soa(std::uint32_t serial) const {
  std::string data = wire_name("ns1.nic." + name_.text()) + wire_name("hostmaster.nic." + name_.text());
  for (const std::uint32_t number : {serial, 1800U, 900U, 1209600U, 3600U})
    put_big_endian(data, number);
  return record(name_.text(), record_type::kSoa, std::move(data));
}

Done FakeZone::for_each_record(const Visit& visit) const {
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (broken && i == records.size() / 2) return fail(Fault::io, "the zone cannot be read");
    if (!visit(records[i])) return {};
  }
  return {};
}

std::optional<std::vector<zone::Delta>> FakeZone::deltas_since(std::uint32_t serial,
                                                               std::size_t most) const {
  std::vector<zone::Delta> out;
  std::size_t count = 0;
  for (const zone::Delta& delta : deltas) {
    if (out.empty() && delta.from != serial) continue;
    out.push_back(delta);
    count += delta.removed.size() + delta.added.size();
  }
  if (out.empty() || count > most) return std::nullopt;
  return out;
}

std::shared_ptr<const zone::Published> FakeZones::find(const DomainName& name) const {
  const auto at = zones.find(name.text());
  return at == zones.end() ? nullptr : at->second;
}

std::vector<DomainName> FakeZones::list() const {
  std::vector<DomainName> out;
  for (const auto& [text, zone] : zones) out.push_back(zone->name());
  return out;
}

std::string question(const Asked& asked) {
  std::string out;
  put16(out, asked.id);
  put16(out, asked.flags);
  put16(out, 1);
  put16(out, 0);
  put16(out, asked.serial ? 1 : 0);
  put16(out, asked.edns_size ? 1 : 0);
  out += wire_name(asked.zone);
  put16(out, asked.type);
  put16(out, rr_class::kIn);
  if (asked.serial) {
    const zone::Record soa = FakeZone(asked.zone, *asked.serial, {}).soa(*asked.serial);
    out += soa.owner;
    put16(out, soa.type);
    put16(out, rr_class::kIn);
    put_big_endian(out, soa.ttl);
    put16(out, static_cast<std::uint16_t>(soa.data.size()));
    out += soa.data;
  }
  if (asked.edns_size) {
    out.push_back('\0');
    put16(out, record_type::kOpt);
    put16(out, *asked.edns_size);
    out.append(6, '\0');
  }
  return out;
}

std::string question(std::string_view zone, std::uint16_t type) {
  Asked asked;
  asked.zone = zone;
  asked.type = type;
  return question(asked);
}

Answered read_answer(const std::string& message) {
  Answered out;
  ldns_pkt* packet = nullptr;
  if (ldns_wire2pkt(&packet, reinterpret_cast<const std::uint8_t*>(message.data()),
                    message.size()) != LDNS_STATUS_OK)
    return out;
  out.parsed = true;
  out.id = get_big_endian<std::uint16_t>(message);
  out.flags = get_big_endian<std::uint16_t>(std::string_view(message).substr(2));
  out.rcode = static_cast<Rcode>(out.flags & 0xf);
  const ldns_rr_list* answers = ldns_pkt_answer(packet);
  for (std::size_t i = 0; i < ldns_rr_list_rr_count(answers); ++i) {
    char* text = ldns_rr2str(ldns_rr_list_rr(answers, i));
    std::string line(text);
    LDNS_FREE(text);
    std::replace(line.begin(), line.end(), '\t', ' ');
    while (!line.empty() && (line.back() == '\n' || line.back() == ' ')) line.pop_back();
    out.answers.push_back(std::move(line));
  }
  ldns_pkt_free(packet);
  return out;
}

}  // namespace stele::dns::test
