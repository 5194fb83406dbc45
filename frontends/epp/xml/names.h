// The XML namespaces the EPP frontend knows. A frame's prefixes mean nothing here: an element is
// known by namespace and local name alone. Prefixes are ours, for paths and answers.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace stele::epp::xml {

enum class Ns : std::uint8_t {
  none,
  epp,
  domain,
  host,
  contact,
  xsi,
  xml,
  unknown,
  // Extensions, in the order of stele::Extension.
  rgp,
  sec_dns,
  fee,
  launch,
  allocation_token,
  change_poll,
  org_ext,
  org,
  login_sec,
  unhandled_namespaces,
  secure_auth_info,
  maintenance,
  ttl,
  idn,
  balance,
  b_dn,
  variants,
  // What extensions carry.
  mark,
  signed_mark,
  xml_signature,
};
inline constexpr int kNsCount = 28;

inline constexpr std::string_view kEppUri = "urn:ietf:params:xml:ns:epp-1.0";
inline constexpr std::string_view kDomainUri = "urn:ietf:params:xml:ns:domain-1.0";
inline constexpr std::string_view kHostUri = "urn:ietf:params:xml:ns:host-1.0";
inline constexpr std::string_view kContactUri = "urn:ietf:params:xml:ns:contact-1.0";

Ns find_namespace(std::string_view uri);
std::string_view uri_of(Ns ns);     // empty for none and unknown
std::string_view prefix_of(Ns ns);  // empty for none, epp and unknown

// A set of namespaces: what a server offers, what a client chose at login.
class NsSet {
 public:
  constexpr NsSet() = default;
  constexpr NsSet(std::initializer_list<Ns> list) {
    for (const Ns ns : list) add(ns);
  }
  constexpr void add(Ns ns) { bits_ |= 1U << static_cast<unsigned>(ns); }
  constexpr void remove(Ns ns) { bits_ &= ~(1U << static_cast<unsigned>(ns)); }
  constexpr bool has(Ns ns) const { return ((bits_ >> static_cast<unsigned>(ns)) & 1U) != 0; }
  constexpr bool operator==(const NsSet&) const = default;

 private:
  std::uint32_t bits_ = 0;
  static_assert(kNsCount <= 32);
};

}  // namespace stele::epp::xml
