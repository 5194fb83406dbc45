// What the zone projection gives to those that serve zones: each published zone at one serial, with
// the differences that lead to it. Serials and content are a function of the journal and the zone's
// settings alone, and a zone never changes under one serial.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/instant.h"
#include "engine/base/result.h"
#include "engine/base/strong.h"
#include "events/values/domain_name.h"

namespace stele::zone {

// One resource record of class IN. Names are uncompressed in both parts; the owner is in lower case.
struct Record {
  std::string owner;  // wire form, with the final zero byte
  std::uint16_t type = 0;
  std::uint32_t ttl = 0;
  std::string data;   // RDATA, wire form
  bool operator==(const Record&) const = default;
};

// What led from one serial to the next one. The SOA is not among the records; soa() makes it.
struct Delta {
  std::uint32_t from = 0, to = 0;
  std::vector<Record> removed, added;  // in canonical order
};

// One zone at one serial: immutable, for any thread, and it keeps its snapshot until released.
class Published {
 public:
  virtual ~Published() = default;
  virtual const DomainName& name() const = 0;
  virtual std::uint32_t serial() const = 0;
  virtual Position position() const = 0;  // first of the journal that this serial does not know
  virtual Instant made_at() const = 0;    // transaction time of the last change it knows
  virtual std::uint64_t record_count() const = 0;  // without the SOA

  // The apex SOA, with this serial in it instead of the zone's.
  virtual Record soa(std::uint32_t serial) const = 0;
  // All but the SOA, in canonical order (RFC 4034 §6.1, §6.3), until one call returns false.
  // Records of one owner and type follow each other.
  using Visit = std::function<bool(const Record&)>;
  virtual Done for_each_record(const Visit& visit) const = 0;
  // From this serial to serial(), oldest first, each `from` the `to` before it; empty for serial()
  // itself. nullopt: not known any more, never known, or more than so many records in all; the whole
  // zone has to be sent then.
  virtual std::optional<std::vector<Delta>> deltas_since(std::uint32_t serial,
                                                         std::size_t most_records) const = 0;
};

// The published zones. For any thread.
class Zones {
 public:
  virtual ~Zones() = default;
  // Null for a zone that does not exist or is not published.
  virtual std::shared_ptr<const Published> find(const DomainName& name) const = 0;
  virtual std::vector<DomainName> list() const = 0;  // in order of name
  // Called after find() gives the new serial, on the thread that follows the journal: it only takes
  // note. Also called for a zone that begins to be published. Before the following begins.
  using NewSerial = std::function<void(const DomainName& name, std::uint32_t serial)>;
  virtual void on_new_serial(NewSerial call) = 0;
};

}  // namespace stele::zone
