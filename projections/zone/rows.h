// Rows of the zone projection. Facts are what events say; records are what the zone at its last serial
// holds; owners that have changed since wait to be looked at again. Numbers are big-endian in keys.
//
//   "meta"                Progress
//   'z' zone              ZoneFacts
//   'p' zone              ZoneProgress
//   'd' domain            DomainFacts         'n' zone key    -> domain: its owner names
//   'h' host              HostFacts           'm' zone key    -> host, of those that lie in the zone
//   'k' host              published delegations of the host's own zone that use it
//   'l' host domain       the domain is delegated to the host
//   't' zone key          the owner has changed since the last serial
//   'r' zone key          entries of the owner (wire.h)
//   'x' zone sequence     DeltaRow            'i' zone serial -> sequence of the delta from there
//
// `key`: the owner's (wire.h). 'r' is in canonical order.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/objects.h"
#include "projections/registry/row_codec.h"
#include "projections/registry/rows.h"

namespace stele::zone {

constexpr std::uint32_t kFormat = 1;  // raised with every change of keys or fields

// How far the journal has been read, and the transaction that shows it is the same journal.
struct Progress {
  std::uint32_t format = 0;
  Position last{}, next{1};
  std::string leaf;
};

struct ZoneFacts {
  RepositoryId repository{};
  ObjectNumber number{};
  DomainName name;
  ZoneHeader header;
  bool publish = true;
};

struct ZoneProgress {
  std::uint32_t serial = 0;        // 0: none yet
  Instant made_at;                 // time of the last change it knows
  Position position{};             // first that it does not know
  std::uint64_t records = 0;       // without the SOA
  std::uint64_t bytes = 0;         // of all rows of records
  std::uint64_t first_delta = 0, next_delta = 0;  // sequence numbers
  std::uint64_t delta_bytes = 0;
  // What has happened since: 0 where nothing has.
  Instant due_at;                  // when the next serial is made
  Instant changed_at;
  Position changed_before{};
  bool forced = false;             // a new serial also where no record differs
  bool restart = false;            // the deltas up to now do not lead to it
};

// The core's objects, with no more than zones ask of them.
struct DomainFacts {
  core::Domain domain;
};
struct HostFacts {
  core::Host host;
  ObjectNumber zone{};             // it lies in; 0: external
};

// Records with their owner's keys.
struct KeyedEntry {
  std::string key;
  std::uint16_t type = 0;
  std::uint32_t ttl = 0;           // as entries have it
  std::string data;
};
struct DeltaRow {
  std::uint32_t from = 0, to = 0;
  std::vector<KeyedEntry> removed, added;
};

template <class Archive>
void fields(Archive& a, Progress& v) {
  a(v.format, v.last, v.next, v.leaf);
}
template <class Archive>
void fields(Archive& a, ZoneFacts& v) {
  a(v.repository, v.number, v.name, v.header, v.publish);
}
template <class Archive>
void fields(Archive& a, ZoneProgress& v) {
  a(v.serial, v.made_at, v.position, v.records, v.bytes, v.first_delta, v.next_delta, v.delta_bytes,
    v.due_at, v.changed_at, v.changed_before, v.forced, v.restart);
}
template <class Archive>
void fields(Archive& a, DomainFacts& v) {
  core::Domain& d = v.domain;
  a(d.repository, d.number, d.zone, d.name, d.hosts, d.statuses, d.phase, d.host_attributes, d.ds,
    d.keys, d.ttls, d.variants);
}
template <class Archive>
void fields(Archive& a, HostFacts& v) {
  core::Host& h = v.host;
  a(h.repository, h.number, h.name, h.superordinate, h.addresses, h.ttls, v.zone);
}
template <class Archive>
void fields(Archive& a, KeyedEntry& v) {
  a(v.key, v.type, v.ttl, v.data);
}
template <class Archive>
void fields(Archive& a, DeltaRow& v) {
  a(v.from, v.to, v.removed, v.added);
}

using registry::from_row;
using registry::key;
using registry::to_row;

constexpr std::string_view kMetaKey = "meta";

inline std::string serial_key(ObjectNumber zone, std::uint32_t serial) {
  std::string out = key('i', zone);
  put_big_endian(out, serial);
  return out;
}
// The part of a key behind its zone.
inline std::string_view behind_zone(std::string_view row_key) {
  return row_key.substr(1 + sizeof(std::uint64_t));
}

}  // namespace stele::zone
