// DNS in wire form (RFC 1035 §4): the numbers, names, and the few octets that need no library.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/values/domain_name.h"

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
namespace type {
constexpr std::uint16_t kA = 1, kNs = 2, kCname = 5, kSoa = 6, kPtr = 12, kMx = 15, kAaaa = 28,
                        kOpt = 41, kTsig = 250, kIxfr = 251, kAxfr = 252;
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
// The wire form of a name without a final dot; lower case as DomainName is.
std::string to_wire(const DomainName& name);
std::string to_wire(std::string_view text);  // of a key's name; precondition: it parsed
// Of a name in wire form; nullopt where it is none of ours could have: then no zone is called so.
std::optional<DomainName> from_wire(std::string_view wire);
// For people; octets that are no letters are escaped.
std::string show_wire(std::string_view wire);

// RFC 1982: whether `a` is newer than `b`.
constexpr bool serial_newer(std::uint32_t a, std::uint32_t b) {
  return a != b && static_cast<std::uint32_t>(a - b) < 0x80000000U;
}

}  // namespace stele::dns
