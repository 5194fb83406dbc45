// Questions to a name's own servers and what they answer: made by hand, read and verified by ldns. All
// bytes that come in are hostile; what is not exactly the answer to the question is a fault.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.h"
#include "engine/core/domain/cds_answer.h"
#include "events/values/domain_name.h"
#include "events/values/ip_address.h"

struct ldns_struct_rr;

namespace stele::cds {

namespace type {
constexpr std::uint16_t kA = 1, kAaaa = 28, kDnskey = 48, kCds = 59, kCdnskey = 60;
}

// What is asked over TCP fits into it, if it is meant honestly (RFC 7766 allows four times as much).
constexpr std::size_t kMostMessage = 16 * 1024;

struct Question {
  DomainName name;
  std::uint16_t type = 0;
  std::uint16_t id = 0;
  bool recursive = false;  // to a resolver; else to a server of the name, with its signatures
};
// Without the length that stands before it over TCP.
std::string to_message(const Question& question);

struct FreeRecord {
  void operator()(ldns_struct_rr* record) const;
};
using Record = std::unique_ptr<ldns_struct_rr, FreeRecord>;

// The records of one type at the name, and their signatures. Bounded; each record once.
struct RecordSet {
  std::vector<Record> records, signatures;
};

// A server's own answer has the AA bit; that there are no such records is an answer, too.
Result<RecordSet> read_answer(std::string_view message, const Question& question);

// Of the A or AAAA records. `seconds`: how long they may be kept.
struct Addresses {
  std::vector<IpAddress> list;
  std::uint32_t seconds = 0;
};
Addresses addresses_of(const RecordSet& set);

// As values, with the keys that have signed what, at this time. A fault where a record is none.
Result<core::CdsAnswer> evaluate(const DomainName& name, const RecordSet& cds,
                                 const RecordSet& cdnskey, const RecordSet& keys, Instant now);

}  // namespace stele::cds
