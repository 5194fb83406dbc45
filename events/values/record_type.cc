#include "events/values/record_type.h"

namespace stele {

std::string_view record_type_word(std::uint16_t type) {
  switch (type) {
    case record_type::kA: return "A";
    case record_type::kNs: return "NS";
    case record_type::kCname: return "CNAME";
    case record_type::kSoa: return "SOA";
    case record_type::kPtr: return "PTR";
    case record_type::kMx: return "MX";
    case record_type::kTxt: return "TXT";
    case record_type::kAaaa: return "AAAA";
    case record_type::kDname: return "DNAME";
    case record_type::kOpt: return "OPT";
    case record_type::kDs: return "DS";
    case record_type::kZonemd: return "ZONEMD";
    case record_type::kTsig: return "TSIG";
    case record_type::kIxfr: return "IXFR";
    case record_type::kAxfr: return "AXFR";
    case record_type::kCaa: return "CAA";
    default: return {};
  }
}

}  // namespace stele
