// What the public is told of a registrar beside its name, URL and address (ICANN's registry agreement,
// specification 4 §1.6; RDAP response profile 2.4).
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace stele {

struct RegistrarDirectory {
  std::uint32_t iana_id = 0;   // 0: none
  std::string whois_server;    // a host name; "" none, as for the others
  std::string rdap_url;        // base URL
  std::string abuse_email;
  std::string abuse_phone;     // "+1.7035555555"
  auto operator<=>(const RegistrarDirectory&) const = default;
};

}  // namespace stele
