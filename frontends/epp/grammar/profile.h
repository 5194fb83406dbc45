// Profile: what an EPP server offers, and what it lets pass that the RFCs do not. The profiles
// themselves are data in frontends/epp/profile.cc.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/values/extension.h"

namespace stele::epp {

// Mistakes of clients in use that a server may let pass, each a switch of its own. What it does is
// in the table of docs/protocols/epp.md.
enum class Tolerance : std::uint8_t {
  empty_number,          // <voice/> and <fax/> in a contact's create: none
  unknown_service,       // in login: left out, and then every service is the client's
  late_client_trid,      // <clTRID> behind </command>
  empty_change,          // <add/>, <rem/> and <chg/> of contacts and hosts that hold nothing
  absent_status,         // the removal of a status that is not set
  host_both_ways,        // a host in <add> and <rem>
  old_fee,               // elements of drafts of the fee extension: left out
  report_alone,          // a restore report without a request before it
  plain_change_message,  // of a change only the text, unless the client chose changePoll
};
inline constexpr int kToleranceCount = 9;

std::string_view to_text(Tolerance tolerance);  // "empty-number"

class Tolerances {
 public:
  constexpr Tolerances() = default;
  constexpr Tolerances(std::initializer_list<Tolerance> list) {
    for (const Tolerance t : list) set(t, true);
  }
  constexpr bool has(Tolerance t) const { return (bits_ & bit(t)) != 0; }
  constexpr void set(Tolerance t, bool on) {
    bits_ = static_cast<std::uint16_t>(on ? bits_ | bit(t) : bits_ & ~bit(t));
  }
  std::vector<Tolerance> list() const;
  bool operator==(const Tolerances&) const = default;

 private:
  static constexpr std::uint16_t bit(Tolerance t) {
    return static_cast<std::uint16_t>(1U << static_cast<unsigned>(t));
  }
  std::uint16_t bits_ = 0;
};

struct Profile {
  ExtensionSet extensions;
  bool hosts = true;     // host objects; false where name servers are attributes of domains
  bool contacts = true;
  Tolerances tolerances{Tolerance::empty_number};
  std::uint32_t auth_info_bits = 0;  // of chance an authInfo must be able to hold; 0: any
  std::string name;
};

}  // namespace stele::epp
