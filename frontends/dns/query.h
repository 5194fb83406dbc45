// Query: one DNS message from outside, read by ldns and taken apart as far as a primary that only
// gives zones away needs it. Answers to NOTIFY are read with it too.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/result.h"
#include "frontends/dns/wire.h"

namespace stele::dns {

// A TSIG record (RFC 8945 §4.2) as it stood in the message. Names in wire form, lower case.
struct TsigRecord {
  std::string key;
  std::string algorithm;
  std::uint64_t time = 0;     // seconds since 1970, 48 bits
  std::uint16_t fudge = 0;
  std::string mac;
  std::uint16_t original_id = 0;
  std::uint16_t error = 0;
  std::string other;
  std::size_t offset = 0;     // where it begins: all before it is signed
};

struct Query {
  std::uint16_t id = 0;
  std::uint16_t flags = 0;    // the second pair of octets of the header, whole
  std::uint8_t opcode = 0;
  std::string name;           // wire form, lower case
  std::uint16_t type = 0;
  std::uint16_t klass = 0;
  std::string question;       // as it was asked: repeated in the answer, case and all
  std::optional<std::uint32_t> serial;  // of the SOA in the authority section: what an IXFR has
  bool edns = false;
  std::uint8_t edns_version = 0;
  std::uint16_t udp_size = 0;
  std::optional<TsigRecord> tsig;

  bool is_response() const { return (flags & flag::kResponse) != 0; }
  Rcode rcode() const { return static_cast<Rcode>(flags & 0xf); }
};

// What is wrong with bytes that are no message we can answer to in full.
struct Unreadable {
  bool answerable = false;    // has a header, and is a question
  std::uint16_t id = 0;
  std::uint16_t flags = 0;
  Rcode rcode = Rcode::formerr;
};

// Any bytes. Messages of another opcode than QUERY and NOTIFY are read no further than the header.
Result<Query, Unreadable> read_query(std::string_view message);

}  // namespace stele::dns
