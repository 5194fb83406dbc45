// DNS in wire form (RFC 1035 §4): the numbers, names, and the few octets that need no library.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/values/domain_name.h"
#include "events/values/record_type.h"
#include "events/values/wire_name.h"

namespace stele::dns {

// RFC 1035 §4.1.1, RFC 2136, RFC 6891, RFC 8945 §3: one space of numbers.
enum class Rcode : std::uint16_t {
  noerror = 0, formerr = 1, servfail = 2, notimp = 4, refused = 5, notauth = 9, badvers = 16
};
// What a TSIG record says of itself (RFC 8945 §3).
enum class TsigError : std::uint16_t { none = 0, badsig = 16, badkey = 17, badtime = 18, badtrunc = 22 };
std::string_view to_text(Rcode rcode);      // "REFUSED"
std::string_view to_text(TsigError error);  // "BADKEY"

namespace opcode {
constexpr std::uint8_t kQuery = 0, kNotify = 4;
}
namespace rr_class {
constexpr std::uint16_t kIn = 1, kAny = 255;
}
namespace flag {
constexpr std::uint16_t kResponse = 0x8000, kAuthoritative = 0x0400, kTruncated = 0x0200,
                        kRecursionDesired = 0x0100;
}

constexpr std::size_t kHeaderSize = 12;
constexpr std::size_t kMostMessage = 65'535;     // over TCP (§4.2.2)
constexpr std::size_t kPlainUdp = 512;           // §4.2.1
constexpr std::size_t kOwnUdp = 1232;            // what is announced by EDNS: no fragments

// "SOA", "TYPE65280"
std::string type_text(std::uint16_t type);
// Of a name in wire form; nullopt where it is none of ours could have: then no zone is called so.
std::optional<DomainName> from_wire(std::string_view wire);
// For people; octets that are no letters are escaped.
std::string show_wire(std::string_view wire);

}  // namespace stele::dns
