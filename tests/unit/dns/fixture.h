// What the DNS tests share: zones in memory, records, questions as a secondary writes them, and
// messages taken apart again by ldns, which had no hand in making them.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/bytes.h"
#include "frontends/dns/responder.h"
#include "frontends/dns/tsig.h"

namespace stele::dns::test {

inline DomainName name(std::string_view text) { return DomainName::parse(text).value(); }

zone::Record record(std::string_view owner, std::uint16_t type, std::string data);
zone::Record ns(std::string_view owner, std::string_view target);
zone::Record a(std::string_view owner, std::string octets);

// A zone of which everything is said in the test.
class FakeZone final : public zone::Published {
 public:
  FakeZone(std::string_view zone, std::uint32_t serial, std::vector<zone::Record> all)
      : records(std::move(all)), name_(test::name(zone)), serial_(serial) {}

  const DomainName& name() const override { return name_; }
  std::uint32_t serial() const override { return serial_; }
  Position position() const override { return Position{1}; }
  Instant made_at() const override { return {}; }
  std::uint64_t record_count() const override { return records.size(); }
  zone::Record soa(std::uint32_t serial) const override;
  Done for_each_record(const Visit& visit) const override;
  std::optional<std::vector<zone::Delta>> deltas_since(std::uint32_t serial,
                                                       std::size_t most) const override;

  std::vector<zone::Record> records;
  std::vector<zone::Delta> deltas;
  bool broken = false;  // reading it fails half-way

 private:
  DomainName name_;
  std::uint32_t serial_;
};

class FakeZones final : public zone::Zones {
 public:
  std::shared_ptr<const zone::Published> find(const DomainName& name) const override;
  std::vector<DomainName> list() const override;
  void on_new_serial(NewSerial call) override { told = std::move(call); }

  std::map<std::string, std::shared_ptr<FakeZone>> zones;
  NewSerial told;
};

// A question: header, name, type; for IXFR the serial it has.
struct Asked {
  std::string zone = "example";
  std::uint16_t type = record_type::kSoa;
  std::optional<std::uint32_t> serial;
  std::uint16_t id = 0x1234;
  std::uint16_t flags = 0;
  std::optional<std::uint16_t> edns_size;
};
std::string question(const Asked& asked);
std::string question(std::string_view zone, std::uint16_t type);

struct Answered {
  std::uint16_t id = 0, flags = 0;
  Rcode rcode = Rcode::noerror;
  std::vector<std::string> answers;  // "example. 3600 IN NS ns1.example."
  bool parsed = false;
};
// By ldns, which decompresses and must find all of it well formed.
Answered read_answer(const std::string& message);

}  // namespace stele::dns::test
